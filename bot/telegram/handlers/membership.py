"""The bot enters a chat, leaves it, or the chat gets another id."""

import asyncio
import logging

from telegram import Chat, ChatMember, ChatMemberRestricted, Update

from bot.telegram.context import Context
from bot.wording.translations import Translation

_GROUPS = (Chat.GROUP, Chat.SUPERGROUP)
_log = logging.getLogger(__name__)


async def changed(update: Update, context: Context) -> None:
    """The bot was added to a chat, removed from it, or blocked by a user."""
    change = update.my_chat_member
    assert change is not None
    if not _is_there(change.new_chat_member):
        _log.info("The bot left a chat; the data of the chat was deleted.")
        await forget(change.chat.id, context)
    elif not _is_there(change.old_chat_member) and change.chat.type in _GROUPS:
        sees_all = (
            bool(context.bot.can_read_all_group_messages)
            or change.new_chat_member.status == ChatMember.ADMINISTRATOR
        )
        await context.bot.send_message(
            change.chat.id, _greeting(sees_all, context.bot.username, context.translation())
        )


async def migrated(_: Update, context: Context) -> None:
    """A group became a supergroup, which has another id.

    Telegram reports this in both chats, in the supergroup before anything else is said there.
    """
    message = context.message
    if message.migrate_to_chat_id:
        await move(message.chat_id, message.migrate_to_chat_id, context)
    elif message.migrate_from_chat_id:
        await move(message.migrate_from_chat_id, message.chat_id, context)


async def move(chat: int, to: int, context: Context) -> None:
    """Move the settings of a chat to its new id."""
    context.state.conversations.forget_chat(chat)
    if await asyncio.to_thread(context.state.records.move, chat, to):
        _log.info("A group became a supergroup, which keeps its settings.")


async def forget(chat: int, context: Context) -> None:
    """Delete all that belongs to a chat that the bot has left."""
    context.state.conversations.forget_chat(chat)
    await asyncio.to_thread(context.state.records.forget_chat, chat)


def _is_there(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):  # stays restricted after leaving
        return member.is_member
    return member.status not in (ChatMember.LEFT, ChatMember.BANNED)


def _greeting(sees_all: bool, bot: str, ui: Translation) -> str:
    mentions = (
        ui.gettext("You can also mention me anywhere in a message.")
        if sees_all
        else ui.gettext(
            "Privacy mode is on: a mention may not reach me; /ask@{bot} and a reply to me do.",
            bot=bot,
        )
    )
    return "\n".join(
        [
            ui.gettext("I answer with what the reports say, word for word and with the source."),
            ui.gettext("Ask like this: /ask how many soldiers? Or reply to one of my messages."),
            mentions,
        ]
    )
