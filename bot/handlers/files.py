"""The original files of reports."""

from functools import partial
from pathlib import Path

from telegram import Update

from bot.interface import Interface
from bot.keyboards import pressed
from bot.replies import query_of, reply_with_file, tell
from bot.settings import Settings
from bot.state import Context
from bot.uploads import send_once
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
    path = _path(document, state.settings)
    await send_once(id, path.read_bytes, partial(reply_with_file, message, name=path.name), state)


def _path(document: Document, settings: Settings) -> Path:
    return settings.corpus_dir / document.path


def _cannot(ui: Interface) -> str:
    return ui.gettext("This file cannot be sent.")
