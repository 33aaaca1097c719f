"""Where a quote comes from, in words."""

from dataclasses import replace
from datetime import date

import pytest

from bot.answering import Quote
from bot.wording.citation import (
    also_in,
    citation,
    copyable_citation,
    first_mark,
    short_citation,
)
from bot.wording.translations import translation
from bot.wording.utf16 import shortened
from corpus import Document, Passage
from tests.support.botapi.markup import units
from tests.support.quotes import quote_of

EN = translation("en")
TEXT = "The report counts 20,000 soldiers. It rained."
DOCUMENT = Document(
    id="1",
    path="troops.md",
    title="Troops",
    publisher="Institute",
    author="Ada",
    date=date(2024, 10, 28),
    url="https://example.org/troops",
    language="en",
    text=TEXT,
)
BARE = replace(DOCUMENT, publisher=None, author=None, date=None, url=None)


def passage(document: Document = DOCUMENT) -> Passage:
    return Passage(document, 0, len(document.text))


def quote(document: Document = DOCUMENT, *also: Document) -> Quote:
    start = TEXT.index("20,000")
    return quote_of(passage(document), [(start, start + 6)], also)


def test_a_citation_has_all_that_is_known() -> None:
    assert citation(passage(), EN) == "Troops, Ada, Institute, Oct 28, 2024"
    assert citation(passage(BARE), EN) == "Troops"


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "Oct 28, 2024"),
        ("de", "28.10.2024"),
        ("uk", "28 жовт. 2024\u202fр."),
        ("ru", "28 окт. 2024\u202fг."),
        ("fr", "28 oct. 2024"),
        ("es", "28 oct 2024"),
    ],
)
def test_a_date_is_written_as_the_reader_does(language: str, day: str) -> None:
    assert short_citation(passage(), translation(language)) == f"Institute, {day}"


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", ""),
        ("de", " · Englisch"),
        ("uk", " · англійська"),
        ("ru", " · английский"),
        ("fr", " · anglais"),
        ("es", " · inglés"),
    ],
)
def test_a_language_that_is_not_the_readers_is_told(language: str, label: str) -> None:
    assert citation(passage(BARE), translation(language)) == f"Troops{label}"


def test_a_language_without_a_name_is_told_by_its_code() -> None:
    assert citation(passage(replace(BARE, language="qq")), EN) == "Troops · qq"


@pytest.mark.parametrize(("language", "page"), [("en", "p. 2"), ("de", "S. 2"), ("uk", "с. 2")])
def test_a_page_is_told_where_there_are_several(language: str, page: str) -> None:
    paged = replace(BARE, pages=(0, 35), language=language)
    assert citation(Passage(paged, 35, 45), translation(language)) == f"Troops, {page}"


def test_a_short_citation_names_the_publisher_else_the_author_else_the_title() -> None:
    assert short_citation(passage(), EN) == "Institute, Oct 28, 2024"
    assert short_citation(passage(replace(DOCUMENT, publisher=None)), EN) == "Ada, Oct 28, 2024"
    assert short_citation(passage(BARE), EN) == "Troops"


def test_a_figure_is_what_is_marked() -> None:
    assert first_mark(quote()) == "20,000"


# Other reports


def test_other_reports_that_say_the_same_are_named() -> None:
    assert also_in(quote(), EN) == ""
    others = [replace(DOCUMENT, id=title, title=title) for title in ("A", "B")]
    assert also_in(quote(DOCUMENT, *others), EN) == "Also in: A; B"
    assert also_in(quote(DOCUMENT, *others), translation("de")) == "Auch in: A; B"


def test_very_many_other_reports_are_named_as_far_as_there_is_room() -> None:
    others = [replace(DOCUMENT, id=str(n), title=f"Report number {n}") for n in range(100)]
    said = also_in(quote(DOCUMENT, *others), EN)
    assert said.startswith("Also in: Report number 0; Report number 1; ")
    assert said.endswith(" …")
    assert units(said) <= 510


