"""What a report is: documents read from files, and their sentences and passages.

- a folder -> its files: `folder`
- a file -> a document: `reading` (in a `sandbox`) by one of the `readers`, `pdf` for PDFs, with
  `encoding`, `clean`, `metadata`, `sidecar`, `placeholders`
- a document -> `lines` (text, headings, tables) -> sentences and passages: `document`, `split`
- what is in a text, in any language: `text`
- documents that are nearly the same: `duplicates`
- a page with the quote marked: `page_image`
"""

from corpus.document import Document, Passage

__all__ = ["Document", "Passage"]
