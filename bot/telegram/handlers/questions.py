"""Questions: new ones, and those that were edited."""

import asyncio
import time
from collections.abc import Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from telegram import Message, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.answering.answer import Answer, ask
from bot.answering.question import Question, is_question
from bot.answering.question_words import is_asking
from bot.telegram.addressing import ASKS_WHERE_FROM, asker, is_command, question_in, replies_to_bot
from bot.telegram.context import Context
from bot.telegram.conversations import Exchange, Place
from bot.telegram.keyboards import answer_keyboard
from bot.telegram.rate_limiter import Turn
from bot.telegram.sending import edit, message_of, reply, say, topic
from bot.wording.html import Rendered, render
from bot.wording.permalink import Permalink
from bot.wording.translations import Translation
from index.search import Index

T = TypeVar("T")

_LATELY = timedelta(hours=1)
_BLINK = 0.5  # seconds after which an answer shows that it is under way


async def new(update: Update, context: Context) -> None:
    """A question: the answer is a reply to it."""
    message = message_of(update)
    if message.via_bot == context.bot.bot:  # one of its quotes, which a user has posted inline
        return
    text = question_in(message) or ""
    is_private = message.chat.type == message.chat.PRIVATE
    if not is_private and _is_remark(text, message):
        return
    if not is_question(text):
        if is_private or not text:  # a group's "thanks" is enough
            await say(update, _not_a_question(context.interface(update)))
        return
    place = _place(message)
    if await is_within_quota(update, context):
        await _answer(text, place, _before(message, place, context), update, context)


async def edited(update: Update, context: Context) -> None:
    """An edited question: its answer is edited too. What is no question any more keeps it."""
    message = message_of(update)
    exchange = context.state.conversations.with_message(message.chat_id, message.id)
    text = question_in(message) or ""
    if not is_question(text) or ASKS_WHERE_FROM.filter(message):
        return
    if exchange is None:
        # What the bot was not asked before, such as a question without its name. Of what is older
        # it may have forgotten that it has answered.
        if message.date > max(context.state.activity.started, datetime.now(UTC) - _LATELY):
            await new(update, context)
    elif await is_within_quota(update, context):
        await _answer(text, exchange.place, exchange.before, update, context, exchange.answered_in)


async def is_within_quota(update: Update, context: Context) -> bool:
    """Whether a user's question is answered; the first over the limit is told that it is not."""
    turn = context.state.askers.turn(asker(message_of(update)))
    if turn is Turn.SAY_SO:
        await say(update, _too_many(context.interface(update)))
    return turn is Turn.ANSWER


def _is_remark(text: str, message: Message) -> bool:
    """Whether somebody in a group replies to the bot with a statement: "I do not believe it." """
    return replies_to_bot(message) and not (is_command(message) or is_asking(text))


def _not_a_question(ui: Translation) -> str:
    return ui.gettext("Ask a question, for example: how many soldiers?")


async def _answer(
    text: str,
    place: Place,
    before: Question | None,
    update: Update,
    context: Context,
    earlier: int | None = None,
) -> None:
    """Send the answer to a question, or put it into the place of an earlier one."""
    message, state = message_of(update), context.state
    started = time.perf_counter()
    private = message.chat.type == message.chat.PRIVATE
    limit, language = context.limit(update), context.language(update)

    def answered(index: Index) -> tuple[Answer, Translation, Rendered, str]:
        answer = ask(text, index, limit, language, before)
        ui = context.interface(update, answer.question.language)
        return answer, ui, render(answer, ui, context.bot.username), index.manifest.version

    reading = state.served_index.read(answered)
    answer, ui, rendered, version = await _showing_typing(message, reading)
    state.activity.answered(time.perf_counter() - started)
    if not answer.quotes and not private and not (is_command(message) or is_asking(text)):
        return  # a remark that names the bot
    keyboard = None if context.chosen(update).quiet else answer_keyboard(rendered.quotes, ui)
    if earlier is None:
        answered_in = (await reply(message, rendered.html, keyboard)).id
    else:
        await edit(context.bot, message.chat_id, earlier, rendered.html, keyboard)
        answered_in = earlier
    quotes = tuple(Permalink.to(quote.passage) for quote in rendered.quotes)
    state.conversations.remember(
        Exchange(place, message.id, answered_in, before, answer.question, quotes, version)
    )
    if earlier is None:  # an edited question is the same one still
        await asyncio.to_thread(
            state.records.asked, answer.question.text, version, refused=not answer.quotes
        )


def _place(message: Message) -> Place:
    return Place(message.chat_id, topic(message), asker(message))


def _before(message: Message, place: Place, context: Context) -> Question | None:
    """The question before: that of the answer replied to, else the asker's last one here."""
    conversations, replied = context.state.conversations, message.reply_to_message
    exchange = None
    if replied and replies_to_bot(message):
        exchange = conversations.with_message(message.chat_id, replied.id)
    exchange = exchange or conversations.last(place)
    return exchange.question if exchange else None


async def _showing_typing(message: Message, answer: Coroutine[Any, Any, T]) -> T:
    """An answer; one that takes longer than a blink is announced, in private chats only.

    In a group it would be charged to what the group may be sent in a minute.
    """
    task = asyncio.ensure_future(answer)
    if message.chat.type == message.chat.PRIVATE:
        await asyncio.wait([task], timeout=_BLINK)
        if not task.done():
            with suppress(TelegramError):  # a sign only
                await message.chat.send_action(ChatAction.TYPING)
    return await task


def _too_many(ui: Translation) -> str:
    return ui.gettext("That is a lot of questions. Ask again in a minute, please.")