# What a button copies


def test_a_citation_is_copied_with_quote_and_link() -> None:
    assert copyable_citation(passage(), EN) == (
        f"“{TEXT}”\nTroops, Ada, Institute, Oct 28, 2024, https://example.org/troops"
    )
    assert copyable_citation(passage(BARE), EN) == f"“{TEXT}”\nTroops"


def test_a_page_is_copied_too() -> None:
    paged = replace(DOCUMENT, pages=(0, 35))
    assert copyable_citation(Passage(paged, 35, 45), translation("de")) == (
        "„It rained.“\nTroops, Ada, Institute, 28.10.2024, S. 2, https://example.org/troops"
    )


def test_a_long_quote_is_cut_at_a_word() -> None:
    long = replace(BARE, text="It rained on soldiers. " * 30)
    text = copyable_citation(passage(long), EN)
    start, cited = text.split(" […]”\n")
    assert cited == "Troops"
    assert (long.text + " ").startswith(start.removeprefix("“") + " ")
    assert 240 <= units(text) <= 256


def test_a_quote_that_just_fits_is_whole() -> None:
    for length, is_whole in ((247, True), (248, False)):
        text = copyable_citation(passage(replace(BARE, text="a" * length)), EN)
        assert ("[…]" not in text) is is_whole
        assert units(text) == 256


def test_a_long_address_is_left_out() -> None:
    long = replace(DOCUMENT, url=f"https://example.org/{'a' * 200}")
    assert copyable_citation(passage(long), EN) == f"“{TEXT}”\nTroops, Ada, Institute, Oct 28, 2024"


def test_a_long_title_is_cut_and_leaves_room_for_the_quote() -> None:
    long = replace(DOCUMENT, title="On the soldiers in the east " * 8)
    quoted, cited = copyable_citation(passage(long), EN).split("\n")
    assert quoted == f"“{TEXT}”"
    assert cited.startswith("On the soldiers in the east On the")
    assert cited.endswith(" …")
    assert units(cited) <= 160


@pytest.mark.parametrize(
    ("language", "opened", "closed"),
    [
        ("en", "“", "”"),
        ("de", "„", "“"),
        ("uk", "«", "»"),
        ("ru", "«", "»"),
        ("fr", "«\xa0", "\xa0»"),
        ("es", "«", "»"),
    ],
)
@pytest.mark.parametrize(
    "filling", ["a ", "a", "їжак ", "ї", "🙂", "🙂 ", "🇺🇦", "\u0301", "👩‍👩‍👧"]
)
def test_whatever_is_copied_fits_into_a_button(
    language: str, opened: str, closed: str, filling: str
) -> None:
    long = Document(
        id="1",
        path="a.md",
        title=(filling * 200)[:200],
        publisher=(filling * 200)[:200],
        author=(filling * 200)[:200],
        date=date(2024, 10, 28),
        url=f"https://example.org/{'a' * 3000}",
        language=language,
        text=filling * 1000,
        pages=(0, 5),
    )
    text = copyable_citation(passage(long), translation(language))
    assert 150 <= units(text) <= 256
    assert text.startswith(f"{opened}{filling[0]}")
    assert f" […]{closed}\n" in text
    assert text.encode("utf-16-le").decode("utf-16-le") == text


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("one two", "one two"),
        ("one two three", "one two …"),
        ("one two3456789", "one …"),
        ("onetwothreefour", "onetwoth …"),
        ("🙂🙂🙂🙂🙂🙂", "🙂🙂🙂🙂 …"),
        ("a🙂🙂🙂🙂🙂🙂", "a🙂🙂🙂 …"),
        ("", ""),
    ],
)
def test_a_text_is_cut_at_a_word_or_where_it_has_none(text: str, short: str) -> None:
    assert shortened(text, 10) == short
