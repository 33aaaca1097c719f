"""The files of a folder -> what a version of the index is built from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from corpus import Document, reading, split
from corpus.digest import key
from corpus.duplicates import near_duplicates
from corpus.errors import ChangedError, CorpusError, EmptyError
from corpus.folder import File, Note, Scan
from corpus.library_versions import installed_versions
from corpus.reading import Reading, read_files
from corpus.sidecar import DEFAULTS
from corpus.text import languages
from index.building.inventory import Inventory
from index.building.tools import BuildTools

_BATCH = 50  # files whose readings are kept at once
_NAMED = 10  # files that are named in a sentence

_READING = TypeAdapter(Reading)


@dataclass(frozen=True, slots=True)
class BuildInput:
    """What a version is built from: at least one document, and the inventory of their files.

    `originals` holds, by id, the document that another one nearly duplicates; `fingerprint` is one
    of all that the version depends on besides the model.
    """

    documents: Sequence[Document]
    originals: Mapping[str, str] = field(default_factory=dict)
    inventory: Inventory = field(default_factory=Inventory)
    fingerprint: str = ""


def gather(corpus: Path, scan: Scan, fingerprint: str, ocr: str, tools: BuildTools) -> BuildInput:
    """The documents in the scanned files. Raises CorpusError when there is no report among them."""
    readings: dict[str, Reading] = {}  # by the document's id
    unreadable, empty, duplicates, warnings = list(scan.unreadable), [], [], []
    for file, result in _readings(corpus, scan.files, ocr, tools):
        if isinstance(result, EmptyError):
            empty.append(Note(file.path, str(result)))
        elif isinstance(result, CorpusError):
            unreadable.append(Note(file.path, str(result)))
            if isinstance(result, ChangedError):
                fingerprint = ""  # matches no folder, so that the next rebuild tries again
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
        documents=[one.document for one in readings.values()],
        originals={document.id: original.id for document, original in originals.items()},
        inventory=Inventory(
            files=scan.files,
            unreadable=tuple(unreadable),
            empty=tuple(empty),
            duplicates=tuple(duplicates),
            warnings=tuple(dict.fromkeys(warnings)),
        ),
        fingerprint=fingerprint,
    )


def how_read(ocr: str) -> str:
    """A fingerprint of how files are read."""
    words = languages.fingerprint(*reading.LANGUAGE_FIELDS)
    made_by = f"{reading.VERSION} {split.VERSION} {installed_versions(reading.LIBRARIES)}"
    return f"{made_by} {words} {ocr}"


def _readings(
    corpus: Path, files: Sequence[File], ocr: str, tools: BuildTools
) -> Iterator[tuple[File, Reading | CorpusError]]:
    """Each file with its reading, or with the reason why it cannot be read."""
    how = how_read(ocr)
    by_key = {key("reading", how, f.path, f.content, f.described): f for f in files}
    missing = {name: by_key[name] for name in tools.cache.missing(by_key)}
    failed = _read(missing, corpus, ocr, tools)
    for name, file in by_key.items():
        if name in failed:
            yield file, failed[name]
        else:
            yield file, _READING.validate_json(tools.cache.get([name])[name])


def _read(
    files: Mapping[str, File], corpus: Path, ocr: str, tools: BuildTools
) -> dict[str, CorpusError]:
    """Read the files with these keys and keep the readings; return why others cannot be read."""
    fresh: dict[str, bytes] = {}
    failed: dict[str, CorpusError] = {}
    results = read_files(corpus, list(files.values()), ocr)
    for (name,), result in zip(tools.track(list(files), "Reading", 1), results, strict=True):
        if isinstance(result, CorpusError):
            failed[name] = result
        else:
            fresh[name] = _READING.dump_json(result)
        if len(fresh) >= _BATCH:
            tools.cache.put(fresh)
            fresh.clear()
    tools.cache.put(fresh)
    return failed


def _warning(path: str, text: str) -> Note:
    """A warning; one about the defaults of all reports is filed under these, once."""
    return Note(DEFAULTS if text.startswith(DEFAULTS) else path, text)


def _near_duplicate(document: Document, original: Document) -> Note:
    text = f"it is nearly the same as {original.path}, beside which it is listed as a source"
    return Note(document.path, text)


def _skipped(notes: Sequence[Note]) -> str:
    reasons = [f"{note.path}: {note.text}" for note in notes[:_NAMED]]
    if len(notes) > _NAMED:
        reasons.append(f"and so on for {len(notes) - _NAMED} more")
    return "; ".join(reasons) or "it is empty"
