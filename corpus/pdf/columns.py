"""Pieces of lines -> columns in reading order.

A recursive X-Y cut (Nagy & Seth 1984, Hierarchical representation of optically scanned documents)
that looks for gutters first, and lets what spans a gutter, such as a heading or a wide table, part
the columns above it from those below it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from corpus.pdf.lines import Piece, lines_of, usual_size

_GUTTER = 0.7  # sizes of the type between two columns at least
_WIDE = 2.0  # sizes of the type: no gap between two words
_LINES = 3  # lines that make a column
_SMALLER = 0.92  # than the text: a box
_SURE = 6  # lines beside one another that make sure of it
_WIDTH = 8  # sizes of the type that a column of text is wide at least
_SPACE = 0.25  # sizes of the type: without room for that and a word, a line is full
_FILLED = 0.5  # of the lines of a column of text are full
_WITHIN = 0.2  # of them begin within a sentence, in lower case; cells of tables do not
_LARGER = 1.15  # than the text: a heading
_NEAR = 0.3  # sizes of the type between lines that stand beside one another
_ROOM = 2.5  # sizes of the type between the lines above and below a heading over columns
_ALIGNED = 3  # points between beginnings of lines that stand below one another


@dataclass(frozen=True, slots=True)
class _Band:
    """A part of the page from side to side: two columns, or something that is not parted."""

    left: list[Piece]
    right: list[Piece]
    spanning: list[Piece]

    @property
    def lines(self) -> int:
        return len(self.left) + len(self.right)


def columns(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each column, of each heading over columns, and so on, in reading order."""
    if len(pieces) < 2 * _LINES:
        return [list(pieces)] if pieces else []
    size = usual_size(word for piece in pieces for word in piece.words)
    bands = max(
        (_bands(pieces, x, size) for x in _beginnings(pieces)),
        key=lambda bands: sum(band.lines for band in bands),
        default=[],
    )
    if not _are_columns(bands, size):
        return [sorted(pieces, key=lambda piece: (piece.baseline, piece.left))]
    found = []
    for band in bands:
        for part in (band.left, band.right, band.spanning):
            found += columns(part)
    return found


def _are_columns(bands: Sequence[_Band], size: float) -> bool:
    """Whether the gutter is none that words of a few stretched lines have by chance."""
    parted = [band for band in bands if band.lines]
    gutters = [
        min(piece.left for piece in band.right) - max(piece.right for piece in band.left)
        for band in parted
    ]
    lines = sum(min(len(lines_of(band.left)), len(lines_of(band.right))) for band in parted)
    return bool(parted) and (
        lines >= _SURE or min(gutters) >= _WIDE * size or all(map(_has_a_box, parted))
    )


def _has_a_box(band: _Band) -> bool:
    """Whether one side is set in another size, as boxes beside a text are."""
    sizes = [usual_size(word for p in side for word in p.words) for side in (band.left, band.right)]
    return min(sizes) < _SMALLER * max(sizes)


def _beginnings(pieces: Sequence[Piece]) -> list[float]:
    """Where a column could begin: below one another, several lines begin there."""
    counts = Counter(round(piece.left / _ALIGNED) for piece in pieces)
    leftmost = min((piece.left for piece in pieces), default=0.0)
    return [
        min(piece.left for piece in pieces if round(piece.left / _ALIGNED) == place)
        for place, count in sorted(counts.items())
        if count + counts[place + 1] + counts[place - 1] >= _LINES
        and place * _ALIGNED > leftmost + _WIDTH
    ]


def _bands(pieces: Sequence[Piece], x: float, size: float) -> list[_Band]:
    """The page from top to bottom, if a column begins at `x`."""
    left, right = _sides(pieces, x, size)
    beside = {id(piece) for piece in (*left, *right)}
    heads = {id(piece) for piece in left if _parts(piece, left, right, size)}
    found: list[_Band] = []
    for spans, group in groupby(
        sorted(pieces, key=lambda piece: piece.baseline),
        key=lambda piece: id(piece) not in beside or id(piece) in heads,
    ):
        band = list(group)
        if not spans:
            sides = _sides(band, x, size)
            if all(_are_lines(side, size) for side in sides) and _are_beside(*sides):
                found.append(_Band(*sides, []))
                continue
        if found and not found[-1].lines:
            found[-1].spanning.extend(band)
        else:
            found.append(_Band([], [], band))
    return found


def _parts(head: Piece, left: Sequence[Piece], right: Sequence[Piece], size: float) -> bool:
    """Whether a short heading on the left stands over both columns, as nothing stands beside it."""
    if head.size <= _LARGER * size:
        return False
    beside = [p.baseline for p in left if p.left < head.right and p.right > head.left]
    above = max((baseline for baseline in beside if baseline < head.baseline - 1), default=None)
    below = min((baseline for baseline in beside if baseline > head.baseline + 1), default=None)
    if above is None or below is None or below - above < _ROOM * size:
        return False
    near = _NEAR * size
    return (
        any(piece.baseline <= above + near for piece in right)
        and any(abs(piece.baseline - below) < size for piece in right)
        and not any(above + near < piece.baseline < below - near for piece in right)
    )


def _are_lines(pieces: Sequence[Piece], size: float) -> bool:
    """Whether the pieces are one column, or two whose lines need not be level."""
    return _is_column(pieces, size) or any(
        all(_is_column(side, size) for side in _sides(pieces, x, size)) for x in _beginnings(pieces)
    )


def _sides(pieces: Sequence[Piece], x: float, size: float) -> tuple[list[Piece], list[Piece]]:
    """What stands to the left of a gutter that ends at `x`, and to the right of it."""
    left = [piece for piece in pieces if piece.right <= x - _GUTTER * size]
    return left, [piece for piece in pieces if piece.left >= x - 1]


def _is_column(pieces: Sequence[Piece], size: float) -> bool:
    """Whether the pieces are lines of running text rather than cells of a table."""
    lines = lines_of(pieces)
    if len(lines) < _LINES:
        return False
    width = max(line.right for line in lines) - min(line.left for line in lines)
    right = max(line.right for line in lines)
    full = sum(
        right - line.right < following.words[0].right - following.words[0].left + _SPACE * size
        for line, following in pairwise(lines)
    )
    within = sum(line.words[0].text[0].islower() for line in lines)
    return (
        width >= _WIDTH * size and full >= _FILLED * len(lines) and within >= _WITHIN * len(lines)
    )


def _are_beside(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether at least half of the shorter side has the other one beside it."""
    tops = [min(piece.top for piece in side) for side in (left, right)]
    ends = [max(piece.bottom for piece in side) for side in (left, right)]
    shorter = min(end - top for top, end in zip(tops, ends, strict=True))
    return 2 * (min(ends) - max(tops)) >= shorter
