"""The values of the numbers in a text, in digits or in words, with their scale."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from corpus.text.digits import NUMBER, canonical
from corpus.text.figures import figure_patterns
from corpus.text.languages import WORD_END, WORD_START, language_data
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
    """The factor of the scale; 1 without one."""
    if match["scale"] is None:
        return 1
    return next(
        times
        for times, forms in language_data(language).figures.scale.items()
        if re.compile(forms, re.IGNORECASE).fullmatch(match.string, *match.span("scale"))
    )


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """A number in digits or in words, with or without a scale; "one" only with a scale."""
    words = figure_patterns(language)
    return re.compile(
        rf"(?:{WORD_START}{words['one']}(?=\s{words['scale']}{WORD_END})"
        rf"|(?<![\w.,{NUMERAL[0]}])(?:(?P<digits>{NUMBER})|{NUMERAL}))"
        rf"(?:\s?(?P<scale>{words['scale']}){WORD_END})?",
        re.IGNORECASE,
    )
