"""Accents that are drawn as separate characters, as TeX does with its oldest fonts."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from corpus.pdf.glyphs import Glyph

_COMBINING = dict(
    zip(
        "¨´`ˆ^˜~ˇ˙¸˘˝˚˛¯",
        "\u0308\u0301\u0300\u0302\u0302\u0303\u0303\u030c\u0307\u0327\u0306\u030b\u030a\u0328\u0304",
        strict=True,
    )
)
_CENTRED = 0.25  # of the type size: how far an accent's middle is from its letter's
_LEVEL = 0.4  # of the type size: how far it is raised above a capital


def composed(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The characters of a page, with each accent merged into the letter below it."""
    found = list(glyphs)
    gone = set()
    lines: defaultdict[int, list[int]] = defaultdict(list)  # baseline in 10 points -> indices
    if any(glyph.text in _COMBINING for glyph in found):
        for place, glyph in enumerate(found):
            if glyph.text.isalpha():
                lines[round(glyph.baseline / 10)].append(place)
    for place, accent in enumerate(found):
        mark = _COMBINING.get(accent.text)
        row = round(accent.baseline / 10)
        near = (lines[row - 1], lines[row], lines[row + 1])
        letter = _beneath(accent, chain.from_iterable(near), found, mark) if mark else None
        if mark and letter is not None:
            whole = unicodedata.normalize("NFC", _dotted(found[letter].text) + mark)
            found[letter] = found[letter]._replace(text=whole)
            gone.add(place)
    return [glyph for place, glyph in enumerate(found) if place not in gone]


def _beneath(
    accent: Glyph, places: Iterable[int], glyphs: Sequence[Glyph], mark: str
) -> int | None:
    """The index of the letter that an accent belongs to, if there is one."""
    middle = (accent.left + accent.right) / 2
    for place in places:
        letter = glyphs[place]
        if (
            abs((letter.left + letter.right) / 2 - middle) < _CENTRED * accent.size
            and abs(letter.baseline - accent.baseline) < _LEVEL * accent.size
            and len(unicodedata.normalize("NFC", _dotted(letter.text) + mark)) == 1
        ):
            return place
    return None


def _dotted(letter: str) -> str:
    return "i" if letter == "ı" else letter
