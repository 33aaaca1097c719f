"""Figures in a text: numbers, amounts of money, percentages, dates and durations."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from corpus.text.digits import NUMBER, YEAR
from corpus.text.languages import MARKS, NOTHING, WORD_END, WORD_START, language_data
from corpus.text.locales import locale
from corpus.text.number_words import NUMERAL, masked, numbers_in_words

_CURRENCY = "(?:(?:US)?[$€£¥₴₽]|(?-i:USD|EUR|GBP|CHF|UAH|RUB|JPY|CNY|KRW)\\b)"
_RANK = rf"(?:\d{{1,3}}|{NUMERAL})"
_ORDINAL_SIGNS = "第제"  # a number behind one is no count
_POWER = r"(?:\s?×\s?10\^?\d+)?"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: the span [start, end) with qualifier and unit, and its kind.

    The kinds are number, amount, percentage, date, duration, time (of the day or left), month, ago
    (for a duration up to now), year for a number that is most likely one, and rank for a place in
    an order, which counts nothing.
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
    word, (start, end, gap, letter) = figure_patterns(language), _edges(language)
    # Not behind a letter, a number in words or their hyphen: not in AS-206 or under-nineteen.
    apart = rf"(?<![{letter}.,{NUMERAL[0]}])(?<![{letter}{NUMERAL[0]}][-–])"
    prefixes = language_data(language).figures.attached.split("|")
    behind_prefix = "|".join(f"(?<={WORD_START}{prefix})" for prefix in prefixes)
    qualified = rf"(?:{start}{word['qualifier']}(?:{gap}|(?<=[-־])))?(?:{apart}|{behind_prefix})"
    one = rf"(?:{NUMBER}{_smaller_scales(language, word)}{_POWER}|{NUMERAL})"
    to = rf"(?:\s?[–—-]\s?|{gap}{word['range']}{gap})"
    scale = rf"{word['scale']}{end}"
    count = rf"(?:{one}(?:{to}{one})?(?:\s?{scale})?|(?:{word['one']}|{word['half']}){gap}{scale})"
    currency = rf"(?:{_CURRENCY}|{word['money']}{end})"
    duration = rf"{qualified}{count}(?:{gap}|-){word['duration']}{end}"
    ago = word["ago"].replace("DURATION", duration)
    kinds = {
        "ago": rf"{start}{ago}{end}",
        "date": rf"{_date(language, word)}|{start}{word['century']}{end}",
        "time": rf"(?<![{letter}:.,])\d{{1,2}}:\d\d(?![{letter}:])",
        "percentage": rf"{qualified}{one}(?:{to}{one})?\s?(?:{word['percent']}{end}|%)"
        rf"|{qualified}{start}{word['fraction']}{end}(?!\s(?:an?\s)?{scale})",
        "amount": rf"{qualified}(?:{_CURRENCY}\s?{count}{end}|{count}\s?{currency})",
        "year": rf"(?:(?<![{letter}.,-])|{behind_prefix}){_year(language, word, to)}",
        "duration": duration,
        "rank": rf"{start}{word['rank'].replace('RANK', _RANK)}{end}",
        "number": rf"{qualified}(?:{count}(?:\s?{word['unit']})?|{start}{word['alone']}){end}",
        "month": rf"{start}(?-i:{_any(_months(language, ['wide']))}|{word['month']}){end}",
    }
    if language_data(language).figures.touch_words:  # 5月 is a month before it is a number
        kinds["number"] = kinds.pop("number")
    alternatives = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items())
    return re.compile(alternatives, re.IGNORECASE)


class _Edges(NamedTuple):
    """What stands around a figure: where a word starts and ends, the space between words, and the
    characters of a class that no figure touches.
    """

    start: str
    end: str
    gap: str
    letter: str


def _edges(language: str) -> _Edges:
    data = language_data(language)
    if data.writes_spaces and not data.figures.touch_words:
        return _Edges(WORD_START, WORD_END, r"\s", rf"\w{MARKS}")
    start = WORD_START if data.writes_spaces else ""
    return _Edges(start, r"(?![A-Za-z\d])", r"\s?", rf"A-Za-z\d{_ORDINAL_SIGNS}")


def _smaller_scales(language: str, word: Mapping[str, str]) -> str:
    """What goes on with a number where figures touch words: 3万5000."""
    touches = language_data(language).figures.touch_words
    return rf"(?:\s?{word['scale']}\s?{NUMBER})*" if touches else ""


def _year(language: str, word: Mapping[str, str], to: str) -> str:
    """A number that is most likely a year, or two; where figures touch words, one that says so."""
    if language_data(language).figures.touch_words:
        return rf"{YEAR}(?:(?:\s?{word['year']})?{to}{YEAR})?\s?{word['year']}"
    return (
        rf"{YEAR}(?:{to}{YEAR}|-[^\W\d]{{1,2}}(?!\w))?(?![\w-]|[.,]\d|\s{word['scale']}{WORD_END})"
        rf"(?:(?=\s{word['year']}{WORD_END})|(?!\s{word['duration']}{WORD_END}))"
    )


def _date(language: str, word: Mapping[str, str]) -> str:
    """A date with the name of a month, a part of a year, or a date in digits only."""
    start, end, *_ = _edges(language)
    figures_only = (
        rf"\d{{3}}0{word['decade']}|\d{{4}}-\d\d-\d\d"
        r"|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{4}"
    )
    link = rf"(?:{word['date_link']}\s)?"
    part_of_year = rf"{word['period']}\s?{link}{YEAR}"
    known = locale(language)
    if known is None:
        return rf"{start}(?:{figures_only}){end}"
    month = f"(?:{_any(_months(language, ['wide', 'abbreviated']))}|{word['month']})\\.?"
    weekday = f"(?:(?:{_any(known.days['format']['wide'].values())}),?\\s)?"
    if language_data(language).figures.touch_words:  # 2023年5月3日
        day = rf"\s?\d{{1,2}}\s?{word['day_suffix']}(?!\d)"
        written = rf"{YEAR}\s?{word['year']}\s?{month}(?:{day})?|{weekday}{month}{day}"
    else:
        day = rf"\d{{1,2}}(?:\.|{word['day_suffix']})?"
        year = rf"(?:,?\s{link}{YEAR})"
        written = (
            rf"{weekday}(?:{day}\s{link}{month}{year}?|{month}\s{day}(?!\d){year}?)"
            rf"|(?:{word['period']}\s)?{month}{year}"
        )
    return rf"{start}(?:{written}|{part_of_year}|{figures_only}){end}"


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
