"""Plain text: the first line is the title."""

from collections.abc import Sequence
from itertools import chain, groupby, pairwise
from pathlib import Path

from corpus.encoding import broken, decoded
from corpus.extract import Extract

_WIDEST = 120  # characters; longer lines are paragraphs
_NARROWEST = 30  # a shorter line is an item of a list, or a verse
_ENOUGH = 2  # breaks that show that a paragraph was broken to fit
_FULL = 0.7  # of its breaks
_SMALL = 0.2


def read(path: Path) -> Extract:
    """The text of a file in any encoding; its first line is the title, and stays in the text."""
    text = decoded(path).strip()
    title, _, _ = text.partition("\n")
    return Extract(pages=(unwrapped(text),), found={"title": title or None}, warnings=broken(text))


def unwrapped(text: str) -> str:
    """`text` with lines joined that were broken only to fit a width; the first one stays.

    Each paragraph may have a width of its own. A line of it was broken where it had no room for the
    first word of the next one, or where the next one goes on with a small letter.
    """
    first, *lines = text.split("\n")
    paragraphs = [list(those) for _, those in groupby(lines, key=lambda line: bool(line.strip()))]
    widths = [width for lines in paragraphs if (width := _width(lines))]
    joined = (_joined(lines, _width(lines) or max(widths, default=0)) for lines in paragraphs)
    return "\n".join([first, *chain.from_iterable(joined)])


def _width(lines: Sequence[str]) -> int:
    """The width that the lines of a paragraph were broken to fit; 0 if they were not, or if there
    are too few to tell.
    """
    width = max((len(line) for line in lines if " " in line), default=0)
    pairs = list(pairwise(lines))
    full = sum(_is_full(line, following, width) for line, following in pairs)
    small = sum(following[:1].islower() for _, following in pairs)
    # Of a text, unlike a list, lines begin with small letters, in German half as often.
    is_text = len(pairs) >= _ENOUGH and full >= _FULL * len(pairs) and small >= _SMALL * len(pairs)
    return width if is_text and _NARROWEST <= width <= _WIDEST else 0


def _joined(lines: Sequence[str], width: int) -> list[str]:
    """The lines of a paragraph, those joined that were broken to fit a width, if it is known."""
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
