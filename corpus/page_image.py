"""The page of a report on which a passage stands, as an image with the passage highlighted."""

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


def page_image(corpus: Path, passage: Passage) -> bytes:
    """A JPEG of the page with the passage highlighted, from the report in the folder `corpus`.

    Raises CorpusError, with a whole sentence, when the report has no pages, has changed or gone
    since it was read, or cannot be shown. The page is drawn in the sandbox, as PDFs are untrusted.
    """
    path = corpus / passage.document.path
    if not has_pages(passage.document):
        raise CorpusError(f"{path} should be a PDF; other formats have no pages to show.")
    [picture] = sandboxed(_drawn, [(path, passage)], _SECONDS, _MEGABYTES)
    if isinstance(picture, CorpusError):
        raise CorpusError(f"The page of {path} cannot be shown: {picture}.")
    return picture


def _drawn(job: tuple[Path, Passage]) -> bytes:
    from corpus.pdf.marked_page import draw_marked_page  # imported here: only the sandbox needs it

    path, passage = job
    try:
        digest = file_digest(path)
    except OSError as error:
        raise CorpusError(f"it cannot be opened ({error.strerror})") from error
    if digest != passage.document.digest:
        raise CorpusError("it has changed since it was read; run scripts/rebuild_index.py")
    return draw_marked_page(path, passage)
