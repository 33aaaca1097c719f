"""The pages of a PDF -> their paragraphs."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.pdf.columns import columns
from corpus.pdf.drop_caps import without_drop_caps
from corpus.pdf.footnotes import without_footnotes
from corpus.pdf.furniture import Sheet, without_furniture
from corpus.pdf.glyphs import Page
from corpus.pdf.hyphens import spelling
from corpus.pdf.lines import Line, lines_of, pieces_of, usual_size
from corpus.pdf.paragraphs import Paragraph, Typesetting, leading, paragraphs
from corpus.pdf.superscripts import settled
from corpus.pdf.tokens import continued, page_tokens
from corpus.pdf.words import Word, words_of


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a page: its paragraphs in reading order, then its footnotes."""

    body: tuple[Paragraph, ...]
    notes: tuple[Paragraph, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return self.body + self.notes


@dataclass(frozen=True, slots=True)
class Layout:
    """The text of each page of a document, and how the document is typeset."""

    pages: tuple[Text, ...]
    set_as: Typesetting


def sheet_of(words: Sequence[Word], height: float) -> Sheet:
    """The pieces of lines on a page of this height, in points."""
    return Sheet(tuple(pieces_of(without_drop_caps(words))), height)


def read_words(page: Page) -> list[Word]:
    """The words of a page in the order of the file, with footnote marks flagged."""
    return settled(words_of(page.glyphs))


def laid_out(sheets: Sequence[Sheet]) -> Layout:
    """The text of each page of a document, without headers, footers and page numbers."""
    kept = without_furniture(sheets)
    size = usual_size(word for pieces in kept for piece in pieces for word in piece.words)
    parted = [
        without_footnotes([lines_of(column) for column in columns(pieces)], size, sheet.height)
        for pieces, sheet in zip(kept, sheets, strict=True)
    ]
    lines = [column for body, notes in parted for column in (*body, *notes)]
    words = [[token.text for token in page_tokens(line.words)] for part in lines for line in part]
    set_as = Typesetting(size, leading(lines), spelling(words))
    return Layout(tuple(_text(body, notes, set_as) for body, notes in parted), set_as)


def _text(
    body: Sequence[Sequence[Line]], notes: Sequence[Sequence[Line]], set_as: Typesetting
) -> Text:
    found: list[Paragraph] = []
    for column in body:
        found = _whole(found, paragraphs(column, set_as), set_as)
    below = [paragraph for column in notes for paragraph in paragraphs(column, set_as)]
    return Text(tuple(found), tuple(below))


def _whole(
    before: Sequence[Paragraph], after: Sequence[Paragraph], set_as: Typesetting
) -> list[Paragraph]:
    """The paragraphs of two columns; one that runs from the first into the second is joined."""
    if not before or not after or not before[-1].goes_on_with(after[0]):
        return [*before, *after]
    last, first = before[-1], after[0]
    tokens = continued(last.tokens, first.tokens, set_as.spelling)
    joined = Paragraph(
        tokens=tuple(tokens), size=last.size, prose=first.prose, room=first.room, set_in=last.set_in
    )
    return [*before[:-1], joined, *after[1:]]
