"""The page of a report that a passage stands on, as people may be shown it."""

from pathlib import Path

from corpus.digest import file_digest
from corpus.document import Document, Passage
from corpus.errors import CorpusError
from corpus.sandbox import sandboxed

_SECONDS = 10.0  # for one page
_MEGABYTES = 1000


def has_pages(document: Document) -> bool:
    """Whether a report has pages that can be shown."""
    return document.path.lower().endswith(".pdf")


def page_picture(corpus: Path, passage: Passage) -> bytes:
    """A JPEG of the page with the passage highlighted, from the report in the folder `corpus`.

    Raises CorpusError, with a whole sentence, when the report has no pages, is no longer there as
    it was read, or cannot be shown. It is drawn in another process, as a PDF may do anything.
    """
    path = corpus / passage.document.path
    if not has_pages(passage.document):
        raise CorpusError(f"{path} should be a PDF, whose pages can be shown.")
    [picture] = sandboxed(_drawn, [(path, passage)], _SECONDS, _MEGABYTES)
    if isinstance(picture, CorpusError):
        raise CorpusError(f"No page of {path} can be shown: {picture}.")
    return picture


def _drawn(job: tuple[Path, Passage]) -> bytes:
    from corpus.pdf.marked_page import page_image  # here, as only the other process needs it

    path, passage = job
    try:
        digest = file_digest(path)
    except OSError as error:
        raise CorpusError(f"it cannot be opened ({error.strerror})") from error
    if digest != passage.document.digest:
        raise CorpusError("it is not the file that was read; run scripts/rebuild_index.py")
    return page_image(path, passage)
