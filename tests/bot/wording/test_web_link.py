"""Addresses of spots, followed as a browser does."""

import random
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from bot.wording.web_link import link
from corpus import Document, Passage
from corpus.split import split
from tests.support.tiny import documents

REPORTS = Path(__file__).parents[3] / "corpus" / "reports"
PAGE = "https://example.org/troops"
TEXT = (
    "The report counts 20,000 soldiers in the east. The report counts 500 tanks in the west. "
    "It rained. The report counts 500 tanks in the north of the country, as it says."
)


def document(
    text: str, url: str | None = PAGE, path: str = "a.md", pages: tuple[int, ...] = (0,)
) -> Document:
    return Document(
        id="1",
        path=path,
        title="A",
        publisher=None,
        author=None,
        date=None,
        url=url,
        language="en",
        text=text,
        pages=pages,
    )


def passage(quote: str, of: Document) -> Passage:
    start = of.text.index(quote)
    return Passage(of, start, start + len(quote))


def fragment_of(passage: Passage) -> str:
    """The text directive of a passage's address."""
    address, _, directive = str(link(passage)).partition("#:~:")
    assert address == PAGE
    # https://wicg.github.io/scroll-to-text-fragment/#syntax: no "-", "&" or "," but as signs.
    assert re.fullmatch(r"text=(?:[\w.~]|%[0-9A-F]{2})+(?:,(?:[\w.~]|%[0-9A-F]{2})+)?", directive)
    return directive.removeprefix("text=")


def followed(fragment: str, text: str) -> tuple[int, int]:
    """The span of a text that a browser highlights: from the first place where `textStart` stands
    to the first behind that where `textEnd` does, both as whole words.
    """
    first, *last = (unquote(part) for part in fragment.split(","))
    start, end = _place(first, text, 0)
    return (start, _place(last[0], text, end)[1]) if last else (start, end)


def _place(words: str, text: str, after: int) -> tuple[int, int]:
    place, searched = words.lower(), text.lower()
    at = searched.index(place, after)
    while _is_within_word(searched, at) or _is_within_word(searched, at + len(place)):
        at = searched.index(place, at + 1)
    return at, at + len(place)


def _is_within_word(text: str, at: int) -> bool:
    """Whether a word goes on across a place in a text."""
    around = text[max(at - 1, 0) : at + 1]
    return len(around) == 2 and all(sign.isalnum() or sign == "_" for sign in around)


def spoken(text: str) -> str:
    """A text without the signs at its ends."""
    return re.sub(r"^\W+|\W+$", "", text)


# Files of pages


@pytest.mark.parametrize(
    "url", ["https://example.org/a.pdf", "https://example.org/a.PDF?v=2&x=.md"]
)
def test_a_quote_of_a_pdf_is_linked_by_its_page(url: str) -> None:
    several = document("One page. Another page. A third one.", url, pages=(0, 10, 24))
    assert link(passage("Another page.", several)) == f"{url}#page=2"
    assert link(passage("A third one.", several)) == f"{url}#page=3"


def test_an_address_that_does_not_say_so_leads_to_a_pdf_if_the_file_is_one() -> None:
    several = document("One page. Another page.", PAGE, "a.pdf", (0, 10))
    assert link(passage("Another page.", several)) == f"{PAGE}#page=2"


def test_a_page_is_in_the_place_of_another_fragment() -> None:
    url = "https://example.org/a.pdf#zoom=100"
    assert link(passage("Two.", document("One. Two.", url, pages=(0, 5)))) == (
        "https://example.org/a.pdf#page=2"
    )


def test_a_pdf_whose_pages_are_not_known_keeps_its_address() -> None:
    for url in ("https://example.org/a.pdf", "https://example.org/a.pdf#zoom=100"):
        assert link(passage("Two.", document("One. Two.", url))) == url


def test_a_web_page_of_pdfs_is_none() -> None:
    url = "https://example.org/all.pdf/list?file=a.pdf"
    assert link(passage("Two.", document("One. Two.", url))) == f"{url}#:~:text=Two"


# Web pages


def test_a_report_without_an_address_has_no_link() -> None:
    assert link(passage("Two.", document("One. Two.", None))) is None


@pytest.mark.parametrize("url", [PAGE, f"{PAGE}#all", "https://example.org/a.pdf"])
def test_the_whole_report_is_linked_as_it_is(url: str) -> None:
    assert link(Passage(document("One. Two.", url, pages=(0, 5)), 0, 0)) == url


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        (f"{PAGE}#findings", f"{PAGE}#findings:~:text=Two"),
        (f"{PAGE}#", f"{PAGE}#:~:text=Two"),
        (f"{PAGE}#!/a/b", f"{PAGE}#!/a/b:~:text=Two"),
        (f"{PAGE}#:~:text=One", f"{PAGE}#:~:text=Two"),
        (f"{PAGE}#findings:~:text=One&text=Two", f"{PAGE}#findings:~:text=Two"),
        (f"{PAGE}?a=b&c=%20d", f"{PAGE}?a=b&c=%20d#:~:text=Two"),
        ("https://[no-address]/a", "https://[no-address]/a#:~:text=Two"),
        ("https://приклад.укр/звіт", "https://приклад.укр/звіт#:~:text=Two"),
    ],
)
def test_what_is_in_an_address_stays_but_another_highlight(url: str, linked: str) -> None:
    assert link(passage("Two.", document("One. Two.", url))) == linked


