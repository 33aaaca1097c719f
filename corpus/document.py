"""Documents and the spans of them that are searched and quoted."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

Span = tuple[int, int]  # [start, end), in code points


@dataclass(frozen=True, slots=True)
class Document:
    """A report: its cleaned text and what is known about it.

    `id` is a hash of text and metadata, so a changed report is another document. `path` is
    relative to the corpus folder. `language` is the ISO 639-1 code of its main language. `pages`
    holds the offset in `text` at which each page starts; a format without pages has one page.
    `languages` holds each offset at which the language changes, with the new language's code; it
    is empty for a text in one language. `digest` is the SHA-256 of the file.
    """

    id: str
    path: str
    title: str
    publisher: str | None
    author: str | None
    date: date | None
    url: str | None
    language: str
    text: str
    pages: tuple[int, ...] = (0,)
    languages: tuple[tuple[int, str], ...] = ()
    digest: str = ""

    def page_at(self, offset: int) -> int:
        """The number, counted from 1, of the page that holds the character at `offset`."""
        return bisect_right(self.pages, offset)

    def language_at(self, offset: int) -> str:
        """The language of the character at `offset`."""
        before = bisect_right(self.languages, offset, key=itemgetter(0))
        return self.languages[before - 1][1] if before else self.language


@dataclass(frozen=True, slots=True)
class Passage:
    """The span [start, end) of a document, in code points. A quote is a narrow passage."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def page(self) -> int:
        return self.document.page_at(self.start)

    @property
    def language(self) -> str:
        return self.document.language_at(self.start)
