"""What the bot does with a message."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from telegram import LinkPreviewOptions, Message, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.ext import ContextTypes

from bot.answer import ask
from bot.render import render
from bot.texts import HELP_IN_TELEGRAM, NOT_A_QUESTION
from index.search import Index

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Handlers:
    """The bot's reactions, over one index."""

    def __init__(self, index: Index, limit: int) -> None:
        self._index = index
        self._limit = limit
        # Searching takes milliseconds of pure computing: beside the event loop, and one question
        # after the other, as an index serves one thread at a time.
        self._searching = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search")

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:  # noqa: ARG002
        """/start and /help: how to ask."""
        await _reply(update.effective_message, HELP_IN_TELEGRAM)

    async def ask(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/ask QUESTION."""
        await self._answer(update, context, " ".join(context.args or ()))

    async def text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A text in a private chat, which is a question."""
        message = update.effective_message
        await self._answer(update, context, message.text or "" if message else "")

    async def error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:  # noqa: ARG002
        """A fault in a handler: it is logged, and the bot goes on."""
        logging.getLogger(__name__).error("An update was not answered.", exc_info=context.error)

    async def _answer(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, question: str
    ) -> None:
        if not question.strip():
            await _reply(update.effective_message, NOT_A_QUESTION)
            return
        user = update.effective_user
        asker = user.language_code.split("-")[0] if user and user.language_code else None
        conversation = context.user_data if context.user_data is not None else {}
        place = update.effective_chat.id if update.effective_chat else None
        answer = await asyncio.get_running_loop().run_in_executor(
            self._searching,
            ask,
            question,
            self._index,
            self._limit,
            asker,
            conversation.get(place),
        )
        conversation[place] = answer.question
        await _reply(update.effective_message, render(answer))


async def _reply(message: Message | None, html: str) -> None:
    if message is not None:
        await message.reply_text(
            html,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_parameters=ReplyParameters(message.id, allow_sending_without_reply=True),
        )
