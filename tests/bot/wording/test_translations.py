"""What the bot says itself: complete and right in each of its languages."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.wording.translations import CODE_LANGUAGE, LANGUAGES, own_name, translation

BOT = Path(__file__).parents[3] / "bot"
TRANSLATED = [language for language in LANGUAGES if language != CODE_LANGUAGE]
CARDINAL = ("{count} question from memory", "{count} questions from memory")
_PLACE = re.compile(r"\{\w*\}")
_COMMAND = re.compile(r"/[a-z]+")


@cache
def said() -> Catalog:
    """What the program says, as it is extracted from its source."""
    said = Catalog()
    for _, _, message, _, _ in extract_from_dir(BOT):
        said.add(message)
    return said


@cache
def catalogue(language: str) -> Catalog:
    path = BOT / "wording" / "locale" / language / "LC_MESSAGES" / "belegbot.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def translated() -> Iterator[tuple[str, Message]]:
    """Each message of each catalogue, with its language."""
    for language in TRANSLATED:
        for message in catalogue(language):
            if message.id:  # the first is the header
                yield language, message


def forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """A message in all its plural forms."""
    return [text] if isinstance(text, str) else list(text or ())


# The catalogues


def test_there_is_something_to_translate() -> None:
    assert len(said()) > 50
    assert CARDINAL[0] in said()


def test_there_is_a_catalogue_for_each_language_and_no_other() -> None:
    folders = [path.name for path in (BOT / "wording" / "locale").iterdir()]
    assert sorted(folders) == sorted(TRANSLATED)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_what_is_said_and_nothing_else(language: str) -> None:
    ours, theirs = ({message.id for message in it} for it in (said(), catalogue(language)))
    assert ours - theirs == set(), "missing"
    assert theirs - ours == set(), "no longer said"
    assert list(catalogue(language).obsolete) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_header_of_a_catalogue_is_right(language: str) -> None:
    headers = dict(catalogue(language).mime_headers)
    forms = {"uk": 3, "ru": 3}.get(language, 2)
    assert headers["Language"] == language
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["Plural-Forms"].startswith(f"nplurals={forms};")
    assert not catalogue(language).fuzzy


def test_each_message_is_translated_for_certain_in_all_its_forms() -> None:
    wrong = [
        (language, message.id)
        for language, message in translated()
        if message.fuzzy
        or not all(form.strip() for form in forms(message.string))
        or len(forms(message.string))
        != (catalogue(language).num_plurals if message.pluralizable else 1)
    ]
    assert wrong == []


def test_each_form_has_the_places_of_the_source() -> None:
    wrong = [
        (language, form)
        for language, message in translated()
        for form in forms(message.string)
        if sorted(_PLACE.findall(form)) != sorted(_PLACE.findall(forms(message.id)[-1]))
    ]
    assert wrong == []


def test_each_form_has_the_commands_of_the_source() -> None:
    wrong = [
        (language, form)
        for language, message in translated()
        for form in forms(message.string)
        if _COMMAND.findall(form) != _COMMAND.findall(forms(message.id)[-1])
    ]
    assert wrong == []


def test_nothing_is_said_in_markup() -> None:
    sentences = [form for message in said() for form in forms(message.id)]
    sentences += [form for _, message in translated() for form in forms(message.string)]
    assert [text for text in sentences if set(text) & set("<>&")] == []


def test_a_translation_begins_and_ends_like_the_source() -> None:
    """A bullet, a colon, a full stop; and no space that a translator left."""
    wrong = [
        (language, form)
        for language, message in translated()
        for form in forms(message.string)
        for source in [forms(message.id)[-1]]
        if form != form.strip()
        or (form[0] == "•") != (source[0] == "•")
        or any(form.endswith(sign) != source.endswith(sign) for sign in (".", ":", "?"))
    ]
    assert wrong == []


def test_a_translation_is_in_the_letters_of_its_language() -> None:
    wrong = [
        (language, form)
        for language, message in translated()
        for form in forms(message.string)
        if re.search(r"[^\W\d_]", _PLACE.sub("", form))
        if bool(re.search("[а-яґєії]", form.lower())) != (language in ("uk", "ru"))
        or (language == "uk" and re.search("[ыэъё]", form.lower()))
        or (language == "ru" and re.search("[ґєії]", form.lower()))
    ]
    assert wrong == []


# Which language


@pytest.mark.parametrize(
    ("languages", "chosen"),
    [
        ((), "en"),
        ((None, None, None), "en"),
        (("de", "uk", "fr"), "de"),
        ((None, "uk", "fr"), "uk"),
        ((None, None, "fr"), "fr"),
        ((None, "pl", "ru"), "ru"),
        (("", "pl", None), "en"),
        ((None, "pt", "es"), "es"),
        ((None, "../de", None), "en"),
    ],
)
def test_the_first_language_that_there_is_decides(
    languages: tuple[str | None, ...], chosen: str
) -> None:
    assert translation(*languages).language == chosen


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_language_speaks_for_itself(language: str) -> None:
    ui = translation(language)
    assert ui.gettext("The reports do not say.") != "The reports do not say."
    assert ui.gettext("Nobody ever says this.") == "Nobody ever says this."


def test_a_language_is_called_as_its_speakers_call_it() -> None:
    names = ["English", "Deutsch", "Українська", "Русский", "Français", "Español"]
    assert [own_name(language) for language in LANGUAGES] == names


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Ukrainian", "German", "xx"]),
        ("de", ["Ukrainisch", "Deutsch", "xx"]),
        ("uk", ["українська", "німецька", "xx"]),
        ("fr", ["ukrainien", "allemand", "xx"]),
    ],
)
def test_other_languages_have_names(language: str, names: list[str]) -> None:
    assert [translation(language).name_of(code) for code in ("uk", "de", "xx")] == names


# Numbers and dates


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["0 questions", "1 question", "2 questions", "5 questions", "21 questions", "1,500 questions"]),
        ("de", ["0 Fragen", "1 Frage", "2 Fragen", "5 Fragen", "21 Fragen", "1.500 Fragen"]),
        ("fr", ["0 question", "1 question", "2 questions", "5 questions", "21 questions", "1\u202f500 questions"]),
        ("es", ["0 preguntas", "1 pregunta", "2 preguntas", "5 preguntas", "21 preguntas", "1.500 preguntas"]),
        ("uk", ["0 запитань", "1 запитання", "2 запитання", "5 запитань", "21 запитання", "1\u00a0500 запитань"]),
        ("ru", ["0 вопросов", "1 вопрос", "2 вопроса", "5 вопросов", "21 вопрос", "1\u00a0500 вопросов"]),
    ],
)  # fmt: skip
def test_things_are_counted_as_in_the_language(language: str, said: list[str]) -> None:
    counted = [translation(language).ngettext(*CARDINAL, count) for count in (0, 1, 2, 5, 21, 1500)]
    assert [text[: len(start)] for text, start in zip(counted, said, strict=True)] == said


@pytest.mark.parametrize("language", ["uk", "ru"])
@pytest.mark.parametrize(
    ("count", "like"), [(11, 5), (12, 5), (14, 5), (22, 2), (101, 1), (111, 5)]
)
def test_eleven_is_not_like_one(language: str, count: int, like: int) -> None:
    ui = translation(language)
    assert ui.ngettext(*CARDINAL, count)[len(str(count)) :] == ui.ngettext(*CARDINAL, like)[1:]


@pytest.mark.parametrize(
    ("language", "day", "moment", "number", "length"),
    [
        ("en", "Oct 28, 2024", "Oct 28, 2024, 3:05\u202fPM UTC", "1,234.5", "2 days"),
        ("de", "28.10.2024", "28.10.2024, 15:05 UTC", "1.234,5", "2 Tage"),
        ("fr", "28 oct. 2024", "28 oct. 2024, 15:05 UTC", "1\u202f234,5", "2\u00a0jours"),
        ("es", "28 oct 2024", "28 oct 2024, 15:05 UTC", "1.234,5", "2 días"),
        ("uk", "28 жовт. 2024\u202fр.", "28 жовт. 2024\u202fр., 15:05 UTC", "1\u00a0234,5", "2 дні"),
        ("ru", "28 окт. 2024\u202fг.", "28 окт. 2024\u202fг., 15:05 UTC", "1\u00a0234,5", "2 дня"),
    ],
)  # fmt: skip
def test_dates_and_numbers_are_written_as_in_the_language(
    language: str, day: str, moment: str, number: str, length: str
) -> None:
    ui = translation(language)
    assert ui.date(date(2024, 10, 28)) == day
    assert ui.time(datetime(2024, 10, 28, 15, 5, 59, tzinfo=UTC)) == moment
    assert ui.number(1234.5) == number
    assert ui.duration(timedelta(days=2, hours=3)) == length


def test_a_time_is_told_in_utc_wherever_it_was_taken() -> None:
    kyiv = timezone(timedelta(hours=2))
    told = translation("de").time(datetime(2024, 10, 28, 1, 30, tzinfo=kyiv))
    assert told == "27.10.2024, 23:30 UTC"


def test_what_is_put_into_a_sentence_may_hold_braces() -> None:
    ui = translation("de")
    assert ui.gettext("Also in: {titles}", titles="{titles} {0}").endswith(": {titles} {0}")
