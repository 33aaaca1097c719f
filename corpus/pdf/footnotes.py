"""Footnotes: lines below the text of a page that are not part of it."""

from collections.abc import Sequence

from corpus.pdf.lines import Line

_SMALLER = 0.94  # of the size of the text
_FOOT = 0.5  # of the height of the page: footnotes begin below


def without_footnotes(
    columns: Sequence[Sequence[Line]], size: float, height: float
) -> tuple[list[list[Line]], list[list[Line]]]:
    """The columns of a page without their footnotes, and the footnotes of each column.

    `size` is the size of the document's text. Footnotes are the smaller lines at the foot of a
    column, or all lines from the first that begins with a raised mark.
    """
    texts: list[list[Line]] = []
    notes: list[list[Line]] = []
    small = _SMALLER * size
    has_text = any(line.size > small for lines in columns for line in lines)
    for lines in columns:
        start = _start(lines, small if has_text else 0.0, _FOOT * height)
        if start < len(lines) and not _has_text_below(lines[start], columns, small):
            notes.append(list(lines[start:]))
            texts.append(list(lines[:start]))
        else:
            texts.append(list(lines))
    return [lines for lines in texts if lines], notes


def _start(lines: Sequence[Line], small: float, foot: float) -> int:
    """The index of the first line of the footnotes of a column; its length if it has none."""
    start = len(lines)
    while start and lines[start - 1].size <= small and lines[start - 1].baseline > foot:
        start -= 1
    marked = [
        place
        for place, line in enumerate(lines)
        if line.words[0].mark and line.baseline > foot and place
    ]
    return min([start, *marked])


def _has_text_below(note: Line, columns: Sequence[Sequence[Line]], small: float) -> bool:
    return any(
        line.size > small
        and line.baseline > note.baseline
        and line.left < note.right
        and line.right > note.left
        and not line.words[0].mark
        for lines in columns
        for line in lines
        if note not in lines
    )
