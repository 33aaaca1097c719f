"""A folder of reports -> the version of the index that serves, with as little work as possible."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.digest import key
from corpus.errors import BusyError, CorpusError, StaleIndexError
from corpus.folder import File, scan
from corpus.pdf.ocr import readable
from corpus.progress import Track
from index import versions
from index.building import inventory
from index.building.build import Gate, build, ingredients
from index.building.cache import Cache
from index.building.gather import gather, how_read
from index.building.inventory import Changes, Inventory, changes
from index.embed import Embedder, Model
from index.lexicon.lexicon import Lexicon
from index.versions import Manifest

_LOCK = "rebuild.lock"
_CACHE = "cache.db"


class Outcome(StrEnum):
    """What came of a rebuild."""

    PUBLISHED = "published"
    UP_TO_DATE = "up to date"
    REHEARSED = "rehearsed"


@dataclass(frozen=True, slots=True)
class RebuildResult:
    """How the folder differed from the index, what is to be said of its files, and what serves.

    `manifest` is None where nothing serves.
    """

    changes: Changes
    sources: Inventory
    manifest: Manifest | None
    outcome: Outcome


def rebuild(
    corpus: Path,
    index: Path,
    embedder: Embedder,
    lexicon: Lexicon,
    track: Track,
    ocr: str = "",
    gate: Gate | None = None,
    is_full: bool = False,
) -> RebuildResult:
    """Make the index that of the reports in the folder `corpus`.

    Only what changed is read, analysed and encoded, or everything where it `is_full`; scans are
    read by OCR in the languages that `ocr` names, if any. Raises CorpusError when there is no
    report, BusyError while another rebuild is under way, and what the gate raises.
    """
    with _alone(corpus, index):
        serving, before = _serving(index)
        found = scan(corpus, _known(before, is_full))
        # What is installed, too: scans that could not be read are to be tried again.
        how = how_read(ocr), readable() if ocr else ""
        inputs = key(inventory.fingerprint(found), *how, ingredients(lexicon))
        differences = changes(found.files, before.files)
        if serving and not is_full and _is_current(index, serving, embedder.model, inputs):
            return RebuildResult(differences, before, serving, Outcome.UP_TO_DATE)
        with closing(Cache(index / _CACHE)) as cache:
            if is_full:
                cache.clear()
            gathered = gather(corpus, found, inputs, ocr, cache, track)
            manifest = build(gathered, index, embedder, lexicon, cache, track, gate)
            cache.drop_unused()
        return RebuildResult(differences, gathered.sources, manifest, Outcome.PUBLISHED)


def rehearse(corpus: Path, index: Path, track: Track, ocr: str = "") -> RebuildResult:
    """What a rebuild would find, without building anything."""
    with _alone(corpus, index), closing(Cache(index / _CACHE)) as cache:
        serving, before = _serving(index)
        found = scan(corpus, _known(before, is_full=False))
        gathered = gather(corpus, found, "", ocr, cache, track)
        differences = changes(found.files, before.files)
        return RebuildResult(differences, gathered.sources, serving, Outcome.REHEARSED)


@contextmanager
def _alone(corpus: Path, index: Path) -> Iterator[None]:
    """While no other rebuild uses the folder of an index, which is not among the reports."""
    if index.resolve().is_relative_to(corpus.resolve()):
        raise CorpusError(f"{index} (INDEX_DIR) should not be in the folder of the reports.")
    index.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index / _LOCK, timeout=0):
            yield
    except Timeout as error:
        raise BusyError(f"Another rebuild of {index} is under way; wait until it ends.") from error


def _serving(index: Path) -> tuple[Manifest | None, Inventory]:
    """The version that serves, and what it was built from; None and nothing where there is none."""
    try:
        version, manifest = versions.opened(index)
    except StaleIndexError:
        return None, Inventory()
    return manifest, inventory.read(version)


def _known(before: Inventory, is_full: bool) -> dict[str, File]:
    return {} if is_full else {file.path: file for file in before.files}


def _is_current(index: Path, serving: Manifest, model: Model, inputs: str) -> bool:
    """Whether the version that serves was built from just this, and is as it was built."""
    if (serving.model, serving.inputs) != (model, inputs):
        return False
    try:
        versions.check(index / serving.version, serving)
    except StaleIndexError:
        return False
    return True
