"""Files that are uploaded to Telegram once, and then sent by their Telegram file id."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Message
from telegram.error import BadRequest

from bot.telegram.context import Context, State
from bot.telegram.sending import answer_press
from corpus.errors import CorpusError

_log = logging.getLogger(__name__)

Send = Callable[[bytes | str], Awaitable[Message]]


async def answer_with(
    key: str, content: Callable[[], bytes], send: Send, cannot: str, context: Context
) -> None:
    """Answer a press by sending an upload, or with `cannot` where there is no content for it."""
    try:
        await _send_once(key, content, send, context.state)
    except CorpusError as error:
        _log.warning("%s", error)
        await answer_press(context.query, cannot, alert=True)
    else:
        await answer_press(context.query)


async def _send_once(key: str, content: Callable[[], bytes], send: Send, state: State) -> None:
    """Send what a key stands for: by its Telegram file id where known, else by its content.

    `content` runs beside the event loop; what it raises is raised here.
    """
    lock = state.uploading.setdefault(key, asyncio.Lock())
    async with lock:  # a second press waits, and then sends what the first has uploaded
        known = await asyncio.to_thread(state.records.file_id, key)
        if known and await _is_sent(known, send):
            return
        file_id = _file_id(await send(await asyncio.to_thread(content)))
        if file_id:
            await asyncio.to_thread(state.records.keep_file_id, key, file_id)


async def _is_sent(known: str, send: Send) -> bool:
    """Send a file by Telegram's id; return False where Telegram has forgotten it."""
    try:
        await send(known)
    except BadRequest as error:
        if "file identifier" not in error.message:
            raise
        return False
    return True


def _file_id(message: Message) -> str | None:
    """Telegram's id of the file in a message; of a picture that of its largest size."""
    if message.document:
        return message.document.file_id
    return message.photo[-1].file_id if message.photo else None
