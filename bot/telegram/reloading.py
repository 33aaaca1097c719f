"""Noticing that the folder of the index names another version, and serving it."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telegram.error import TelegramError
from telegram.ext import Application

from bot.telegram.context import STATE, State
from bot.wording.translations import Translation, interface
from corpus.errors import BelegbotError
from index.versions import served

# Asking again and again is what works everywhere: on network disks and in containers, changes of
# files are not told.
_LOOK_EVERY = 1.0  # seconds
_log = logging.getLogger(__name__)

_Bot = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class ServedVersion:
    """The version that the folder of an index names, None where it names none, and its files.

    Of each file the name, the size and the time of its last change.
    """

    version: str | None
    files: frozenset[tuple[str, int, int]] = frozenset()


def served_version(folder: Path) -> ServedVersion:
    """What the folder of an index names. Whether that can be used is another question."""
    version = served(folder)
    try:
        stats = [(path.name, path.stat()) for path in (folder / version).iterdir() if version]
    except (OSError, ValueError):  # a null character in it
        return ServedVersion(version or None)
    return ServedVersion(
        version or None, frozenset((n, s.st_size, s.st_ctime_ns) for n, s in stats)
    )


async def follow_published_versions(app: _Bot) -> None:
    """Serve each version that the folder comes to name, as soon as it stays so for a moment.

    One that cannot be used is tried once, and again when the folder or its files change; the
    maintainers are told once.
    """
    state: State = app.bot_data[STATE]
    before = tried = None
    refusal = None  # what the maintainers were told last: the version, and why not
    while True:
        seen = await asyncio.to_thread(served_version, state.settings.index_dir)
        if seen == before and seen != tried:
            tried = seen
            fault = await _fault_of(seen, state)
            if fault and (seen.version, fault) != refusal:
                await _tell_maintainers(seen.version, fault, app)
            refusal = (seen.version, fault) if fault else None
        before = seen
        await asyncio.sleep(_LOOK_EVERY)


async def _fault_of(seen: ServedVersion, state: State) -> str | None:
    """Serve a version, unless it does already; else the sentence that says why it cannot."""
    if seen.version == await state.served_index.read(lambda index: index.manifest.version):
        return None
    try:
        manifest = await state.served_index.reload()
    except Exception as error:  # whatever is wrong with its files, the bot goes on
        if await asyncio.to_thread(served_version, state.settings.index_dir) != seen:
            return None  # it was replaced meanwhile: by one that is tried next
        if isinstance(error, BelegbotError):
            return str(error)
        _log.exception("The index cannot be loaded.")
        return f"It cannot be loaded ({type(error).__name__}: {error}).".replace(": )", ")")
    _log.info("Version %s of the index is in service.", manifest.version)
    return None


async def _tell_maintainers(version: str | None, fault: str, app: _Bot) -> None:
    """Log, keep for /status and write to each maintainer that a version cannot be used."""
    state: State = app.bot_data[STATE]
    sentence = _sentence(version, fault, interface())
    _log.error(sentence)
    state.activity.failed(sentence)
    for maintainer in state.settings.maintainers:
        ui = interface(state.records.settings(maintainer).language)
        try:
            await app.bot.send_message(maintainer, _sentence(version, fault, ui))
        except TelegramError as error:  # such as one who has never written to the bot
            _log.warning("A maintainer could not be told so: %s.", error.message)


def _sentence(version: str | None, fault: str, ui: Translation) -> str:
    if version is None:
        return ui.gettext(
            "The index cannot be loaded anew: {fault} The version before goes on serving.",
            fault=fault,
        )
    return ui.gettext(
        "The new version {version} of the index cannot be used: {fault} The one before goes on "
        "serving.",
        version=version,
        fault=fault,
    )
