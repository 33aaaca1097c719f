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
from index import versions
from index.building import inventory
from index.building.build import Gate, build
from index.building.build import fingerprint as build_fingerprint
from index.building.gather import gather, how_read
from index.building.inventory import Changes, Inventory, changes
from index.building.tools import BuildTools
from index.embedding.models import Model
from index.versions import Manifest

_LOCK = "rebuild.lock"


class RebuildOutcome(StrEnum):
    """What came of a rebuild."""

    PUBLISHED = "published"
    UP_TO_DATE = "up to date"
    REHEARSED = "rehearsed"


@dataclass(frozen=True, slots=True)
class RebuildResult:
    """How the folder differed from the index, its inventory now, and the version that serves.

    `manifest` is None where no version serves.
    """

    changes: Changes
    inventory: Inventory
    manifest: Manifest | None
    outcome: RebuildOutcome


def rebuild(
    corpus: Path,
    index: Path,
    tools: BuildTools,
    ocr: str = "",
    gate: Gate | None = None,
    is_full: bool = False,
) -> RebuildResult:
    """Bring the index in the folder `index` up to date with the reports in the folder `corpus`.

    Only what changed is read, analysed and encoded, or everything where it `is_full`. `ocr` names
    the languages that scans are read in, if any. Raises CorpusError when there is no report,
    BusyError while another rebuild is under way, and what the gate raises.
    """
    with _alone(corpus, index), closing(tools.cache) as cache:
        serving, previous = _serving(index)
        found = scan(corpus, _known(previous, is_full))
        # Depends on the installed OCR languages, too: scans that failed are tried with new ones.
        how = how_read(ocr), readable() if ocr else ""
        made_of = build_fingerprint(tools.lexicon)
        fingerprint = key(inventory.fingerprint(found), *how, made_of)
        differences = changes(found.files, previous.files)
        model = tools.embedder.model
        if serving and not is_full and _is_current(index, serving, model, fingerprint):
            return RebuildResult(differences, previous, serving, RebuildOutcome.UP_TO_DATE)
        if is_full:
            cache.clear()
        gathered = gather(corpus, found, fingerprint, ocr, tools)
        manifest = build(gathered, index, tools, gate)
        cache.drop_unused()
        return RebuildResult(differences, gathered.inventory, manifest, RebuildOutcome.PUBLISHED)


def rehearse(corpus: Path, index: Path, tools: BuildTools, ocr: str = "") -> RebuildResult:
    """What a rebuild would find, without building anything."""
    with _alone(corpus, index), closing(tools.cache):
        serving, previous = _serving(index)
        found = scan(corpus, _known(previous, is_full=False))
        gathered = gather(corpus, found, "", ocr, tools)
        differences = changes(found.files, previous.files)
        return RebuildResult(differences, gathered.inventory, serving, RebuildOutcome.REHEARSED)


@contextmanager
def _alone(corpus: Path, index: Path) -> Iterator[None]:
    """Lock the folder of an index against other rebuilds; it may not be among the reports."""
    if index.resolve().is_relative_to(corpus.resolve()):
        raise CorpusError(f"{index} (INDEX_DIR) should not be in the folder of the reports.")
    index.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index / _LOCK, timeout=0):
            yield
    except Timeout as error:
        raise BusyError(f"Another rebuild of {index} is under way; wait until it ends.") from error


def _serving(index: Path) -> tuple[Manifest | None, Inventory]:
    """The version that serves and its inventory; None and an empty one where there is none."""
    try:
        version, manifest = versions.opened(index)
    except StaleIndexError:
        return None, Inventory()
    return manifest, inventory.read(version)


def _known(previous: Inventory, is_full: bool) -> dict[str, File]:
    return {} if is_full else {file.path: file for file in previous.files}


def _is_current(index: Path, serving: Manifest, model: Model, fingerprint: str) -> bool:
    """Whether the version that serves was built from exactly this and is undamaged."""
    if (serving.model, serving.input_fingerprint) != (model, fingerprint):
        return False
    try:
        versions.check(index / serving.version, serving)
    except StaleIndexError:
        return False
    return True
