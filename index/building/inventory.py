"""The files that a version was built from, and how a folder differs from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from corpus.digest import key
from corpus.folder import File, Note, Scan

_FILE = "inventory.json"


@dataclass(frozen=True, slots=True)
class Inventory:
    """The files that a version was built from, with notes on some of them."""

    files: tuple[File, ...] = ()
    unreadable: tuple[Note, ...] = ()
    empty: tuple[Note, ...] = ()
    duplicates: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """How a folder differs from an inventory, by paths."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()  # from, to
    removed: tuple[str, ...] = ()


def changes(files: Sequence[File], previous: Sequence[File]) -> Changes:
    """How files differ from previous ones; a file moved if its content is now elsewhere."""
    known = {file.path: file for file in previous}
    now = {file.path for file in files}
    gone = {file.content: file.path for file in previous if file.path not in now}
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
    """A fingerprint of a folder: of all names, and of what is in the files."""
    parts = [f"{file.path}\n{file.content}\n{file.described}" for file in scan.files]
    return key(*parts, *(f"{note.path}\n{note.text}" for note in scan.unreadable))


def write(version: Path, inventory: Inventory) -> None:
    """Write the inventory into the folder of a version."""
    (version / _FILE).write_bytes(_ADAPTER.dump_json(inventory))


def read(version: Path) -> Inventory:
    """The inventory of a version; an empty one where it cannot be read."""
    try:
        return _ADAPTER.validate_json((version / _FILE).read_bytes())
    except (OSError, ValidationError):
        return Inventory()


_ADAPTER = TypeAdapter(Inventory)
