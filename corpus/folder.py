"""A folder of files -> documents."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from corpus.clean import clean
from corpus.document import Document
from corpus.errors import CorpusError
from corpus.language import detect
from corpus.metadata import Metadata, metadata, sidecar, sidecar_names
from corpus.progress import Track
from corpus.readers import READERS
from corpus.split import has_sentence

_ID_DIGITS = 16  # 64 bits: two of a million documents clash with probability 3e-8


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of the folder that no document was made of, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The documents of a folder, by path, and the files that were skipped."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]


def read_folder(folder: Path, track: Track) -> Reading:
    """Every report in a folder and the folders in it; what cannot be read is skipped.

    Raises CorpusError when there is no such folder or no report in it.
    """
    documents: dict[str, Document] = {}
    skipped: list[Skipped] = []
    for path in track(report_files(folder), "Reading"):
        try:
            document = read(path, folder)
            if (twin := documents.get(document.id)) is not None:
                raise CorpusError(f"it is the same report as {twin.path}")
        except CorpusError as error:
            name = path.relative_to(folder).as_posix().encode("utf-8", "replace").decode()
            skipped.append(Skipped(name, str(error)))
        else:
            documents[document.id] = document
    if not documents:
        raise CorpusError(
            f"{folder} should hold reports, but {_summary(skipped) or 'it is empty'}."
        )
    return Reading(tuple(documents.values()), tuple(skipped))


def report_files(folder: Path) -> list[Path]:
    """The files of a folder that reports may be in, by path: no hidden ones, no sidecars."""
    if not folder.is_dir():
        raise CorpusError(
            f"{folder} (CORPUS_DIR) should be a folder with reports, but there is no such folder."
        )
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    files = [path for path in files if not _is_hidden(path.relative_to(folder))]
    reports = [path for path in files if path.suffix != ".yaml"]
    sidecars = {name for path in reports for name in sidecar_names(path)}
    return [path for path in files if path not in sidecars]


def fingerprint(folder: Path) -> str:
    """A hash of the names and the content of the reports in a folder and of their sidecars."""
    digest = hashlib.sha256()
    for report in report_files(folder):
        for path in (report, *sidecar_names(report)):
            name = path.relative_to(folder).as_posix()
            digest.update(f"{name}\0{_digest(path)}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _digest(path: Path) -> str:
    """A hash of a file's content; of one that cannot be read, that it cannot."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return str(error.strerror)


def read(path: Path, folder: Path) -> Document:
    """The report in a file of the corpus `folder`, cleaned, with all that is known of it.

    Raises CorpusError with the reason why it cannot be read.
    """
    if not path.name.isprintable():  # among others a name that is no UTF-8
        raise CorpusError("its name should be plain text; rename it")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise CorpusError(
            f"there is no reader for {path.suffix or 'a name without ending'}; "
            f"a report ends in one of {', '.join(READERS)}"
        )
    try:
        extract = reader(path)
        known = metadata(extract.stated, sidecar(path), extract.found)
    except OSError as error:
        raise CorpusError(f"it cannot be opened ({error.strerror})") from error
    text, pages = _joined([clean(page) for page in extract.pages])
    if not text:
        raise CorpusError("it holds no text")
    document = Document(
        id=_id(known, text),
        path=path.relative_to(folder).as_posix(),
        title=known.title or path.stem,
        publisher=known.publisher,
        author=known.author,
        date=known.date,
        url=known.url,
        language=known.language or detect(text),
        text=text,
        pages=pages,
    )
    if not has_sentence(document):
        raise CorpusError("it holds no sentence that could be quoted")
    return document


def _joined(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    """The text of all pages, a blank line between two, and the offset of each page."""
    starts = [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page) + 2)
    return "\n\n".join(pages), tuple(starts)


def _id(known: Metadata, text: str) -> str:
    content = json.dumps([known.model_dump(mode="json"), text], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:_ID_DIGITS]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _summary(skipped: list[Skipped]) -> str:
    return "; ".join(f"{file.path}: {file.reason}" for file in skipped)
