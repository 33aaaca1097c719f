"""The original files of reports."""

import logging
from functools import partial
from pathlib import Path

from telegram import Update

from bot.settings import Settings
from bot.telegram.buttons import pressed
from bot.telegram.context import Context
from bot.telegram.sending import answer_press, reply_with_file
from bot.telegram.uploads import answer_with
from corpus import Document
from corpus.digest import bytes_digest
from corpus.errors import CorpusError
from index import Index

_LARGEST = 50_000_000  # bytes that a bot may upload
_log = logging.getLogger(__name__)


def has_file(document: Document, settings: Settings) -> bool:
    """Whether the file of a report may and can be sent."""
    path = _path(document, settings)
    try:
        return settings.send_files and path.is_file() and 0 < path.stat().st_size <= _LARGEST
    except OSError:
        return False


async def send(_: Update, context: Context) -> None:
    """The button of a card: the report's file."""
    query, (id, *_rest) = context.query, context.button_data
    state, message = context.state, pressed(query)
    cannot = context.translation().gettext("This file cannot be sent.")
    document = await state.served_index.read(Index.document, id)
    if message is None or document is None or not has_file(document, state.settings):
        await answer_press(query, cannot, alert=True)
        return
    path = _path(document, state.settings)
    await answer_with(
        key=id,
        content=partial(_content, path, document),
        send=partial(reply_with_file, message, name=path.name),
        cannot=cannot,
        context=context,
    )


def _content(path: Path, document: Document) -> bytes:
    """The file that a document was read from. Raises CorpusError when it has changed since."""
    content = path.read_bytes()
    if bytes_digest(content) != document.digest:
        raise CorpusError(f"{path} has changed since it was read; run scripts/rebuild_index.py.")
    return content


def _path(document: Document, settings: Settings) -> Path:
    return settings.corpus_dir / document.path
