"""The figures in a text: numbers, amounts of money, percentages, dates and durations."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from corpus.locales import locale
from corpus.numbers import NUMBER

# What stands around a number, and numbers in words, by language.
FIGURE_WORDS = Path(__file__).with_name("figures.yaml")

_SYMBOL = "(?:US)?[$€£¥₴₽]"
_YEAR = r"(?:1\d|20)\d\d"
_NOTHING = "(?!)"
_TO = r"(?:\s?[–—-]\s?|\s(?:to|and|bis|und|до|і|и|à|et|a|y)\s)"  # in a range


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: the span [start, end) with its qualifier and unit, and its kind.

    The kinds are number, amount, percentage, date, duration, and year for a number that is most
    likely a year.
    """

    start: int
    end: int
    kind: str


def figures(text: str, language: str) -> list[Figure]:
    """The figures in a text in order, in digits or in words; a date is one figure."""
    return [
        Figure(match.start(), match.end(), str(match.lastgroup))
        for match in _pattern(language).finditer(text)
    ]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """A pattern with a named alternative for each kind of figure, the surest first."""
    words = {part: f"(?:{forms})" for part, forms in _words().get(language, {}).items()}
    scale, money, duration, percent, qualifier, numeral = (
        words.get(part, _NOTHING)
        for part in ("scale", "money", "duration", "percent", "qualifier", "numeral")
    )
    qualified = rf"(?:(?<!\w){qualifier}\s)?(?<![\w.,])"
    one = rf"(?:{NUMBER}|{numeral}(?!\w))"
    count = rf"{one}(?:{_TO}{one})?(?:\s?{scale}(?!\w))?"
    currency = rf"(?:{_SYMBOL}|{money}(?!\w))"
    kinds = {
        "date": _date(language),
        "percentage": rf"{qualified}{NUMBER}(?:{_TO}{NUMBER})?\s?(?:%|{percent}(?!\w))",
        "amount": rf"{qualified}(?:{_SYMBOL}\s?{count}(?!\w)|{count}\s?{currency})",
        "duration": rf"{qualified}{count}[\s-]{duration}(?!\w)",
        "year": rf"(?<![\w.,-]){_YEAR}(?:{_TO}{_YEAR})?(?![\w-]|[.,]\d|\s{scale}(?!\w))",
        "number": rf"{qualified}{count}(?!\w)",
    }
    alternatives = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items())
    return re.compile(alternatives, re.IGNORECASE)


def _date(language: str) -> str:
    """A date with a month's name as the language writes it, or one in figures."""
    figures_only = (
        r"\d{3}0(?:s|er|-х|-ті)|\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{4}"
    )
    known = locale(language)
    if known is None:
        return rf"(?<!\w)(?:{figures_only})(?!\w)"
    names = {
        name.rstrip(".")
        for context in known.months.values()
        for width in ("wide", "abbreviated")
        for name in context[width].values()
    }
    month = f"(?:{_any(names)})\\.?"
    day = r"\d{1,2}(?:\.|st|nd|rd|th|er)?"
    year = rf"(?:,?\s(?:de\s|del\s)?{_YEAR})"
    weekday = f"(?:(?:{_any(known.days['format']['wide'].values())}),?\\s)?"
    written = (
        rf"{weekday}(?:{day}\s(?:de\s)?{month}{year}?|{month}\s{day}(?!\d){year}?|{month}{year})"
    )
    return rf"(?<!\w)(?:{written}|{figures_only})(?!\w)"


def _any(words: Iterable[str]) -> str:
    """An alternative for each word, the longest first so that no other is taken for it."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load(FIGURE_WORDS.read_text(encoding="utf-8"))
    return words
