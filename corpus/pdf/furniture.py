"""Running headers, footers and page numbers, which are not part of a page's text."""

import math
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

from corpus.pdf.lines import Piece
from corpus.text.languages import languages

_ROWS = 4  # at each edge, at most
_LEVEL = 0.35  # type sizes within one row
_NEAR = 4.0  # points between the positions of a header on two pages
_DEPTH = 0.25  # of the height of a page, from its edge
_MANY = 6  # pages, at least, to tell what is usual
_AHEAD = 4  # later occurrences that a header is compared with
_SPREAD = 1.15  # line distances, at least, from a row at the edge to the text
_BESIDE = 1.45  # and type sizes
_OTHER_SIZE = 0.08  # of the size of the text: a larger difference is another size
_APART = 2.0  # type sizes on a single page

_NUMBER = re.compile(r"\d+|(?<![^\W_])[ivxl]+(?![^\W_])", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_LONE_NUMBER = re.compile(r"\W*(?:\d{1,4}|[ivxl]{1,7})\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pieces of lines on a page, from the top, and the height of the page in points."""

    pieces: tuple[Piece, ...]
    height: float


@dataclass(frozen=True, slots=True)
class _Edge:
    """A piece near the top or the bottom of a page; `pattern` is its text without numbers."""

    page: int
    piece: Piece
    at_top: bool
    distance: float  # from the edge
    pattern: str
    numbers: tuple[int, ...]


def without_furniture(sheets: Sequence[Sheet]) -> list[list[Piece]]:
    """The pieces of each page that are not headers, footers or page numbers.

    Pieces at the same place at the edge of two pages are headers or footers if their texts are the
    same, or differ only in numbers that count the pages. From the edge inwards, the first row with
    any other piece ends the search.
    """
    edges = [edge for page, sheet in enumerate(sheets) for edge in _edges(page, sheet)]
    repeated = _repeated(edges)
    pages: defaultdict[tuple[bool, int, float], set[int]] = defaultdict(set)
    for edge in edges:
        if edge.piece in repeated:
            pages[_slot(edge)].add(edge.page)
    offsets = {
        number - edge.page for edge in edges if edge.piece in repeated for number in edge.numbers
    }
    found = repeated | {
        edge.piece
        for edge in edges
        if _page_of().fullmatch(edge.piece.text)
        or (
            _LONE_NUMBER.fullmatch(edge.piece.text)
            and (len(sheets) == 1 or pages[_slot(edge)] or edge.numbers[0] - edge.page in offsets)
        )
        or (len(sheets) >= _MANY and 2 * len(pages[_slot(edge)]) >= len(sheets))
    }
    return [_peeled(sheet, found, len(sheets) == 1) for sheet in sheets]


def _edges(page: int, sheet: Sheet) -> Iterator[_Edge]:
    for at_top in (True, False):
        for row, _ in _rows(sheet, at_top):
            for piece in row:
                distance = piece.baseline if at_top else sheet.height - piece.baseline
                numbers = tuple(_value(number) for number in _NUMBER.findall(piece.text))
                pattern = "".join(_NUMBER.sub("#", piece.text).casefold().split())
                yield _Edge(
                    page=page,
                    piece=piece,
                    at_top=at_top,
                    distance=distance,
                    pattern=pattern,
                    numbers=numbers,
                )


def _rows(sheet: Sheet, at_top: bool) -> list[tuple[list[Piece], float]]:
    """The rows at one edge, the outermost first, each with its distance to the next one."""
    rows: list[list[Piece]] = []
    for piece in sheet.pieces if at_top else reversed(sheet.pieces):
        if rows and abs(piece.baseline - rows[-1][0].baseline) < _LEVEL * piece.size:
            rows[-1].append(piece)
        elif len(rows) > _ROWS:
            break
        else:
            rows.append([piece])
    rooms = [abs(row[0].baseline - inner[0].baseline) for row, inner in pairwise(rows)]
    depth = _DEPTH * sheet.height
    return [
        (row, room)
        for row, room in zip(rows, [*rooms, math.inf], strict=False)
        if (row[0].baseline if at_top else sheet.height - row[0].baseline) < depth
    ][:_ROWS]


def _slot(edge: _Edge) -> tuple[bool, int, float]:
    return edge.at_top, round(edge.distance / _NEAR), edge.piece.size


def _repeated(edges: Iterable[_Edge]) -> set[Piece]:
    alike: defaultdict[tuple[bool, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        alike[edge.at_top, edge.pattern].append(edge)
    found = set()
    for group in alike.values():
        for place, edge in enumerate(group):
            for other in group[place + 1 : place + 1 + _AHEAD]:
                if _is_repeated(edge, other):
                    found |= {edge.piece, other.piece}
    return found


def _is_repeated(edge: _Edge, other: _Edge) -> bool:
    if edge.page == other.page or abs(edge.distance - other.distance) > _NEAR:
        return False
    if len(edge.numbers) != len(other.numbers):
        return False
    steps = [after - before for before, after in zip(edge.numbers, other.numbers, strict=True)]
    counted = [step for step in steps if step]
    return not counted or counted == [other.page - edge.page]


def _value(number: str) -> int:
    """The value of a decimal or Roman number."""
    if number.isdecimal():
        return int(number)
    values = [_ROMAN[sign] for sign in number.casefold()]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def _peeled(sheet: Sheet, furniture: Container[Piece], alone: bool) -> list[Piece]:
    """The pieces of a page without the furniture at its edges.

    A row is removed if its size differs from the text's, or if it is further from the text than two
    lines of the text are from each other. On the only page of a document it must be much further.
    """
    gone: set[Piece] = set()
    size = median([piece.size for piece in sheet.pieces] or [0.0])
    enough = max(_SPREAD * _distance(sheet), (_APART if alone else _BESIDE) * size)
    for at_top in (True, False):
        peeled: set[Piece] = set()
        for row, room in _rows(sheet, at_top):
            found = [piece for piece in row if piece in furniture]
            peeled.update(found)
            if room > enough or (not alone and all(_differs(piece, size) for piece in row)):
                gone |= peeled
            if len(found) < len(row):
                break
    return [piece for piece in sheet.pieces if piece not in gone]


def _differs(piece: Piece, size: float) -> bool:
    return abs(piece.size - size) > _OTHER_SIZE * size


def _distance(sheet: Sheet) -> float:
    """The median distance between the lines of a page."""
    near = [
        below.baseline - piece.baseline
        for piece, below in pairwise(sheet.pieces)
        if below.baseline - piece.baseline > _LEVEL * piece.size
    ]
    return median(near or [0.0])


@cache
def _page_of() -> re.Pattern[str]:
    """A running page number, in any language: page 3 of 7, 3/7."""
    page = "|".join(language.pages.number for language in languages().values())
    of = "|".join(language.pages.of for language in languages().values())
    return re.compile(
        rf"\W*(?:{page})\W{{0,2}}\d{{1,4}}(?:\s*(?:/|{of})\s*\d{{1,4}})?\W*"
        rf"|\W*\d{{1,4}}\s*(?:/|{of})\s*\d{{1,4}}\W*",
        re.IGNORECASE,
    )
