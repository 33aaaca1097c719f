"""What a version was built from, file by file, and how a folder differs from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from corpus.digest import key
from corpus.folder import File, Note, Scan

_FILE = "sources.json"


@dataclass(frozen=True, slots=True)
class Inventory:
    """The files that a version was built from, and what is to be said of some of them."""

    files: tuple[File, ...] = ()
    unreadable: tuple[Note, ...] = ()
    empty: tuple[Note, ...] = ()
    duplicates: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """How a folder differs from what a version was built from, by paths."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()  # from, to
    removed: tuple[str, ...] = ()


def changes(files: Sequence[File], before: Sequence[File]) -> Changes:
    """How these files differ from those before; moved is one whose content turns up elsewhere."""
    known = {file.path: file for file in before}
    now = {file.path for file in files}
    gone = {file.content: file.path for file in before if file.path not in now}
    added, changed, moved = [], [], []
    for file in files:
        if (old := known.get(file.path)) is not None:
            if (old.content, old.described) != (file.content, file.described):
                changed.append(file.path)
        elif (origin := gone.pop(file.content, None)) is not None:
            moved.append((origin, file.path))
        else:
            added.append(file.path)
    left = {origin for origin, _ in moved}
    removed = [path for path in known if path not in now and path not in left]
    return Changes(tuple(added), tuple(changed), tuple(moved), tuple(removed))


def fingerprint(scan: Scan) -> str:
    """A fingerprint of what a folder holds: of all names and what is in the files."""
    parts = [f"{file.path}\n{file.content}\n{file.described}" for file in scan.files]
    return key(*parts, *(f"{note.path}\n{note.text}" for note in scan.unreadable))


def write(version: Path, sources: Inventory) -> None:
    (version / _FILE).write_bytes(_ADAPTER.dump_json(sources))


def read(version: Path) -> Inventory:
    """What a version was built from; nothing where that cannot be told."""
    try:
        return _ADAPTER.validate_json((version / _FILE).read_bytes())
    except (OSError, ValidationError):
        return Inventory()


_ADAPTER = TypeAdapter(Inventory)
