"""The bot's own sentences in the reader's language; everything else that it shows is quoted.

The code has them in English. Their translations are the gettext catalogues in
`bot/wording/locale/`, which are read as they are, without compiling.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

CODE_LANGUAGE = "en"
LANGUAGES = (CODE_LANGUAGE, "de", "uk", "ru", "fr", "es")


@dataclass(frozen=True, slots=True)
class Translation:
    """The bot's sentences in one of the LANGUAGES."""

    language: str
    _translations: NullTranslations

    def gettext(self, message: str, **values: object) -> str:
        """A sentence in this language, with the values in its placeholders."""
        return self._translations.gettext(message).format(**values)

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """A sentence about `count` things, with the values and {count} in its placeholders."""
        translated = self._translations.ngettext(one, many, count)
        return translated.format(count=self.number(count), **values)

    def date(self, day: date) -> str:
        return format_date(day, "medium", locale=self.language)

    def time(self, moment: datetime) -> str:
        """A date and time in UTC, to the minute."""
        moment = moment.astimezone(UTC)
        clock = format_time(moment, "short", locale=self.language)
        return f"{self.date(moment.date())}, {clock} UTC"

    def duration(self, time: timedelta) -> str:
        """A length of time in its largest unit."""
        return format_timedelta(time, locale=self.language)

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self.language)

    def name_of(self, language: str) -> str:
        """The name of a language, given its ISO 639-1 code."""
        return str(Locale(self.language).languages.get(language, language))


def own_name(language: str) -> str:
    """The name of a language in that language."""
    return str(Locale(language).get_language_name()).capitalize()


def translation(*languages: str | None) -> Translation:
    """The sentences in the first of these languages that has them, else in English."""
    language = next((code for code in languages if code in LANGUAGES), CODE_LANGUAGE)
    return Translation(language, _translations(language))


@cache
def _translations(language: str) -> NullTranslations:
    if language == CODE_LANGUAGE:
        return NullTranslations()
    path = Path(__file__).with_name("locale") / language / "LC_MESSAGES" / "belegbot.po"
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
