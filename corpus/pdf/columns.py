"""Pieces of lines -> columns in reading order.

A recursive X-Y cut (Nagy & Seth 1984, Hierarchical representation of optically scanned documents)
that looks for gutters first. Whatever spans a gutter, such as a heading or a wide table, separates
the columns above it from those below it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from corpus.pdf.lines import Piece, lines_of, usual_size

_GUTTER = 0.7  # type sizes, at least, between two columns
_WIDE = 2.0  # type sizes; a gap between two words is smaller
_LINES = 3  # lines, at least, in a column
_SMALLER = 0.92  # times the size of the other side: a box
_SURE = 6  # lines side by side that prove a gutter
_WIDTH = 8  # type sizes: the least width of a column of text
_SPACE = 0.25  # type sizes; without room for this and a word, a line is full
_FILLED = 0.5  # share of full lines in a column of text
_WITHIN = 0.2  # share of lines that begin in mid-sentence, in lower case; table cells do not
_LARGER = 1.15  # times the size of the text: a heading
_NEAR = 0.3  # type sizes between the baselines of lines side by side
_ROOM = 2.5  # type sizes between the lines above and below a heading over columns
_ALIGNED = 3  # points between the beginnings of aligned lines


@dataclass(frozen=True, slots=True)
class _Band:
    """A horizontal part of the page: two columns, or something that spans them."""

    left: list[Piece]
    right: list[Piece]
    spanning: list[Piece]

    @property
    def lines(self) -> int:
        return len(self.left) + len(self.right)


def columns(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each column, and of each heading or table over columns, in reading order."""
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
    """Whether the gutter is not just a chance alignment of gaps in a few stretched lines."""
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
    """Whether one side is set in another size, as a box beside a text is."""
    sizes = [usual_size(word for p in side for word in p.words) for side in (band.left, band.right)]
    return min(sizes) < _SMALLER * max(sizes)


def _beginnings(pieces: Sequence[Piece]) -> list[float]:
    """Where a column could begin: the x positions at which several lines begin."""
    counts = Counter(round(piece.left / _ALIGNED) for piece in pieces)
    leftmost = min((piece.left for piece in pieces), default=0.0)
    return [
        min(piece.left for piece in pieces if round(piece.left / _ALIGNED) == place)
        for place, count in sorted(counts.items())
        if count + counts[place + 1] + counts[place - 1] >= _LINES
        and place * _ALIGNED > leftmost + _WIDTH
    ]


def _bands(pieces: Sequence[Piece], x: float, size: float) -> list[_Band]:
    """The bands of the page from top to bottom, if a column begins at `x`."""
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
    """Whether a short heading on the left is over both columns, as there is nothing beside it."""
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
    """The pieces to the left and to the right of a gutter that ends at `x`."""
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
    """Whether at least half of the shorter side is beside the other one."""
    tops = [min(piece.top for piece in side) for side in (left, right)]
    ends = [max(piece.bottom for piece in side) for side in (left, right)]
    shorter = min(end - top for top, end in zip(tops, ends, strict=True))
    return 2 * (min(ends) - max(tops)) >= shorter
