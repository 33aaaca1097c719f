"""Figures in a text: numbers, amounts of money, percentages, dates and durations."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from corpus.text.digits import NUMBER, YEAR
from corpus.text.languages import NOTHING, language_data
from corpus.text.locales import locale
from corpus.text.number_words import NUMERAL, masked, numbers_in_words

_CURRENCY = "(?:(?:US)?[$€£¥₴₽]|(?-i:USD|EUR|GBP|CHF|UAH|RUB|JPY|CNY|KRW)\\b)"
# Not behind a letter, a number in words or their hyphen: not in AS-206 or under-nineteen.
_APART = rf"(?<![\w.,{NUMERAL[0]}])(?<![\w{NUMERAL[0]}][-–])"
_ONE = rf"(?:{NUMBER}(?:\s?×\s?10\^?\d+)?|{NUMERAL})"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: the span [start, end) with qualifier and unit, and its kind.

    The kinds are number, amount, percentage, date, duration, time (of the day or left), month, ago
    (for a duration up to now), and year for a number that is most likely one.
    """

    start: int
    end: int
    kind: str


def figures(text: str, language: str) -> list[Figure]:
    """The figures in a text in order, in digits or in words; a date is one figure."""
    return [
        Figure(match.start(), match.end(), str(match.lastgroup))
        for match in _pattern(language).finditer(masked(text, numbers_in_words(text, language)))
    ]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """A pattern with a named alternative for each kind of figure, the surest first."""
    word = figure_patterns(language)
    to = rf"(?:\s?[–—-]\s?|\s{word['range']}\s)"
    qualified = rf"(?:(?<!\w){word['qualifier']}\s)?{_APART}"
    scale = rf"{word['scale']}(?!\w)"
    count = rf"(?:{_ONE}(?:{to}{_ONE})?(?:\s?{scale})?|(?:{word['one']}|{word['half']})\s{scale})"
    currency = rf"(?:{_CURRENCY}|{word['money']}(?!\w))"
    duration = rf"{qualified}{count}[\s-]{word['duration']}(?!\w)"
    ago = word["ago"].replace("DURATION", duration)
    kinds = {
        "ago": rf"(?<!\w){ago}(?!\w)",
        "date": rf"{_date(language, word)}|(?<!\w){word['century']}(?!\w)",
        "time": r"(?<![\w:.,])\d{1,2}:\d\d(?![\w:])",
        "percentage": rf"{qualified}{_ONE}(?:{to}{_ONE})?\s?(?:%|{word['percent']}(?!\w))"
        rf"|{qualified}(?<!\w){word['fraction']}(?!\w)(?!\s(?:an?\s)?{scale})",
        "amount": rf"{qualified}(?:{_CURRENCY}\s?{count}(?!\w)|{count}\s?{currency})",
        "year": rf"(?<![\w.,-]){YEAR}(?:{to}{YEAR})?(?![\w-]|[.,]\d|\s{scale})"
        rf"(?:(?=\s{word['year']}(?!\w))|(?!\s{word['duration']}(?!\w)))",
        "duration": duration,
        "number": rf"{qualified}(?:{count}(?:\s?{word['unit']})?|(?<!\w){word['alone']})(?!\w)",
        "month": rf"(?<!\w)(?-i:{_any(_months(language, ['wide']))}|{word['month']})(?!\w)",
    }
    alternatives = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items())
    return re.compile(alternatives, re.IGNORECASE)


def _date(language: str, word: Mapping[str, str]) -> str:
    """A date with the name of a month, a part of a year, or a date in digits only."""
    figures_only = (
        rf"\d{{3}}0{word['decade']}|\d{{4}}-\d\d-\d\d"
        r"|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{4}"
    )
    link = rf"(?:{word['date_link']}\s)?"
    part_of_year = rf"{word['period']}\s?{link}{YEAR}"
    known = locale(language)
    if known is None:
        return rf"(?<!\w)(?:{figures_only})(?!\w)"
    month = f"(?:{_any(_months(language, ['wide', 'abbreviated']))}|{word['month']})\\.?"
    day = rf"\d{{1,2}}(?:\.|{word['day_suffix']})?"
    year = rf"(?:,?\s{link}{YEAR})"
    weekday = f"(?:(?:{_any(known.days['format']['wide'].values())}),?\\s)?"
    written = (
        rf"{weekday}(?:{day}\s{link}{month}{year}?|{month}\s{day}(?!\d){year}?)"
        rf"|(?:{word['period']}\s)?{month}{year}"
    )
    return rf"(?<!\w)(?:{written}|{part_of_year}|{figures_only})(?!\w)"


def _months(language: str, widths: Iterable[str]) -> set[str]:
    """The names of the months in these widths, in the forms for dates and standing alone."""
    known = locale(language)
    contexts = known.months.values() if known else ()
    return {
        name.rstrip(".") for names in contexts for width in widths for name in names[width].values()
    }


def _any(words: Iterable[str]) -> str:
    """An alternative for each word, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or NOTHING


@cache
def figure_patterns(language: str) -> Mapping[str, str]:
    """The patterns of what stands around a number in a language; one it lacks matches nothing."""
    phrases = language_data(language).figures
    patterns = {name: str(value) for name, value in phrases if name != "scale"}
    patterns["scale"] = "|".join(phrases.scale.values()) or NOTHING
    return {name: f"(?:{one})".replace("NUMERAL", NUMERAL) for name, one in patterns.items()}
