"""Files that are uploaded to Telegram once, and from then on sent by what it calls them."""

import asyncio
from collections.abc import Awaitable, Callable

from telegram import Message
from telegram.error import BadRequest

from bot.telegram.context import State

Send = Callable[[bytes | str], Awaitable[Message]]


async def send_once(key: str, content: Callable[[], bytes], send: Send, state: State) -> None:
    """Send what a key stands for: by what Telegram calls it, or else its content.

    Raises what `content` raises, which is computed beside the event loop.
    """
    lock = state.uploading.setdefault(key, asyncio.Lock())
    async with lock:  # who presses meanwhile gets what is uploaded now
        known = await asyncio.to_thread(state.records.file, key)
        if known and await _is_sent(known, send):
            return
        called = _name(await send(await asyncio.to_thread(content)))
        if called:
            await asyncio.to_thread(state.records.uploaded, key, called)


async def _is_sent(known: str, send: Send) -> bool:
    """Send a file by what Telegram calls it, unless it has forgotten it."""
    try:
        await send(known)
    except BadRequest as error:
        if "file identifier" not in error.message:
            raise
        return False
    return True


def _name(message: Message) -> str | None:
    """What Telegram calls the file of a message; of a picture its largest size."""
    if message.document:
        return message.document.file_id
    return message.photo[-1].file_id if message.photo else None
