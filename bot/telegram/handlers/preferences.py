"""/settings: what a chat chooses."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from telegram import ChatMember, Update

from bot.settings import MOST_QUOTES
from bot.telegram.buttons import pressed, whole_number
from bot.telegram.context import Context
from bot.telegram.keyboards import settings_keyboard
from bot.telegram.sending import answer_press, edit, say
from bot.upkeep.records import ChatSettings
from bot.wording.translations import LANGUAGES, Translation

_ADMINS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


async def show(update: Update, context: Context) -> None:
    """The settings with buttons, for admins in a group and for everybody privately."""
    ui = context.translation()
    if not await _may_choose(update):
        await say(context.message, _for_admins(ui))
        return
    keyboard = settings_keyboard(context.chat_settings, context.state.settings.quotes, ui)
    await say(context.message, _explained(ui), keyboard)


async def choose(update: Update, context: Context) -> None:
    """A button of the settings."""
    query = context.query
    message, chosen = pressed(query), _with(context.chat_settings, context.button_data)
    if message is None or chosen is None:
        await answer_press(query)
        return
    if not await _may_choose(update):
        await answer_press(query, _for_admins(context.translation()), alert=True)
        return
    await asyncio.to_thread(context.state.records.set, message.chat_id, chosen)
    ui = context.translation()  # in the language that may just have been chosen
    await answer_press(query, ui.gettext("Saved."))
    keyboard = settings_keyboard(chosen, context.state.settings.quotes, ui)
    await edit(context.bot, message.chat_id, message.id, escape(_explained(ui)), keyboard)


def _with(chosen: ChatSettings, data: Sequence[str]) -> ChatSettings | None:
    """The settings with the value that a button stands for; None for forged data."""
    match data:
        case ["language", ""]:
            return replace(chosen, language=None)
        case ["language", language] if language in LANGUAGES:
            return replace(chosen, language=language)
        case ["quotes", number] if MOST_QUOTES >= whole_number(number) > 0:
            return replace(chosen, quotes=int(number))
        case ["quiet", "0" | "1" as quiet]:
            return replace(chosen, quiet=quiet == "1")
        case _:
            return None


async def _may_choose(update: Update) -> bool:
    chat, user, message = update.effective_chat, update.effective_user, update.message
    if chat is None or user is None:
        return False
    if chat.type == chat.PRIVATE or (message and message.sender_chat == chat):
        return True  # the latter: an admin who writes in the name of the group
    member = await chat.get_member(user.id)
    return member.status in _ADMINS


def _explained(ui: Translation) -> str:
    return ui.gettext(
        "Language of the buttons and notes, number of quotes, and quiet mode: one quote and no "
        "buttons."
    )


def _for_admins(ui: Translation) -> str:
    return ui.gettext("Only admins of the group can change the settings.")
