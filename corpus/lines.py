"""The lines of a document: text, headings, and the rows of tables.

A row of a table is a line with vertical bars between its cells.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from corpus.document import Document, Span
from corpus.text.digits import YEAR

ROW = 300  # characters; a longer row has sentences in its cells

_LINE = re.compile(r"[^\n]+")
_HEADING_WORDS = 12
SENTENCE_END = re.compile(r"""[.!?…:;。！？]["'”“»«’)\]]*$""")
_BULLET = re.compile(r"[•*–—-]\s")
_CELL_END = re.compile(r"(?:^|(?<=\s))\|(?=\s|$)")
_FIGURE = re.compile(r"\D{0,4}\d[\d.,'’\s]{0,20}\D{0,5}")
_YEAR = re.compile(rf"\W{{0,2}}{YEAR}\W{{0,2}}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document, its span [start, end), and what stands around it.

    - `heading`: the span of the last heading before it
    - `head`: the span of the head of its table, if it is a row of one that has a head
    - `says_something`: whether it holds sentences: it is neither a heading nor the head of a table
    """

    start: int
    end: int
    heading: Span | None
    head: Span | None
    says_something: bool


def lines(document: Document) -> Iterator[Line]:
    """The lines of a document that are not empty, in order."""
    heading: Span | None = None
    head: Span | None = None
    found = [(match.group(), match.span()) for match in _LINE.finditer(document.text)]
    rows = [False, *(is_row(text) for text, _ in found), False]
    for number, (text, span) in enumerate(found):
        was_row, in_row, has_row = rows[number : number + 3]
        if not (was_row and in_row):
            begins_table = in_row and has_row
            head = span if begins_table and _is_head(text, found[number + 1][0]) else None
        is_head = head == span
        in_table = in_row and (was_row or has_row)
        is_title = text == document.title
        says_something = not is_head and not is_title and (in_table or not is_heading(text))
        yield Line(*span, heading, None if is_head else head, says_something)
        if not (says_something or is_head or is_title):
            heading = span


def line_at(found: Sequence[Line], offset: int) -> Line:
    """The line that holds an offset, of lines in order."""
    return found[bisect_right(found, offset, key=attrgetter("start")) - 1]


def is_heading(line: str) -> bool:
    """Whether a line is a heading or a menu entry: a few words that say nothing by themselves."""
    return (
        len(line.split()) <= _HEADING_WORDS
        and not SENTENCE_END.search(line.rstrip())
        and not _BULLET.match(line)
        and not any(character.isdigit() for character in line)
    )


def is_row(line: str) -> bool:
    """Whether a line is a row of a table."""
    return _CELL_END.search(line) is not None


def cells(row: str) -> list[Span]:
    """The spans of the cells of a row, in its text; an empty cell has one, too."""
    ends = [match.start() for match in _CELL_END.finditer(row)]
    return list(zip([0, *(end + 1 for end in ends)], [*ends, len(row)], strict=True))


def _is_head(row: str, below: str) -> bool:
    """Whether the first row of a table names its columns: by words and years, not by figures.

    A row of two words is a head only above figures: "Author | Jane Doe" is none.
    """
    _, *others = _texts(row)
    figures = [cell for cell in others if _FIGURE.fullmatch(cell)]
    if len(row) > ROW or SENTENCE_END.search(row) or not all(map(_YEAR.fullmatch, figures)):
        return False
    has_figures_below = any(map(_FIGURE.fullmatch, _texts(below)[1:]))
    return len(others) > 1 or (has_figures_below and not figures)


def _texts(row: str) -> list[str]:
    return [row[start:end].strip() for start, end in cells(row)]
