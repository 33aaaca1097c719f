"""Numbers in words: twenty thousand, zwanzigtausend, двадцять."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from text_to_num import find_numbers

from corpus.text.languages import LETTERS, language_data

NUMERAL = "\ue000+"  # a number in words, in a masked text

# The languages that text2num reads; a table of values in the language's file takes precedence.
_LIBRARY = frozenset(("de", "en", "es", "fr", "it", "nl", "pt"))
_WORD_OR_SIGN = re.compile(rf"{LETTERS}(?:['’ʼ]{LETTERS})*|\d+(?:[.,]\d+)*|[^\w\s]")
_APOSTROPHE = re.compile("[’ʼ]")
_AFTER_DIGITS = re.compile(r"\d\s?$")
_SCALES = frozenset(10**power for power in (2, 3, 6, 9, 12))


@dataclass(frozen=True, slots=True)
class NumberInWords:
    """A number in words: the span [start, end) of a text, and its value."""

    start: int
    end: int
    value: int


class _Word:
    """A word or a sign of a text, in the form that the library expects."""

    def __init__(self, match: re.Match[str], is_percent: bool) -> None:
        self.start, self.end = match.span()
        self._text = match.group()
        self._is_percent = is_percent

    def text(self) -> str:
        return self._text

    def nt_separated(self, _previous: "_Word") -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return self._is_percent


def numbers_in_words(text: str, language: str) -> list[NumberInWords]:
    """The whole numbers from two on that a text has in words, in order.

    Not "one", which is an article in most languages, not "hundreds" or "millions" alone, and not
    what multiplies digits: 20 thousand.
    """
    return [
        numeral
        for numeral in _read(text, language)
        if numeral.value > 1 and not _is_scale_only(numeral, text, language)
    ]


def _is_scale_only(numeral: NumberInWords, text: str, language: str) -> bool:
    """Whether it is "hundreds" or "million" alone, or a scale right behind digits."""
    words = text[numeral.start : numeral.end].lower().split()
    if len(words) == 1 and (
        words[0] in language_data(language).number_words.vague
        or numeral.value in _SCALES - {100, 1000}
    ):
        return True
    if not _AFTER_DIGITS.search(text, max(numeral.start - 2, 0), numeral.start):
        return False
    return any(first.value in _SCALES for first in _read(words[0], language))


def masked(text: str, found: Sequence[NumberInWords]) -> str:
    """The text with each letter of its numbers in words replaced by one sign."""
    parts = []
    at = 0
    for numeral in found:
        parts += [text[at : numeral.start], NUMERAL[0] * (numeral.end - numeral.start)]
        at = numeral.end
    return "".join([*parts, text[at:]])


def _read(text: str, language: str) -> Iterator[NumberInWords]:
    read = _of_table if _table(language) or language not in _LIBRARY else _of_library
    return read(text, language)


def _of_library(text: str, language: str) -> Iterator[NumberInWords]:
    percents = [range(*match.span()) for match in _percent(language).finditer(text)]
    tokens = [
        _Word(match, any(match.start() in percent for percent in percents))
        for match in _WORD_OR_SIGN.finditer(text)
    ]
    for found in find_numbers(tokens, language, 0):
        if not found.is_ordinal and found.value.is_integer():
            start, end = tokens[found.start].start, tokens[found.end - 1].end
            yield NumberInWords(start, end, int(found.value))


def _of_table(text: str, language: str) -> Iterator[NumberInWords]:
    """Numbers by the table of values, of several words: двадцять п'ять, дві тисячі триста."""
    table = _table(language)
    row: list[NumberInWords] = []
    for match in _WORD_OR_SIGN.finditer(text):
        value = table.get(_APOSTROPHE.sub("'", match.group().lower()))
        if value is None:
            continue
        word = NumberInWords(*match.span(), value)
        if row and not _goes_on(row, word, text):
            yield from _sum(row)
            row = []
        row.append(word)
    yield from _sum(row)


def _goes_on(row: Sequence[NumberInWords], word: NumberInWords, text: str) -> bool:
    """Whether a word continues a number: it multiplies, or adds to the rounder word before it."""
    before = row[-1]
    if text[before.end : word.start] != " ":
        return False
    if word.value == 1000:
        return before.value < 1000 and all(one.value != 1000 for one in row)
    return str(before.value).endswith("0" * len(str(word.value)))


def _sum(row: Sequence[NumberInWords]) -> Iterator[NumberInWords]:
    if not row or (len(row) == 1 and row[0].value == 1000):
        return
    total = 0
    for word in row:
        total = max(total, 1) * 1000 if word.value == 1000 else total + word.value
    yield NumberInWords(row[0].start, row[-1].end, total)


@cache
def _table(language: str) -> Mapping[str, int]:
    values = language_data(language).number_words.values
    return {form: value for value, forms in values.items() for form in forms}


@cache
def _percent(language: str) -> re.Pattern[str]:
    """A percent sign in words, whose "cent" is not a hundred."""
    percent = language_data(language).figures.percent
    return re.compile(rf"(?<!\w)(?:{percent})(?!\w)", re.IGNORECASE)
