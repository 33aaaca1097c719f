"""A folder of files -> documents."""

import hashlib
import json
from pathlib import Path

from corpus.clean import clean
from corpus.document import Document
from corpus.errors import CorpusError
from corpus.language import detect
from corpus.metadata import Metadata, metadata, sidecar, sidecar_names
from corpus.readers import READERS

_ID_DIGITS = 16  # 64 bits: two of a million documents clash with probability 3e-8


def report_files(folder: Path) -> list[Path]:
    """Every file of a corpus folder that a report may be in, by path; hidden ones are left out.

    Sidecars are not reports. Raises CorpusError when the folder does not exist.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder} should be a folder with reports, but there is no such folder.")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    files = [path for path in files if not _hidden(path.relative_to(folder))]
    reports = [path for path in files if path.suffix != ".yaml"]
    sidecars = {name for path in reports for name in sidecar_names(path)}
    return [path for path in files if path not in sidecars]


def read(path: Path, folder: Path) -> Document:
    """The report in a file of the corpus `folder`, cleaned, with all that is known of it.

    Raises CorpusError with the reason why it cannot be read.
    """
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
    return Document(
        id=_fingerprint(known, text),
        path=path.relative_to(folder).as_posix(),
        title=clean(known.title) if known.title else path.stem,
        publisher=known.publisher,
        author=known.author,
        date=known.date,
        url=known.url,
        language=known.language or detect(text),
        text=text,
        pages=pages,
    )


def _joined(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    """The text of all pages, a blank line between two, and the offset of each page."""
    starts = [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page) + 2)
    return "\n\n".join(pages), tuple(starts)


def _fingerprint(known: Metadata, text: str) -> str:
    content = json.dumps([known.model_dump(mode="json"), text], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:_ID_DIGITS]


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
