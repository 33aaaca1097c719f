"""👍 and 👎 under an answer."""

import asyncio

from telegram import Message, Update

from bot.telegram.addressing import question_in
from bot.telegram.context import Context
from bot.telegram.keyboards import GOOD, pressed
from bot.telegram.sending import answer_press, query_of
from bot.wording.permalink import Permalink


async def vote(update: Update, context: Context) -> None:
    """A vote: it is kept in place of an earlier one by the same user."""
    query, (written, *_) = query_of(update), context.data(update)
    ui, message = context.interface(update), pressed(query)
    if message is None:
        await answer_press(query)
        return
    question, version = await _voted_on(message, context)
    await asyncio.to_thread(
        context.state.records.vote,
        (message.chat_id, message.id),
        query.from_user.id,
        str(query.data).startswith(GOOD),
        question,
        Permalink.parse(written),
        version,
    )
    await answer_press(query, ui.gettext("Thank you, your vote is counted. You can change it."))


async def _voted_on(message: Message, context: Context) -> tuple[str, str]:
    """The question that a message answers, and the version of the index that answered.

    After a restart they are told by what the message replies to, and by what serves now.
    """
    exchange = context.state.conversations.with_message(message.chat_id, message.id)
    if exchange:
        return exchange.question.text, exchange.version
    asked = message.reply_to_message
    question = question_in(asked) if asked else None
    version = await context.state.served_index.read(lambda index: index.manifest.version)
    return question or "", version
