"""The files in a folder of reports, before any of them is read as a document."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.digest import bytes_digest, file_digest
from corpus.errors import CorpusError
from corpus.sidecar import DEFAULTS, describing, sidecar_names

_LARGEST = 500_000_000  # bytes; larger files are not treated as reports
_LARGEST_DESCRIPTION = 1_000_000  # bytes of a sidecar, which is read outside the sandbox
_OF_SYSTEMS = ("Thumbs.db", "desktop.ini")
_SETTLED = 2_000_000_000  # nanoseconds; a file changed more recently may change unnoticed

# A file's size, and the times at which its content and its inode last changed, in nanoseconds.
Stat = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class File:
    """A report's file. As long as none of this changes, neither does its document.

    `path` is relative to the folder; `content` is the SHA-256 of the file, `described` the SHA-256
    of the files that describe it, or "". An equal `stat` shows that a file has not changed,
    without reading it; it is None while that is not yet certain.
    """

    path: str
    content: str
    described: str
    stat: Stat | None


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about a file, named by its path in the folder."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Scan:
    """The files of a folder that may be reports, sorted by path, and the unreadable ones."""

    files: tuple[File, ...]
    unreadable: tuple[Note, ...]


def scan(folder: Path, known: Mapping[str, File]) -> Scan:
    """The files of a folder and its subfolders, except hidden ones, sidecars and `corpus.yaml`.

    A file is hashed, to tell whether its content changed, unless it is `known` by its path and its
    stat is the same. Raises CorpusError when there is no such folder.
    """
    if not folder.is_dir():
        raise CorpusError(
            f"{folder} (CORPUS_DIR) should be a folder with reports, but there is no such folder."
        )
    now = time.time_ns()
    files: list[File] = []
    closed: list[OSError] = []
    paths = sorted(_paths(folder, closed.append))
    unreadable = [_note(Path(error.filename), folder, error) for error in closed]
    sidecars = _sidecars(paths)
    for path in paths:
        name = path.relative_to(folder).as_posix()
        if path in sidecars or path.name == DEFAULTS:
            continue
        try:
            files.append(_file(path, folder, known.get(name), now))
        except (CorpusError, OSError) as error:
            unreadable.append(_note(path, folder, error))
    return Scan(tuple(files), tuple(unreadable))


def is_unchanged(file: File, folder: Path) -> bool:
    """Whether a file is still there with the same content."""
    try:
        return file_digest(folder / file.path) == file.content
    except OSError:
        return False


def _shown(name: str) -> str:
    """A file's name in printable form, even if it is not UTF-8."""
    return name.encode("utf-8", "replace").decode()


def _note(path: Path, folder: Path, error: CorpusError | OSError) -> Note:
    reason = str(error)
    if isinstance(error, OSError):
        reason = f"it cannot be opened ({error.strerror or error})"
    return Note(_shown(path.relative_to(folder).as_posix()), reason)


def _paths(folder: Path, closed: Callable[[OSError], None]) -> Iterator[Path]:
    """All paths in a folder, except hidden ones and those that programs leave beside open files.

    `closed` is called with the error of each folder that cannot be opened.
    """
    for place, folders, names in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in (*names, *links):
            if not name.startswith((".", "~$")) and name not in _OF_SYSTEMS:
                yield Path(place) / name


def _sidecars(paths: list[Path]) -> frozenset[Path]:
    """The files that describe a report and are not reports themselves."""
    reports = [path for path in paths if path.suffix != ".yaml"]
    return frozenset(name for path in reports for name in sidecar_names(path))


def _file(path: Path, folder: Path, known: File | None, now: int) -> File:
    """A file of the folder. Raises CorpusError or OSError when it cannot be a report."""
    name = path.relative_to(folder).as_posix()
    if not name.isprintable():  # also true of a name that is not UTF-8
        raise CorpusError("its name has unprintable characters; rename it")
    if path.suffix == ".yaml":
        raise CorpusError(f"it describes {path.stem}, and there is no such report beside it")
    status = _status(path, folder, _LARGEST)
    stat = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    content = known.content if known and known.stat == stat else file_digest(path)
    is_settled = max(stat[1:]) < now - _SETTLED
    return File(name, content, _described(path, folder), stat if is_settled else None)


def _status(path: Path, folder: Path, largest: int) -> os.stat_result:
    """The status of a file. Raises CorpusError when it should not be opened."""
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        raise CorpusError("it is a link to a file outside of the folder; copy that file here")
    if not path.is_file():
        raise CorpusError("it is not a regular file")
    status = path.stat()
    if status.st_size > largest:
        raise CorpusError(f"it should be smaller than {largest // 1_000_000} MB")
    return status


def _described(path: Path, folder: Path) -> str:
    """The SHA-256 of the files that describe a report; empty if there are none."""
    said = []
    for other in filter(Path.is_file, describing(path, folder)):
        try:
            _status(other, folder, _LARGEST_DESCRIPTION)
        except CorpusError as error:
            raise CorpusError(
                f"{other.name}, which describes it, cannot be used: {error}"
            ) from error
        said.append(other.read_bytes())
    return bytes_digest(*said) if said else ""
