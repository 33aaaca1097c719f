"""The years that a text speaks of."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from corpus.text.digits import YEAR
from corpus.text.figures import Figure
from corpus.text.languages import WORD_END, WORD_START, language_data

_YEAR = re.compile(YEAR)
_FIRST = 1700  # a smaller number is as likely a count
_KINDS = ("year", "date", "ago")
_AGO = {"last": 1, "current": 0}


def years(
    text: str, language: str, found: Sequence[Figure], written: date | None = None
) -> frozenset[str]:
    """The years that a text with these figures says something of, in four European digits.

    A year that is only compared with is left out: "more than in 2015". "Last year" is counted from
    the day on which the text was `written`.
    """
    compared = [match.span() for match in _compared(language).finditer(text)]
    spoken_of = {
        str(int(match.group()))
        for figure in found
        if figure.kind in _KINDS
        for match in _YEAR.finditer(text, figure.start, figure.end)
        if int(match.group()) >= _FIRST
        and not any(start <= match.start() < end for start, end in compared)
    }
    if written:
        for name, ago in _AGO.items():
            if _relative(language, name).search(text):
                spoken_of.add(str(written.year - ago))
    return frozenset(spoken_of)


@cache
def _compared(language: str) -> re.Pattern[str]:
    """A year behind a word that compares, with up to three words between."""
    words = language_data(language).sentences.compares
    return re.compile(rf"{WORD_START}(?:{words}){WORD_END}(?:\W+[^\W\d]+){{0,3}}?\W+{YEAR}", re.I)


@cache
def _relative(language: str, name: str) -> re.Pattern[str]:
    words = getattr(language_data(language).sentences, f"{name}_year")
    return re.compile(rf"{WORD_START}(?:{words}){WORD_END}", re.I)
