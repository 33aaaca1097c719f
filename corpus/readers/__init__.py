"""One reader a format: file -> Extract."""

from collections.abc import Mapping

from corpus.readers import docx, eml, html, markdown, pdf, rtf, text
from corpus.readers.extract import Extract, Reader

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

__all__ = ["READERS", "Extract", "Reader"]
