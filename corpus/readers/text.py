"""Plain text: the first line is the title."""

from collections.abc import Sequence
from itertools import chain, groupby, pairwise
from pathlib import Path

from corpus.encoding import broken, decoded
from corpus.extract import Extract

_WIDEST = 120  # characters; longer lines are paragraphs
_NARROWEST = 30  # a shorter line is a list item or a verse
_ENOUGH = 2  # line breaks, at least, to tell that a paragraph was wrapped
_FULL = 0.7  # share of its line breaks that come after a full line
_SMALL = 0.2  # share of its line breaks that come before a lower-case letter


def read(path: Path) -> Extract:
    """The text of a file in any encoding; its first line is the title, and stays in the text."""
    text = decoded(path).strip()
    title, _, _ = text.partition("\n")
    return Extract(pages=(unwrapped(text),), found={"title": title or None}, warnings=broken(text))


def unwrapped(text: str) -> str:
    """`text` with the lines joined that were only wrapped to fit a width; the first line stays.

    Each paragraph may have its own width. A line was wrapped if it had no room for the first word
    of the next line, or if the next line begins in lower case.
    """
    first, *lines = text.split("\n")
    paragraphs = [list(those) for _, those in groupby(lines, key=lambda line: bool(line.strip()))]
    widths = [width for lines in paragraphs if (width := _width(lines))]
    joined = (_joined(lines, _width(lines) or max(widths, default=0)) for lines in paragraphs)
    return "\n".join([first, *chain.from_iterable(joined)])


def _width(lines: Sequence[str]) -> int:
    """The width that a paragraph's lines were wrapped to; 0 if they were not, or are too few."""
    width = max((len(line) for line in lines if " " in line), default=0)
    pairs = list(pairwise(lines))
    full = sum(_is_full(line, following, width) for line, following in pairs)
    small = sum(following[:1].islower() for _, following in pairs)
    # In a text, unlike a list, many lines begin in lower case; in German, half as many.
    is_text = len(pairs) >= _ENOUGH and full >= _FULL * len(pairs) and small >= _SMALL * len(pairs)
    return width if is_text and _NARROWEST <= width <= _WIDEST else 0


def _joined(lines: Sequence[str], width: int) -> list[str]:
    """The lines of a paragraph, joined where they were wrapped to `width`, 0 if unknown."""
    joined = list(lines[:1])
    for line, following in pairwise(lines):
        goes_on = following[:1].islower() and _NARROWEST <= len(line) <= _WIDEST
        if goes_on or (width and len(line) <= width and _is_full(line, following, width)):
            joined[-1] = f"{joined[-1].rstrip()} {following.lstrip()}"
        else:
            joined.append(following)
    return joined


def _is_full(line: str, following: str, width: int) -> bool:
    word = following.split(maxsplit=1)[:1]
    return bool(line and word) and len(line) + 1 + len(word[0]) > width
