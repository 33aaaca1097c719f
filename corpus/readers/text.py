"""Plain text: the first line is the title."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from corpus.encoding import broken, decoded
from corpus.extract import Extract

_WIDEST = 120  # characters; longer lines are paragraphs
_ENOUGH = 3  # full lines that show that a text was broken to fit


def read(path: Path) -> Extract:
    """The text of a file in any encoding; its first line is the title, and stays in the text."""
    text = decoded(path).strip()
    title, _, _ = text.partition("\n")
    return Extract(pages=(unwrapped(text),), found={"title": title or None}, warnings=broken(text))


def unwrapped(text: str) -> str:
    """`text` with lines joined that were broken only to fit a width; the first one stays.

    Such a line had no room for the first word of the next one, and it is not the only one.
    """
    lines = text.splitlines()
    width = max(map(len, lines), default=0)
    full = [_is_full(line, following, width) for line, following in pairwise(lines[1:])]
    if width > _WIDEST or sum(full) < _ENOUGH or 2 * sum(full) < _breaks(lines[1:]):
        return text
    joined = lines[:2]
    for joins, line in zip(full, lines[2:], strict=True):
        if joins:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return "\n".join(joined)


def _is_full(line: str, following: str, width: int) -> bool:
    word = following.split(maxsplit=1)[:1]
    return bool(line and word) and len(line) + 1 + len(word[0]) > width


def _breaks(lines: Sequence[str]) -> int:
    """How many lines of a paragraph are followed by another one."""
    return sum(bool(line and following) for line, following in pairwise(lines))
