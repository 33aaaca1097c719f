"""Numbers that a text has in words: twenty thousand, zwanzigtausend, двадцять."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from text_to_num import find_numbers

# Numbers in words, for the languages that the library does not know.
NUMERALS = Path(__file__).with_name("numerals.yaml")

NUMERAL = "\ue000+"  # what a number in words is in a masked text

_LIBRARY = frozenset(("de", "en", "es", "fr", "it", "nl", "pt"))
_WORD_OR_SIGN = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_APOSTROPHE = re.compile("[’ʼ]")
_SCALE = 1_000_000  # from here on a word alone is the unit of a figure in digits: 5 million


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in words: the span [start, end) of a text, and its value."""

    start: int
    end: int
    value: int


class _Token:
    """A word or a sign of a text, as the library wants it."""

    def __init__(self, match: re.Match[str]) -> None:
        self.start, self.end = match.span()
        self._text = match.group()

    def text(self) -> str:
        return self._text

    def nt_separated(self, _previous: "_Token") -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


def numerals(text: str, language: str) -> list[Numeral]:
    """The whole numbers from two on that a text has in words, in order.

    Not "one", which is an article in most languages, no "hundreds" or "millions" alone, and not
    what multiplies digits: 20 thousand.
    """
    found = _of_library(text, language) if language in _LIBRARY else _of_table(text, language)
    return [
        numeral
        for numeral in found
        if numeral.value > 1
        and not _is_vague(text[numeral.start : numeral.end], numeral.value)
        and not text[: numeral.start].rstrip()[-1:].isdigit()
    ]


def masked(text: str, language: str) -> str:
    """The text with a sign in place of each letter of a number in words, as long as before."""
    for numeral in numerals(text, language):
        length = numeral.end - numeral.start
        text = text[: numeral.start] + NUMERAL[0] * length + text[numeral.end :]
    return text


def _is_vague(word: str, value: int) -> bool:
    """Whether it is "hundreds" or "million", which are no number by themselves."""
    return " " not in word and (value >= _SCALE or (value >= 100 and word.endswith("s")))


def _of_library(text: str, language: str) -> Iterator[Numeral]:
    tokens = [_Token(match) for match in _WORD_OR_SIGN.finditer(text)]
    for found in find_numbers(tokens, language, 0):
        if not found.is_ordinal and found.value.is_integer():
            start, end = tokens[found.start].start, tokens[found.end - 1].end
            yield Numeral(start, end, int(found.value))


def _of_table(text: str, language: str) -> list[Numeral]:
    """The numbers by the table; one is added to a rounder one right before it."""
    found: list[Numeral] = []
    for match in _WORD_OR_SIGN.finditer(text):
        value = _table().get(language, {}).get(_APOSTROPHE.sub("'", match.group().lower()))
        if value is None:
            continue
        numeral = Numeral(*match.span(), value)
        if found and _is_round_for(found[-1], numeral, text):
            before = found.pop()
            numeral = Numeral(before.start, numeral.end, before.value + value)
        found.append(numeral)
    return found


def _is_round_for(before: Numeral, numeral: Numeral, text: str) -> bool:
    digits = len(str(numeral.value))
    return text[before.end : numeral.start] == " " and before.value % 10**digits == 0


@cache
def _table() -> Mapping[str, Mapping[str, int]]:
    forms: dict[str, dict[int, str]] = yaml.safe_load(NUMERALS.read_text(encoding="utf-8"))
    return {
        language: {form: value for value, line in lines.items() for form in line.split()}
        for language, lines in forms.items()
    }
