"""The values of the numbers in a text, in digits or in words, with what they are multiplied by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from corpus.text.digits import NUMBER, canonical
from corpus.text.figures import part_of_figure, scales
from corpus.text.number_words import NUMERAL, masked, numbers_in_words


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: the span [start, end) with its scale, and its value without grouping.

    "5,5 Milliarden" and "5.5 billion" are both 5500000000.
    """

    start: int
    end: int
    value: str


def quantities(text: str, language: str) -> Iterator[Quantity]:
    """The numbers in a text in order."""
    found = numbers_in_words(text, language)
    in_words = {numeral.start: numeral.value for numeral in found}
    for match in _pattern(language).finditer(masked(text, found)):
        digits = canonical(match["digits"], language) if match["digits"] else "1"
        value = Decimal(in_words.get(match.start(), digits)) * _times(match, language)
        yield Quantity(*match.span(), f"{value.normalize():f}")


def _times(match: re.Match[str], language: str) -> int:
    """What the scale multiplies by; 1 when there is none."""
    if match["scale"] is None:
        return 1
    return next(
        times
        for times, forms in scales(language).items()
        if re.compile(forms, re.IGNORECASE).fullmatch(match.string, *match.span("scale"))
    )


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """A number in digits, in words or "one", with its scale; "one" only with one."""
    words = part_of_figure(language)
    return re.compile(
        rf"(?:(?<!\w){words['one']}(?=\s{words['scale']}(?!\w))"
        rf"|(?<![\w.,{NUMERAL[0]}])(?:(?P<digits>{NUMBER})|{NUMERAL}))"
        rf"(?:\s?(?P<scale>{words['scale']})(?!\w))?",
        re.IGNORECASE,
    )
