"""One reader per format: file -> Extract."""

from collections.abc import Mapping
from functools import partial

from corpus.extract import Extract, Reader
from corpus.readers import docx, eml, html, markdown, pdf, rtf, text

READERS: Mapping[str, Reader] = {
    ".docm": docx.read,
    ".docx": docx.read,
    ".eml": eml.read,
    ".htm": html.read,
    ".html": html.read,
    ".markdown": markdown.read,
    ".md": markdown.read,
    ".mht": eml.read_page,
    ".mhtml": eml.read_page,
    ".pdf": pdf.read,
    ".rtf": rtf.read,
    ".txt": text.read,
    ".xhtml": html.read,
}


def readers(ocr: str) -> Mapping[str, Reader]:
    """The readers by extension; PDF scans are read by OCR in the languages of `ocr`, if any."""
    return {**READERS, ".pdf": partial(pdf.read, ocr=ocr)}


__all__ = ["READERS", "Extract", "Reader", "readers"]
