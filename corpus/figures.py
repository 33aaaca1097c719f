"""The figures in a text: numbers, amounts of money, percentages, dates and durations."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from babel import Locale, UnknownLocaleError

from corpus.numbers import NUMBER

_SYMBOL = "(?:US)?[$€£¥₴₽]"
_YEAR = r"(?:1\d|20)\d\d"
_NOTHING = "(?!)"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: the span [start, end) with its qualifier and unit, and its kind.

    The kinds are number, amount, percentage, date and duration.
    """

    start: int
    end: int
    kind: str


def figures(text: str, language: str) -> list[Figure]:
    """The figures in a text in order. A date is one figure, and a year by itself is a date."""
    return [
        Figure(match.start(), match.end(), "date" if match["year"] else str(match.lastgroup))
        for match in _pattern(language).finditer(text)
    ]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """A pattern with a named alternative for each kind of figure, the surest first."""
    words = {part: f"(?:{forms})" for part, forms in _words().get(language, {}).items()}
    scale, money, duration, percent, qualifier = (
        words.get(part, _NOTHING) for part in ("scale", "money", "duration", "percent", "qualifier")
    )
    qualified = rf"(?:(?<!\w){qualifier}\s)?(?<![\w.,])"
    count = rf"{NUMBER}(?:\s?{scale}(?!\w))?"
    kinds = {
        "date": _date(language),
        "percentage": rf"{qualified}{NUMBER}\s?(?:%|{percent}(?!\w))",
        "amount": rf"{qualified}(?:{_SYMBOL}\s?{count}|{count}\s?(?:{_SYMBOL}|{money}(?!\w)))",
        "duration": rf"{qualified}{count}[\s-]{duration}(?!\w)",
        "year": rf"(?<![\w.,-]){_YEAR}(?![\w-]|[.,]\d|\s{scale}(?!\w))",
        "number": rf"{qualified}{count}(?!\w)",
    }
    alternatives = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items())
    return re.compile(alternatives, re.IGNORECASE)


def _date(language: str) -> str:
    """A date with a month's name as the language writes it, or one in figures."""
    figures_only = r"\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{4}"
    try:
        locale = Locale(language)
    except (UnknownLocaleError, ValueError):
        return rf"(?<!\w)(?:{figures_only})(?!\w)"
    names = {
        name.rstrip(".")
        for context in locale.months.values()
        for width in ("wide", "abbreviated")
        for name in context[width].values()
    }
    month = f"(?:{_any(names)})\\.?"
    day = r"\d{1,2}(?:\.|st|nd|rd|th|er)?"
    year = rf"(?:,?\s(?:de\s|del\s)?{_YEAR})"
    weekday = f"(?:(?:{_any(locale.days['format']['wide'].values())}),?\\s)?"
    written = (
        rf"{weekday}(?:{day}\s(?:de\s)?{month}{year}?|{month}\s{day}(?!\d){year}?|{month}{year})"
    )
    return rf"(?<!\w)(?:{written}|{figures_only})(?!\w)"


def _any(words: Iterable[str]) -> str:
    """An alternative for each word, the longest first so that no other is taken for it."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    path = Path(__file__).with_name("figures.yaml")
    words: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return words
