"""👍 and 👎 under an answer."""

import asyncio

from telegram import Message, Update

from bot.telegram.addressing import question_in
from bot.telegram.buttons import GOOD, pressed
from bot.telegram.context import Context
from bot.telegram.sending import answer_press
from bot.wording.permalink import Permalink


async def vote(_: Update, context: Context) -> None:
    """A vote; it replaces an earlier one by the same user."""
    query, (written, *_rest) = context.query, context.button_data
    message = pressed(query)
    if message is None:
        await answer_press(query)
        return
    question, version = await _voted_on(message, context)
    await asyncio.to_thread(
        context.state.records.vote,
        answer=(message.chat_id, message.id),
        user=query.from_user.id,
        good=str(query.data).startswith(GOOD),
        question=question,
        quote=Permalink.parse(written),
        version=version,
    )
    ui = context.translation()
    await answer_press(query, ui.gettext("Thank you, your vote is counted. You can change it."))


async def _voted_on(message: Message, context: Context) -> tuple[str, str]:
    """The question that a message answers, and the version of the index that answered.

    After a restart these are the text replied to and the version that serves now.
    """
    exchange = context.state.conversations.with_message(message.chat_id, message.id)
    if exchange:
        return exchange.question.text, exchange.version
    asked = message.reply_to_message
    question = question_in(asked) if asked else None
    return question or "", context.state.served_index.manifest.version
