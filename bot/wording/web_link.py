"""The address of the spot where a passage stands."""

import re
from urllib.parse import quote as percent_encoded

from corpus import Passage

_FEWEST_WORDS = 3  # at an end of a text fragment: a page has menus around the text known here
_WORD = re.compile(r"\S*\w\S*")
_LEADING = re.compile(r"^\W+")
_TRAILING = re.compile(r"\W+$")


def link(passage: Passage) -> str | None:
    """The address of a passage: its page in a PDF, its text on a web page; None without any."""
    document = passage.document
    if document.url is None:
        return None
    if not passage.text:
        return document.url
    address, _, fragment = document.url.partition("#")
    if any(file.lower().endswith(".pdf") for file in (address.partition("?")[0], document.path)):
        return f"{address}#page={passage.page}" if len(document.pages) > 1 else document.url
    anchor, _, _ = fragment.partition(":~:")  # behind it is what the address itself points at
    return f"{address}#{anchor}:~:text={_text_fragment(passage)}"


def _text_fragment(passage: Passage) -> str:
    """The directive of https://wicg.github.io/scroll-to-text-fragment/ for a passage.

    The fewest first words that stand nowhere before it in the document, and the fewest last ones
    that stand nowhere in it before its end; all words where that is no shorter.
    """
    text = passage.document.text
    words = [match.span() for match in _WORD.finditer(text, passage.start, passage.end)]
    # Each end leaves room for the other; where none is told apart, all words stand for themselves.
    for first in range(_FEWEST_WORDS, len(words) - _FEWEST_WORDS):
        begin = text[words[0][0] : words[first - 1][1]]
        if not _is_found(begin, text, 0, words[0][0]):
            break
    else:
        return _encoded(passage.text)
    for last in range(_FEWEST_WORDS, len(words) - first):
        end = text[words[-last][0] : words[-1][1]]
        if not _is_found(end, text, words[first - 1][1], words[-last][0]):
            return f"{_encoded(begin)},{_encoded(end)}"
    return _encoded(passage.text)


def _is_found(words: str, text: str, start: int, end: int) -> bool:
    """Whether a browser that looks for words in a text finds them to begin in [start, end)."""
    pattern = r"\s+".join(map(re.escape, _trimmed(words).split()))
    found = re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE).search(text, start)
    return found is not None and found.start() < end


def _trimmed(text: str) -> str:
    """Without signs at its ends, which pages write in many ways."""
    return _LEADING.sub("", _TRAILING.sub("", text)) or text


def _encoded(text: str) -> str:
    # A hyphen is a sign of the directive itself, and quote() leaves it as it is.
    return percent_encoded(_trimmed(text), safe="").replace("-", "%2D")
