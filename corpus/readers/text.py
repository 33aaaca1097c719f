"""Plain text: the first line is the title."""

from itertools import pairwise
from pathlib import Path

from corpus.errors import CorpusError
from corpus.readers.extract import Extract

_WIDEST = 120  # characters; longer lines are paragraphs


def read(path: Path) -> Extract:
    """The text of a UTF-8 file; its first line is the title, and stays in the text."""
    text = decoded(path).strip()
    title, _, _ = text.partition("\n")
    return Extract(pages=(unwrapped(text),), found={"title": title or None})


def unwrapped(text: str) -> str:
    """`text` with lines joined that were broken only to fit a width.

    Such a line had no room for the first word of the next one.
    """
    lines = text.splitlines()
    width = max(map(len, lines), default=0)
    if width > _WIDEST:
        return text
    joined = lines[:1]
    for line, following in pairwise(lines):
        word = following.split(maxsplit=1)[:1]
        if line and word and len(line) + 1 + len(word[0]) > width:
            joined[-1] += f" {following}"
        else:
            joined.append(following)
    return "\n".join(joined)


def decoded(path: Path) -> str:
    """The file's characters. Raises CorpusError when it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"it is not UTF-8 text (byte {error.start} is not); save it as UTF-8"
        raise CorpusError(reason) from error
