"""Versions of an index, each in a folder of its own, and the pointer to the one that serves.

data/index/current                      the name of the version that serves
data/index/20261122T091500.123456Z/     a version: complete, and never changed again
data/index/building-…/                  a build under way, or what an interrupted one left
"""

import hashlib
import json
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import StaleIndexError
from index.embed import Model

FORMAT = 4  # of a version's files; a program opens only its own
_KEPT = 3
_LONGEST_BUILD = 24 * 60 * 60  # seconds
_POINTER = "current"
_MANIFEST = "manifest.json"
_BUILDING = "building-"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version was built from. `built` is an ISO 8601 time in UTC."""

    version: str
    built: str
    model: Model
    inputs: str  # fingerprint of the files that it was built from
    dimension: int
    documents: int
    passages: int
    sentences: int
    files: dict[str, str]  # name -> SHA-256
    format: int = FORMAT


@contextmanager
def building(folder: Path) -> Iterator[Path]:
    """A fresh folder to build a version in; it is gone afterwards unless it was published."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{_BUILDING}*"):  # by a build that was killed
        if time.time() - left.stat().st_mtime > _LONGEST_BUILD:
            shutil.rmtree(left, ignore_errors=True)
    workplace = folder / f"{_BUILDING}{secrets.token_hex(4)}"
    workplace.mkdir()
    try:
        yield workplace
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def new_version() -> tuple[str, str]:
    """A name for a version, and the time that it states. Names sort by time."""
    now = datetime.now(UTC)
    return f"{now:%Y%m%dT%H%M%S.%fZ}", now.isoformat(timespec="seconds")


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file that was built, by name."""
    return {path.name: _digest(path) for path in sorted(folder.iterdir())}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_intact(path: Path, digest: str) -> bool:
    try:
        return _digest(path) == digest
    except OSError:
        return False


def publish(folder: Path, built: Path, manifest: Manifest) -> None:
    """Make a finished build the version that serves, in one step, and drop the oldest versions."""
    content = json.dumps(asdict(manifest), indent=2)
    (built / _MANIFEST).write_text(content + "\n", encoding="utf-8")
    built.rename(folder / manifest.version)
    pointer = folder / f"{_POINTER}.{manifest.version}"
    pointer.write_text(manifest.version, encoding="utf-8")
    pointer.replace(folder / _POINTER)
    versions = sorted(path.parent for path in folder.glob(f"*/{_MANIFEST}"))
    others = [version for version in versions if version.name != manifest.version]
    for old in others[: 1 - _KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def current(folder: Path) -> tuple[Path, Manifest]:
    """The folder and the manifest of the version that serves.

    Raises StaleIndexError when there is none, or one that another version of this program built.
    """
    try:
        version = folder / (folder / _POINTER).read_text(encoding="utf-8").strip()
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
    """Raise StaleIndexError unless each file of a version is as it was built."""
    if not all(_is_intact(version / name, digest) for name, digest in manifest.files.items()):
        raise StaleIndexError(f"The index in {version.parent} is damaged; {_BUILD}")


_BUILD = "build it with scripts/rebuild_index.py."
