"""The original files of reports."""

import asyncio
from pathlib import Path

from telegram import Message, Update
from telegram.error import BadRequest

from bot.interface import Interface
from bot.keyboards import pressed
from bot.replies import query_of, reply_with_file, tell
from bot.settings import Settings
from bot.state import Context
from corpus.document import Document

_LARGEST = 50_000_000  # bytes that a bot may upload


def has_file(document: Document, settings: Settings) -> bool:
    """Whether the file of a report may and can be sent."""
    path = _path(document, settings)
    try:
        return settings.send_files and path.is_file() and 0 < path.stat().st_size <= _LARGEST
    except OSError:
        return False


async def send(update: Update, context: Context) -> None:
    """The button of a card: the report's file."""
    query, (id, *_) = query_of(update), context.data(update)
    state, message = context.state, pressed(query)
    document = await state.library.read(lambda index: index.document(id))
    if message is None or document is None or not has_file(document, state.settings):
        await tell(query, _cannot(context.interface(update)), alert=True)
        return
    await tell(query)
    async with state.uploading:
        known = await asyncio.to_thread(state.records.file, id)
        sent = await _sent(message, document, known, state.settings)
        if sent.document and sent.document.file_id != known:
            await asyncio.to_thread(state.records.uploaded, id, sent.document.file_id)


async def _sent(
    message: Message, document: Document, known: str | None, settings: Settings
) -> Message:
    """The message with the file, which is uploaded where Telegram does not know it already."""
    path = _path(document, settings)
    if known:
        try:
            return await reply_with_file(message, known, path.name)
        except BadRequest as error:
            if "file identifier" not in error.message:
                raise
    return await reply_with_file(message, await asyncio.to_thread(path.read_bytes), path.name)


def _path(document: Document, settings: Settings) -> Path:
    return settings.corpus_dir / document.path


def _cannot(ui: Interface) -> str:
    return ui.gettext("This file cannot be sent.")
