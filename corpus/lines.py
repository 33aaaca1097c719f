"""The lines of a document: text, headings, and the rows of tables.

A row of a table is a line whose cells have CELL_END between them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from corpus.document import Document
from corpus.text.digits import YEAR

CELL_END = " | "

_LINE = re.compile(r"[^\n]+")
_HEADING_WORDS = 12
SENTENCE_END = re.compile(r"""[.!?…:;。！？]["'”“»«’)\]]*$""")
_BULLET = re.compile(r"[•*–—-]\s")
_NUMBER_CELL = re.compile(r"\W*\d[\d.,\s]*\W*\w{0,3}\W*")

Span = tuple[int, int]


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
    rows = [False, *(CELL_END in text for text, _ in found), False]
    for (text, span), was_row, is_row, has_row in zip(
        found, rows, rows[1:], rows[2:], strict=False
    ):
        if not (was_row and is_row):
            head = span if is_row and has_row and _is_head(text) else None
        is_head = head == span
        in_table = is_row and (was_row or has_row)
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


def cells(row: str) -> list[Span]:
    """The spans of the cells of a row, in its text."""
    spans, start = [], 0
    for cell in row.split(CELL_END):
        spans.append((start, start + len(cell)))
        start += len(cell) + len(CELL_END)
    return spans


def _is_head(row: str) -> bool:
    """Whether the first row of a table names its columns: by words and years, not by figures."""
    _, *others = row.split(CELL_END)
    figures = [cell for cell in others if _NUMBER_CELL.fullmatch(cell)]
    return all(re.fullmatch(rf"\W*{YEAR}\W*", cell) for cell in figures)