@pytest.mark.parametrize(
    ("quote", "fragment"),
    [
        ("The report counts 20,000 soldiers in the east.", "The%20report%20counts,in%20the%20east"),
        # Three words also stand before it, or again before its end.
        (
            "The report counts 500 tanks in the west.",
            "The%20report%20counts%20500,in%20the%20west",
        ),
        (
            "The report counts 500 tanks in the north of the country, as it says.",
            "The%20report%20counts%20500%20tanks%20in%20the%20north,as%20it%20says",
        ),
        ("It rained.", "It%20rained"),
    ],
)
def test_a_fragment_has_as_few_words_as_find_the_quote(quote: str, fragment: str) -> None:
    found = passage(quote, document(TEXT))
    assert fragment_of(found) == fragment
    start, end = followed(fragment, TEXT)
    assert (start, end) == (found.start, found.start + len(spoken(quote)))


def test_ends_that_stand_in_the_quote_before_are_longer() -> None:
    text = "Then soldiers came to the town, and others came to the town, and all came to the town."
    fragment = fragment_of(passage(text, document(text)))
    assert fragment == "Then%20soldiers%20came,all%20came%20to%20the%20town"
    assert followed(fragment, text) == (0, len(text) - 1)


@pytest.mark.parametrize(
    ("quote", "fragment"),
    [
        ("East-West trade, R&D.", "East%2DWest%20trade%2C%20R%26D"),
        ("“Yes”, he said – twice!", "Yes%E2%80%9D%2C%20he%20said%20%E2%80%93%20twice"),
        ("100% of 5 = 5?", "100%25%20of%205%20%3D%205"),
        ("Війська тут.", "%D0%92%D1%96%D0%B9%D1%81%D1%8C%D0%BA%D0%B0%20%D1%82%D1%83%D1%82"),
        ("(a_b) #c/d;e:f", "a_b%29%20%23c%2Fd%3Be%3Af"),
        ("😀 5 men", "5%20men"),
        ("„…“", "%E2%80%9E%E2%80%A6%E2%80%9C"),
    ],
)
def test_signs_are_percent_encoded(quote: str, fragment: str) -> None:
    assert fragment_of(passage(quote, document(f"Before. {quote} Behind."))) == fragment


def test_a_quote_at_the_very_ends_of_a_report_is_found() -> None:
    for quote in ("The report counts 20,000 soldiers in the east.", TEXT[-68:]):
        found = passage(quote, document(TEXT))
        assert followed(fragment_of(found), TEXT)[0] == found.start


def test_a_word_is_not_found_within_another() -> None:
    text = "Over the reports count many more. The report counts them all again and again."
    found = passage("The report counts them all again and again.", document(text))
    assert fragment_of(found) == "The%20report%20counts,again%20and%20again"
    assert followed(fragment_of(found), text)[0] == found.start


def test_other_letters_of_the_same_words_are_the_same() -> None:
    text = "THE REPORT COUNTS all. The report counts the soldiers of the east."
    found = passage("The report counts the soldiers of the east.", document(text))
    assert fragment_of(found) == "The%20report%20counts%20the,of%20the%20east"
    assert followed(fragment_of(found), text)[0] == found.start


def test_a_quote_that_stands_twice_is_found_where_it_stands_first() -> None:
    sentence = "The report counts 20,000 soldiers in the east of it."
    text = f"{sentence} It rained. {sentence}"
    second = Passage(document(text), len(text) - len(sentence), len(text))
    start, end = followed(fragment_of(second), text)
    assert text[start:end] == spoken(sentence)


def test_every_sentence_of_a_text_that_repeats_itself_is_found() -> None:
    chance = random.Random(1)
    words = ["the", "Army", "of", "50,000", "war-time", "“men”", "& women", "їх,", "(again)"]
    lengths = chance.choices(range(1, 16), k=300)
    sentences = [f"{' '.join(chance.choices(words, k=length))}." for length in lengths]
    text = " ".join(sentences)
    whole = document(text)
    at = 0
    for sentence in sentences:
        start, end = followed(fragment_of(Passage(whole, at, at + len(sentence))), text)
        assert text[start:end].casefold() == spoken(sentence).casefold()
        assert start <= at + len(sentence) - len(sentence.lstrip("“&( "))
        at += len(sentence) + 1


def test_every_sentence_of_the_reports_is_found() -> None:
    for report in documents(REPORTS):
        found = document(report.text)
        for _, sentences in split(report):
            for sentence in sentences:
                fragment = fragment_of(Passage(found, sentence.start, sentence.end))
                start, end = followed(fragment, report.text)
                assert report.text[start:end].casefold() == spoken(sentence.text).casefold()
