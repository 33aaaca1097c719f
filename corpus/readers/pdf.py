"""PDF, page by page."""

from pathlib import Path

from corpus.errors import CorpusError
from corpus.extract import Extract
from corpus.pdf.file import Pdf, opened
from corpus.pdf.furniture import Sheet
from corpus.pdf.layout import laid_out, read_words, sheet_of
from corpus.pdf.legible import is_legible
from corpus.pdf.ocr import DPI, recognised
from corpus.pdf.page_breaks import with_whole_sentences
from corpus.pdf.properties import heading, properties
from corpus.text.language import detect

_SCAN = (
    "it is a scan without text; save it with recognised text, or set OCR_LANGUAGES to have "
    "tesseract read it"
)
_ILLEGIBLE = (
    "its fonts do not say which characters they show; save it again as PDF with the program it "
    "was made with, or set OCR_LANGUAGES to have tesseract read it"
)


def read(path: Path, ocr: str = "") -> Extract:
    """The text of each page in reading order, one paragraph per line.

    A sentence that runs over a page break is on the page where it begins. With `ocr`, tesseract's
    language codes such as "deu+eng", pages without legible text are read from their picture.
    Raises CorpusError when the file cannot be read or no page has text.
    """
    with opened(path) as pdf:
        stated = pdf.properties
        sheets = [_sheet(pdf, index, ocr) for index in range(len(pdf))]
    layout = laid_out([sheet for sheet, _ in sheets])
    if not any(page.paragraphs for page in layout.pages):
        raise CorpusError(_SCAN if all(legible for _, legible in sheets) else _ILLEGIBLE)
    title = heading(layout.pages[0], layout.set_as.size)
    language = detect("\n".join(paragraph.text for page in layout.pages for paragraph in page.body))
    pages = with_whole_sentences(layout.pages, layout.set_as.spelling, language)
    return Extract(
        pages=tuple("\n\n".join(p.text for p in page.paragraphs) for page in pages),
        found=properties(stated, path, title),
    )


def _sheet(pdf: Pdf, index: int, ocr: str) -> tuple[Sheet, bool]:
    """The content of a page, and whether its text, if it has any, is legible."""
    page = pdf.page(index)
    words = read_words(page)
    legible = is_legible(word.text for word in words)
    if words and legible:
        return sheet_of(words, page.height), True
    if not ocr or not page.height:
        return Sheet((), page.height), legible
    _, height = pdf.size(index)
    return sheet_of(recognised(pdf.picture(index, DPI / 72), ocr), height), True
