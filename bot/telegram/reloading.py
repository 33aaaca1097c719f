"""Serving each version of the index that is published while the bot runs."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

from telegram.error import TelegramError

from bot.telegram.context import STATE, App, State
from bot.wording.translations import Translation, translation
from corpus.errors import BelegbotError
from index.versions import served

# Polling works everywhere: on network disks and in containers, changes of files are not reported.
_LOOK_EVERY = 1.0  # seconds
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ServedVersion:
    """The version that the pointer of an index names, None without one, and its files.

    `files` holds the name, the size and the time of the last change of each file.
    """

    version: str | None
    files: frozenset[tuple[str, int, int]] = frozenset()


def served_version(folder: Path) -> ServedVersion:
    """The version that the pointer of an index names, whether or not it can be opened."""
    version = served(folder)
    try:
        stats = [(path.name, path.stat()) for path in (folder / version).iterdir() if version]
    except (OSError, ValueError):  # a null character in it
        return ServedVersion(version or None)
    return ServedVersion(
        version or None, frozenset((n, s.st_size, s.st_ctime_ns) for n, s in stats)
    )


async def follow_published_versions(app: App) -> None:
    """Serve each newly published version, once the pointer is stable.

    A version that cannot be used is tried again only when the pointer or its files change; the
    maintainers are told once.
    """
    state: State = app.bot_data[STATE]
    previous = tried = None
    reported = None  # what the maintainers were told last: the version, and why not
    while True:
        seen = await asyncio.to_thread(served_version, state.settings.index_dir)
        if seen == previous and seen != tried:
            tried = seen
            fault = await _fault_of(seen, state)
            if fault and (seen.version, fault) != reported:
                await _tell_maintainers(seen.version, fault, app)
            reported = (seen.version, fault) if fault else None
        previous = seen
        await asyncio.sleep(_LOOK_EVERY)


async def _fault_of(seen: ServedVersion, state: State) -> str | None:
    """Serve a version unless it serves already; return a sentence when it cannot be served."""
    if seen.version == state.served_index.manifest.version:
        return None
    try:
        manifest = await state.served_index.reload()
    except Exception as error:  # whatever is wrong with the files, the bot goes on
        if await asyncio.to_thread(served_version, state.settings.index_dir) != seen:
            return None  # replaced meanwhile; the new one is tried next
        if isinstance(error, BelegbotError):
            return str(error)
        _log.exception("The index cannot be loaded.")
        return f"It cannot be loaded ({type(error).__name__}: {error}).".replace(": )", ")")
    _log.info("Version %s of the index is in service.", manifest.version)
    return None


async def _tell_maintainers(version: str | None, fault: str, app: App) -> None:
    """Report in the log, in /status and to each maintainer that a version cannot be used."""
    state: State = app.bot_data[STATE]
    sentence = _sentence(version, fault, translation())
    _log.error(sentence)
    state.activity.failed(sentence)
    for maintainer in state.settings.maintainers:
        ui = translation(state.records.settings(maintainer).language)
        try:
            await app.bot.send_message(maintainer, _sentence(version, fault, ui))
        except TelegramError as error:  # such as one who has never written to the bot
            _log.warning("A maintainer could not be told: %s.", error.message)


def _sentence(version: str | None, fault: str, ui: Translation) -> str:
    if version is None:
        return ui.gettext(
            "The index could not be reloaded: {fault} The previous version stays in service.",
            fault=fault,
        )
    return ui.gettext(
        "The new version {version} of the index cannot be used: {fault} The previous version stays "
        "in service.",
        version=version,
        fault=fault,
    )
