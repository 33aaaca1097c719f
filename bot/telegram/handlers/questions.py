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

from bot.answering import ask
from bot.answering.question import Question, is_question
from bot.answering.question_words import is_asking
from bot.telegram.addressing import (
    ASKS_WHERE_FROM,
    asker,
    is_command,
    question_in,
    replies_to_bot,
)
from bot.telegram.context import Context
from bot.telegram.conversations import Exchange, Place
from bot.telegram.keyboards import answer_keyboard
from bot.telegram.quota import QuotaDecision
from bot.telegram.sending import edit, reply, say, topic
from bot.wording.html import render
from bot.wording.permalink import Permalink
from bot.wording.translations import Translation

T = TypeVar("T")

_RECENT = timedelta(hours=1)
_BLINK = 0.5  # seconds after which an answer shows that it is under way


async def new(_: Update, context: Context) -> None:
    """A question: the answer is a reply to it."""
    message = context.message
    if message.via_bot == context.bot.bot:  # one of its own quotes, posted inline by a user
        return
    text = question_in(message) or ""
    is_private = message.chat.type == message.chat.PRIVATE
    if not is_private and _is_remark(text, message):
        return
    if not is_question(text):
        if is_private or not text:  # a group's "thanks" needs no answer
            await say(message, _not_a_question(context.translation()))
        return
    place = _place(message)
    if await is_within_quota(context):
        await _answer(text, place, _previous(message, place, context), context)


async def edited(update: Update, context: Context) -> None:
    """An edited question: its answer is edited, too. An answer stays if the text asks no more."""
    message = context.message
    exchange = context.state.conversations.with_message(message.chat_id, message.id)
    text = question_in(message) or ""
    if not is_question(text) or ASKS_WHERE_FROM.filter(message):
        return
    if exchange is None:
        # The bot may not have been asked before, such as by a question without its name. What is
        # older it may have answered and forgotten.
        if message.date > max(context.state.activity.started, datetime.now(UTC) - _RECENT):
            await new(update, context)
    elif await is_within_quota(context):
        await _answer(text, exchange.place, exchange.previous, context, exchange.answered_in)


async def is_within_quota(context: Context) -> bool:
    """Whether a user's question is answered; the first over the quota is told that it is not."""
    turn = context.state.quota.decide(asker(context.message))
    if turn is QuotaDecision.SAY_SO:
        await say(context.message, _too_many(context.translation()))
    return turn is QuotaDecision.ANSWER


async def _answer(
    text: str,
    place: Place,
    previous: Question | None,
    context: Context,
    earlier: int | None = None,
) -> None:
    """Send the answer to a question, or put it into the message of an `earlier` one."""
    message, state = context.message, context.state
    started = time.perf_counter()
    reading = state.served_index.read(
        ask, text, context.quote_limit, context.user_language, previous
    )
    answer = await _showing_typing(message, reading)
    state.activity.answered(time.perf_counter() - started)
    is_private = message.chat.type == message.chat.PRIVATE
    if not answer.quotes and not is_private and not (is_command(message) or is_asking(text)):
        return  # a remark that names the bot
    ui = context.translation(answer.question.language)
    rendered = render(answer, ui, context.bot.username)
    keyboard = None if context.chat_settings.quiet else answer_keyboard(rendered.quotes, ui)
    if earlier is None:
        answered_in = (await reply(message, rendered.html, keyboard)).id
    else:
        await edit(context.bot, message.chat_id, earlier, rendered.html, keyboard)
        answered_in = earlier
    exchange = Exchange(
        place=place,
        asked_in=message.id,
        answered_in=answered_in,
        previous=previous,
        question=answer.question,
        quotes=tuple(Permalink.to(quote.passage) for quote in rendered.quotes),
        version=answer.version,
    )
    state.conversations.remember(exchange)
    if earlier is None:  # an edited question has been counted
        await asyncio.to_thread(
            state.records.count_question,
            answer.question.text,
            answer.version,
            refused=not answer.quotes,
        )


def _place(message: Message) -> Place:
    return Place(message.chat_id, topic(message), asker(message))


def _previous(message: Message, place: Place, context: Context) -> Question | None:
    """The previous question: of the answer replied to, else the asker's last one here."""
    conversations, replied = context.state.conversations, message.reply_to_message
    exchange = None
    if replied and replies_to_bot(message):
        exchange = conversations.with_message(message.chat_id, replied.id)
    exchange = exchange or conversations.last(place)
    return exchange.question if exchange else None


async def _showing_typing(message: Message, answer: Coroutine[Any, Any, T]) -> T:
    """An answer; while one takes longer than a blink, private chats show "typing".

    In a group that would count towards what the group may be sent in a minute.
    """
    task = asyncio.ensure_future(answer)
    if message.chat.type == message.chat.PRIVATE:
        await asyncio.wait([task], timeout=_BLINK)
        if not task.done():
            with suppress(TelegramError):  # only a sign
                await message.chat.send_action(ChatAction.TYPING)
    return await task


def _is_remark(text: str, message: Message) -> bool:
    """Whether somebody in a group replies to the bot with a statement: "I do not believe it." """
    return replies_to_bot(message) and not (is_command(message) or is_asking(text))


def _not_a_question(ui: Translation) -> str:
    return ui.gettext("Ask a question, for example: how many soldiers?")


def _too_many(ui: Translation) -> str:
    return ui.gettext("That is a lot of questions. Please ask again in a minute.")
