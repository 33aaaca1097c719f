"""A file of the corpus folder -> a document."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.clean import clean
from corpus.digest import file_digest, key
from corpus.document import Document
from corpus.duplicates import signature
from corpus.errors import ChangedError, CorpusError, EmptyError
from corpus.extract import Extract
from corpus.folder import File, is_unchanged
from corpus.metadata import Metadata, metadata
from corpus.sandbox import sandboxed
from corpus.sidecar import defaults, sidecar
from corpus.split import has_sentence
from corpus.text.language import detect, language_changes

VERSION = 2  # of this module and the readers; a new one re-reads all files

# A new version of any of these re-reads all files, too.
LIBRARIES = (
    "Babel", "chardet", "datasketch", "dateparser", "ftfy", "langdetect", "lxml", "markdown-it-py",
    "pypdfium2", "python-docx", "sentencex", "striprtf", "trafilatura",
)  # fmt: skip

# A change of these fields of a language re-reads all files, too.
LANGUAGE_FIELDS = ("function_words", "pages", "sentences")

_CHANGED = "it changed while it was being read; rebuild again"
_ID_DIGITS = 16  # 64 bits: two of a million documents collide with probability 3e-8
_SECONDS = 120.0  # for one file
_SECONDS_OF_OCR = 3600.0
_MEGABYTES = 2000  # for one file


@dataclass(frozen=True, slots=True)
class Reading:
    """The document in a file, its signature for finding near-duplicates, and warnings about it."""

    document: Document
    signature: str
    warnings: tuple[str, ...] = ()


def read_files(folder: Path, files: Sequence[File], ocr: str) -> Iterator[Reading | CorpusError]:
    """The reading of each file, in order, or the reason why it cannot be read.

    Each file is read in the sandbox, with limited time and memory. Scans are read by OCR in the
    languages of `ocr`, named as tesseract does ("deu+eng"), if it is not empty.
    """
    jobs = [(folder, file, ocr) for file in files]
    return sandboxed(_read_unchanged, jobs, _SECONDS_OF_OCR if ocr else _SECONDS, _MEGABYTES)


def _read_unchanged(job: tuple[Path, File, str]) -> Reading:
    folder, file, ocr = job
    try:
        reading = read(folder / file.path, folder, ocr)
    except CorpusError as error:
        if is_unchanged(file, folder):
            raise
        raise ChangedError(_CHANGED) from error
    if reading.document.digest != file.content:
        raise ChangedError(_CHANGED)
    return reading


def read(path: Path, folder: Path, ocr: str = "") -> Reading:
    """The report in a file of the corpus `folder`, cleaned, with its metadata.

    A scan is read by OCR in the languages of `ocr`, if it is not empty. Raises CorpusError with
    the reason why a file cannot be read, EmptyError when it holds no sentence.
    """
    try:
        extract = _extract(path, ocr)
        beside, wrong_beside = sidecar(path)
        common, wrong_in_common = defaults(path, folder)
        digest = file_digest(path)
    except OSError as error:
        raise CorpusError(f"it cannot be opened ({error.strerror})") from error
    text, pages = _joined([clean(page) for page in extract.pages])
    if not text:
        raise EmptyError("it holds no text")
    detected = detect(text)
    known, wrong = metadata((extract.stated, beside, extract.found, common), detected)
    language = known.language or detected
    document = Document(
        id=_id(known, text, pages),
        path=path.relative_to(folder).as_posix(),
        title=known.title or path.stem,
        publisher=known.publisher,
        author=known.author,
        date=known.date,
        url=known.url,
        language=language,
        text=text,
        pages=pages,
        languages=language_changes(text, language),
        digest=digest,
    )
    if not has_sentence(document):
        raise EmptyError("it holds no sentence that could be quoted")
    warnings = *extract.warnings, *wrong_beside, *wrong_in_common, *wrong
    return Reading(document, signature(text), warnings)


def _extract(path: Path, ocr: str) -> Extract:
    """The extract of a file, by the reader for its extension."""
    from corpus.readers import readers  # imported here: only the sandbox needs them

    reader = readers(ocr).get(path.suffix.lower())
    if reader is None:
        raise CorpusError(
            f"there is no reader for {path.suffix or 'a name without extension'}; save it as .pdf, "
            ".docx, .html, .md or .txt"
        )
    return reader(path)


def _joined(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    """The text of all pages, separated by blank lines, and the offset of each page."""
    starts = [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page) + 2)
    return "\n\n".join(pages), tuple(starts)


def _id(known: Metadata, text: str, pages: tuple[int, ...]) -> str:
    content = json.dumps([known.model_dump(mode="json"), text, pages], ensure_ascii=False)
    return key(content)[:_ID_DIGITS]
