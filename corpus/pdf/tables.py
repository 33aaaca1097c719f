"""The table rows among the lines of a column, and their cells."""

from collections.abc import Sequence
from itertools import pairwise

from corpus.pdf.bullets import is_marker
from corpus.pdf.lines import Line
from corpus.pdf.words import Word

# In type sizes.
_CELL = 1.1  # at least, between two cells
_ALIGNED = 0.6  # at most, between the edges of aligned cells
_GAPS = 2  # in a line, at least, to tell whether it was stretched
_EVEN = 1.5  # the widest gap of a stretched line, at most, in widths of its narrowest
_CELLS = 3  # in a line that is a row by itself, at least


def cells_of(line: Line) -> list[tuple[Word, ...]]:
    """The words of each cell of a line; a list item is one cell."""
    cells: list[tuple[Word, ...]] = []
    for piece in line.cells:
        gap = piece.left - cells[-1][-1].right if cells else 0.0
        after_marker = len(cells) == 1 and len(cells[0]) == 1 and is_marker(cells[0][0].text)
        if cells and (gap < _CELL * line.size or after_marker):
            cells[-1] += piece.words
        else:
            cells.append(piece.words)
    return cells


def rows_of(lines: Sequence[Line]) -> set[int]:
    """The indices of table rows: lines of many cells, or divided like the line below or above."""
    cells = [cells_of(line) for line in lines]
    even = [_is_even(line) for line in lines]
    rows = {place for place, found in enumerate(cells) if len(found) >= _CELLS and not even[place]}
    for place in range(len(lines) - 1):
        row, other = cells[place], cells[place + 1]
        alike = _alike(row, other, _ALIGNED * lines[place].size)
        stretched = even[place] or even[place + 1]
        if alike and (not stretched or alike == len(row) - 1 == len(other) - 1):
            rows |= {place, place + 1}
    return rows


def _is_even(line: Line) -> bool:
    """Whether the gaps of a line are alike, like the word spaces of a stretched line."""
    gaps = [word.left - last.right for last, word in pairwise(line.words) if not word.glued]
    return len(gaps) >= _GAPS and max(gaps) < _EVEN * min(gaps)


def _alike(row: Sequence[Sequence[Word]], other: Sequence[Sequence[Word]], near: float) -> int:
    """How many cells after the first begin, end or are centred where one of the other row does."""
    return sum(
        any(
            abs(ours - theirs) < near
            for beside in other[1:]
            for ours, theirs in zip(_places(cell), _places(beside), strict=True)
        )
        for cell in row[1:]
    )


def _places(cell: Sequence[Word]) -> tuple[float, float, float]:
    left, right = cell[0].left, cell[-1].right
    return left, right, (left + right) / 2
