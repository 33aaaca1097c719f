"""Dates as people write them (the only user of dateparser)."""

import datetime
import re

import dateparser
from babel import Locale, UnknownLocaleError

from corpus.text.languages import languages

_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ,].*)?", re.DOTALL)
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(?:\d{4}|\d{2})")
_OLDEST = 1900  # an earlier year is probably a slip


def day(value: object, language: str) -> datetime.date:
    """The day that a value names, without its time of day.

    `language` (de, en-GB) decides on the names of months and whether 10/11/2024 is in November.
    Raises ValueError when the value does not name a day: a month or a year only, "last week".
    """
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = str(value).strip()
    if iso := _ISO.fullmatch(text):
        return datetime.date(int(iso[1]), int(iso[3]), int(iso[4]))
    code = language.split("-")[0]
    for known in dict.fromkeys((code, *languages())):
        if found := _parsed(text, known, language):
            return found
    raise ValueError(f"{text!r} does not name a day")


def doubt(value: object, found: datetime.date, language: str) -> str | None:
    """A reason to doubt that a date is the one meant; None without one."""
    if found > datetime.date.today() + datetime.timedelta(days=1):  # it may be tomorrow elsewhere
        return f"the date {found} is in the future"
    if found.year < _OLDEST:
        return f"the date {found} is long ago"
    numbers = _NUMBERS.fullmatch(str(value).strip())
    either = found.day <= 12 and found.day != found.month
    if numbers and numbers[2] != "." and either and language == "en":  # of which country?
        return f"the date {value} is read as {found}; write it so if that is wrong"
    return None


def _parsed(text: str, code: str, language: str) -> datetime.date | None:
    numbers = _NUMBERS.fullmatch(text)
    day_first = (numbers and numbers[2] == ".") or _day_comes_first(language)
    try:
        found = dateparser.parse(
            text,
            languages=[code],
            settings={
                "PARSERS": ["absolute-time"],
                "REQUIRE_PARTS": ["day", "month", "year"],
                "STRICT_PARSING": True,
                "DATE_ORDER": "DMY" if day_first else "MDY",
            },
        )
    except ValueError:  # an unknown language
        return None
    return found.date() if found else None


def _day_comes_first(language: str) -> bool:
    try:
        pattern = Locale.parse(language, sep="-").date_formats["medium"].pattern
    except (UnknownLocaleError, ValueError):
        return True
    return bool(pattern.index("d") < pattern.index("M"))
