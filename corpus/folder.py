"""What a folder of reports holds: its files, before any of them is read."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.digest import bytes_digest, file_digest
from corpus.errors import CorpusError
from corpus.sidecar import DEFAULTS, describing, sidecar_names

_LARGEST = 500_000_000  # bytes of a file; a report of that size is none
_LARGEST_DESCRIPTION = 1_000_000  # bytes of what is read here, where nothing limits the memory
_OF_SYSTEMS = ("Thumbs.db", "desktop.ini")
_SETTLED = 2_000_000_000  # nanoseconds; what was changed more recently may change again unnoticed

# A file's size, and when its content and its name were last changed, in nanoseconds.
Stat = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class File:
    """A report's file. Where nothing of it changes, neither does the document in it.

    `path` is relative to the folder; `content` is the SHA-256 of the file, `described` that of what
    files beside it say of it. By `stat` a file is known not to have changed without reading it;
    None where that is not yet certain.
    """

    path: str
    content: str
    described: str
    stat: Stat | None


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said of a file, which is named by its path in the folder."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Scan:
    """The files of a folder that may be reports, by path, and those that cannot be."""

    files: tuple[File, ...]
    unreadable: tuple[Note, ...]


def scan(folder: Path, known: Mapping[str, File]) -> Scan:
    """The files of a folder and the folders in it; hidden ones, sidecars and defaults are none.

    A file is read, to tell whether its content changed, unless it is `known` by its path and looks
    the same. Raises CorpusError when there is no such folder.
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
    """Whether a file is still there as it was."""
    try:
        return file_digest(folder / file.path) == file.content
    except OSError:
        return False


def _shown(name: str) -> str:
    """A file's name as it can be printed, also one that is no UTF-8."""
    return name.encode("utf-8", "replace").decode()


def _note(path: Path, folder: Path, error: CorpusError | OSError) -> Note:
    reason = str(error)
    if isinstance(error, OSError):
        reason = f"it cannot be opened ({error.strerror or error})"
    return Note(_shown(path.relative_to(folder).as_posix()), reason)


def _paths(folder: Path, closed: Callable[[OSError], None]) -> Iterator[Path]:
    """All in a folder but what is hidden, and what programs leave beside open files.

    `closed` is called with why a folder cannot be opened.
    """
    for place, folders, names in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in (*names, *links):
            if not name.startswith((".", "~$")) and name not in _OF_SYSTEMS:
                yield Path(place) / name


def _sidecars(paths: list[Path]) -> frozenset[Path]:
    """The files that say something of a report and are none themselves."""
    reports = [path for path in paths if path.suffix != ".yaml"]
    return frozenset(name for path in reports for name in sidecar_names(path))


def _file(path: Path, folder: Path, known: File | None, now: int) -> File:
    """A file of the folder. Raises CorpusError or OSError when it cannot be a report."""
    name = path.relative_to(folder).as_posix()
    if not name.isprintable():  # among others a name that is no UTF-8
        raise CorpusError("its name should be plain text; rename it")
    if path.suffix == ".yaml":
        raise CorpusError(f"it describes {path.stem}, and there is no such report beside it")
    status = _status(path, folder, _LARGEST)
    stat = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    content = known.content if known and known.stat == stat else file_digest(path)
    is_settled = max(stat[1:]) < now - _SETTLED
    return File(name, content, _described(path, folder), stat if is_settled else None)


def _status(path: Path, folder: Path, largest: int) -> os.stat_result:
    """The status of a file; raises CorpusError where it should not be opened."""
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        raise CorpusError("it is a link to a file outside of the folder; copy that file here")
    if not path.is_file():
        raise CorpusError("it is no file")
    status = path.stat()
    if status.st_size > largest:
        raise CorpusError(f"it should be smaller than {largest // 1_000_000} MB")
    return status


def _described(path: Path, folder: Path) -> str:
    """A hash of what other files say of a report."""
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
