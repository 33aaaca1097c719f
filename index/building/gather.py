"""The files of a folder -> what a version of the index is built from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from corpus import reading
from corpus.digest import file_digest, key
from corpus.document import Document
from corpus.duplicates import near_duplicates
from corpus.errors import ChangedError, CorpusError, EmptyError
from corpus.folder import File, Note, Scan
from corpus.library_versions import versions
from corpus.progress import Track
from corpus.reading import Reading, read_files
from corpus.sidecar import DEFAULTS
from corpus.text import language
from index.building.cache import Cache
from index.building.inventory import Inventory

_BATCH = 50  # files whose readings are kept at once
_NAMED = 10  # files that are named in a sentence

_READING = TypeAdapter(Reading)


@dataclass(frozen=True, slots=True)
class BuildInput:
    """What a version is built from: documents, at least one, and where they come from.

    `originals` holds, by id, the document that another one is nearly the same as; `inputs` is a
    fingerprint of all that the version depends on besides the model.
    """

    documents: Sequence[Document]
    originals: Mapping[str, str] = field(default_factory=dict)
    sources: Inventory = field(default_factory=Inventory)
    inputs: str = ""


def gather(
    corpus: Path, found: Scan, inputs: str, ocr: str, cache: Cache, track: Track
) -> BuildInput:
    """What the files of a folder hold. Raises CorpusError when there is no report among them."""
    readings: dict[str, Reading] = {}  # by the document's id
    unreadable, empty, duplicates, warnings = list(found.unreadable), [], [], []
    for file, result in _readings(corpus, found.files, ocr, cache, track):
        if isinstance(result, EmptyError):
            empty.append(Note(file.path, str(result)))
        elif isinstance(result, CorpusError):
            unreadable.append(Note(file.path, str(result)))
            if isinstance(result, ChangedError):
                inputs = ""  # of no folder, so that the next rebuild tries again
        elif (twin := readings.get(result.document.id)) is not None:
            duplicates.append(Note(file.path, f"it is the same as {twin.document.path}"))
        else:
            readings[result.document.id] = result
            warnings += [_warning(file.path, text) for text in result.warnings]
    if not readings:
        raise CorpusError(f"{corpus} should hold reports, but {_skipped([*unreadable, *empty])}.")
    originals = near_duplicates({r.document: r.signature for r in readings.values()})
    duplicates += [_near_duplicate(document, of) for document, of in originals.items()]
    return BuildInput(
        [one.document for one in readings.values()],
        {document.id: original.id for document, original in originals.items()},
        Inventory(
            found.files, *map(tuple, (unreadable, empty, duplicates, dict.fromkeys(warnings)))
        ),
        inputs,
    )


def how_read(ocr: str) -> str:
    """A fingerprint of how files are read."""
    words = file_digest(language.FUNCTION_WORDS)
    return f"{reading.VERSION} {words} {versions(reading.LIBRARIES)} {ocr}"


def _readings(
    corpus: Path, files: Sequence[File], ocr: str, cache: Cache, track: Track
) -> Iterator[tuple[File, Reading | CorpusError]]:
    """Each file and what it holds, or why it cannot be read."""
    how = how_read(ocr)
    of = {key("reading", how, f.path, f.content, f.described): f for f in files}
    failed = _read({name: of[name] for name in cache.missing(of)}, corpus, ocr, cache, track)
    for name, file in of.items():
        if name in failed:
            yield file, failed[name]
        else:
            yield file, _READING.validate_json(cache.get([name])[name])


def _read(
    files: Mapping[str, File], corpus: Path, ocr: str, cache: Cache, track: Track
) -> dict[str, CorpusError]:
    """Read the files with these keys, and keep what they hold; gives those that cannot be read."""
    fresh: dict[str, bytes] = {}
    failed: dict[str, CorpusError] = {}
    results = read_files(corpus, list(files.values()), ocr)
    for (name,), result in zip(track(list(files), "Reading", 1), results, strict=True):
        if isinstance(result, CorpusError):
            failed[name] = result
        else:
            fresh[name] = _READING.dump_json(result)
        if len(fresh) >= _BATCH:
            cache.put(fresh)
            fresh.clear()
    cache.put(fresh)
    return failed


def _warning(path: str, text: str) -> Note:
    """A warning, once for all reports where it is about their defaults."""
    return Note(DEFAULTS if text.startswith(DEFAULTS) else path, text)


def _near_duplicate(document: Document, original: Document) -> Note:
    text = f"it is nearly the same as {original.path}, beside which it is listed as a source"
    return Note(document.path, text)


def _skipped(notes: Sequence[Note]) -> str:
    said = [f"{note.path}: {note.text}" for note in notes[:_NAMED]]
    if len(notes) > _NAMED:
        said.append(f"so it is with {len(notes) - _NAMED} more")
    return "; ".join(said) or "it is empty"
