"""A folder of reports -> the version of the index that serves, with as little work as possible."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import TypeAdapter

from corpus import reading
from corpus.document import Document
from corpus.duplicates import near_duplicates
from corpus.errors import BusyError, CorpusError, EmptyError, GoneError, StaleIndexError
from corpus.folder import File, Note, Scan, scan
from corpus.progress import Track
from corpus.reading import Reading, read_files
from corpus.sidecar import DEFAULTS
from index import sources, versions
from index.build import Gate, Material, build, ingredients
from index.cache import Cache, key
from index.embed import Embedder, Model
from index.lexicon import Lexicon
from index.sources import Changes, Sources, changes
from index.versions import Manifest

_LOCK = "rebuild.lock"
_CACHE = "cache.db"
_BATCH = 50  # files whose readings are kept at once
_NAMED = 10  # files that are named in a sentence


class Outcome(StrEnum):
    """What came of a rebuild."""

    PUBLISHED = "published"
    UP_TO_DATE = "up to date"
    REHEARSED = "rehearsed"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How the folder differed from the index, what is to be said of its files, and what serves.

    `manifest` is None where nothing serves.
    """

    changes: Changes
    sources: Sources
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
) -> Rebuilt:
    """Make the index that of the reports in the folder `corpus`.

    Only what changed is read, analysed and encoded, or everything where it `is_full`; scans are
    read by OCR in the languages that `ocr` names, if any. Raises CorpusError when there is no
    report, BusyError while another rebuild is under way, and what the gate raises.
    """
    with _alone(corpus, index):
        serving, before = _serving(index)
        found = scan(corpus, _known(before, is_full))
        inputs = key(sources.fingerprint(found), _reading(ocr), ingredients(lexicon))
        differences = changes(found.files, before.files)
        if serving and not is_full and _is_current(index, serving, embedder.model, inputs):
            return Rebuilt(differences, before, serving, Outcome.UP_TO_DATE)
        with closing(Cache(index / _CACHE)) as cache:
            if is_full:
                cache.clear()
            material = _material(corpus, found, inputs, ocr, cache, track)
            manifest = build(material, index, embedder, lexicon, cache, track, gate)
            cache.drop_unused()
        return Rebuilt(differences, material.sources, manifest, Outcome.PUBLISHED)


def rehearse(corpus: Path, index: Path, track: Track, ocr: str = "") -> Rebuilt:
    """What a rebuild would find, without building anything."""
    with _alone(corpus, index), closing(Cache(index / _CACHE)) as cache:
        serving, before = _serving(index)
        found = scan(corpus, _known(before, is_full=False))
        material = _material(corpus, found, "", ocr, cache, track)
        differences = changes(found.files, before.files)
        return Rebuilt(differences, material.sources, serving, Outcome.REHEARSED)


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


def _serving(index: Path) -> tuple[Manifest | None, Sources]:
    """The version that serves, and what it was built from; None and nothing where there is none."""
    try:
        version, manifest = versions.opened(index)
    except StaleIndexError:
        return None, Sources()
    return manifest, sources.read(version)


def _known(before: Sources, is_full: bool) -> dict[str, File]:
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


def _material(
    corpus: Path, found: Scan, inputs: str, ocr: str, cache: Cache, track: Track
) -> Material:
    """What the files of a folder hold. Raises CorpusError when there is no report among them."""
    readings: dict[str, Reading] = {}  # by the document's id
    unreadable, empty, duplicates, warnings = list(found.unreadable), [], [], []
    for file, result in _readings(corpus, found.files, ocr, cache, track):
        if isinstance(result, EmptyError):
            empty.append(Note(file.path, str(result)))
        elif isinstance(result, CorpusError):
            unreadable.append(Note(file.path, str(result)))
            if isinstance(result, GoneError):
                inputs = ""  # of no folder, so that the next rebuild tries again
        elif (twin := readings.get(result.document.id)) is not None:
            duplicates.append(Note(file.path, f"it is the same as {twin.document.path}"))
        else:
            readings[result.document.id] = result
            warnings += [_warning(file.path, text) for text in result.warnings]
    if not readings:
        raise CorpusError(f"{corpus} should hold reports, but {_skipped([*unreadable, *empty])}.")
    originals = near_duplicates({r.document: r.signature for r in readings.values()})
    duplicates += [_note(document, original) for document, original in originals.items()]
    return Material(
        [found.document for found in readings.values()],
        {document.id: original.id for document, original in originals.items()},
        Sources(found.files, *map(tuple, (unreadable, empty, duplicates, dict.fromkeys(warnings)))),
        inputs,
    )


def _reading(ocr: str) -> str:
    """How files are read."""
    return f"{reading.VERSION} {ocr}"


def _warning(path: str, text: str) -> Note:
    """A warning, once for all reports where it is about their defaults."""
    return Note(DEFAULTS if text.startswith(DEFAULTS) else path, text)


def _skipped(notes: Sequence[Note]) -> str:
    said = [f"{note.path}: {note.text}" for note in notes[:_NAMED]]
    if len(notes) > _NAMED:
        said.append(f"so it is with {len(notes) - _NAMED} more")
    return "; ".join(said) or "it is empty"


def _note(document: Document, original: Document) -> Note:
    text = f"it is nearly the same as {original.path}, beside which it is listed as a source"
    return Note(document.path, text)


def _readings(
    corpus: Path, files: Sequence[File], ocr: str, cache: Cache, track: Track
) -> Iterator[tuple[File, Reading | CorpusError]]:
    """Each file and what it holds, or why it cannot be read; those that are not in the cache are
    read, and kept there.
    """
    of = {key("reading", _reading(ocr), f.path, f.content, f.described): f for f in files}
    new = {name: of[name] for name in cache.missing(of)}
    fresh: dict[str, bytes] = {}
    failed: dict[str, CorpusError] = {}
    results = read_files(corpus, list(new.values()), ocr)
    for name, result in zip(track(list(new), "Reading"), results, strict=True):
        if isinstance(result, CorpusError):
            failed[name] = result
            continue
        fresh[name] = _READING.dump_json(result)
        if len(fresh) >= _BATCH:
            cache.put(fresh)
            fresh.clear()
    cache.put(fresh)
    for name, file in of.items():
        if name in failed:
            yield file, failed[name]
        else:
            yield file, _READING.validate_json(cache.get([name])[name])


_READING = TypeAdapter(Reading)
