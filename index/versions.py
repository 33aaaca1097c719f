"""Versions of an index, each in a folder of its own, and the pointer to the one that serves.

data/index/current                      the name of the version that serves
data/index/20261122T091500.123456Z/     a version: complete, and never changed
data/index/building-…/                  a build under way, or what an interrupted one left
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.digest import file_digest
from corpus.errors import StaleIndexError
from index.embedding.models import Model

FORMAT = 8  # of a version's files; a program opens no other
_KEPT = 3
_POINTER = "current"
_MANIFEST = "manifest.json"
_BUILDING = "building-"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version was built from, and what is in it. `built` is an ISO 8601 time in UTC."""

    version: str
    built: str
    model: Model
    input_fingerprint: str  # of all that it was built from besides the model
    dimension: int
    documents: int
    passages: int
    sentences: int
    languages: Mapping[str, int]  # ISO 639-1 code -> documents
    libraries: Mapping[str, str]  # name -> version of what built it
    files: Mapping[str, str]  # name -> SHA-256
    format: int = FORMAT


@contextmanager
def building(folder: Path) -> Iterator[Path]:
    """A fresh folder to build a version in; it is removed afterwards unless it was published.

    What interrupted builds have left is removed first, so no other build may be under way.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{_BUILDING}*"):
        shutil.rmtree(left, ignore_errors=True)
    for left in folder.glob(f"{_POINTER}.*"):
        left.unlink(missing_ok=True)
    workplace = folder / f"{_BUILDING}{secrets.token_hex(4)}"
    workplace.mkdir()
    try:
        yield workplace
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def new_version() -> tuple[str, str]:
    """A name for a version, and the time that it stands for. Names sort by time."""
    now = datetime.now(UTC)
    return f"{now:%Y%m%dT%H%M%S.%fZ}", now.isoformat(timespec="seconds")


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file that was built, by name."""
    return {path.name: file_digest(path) for path in sorted(folder.iterdir())}


def seal(built: Path, manifest: Manifest) -> None:
    """Write the manifest, which makes a finished build a version, and flush all to the disk."""
    (built / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
    for path in (*built.iterdir(), built):
        _synchronise(path)


def publish(folder: Path, built: Path, manifest: Manifest) -> None:
    """Make a sealed build the version that serves, in one step, and remove the oldest versions."""
    built.rename(folder / manifest.version)
    _synchronise(folder)
    _serve(folder, manifest.version)
    others = [name for name in _names(folder) if name != manifest.version]
    for old in others[: 1 - _KEPT]:
        shutil.rmtree(folder / old, ignore_errors=True)


def served(folder: Path) -> str:
    """The name of the version that serves, whether or not it can be opened; empty without one."""
    try:
        return (folder / _POINTER).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def opened(folder: Path, name: str | None = None) -> tuple[Path, Manifest]:
    """The folder and the manifest of the version with this name, else of the one that serves.

    Raises StaleIndexError when there is none, or another version of this program built it.
    """
    try:
        version = folder / (name or (folder / _POINTER).read_text(encoding="utf-8").strip())
        content = json.loads((version / _MANIFEST).read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise StaleIndexError(f"The index in {folder} was built by another version; {_BUILD}")
        return version, Manifest(**content | {"model": Model(**content["model"])})
    except IsADirectoryError as error:
        raise StaleIndexError(f"The index in {folder} is damaged; {_BUILD}") from error
    except FileNotFoundError as error:
        raise StaleIndexError(f"There is no index in {folder}; {_BUILD}") from error
    except NotADirectoryError as error:
        raise StaleIndexError(
            f"{folder} (INDEX_DIR) should be a folder for the index, and is a file."
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise StaleIndexError(f"The index in {folder} is damaged; {_BUILD}") from error


def check(version: Path, manifest: Manifest) -> None:
    """Raise StaleIndexError unless each file of a version is undamaged."""
    if not _is_whole(version, manifest):
        raise StaleIndexError(f"The index in {version.parent} is damaged; {_BUILD}")


def usable(folder: Path) -> list[Manifest]:
    """The versions in a folder that this program can open, the oldest first."""
    found = []
    for name in _names(folder):
        try:
            found.append(opened(folder, name)[1])
        except StaleIndexError:  # built by another version of the program, or damaged
            continue
    return found


def roll_back(folder: Path) -> Manifest:
    """Let the previous version serve again, or the newest one if none serves.

    Damaged versions are skipped. Raises StaleIndexError when there is no other.
    """
    serving = served(folder)
    for manifest in reversed(usable(folder)):
        version = folder / manifest.version
        if (not serving or manifest.version < serving) and _is_whole(version, manifest):
            _serve(folder, manifest.version)
            return manifest
    raise StaleIndexError(f"There is no version in {folder} before {serving or 'the first'}.")


def _serve(folder: Path, name: str) -> None:
    pointer = folder / f"{_POINTER}.{name}"
    pointer.write_text(name, encoding="utf-8")
    _synchronise(pointer)
    pointer.replace(folder / _POINTER)
    _synchronise(folder)


def _names(folder: Path) -> list[str]:
    """The names of the versions in a folder, the oldest first."""
    found = (path.parent.name for path in folder.glob(f"*/{_MANIFEST}"))
    return sorted(name for name in found if not name.startswith(_BUILDING))


def _synchronise(path: Path) -> None:
    """Flush a file or a folder to the disk before anything else is written."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_whole(version: Path, manifest: Manifest) -> bool:
    return all(_is_intact(version / name, digest) for name, digest in manifest.files.items())


def _is_intact(path: Path, digest: str) -> bool:
    try:
        return file_digest(path) == digest
    except OSError:
        return False


_BUILD = "build it with scripts/rebuild_index.py."
