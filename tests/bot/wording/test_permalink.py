"""Short names for spans of reports."""

import re

import pytest

from bot.wording.permalink import Permalink
from corpus import Document, Passage

DOCUMENT = Document(
    id="0123456789abcdef",
    path="a.txt",
    title="A",
    publisher=None,
    author=None,
    date=None,
    url=None,
    language="en",
    text="Some text of a report.",
)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (0, 35), (36, 1295), (5, 10**9)])
def test_a_reference_reads_as_it_was_written(start: int, end: int) -> None:
    permalink = Permalink(DOCUMENT.id, start, end)
    assert Permalink.parse(str(permalink)) == permalink


def test_a_reference_counts_in_letters_too() -> None:
    assert str(Permalink(DOCUMENT.id, 35, 36)) == "0123456789abcdef-z-10"


def test_the_longest_reference_fits_into_a_deep_link_and_a_button() -> None:
    longest = str(Permalink(DOCUMENT.id, 36**11 - 1, 36**11 - 1))
    assert re.fullmatch("[A-Za-z0-9_-]{40}", longest)
    assert Permalink.parse(longest)


def test_a_reference_names_a_passage_and_finds_it_again() -> None:
    passage = Passage(DOCUMENT, 5, 9)
    permalink = Permalink.to(passage)
    assert permalink == Permalink("0123456789abcdef", 5, 9)
    assert permalink.in_document(DOCUMENT) == passage


@pytest.mark.parametrize(("start", "end"), [(9, 5), (5, 5), (100, 200), (200, 100)])
def test_a_span_outside_of_its_document_is_empty(start: int, end: int) -> None:
    assert Permalink(DOCUMENT.id, start, end).in_document(DOCUMENT).text == ""


def test_a_span_that_is_too_long_ends_with_its_document() -> None:
    assert Permalink(DOCUMENT.id, 15, 10**9).in_document(DOCUMENT).text == "report."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "help",
        "-",
        "--",
        "a-1",
        "a-1-",
        "a--1",
        "-1-2",
        "a-1-2-3",
        "a-1-2\n",
        " a-1-2",
        "A-1-2",
        "g-1-2",
        "a-1-Z",
        "a--1--2",
        "a-1.5-2",
        "a-١-٢",
        "а-1-2",  # Cyrillic
        "../../etc/passwd-1-2",
        "a' or 1=1--1-2",
        f"{'a' * 17}-1-2",
        f"a-{'z' * 12}-1",
        f"a-1-{'z' * 4000}",
    ],
)
def test_nonsense_is_no_reference(text: str) -> None:
    assert Permalink.parse(text) is None
