"""PDF files: their properties, the characters of each page, and pictures of the pages."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from corpus.errors import CorpusError
from corpus.pdf.glyphs import Page, glyphs_of

# pdfium must not be called by two threads at once, not even for two files.
_PDFIUM = threading.Lock()


class Pdf:
    """An open PDF file. Its pages are counted from 0."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self._document = document

    def __len__(self) -> int:
        return len(self._document)

    @property
    def properties(self) -> Mapping[str, str]:
        """The document information, such as Title and CreationDate."""
        found: Mapping[str, str] = self._document.get_metadata_dict(skip_empty=True)
        return found

    def page(self, index: int) -> Page:
        """The characters of a page; none if it is damaged."""
        try:
            page = self._document[index]
        except pdfium.PdfiumError:
            return Page((), 0, 0)
        try:
            return glyphs_of(page)
        except pdfium.PdfiumError:
            return Page((), 0, 0)
        finally:
            page.close()

    def picture(self, index: int, scale: float, turn: int = 0) -> Image.Image:
        """A page in `scale` pixels per point, turned clockwise by `turn` right angles.

        Raises CorpusError for a damaged or missing page.
        """
        try:
            page = self._document[index]
        except (pdfium.PdfiumError, IndexError) as error:
            raise CorpusError(f"its page {index + 1} is damaged or missing") from error
        try:
            picture: Image.Image = page.render(scale=scale, rotation=90 * turn).to_pil()
            return picture.convert("RGB")
        finally:
            page.close()

    def size(self, index: int) -> tuple[float, float]:
        """Width and height of a page in points, as a viewer shows it. Raises like `picture`."""
        try:
            width, height = self._document.get_page_size(index)
        except pdfium.PdfiumError as error:
            raise CorpusError(f"its page {index + 1} is damaged or missing") from error
        return width, height


@contextmanager
def opened(path: Path) -> Iterator[Pdf]:
    """The PDF in a file. Raises CorpusError when it is not one, is encrypted or has no pages."""
    with _PDFIUM:
        try:
            document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            raise CorpusError(_reason(error)) from error
        try:
            if not len(document):
                raise CorpusError("it is a PDF without pages")
            yield Pdf(document)
        finally:
            document.close()


def _reason(error: pdfium.PdfiumError) -> str:
    if error.err_code == raw.FPDF_ERR_PASSWORD:
        return "it is encrypted; save it without a password"
    if error.err_code == raw.FPDF_ERR_SECURITY:
        return "it is protected so that only its publisher's programs can open it"
    return "it is damaged or not a PDF; save it again as PDF with the program it was made with"
