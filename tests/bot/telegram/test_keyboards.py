"""The data and labels of buttons, within Telegram's limits."""

from dataclasses import replace
from datetime import date

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering import Quote
from bot.telegram.buttons import card_buttons, fitting_words, permalinks, whole_number
from bot.telegram.keyboards import (
    answer_keyboard,
    card_keyboard,
    list_keyboard,
    related_keyboard,
    settings_keyboard,
)
from bot.upkeep.records import ChatSettings
from bot.wording.permalink import Permalink
from bot.wording.translations import LANGUAGES, translation
from corpus import Document, Passage
from index.search import Surroundings
from index.store.reader import Report
from tests.support.botapi.checks import keyboard_of
from tests.support.quotes import quote_of

EN = translation("en")
TEXT = "It rained. The report counts 20,000 soldiers. It snowed."
DOCUMENT = Document(
    id="0123456789abcdef",
    path="a.md",
    title="Troops",
    publisher=None,
    author=None,
    date=date(2024, 10, 28),
    url=None,
    language="en",
    text=TEXT,
)
REFERENCE = Permalink(DOCUMENT.id, 11, 45)


def quote(start: int, end: int) -> Quote:
    return quote_of(Passage(DOCUMENT, start, end))


def rows(keyboard: InlineKeyboardMarkup) -> list[list[tuple[str, str]]]:
    """The labels of the buttons, with their data or what they copy, as Telegram accepts them."""
    kept = keyboard_of(keyboard.to_dict()).get("reply_markup", {"inline_keyboard": []})
    return [
        [(b["text"], b.get("callback_data") or b["copy_text"]["text"]) for b in row]
        for row in kept["inline_keyboard"]
    ]


ONE_QUOTE = [
    ("Source", "card:0123456789abcdef-b-19"),
    ("Copy citation", "“The report counts 20,000 soldiers.”\nTroops, Oct 28, 2024"),
]
VOTES = [("👍", "good:0123456789abcdef-b-19"), ("👎", "bad:0123456789abcdef-b-19")]


def test_an_answer_with_one_quote_has_its_source_and_votes() -> None:
    assert rows(answer_keyboard([quote(11, 45)], EN)) == [ONE_QUOTE, VOTES]


def test_the_buttons_of_several_quotes_are_two() -> None:
    two = [quote(11, 45), quote(46, 56)]
    first, second, votes = rows(answer_keyboard(two, EN))
    assert [label for label, _ in first] == ["1. Source", "1. Copy citation"]
    assert second == [
        ("2. Source", "card:0123456789abcdef-1a-1k"),
        ("2. Copy citation", "“It snowed.”\nTroops, Oct 28, 2024"),
    ]
    assert votes == VOTES
    assert rows(related_keyboard(two, EN)) == [first, second]


def test_a_refusal_can_be_voted_on() -> None:
    assert rows(answer_keyboard([], EN)) == [[("👍", "good:"), ("👎", "bad:")]]
    assert rows(related_keyboard([], EN)) == []


# Source cards


def around(earlier: bool = False, later: bool = False) -> Surroundings:
    return Surroundings(
        Passage(DOCUMENT, 0, 10) if earlier else None,
        Passage(DOCUMENT, 11, 45),
        Passage(DOCUMENT, 46, 56) if later else None,
    )


COPIES = [
    ("Copy citation", "“The report counts 20,000 soldiers.”\nTroops, Oct 28, 2024"),
    ("Copy link", "https://t.me/belegbot?start=0123456789abcdef-b-19"),
]
EARLIER = ("◀ Earlier", "turn:0123456789abcdef-b-19:0")
LATER = ("Later ▶", "turn:0123456789abcdef-b-19:46")
FILE = ("Original file", "file:0123456789abcdef")


@pytest.mark.parametrize(
    ("neighbours", "has_file", "expected"),
    [
        (around(), False, [COPIES]),
        (around(earlier=True), False, [[EARLIER], COPIES]),
        (around(later=True), True, [[LATER], COPIES, [FILE]]),
        (around(earlier=True, later=True), True, [[EARLIER, LATER], COPIES, [FILE]]),
    ],
)
def test_a_card_has_buttons_for_what_there_is(
    neighbours: Surroundings, has_file: bool, expected: list[list[tuple[str, str]]]
) -> None:
    assert (
        rows(card_keyboard(REFERENCE, neighbours, [], has_file, False, "belegbot", EN)) == expected
    )


def test_the_card_of_a_whole_report_copies_no_quote() -> None:
    whole = Permalink(DOCUMENT.id, 0, 0)
    assert rows(card_keyboard(whole, around(), [], False, False, "belegbot", EN)) == [
        [("Copy link", "https://t.me/belegbot?start=0123456789abcdef-0-0")]
    ]


def test_a_card_shows_the_other_quotes_three_in_a_row() -> None:
    others = [
        InlineKeyboardButton(f"{n}. Source", callback_data=f"card:a-{n}-9") for n in range(1, 10)
    ]
    keyboard = card_keyboard(REFERENCE, around(), others, True, False, "belegbot", EN)
    assert [len(row) for row in rows(keyboard)] == [2, 1, 3, 3, 3]
    assert card_buttons(keyboard, EN) == others
    assert card_buttons(keyboard, translation("de"))[0].text == "1. Quelle"


def test_a_card_tells_what_it_is_about_before_the_other_quotes() -> None:
    others = [InlineKeyboardButton("2. Source", callback_data="card:a-1-2")]
    keyboard = card_keyboard(REFERENCE, around(later=True), others, True, False, "belegbot", EN)
    assert permalinks(keyboard) == [REFERENCE, Permalink("a", 1, 2)]


def test_an_answer_tells_its_quotes() -> None:
    keyboard = answer_keyboard([quote(11, 45), quote(46, 56)], EN)
    assert permalinks(keyboard) == [REFERENCE, Permalink(DOCUMENT.id, 46, 56)]


def test_a_quote_posted_inline_is_told_by_its_link() -> None:
    link = InlineKeyboardButton("Source", url="https://t.me/belegbot?start=a-1-2")
    assert permalinks(InlineKeyboardMarkup.from_button(link)) == [Permalink("a", 1, 2)]


def test_what_is_no_quote_of_a_report_tells_none() -> None:
    addresses = InlineKeyboardMarkup.from_row(
        [
            InlineKeyboardButton("A", url="https://example.org/?start=a-1-2"),
            InlineKeyboardButton("B", callback_data="card:"),
            InlineKeyboardButton("C", callback_data="file:a-1-2"),
        ]
    )
    assert permalinks(addresses) == []
    assert permalinks(None) == []
    assert card_buttons(None, EN) == []


# Lists


def listed(count: int, first: int = 1) -> list[tuple[int, Report]]:
    ids = (f"{number:016x}" for number in range(count))
    return [(first + n, Report(replace(DOCUMENT, id=id), 3)) for n, id in enumerate(ids)]


def test_a_list_has_a_card_for_each_report_and_no_pages_if_there_is_one() -> None:
    assert rows(list_keyboard(listed(2), 0, 1, "", EN)) == [
        [("1", "card:0000000000000000-0-0"), ("2", "card:0000000000000001-0-0")]
    ]
    assert rows(list_keyboard([], 0, 0, "tanks", EN)) == []


@pytest.mark.parametrize(
    ("page", "turn"),
    [
        (0, [("Older ▶", "list:1:NATO 2024")]),
        (1, [("◀ Newer", "list:0:NATO 2024"), ("Older ▶", "list:2:NATO 2024")]),
        (2, [("◀ Newer", "list:1:NATO 2024")]),
    ],
)
def test_a_list_is_turned_with_its_words(page: int, turn: list[tuple[str, str]]) -> None:
    cards, turned = rows(list_keyboard(listed(8, 8 * page + 1), page, 3, "NATO 2024", EN))
    assert [label for label, _ in cards] == [str(8 * page + n) for n in range(1, 9)]
    assert turned == turn


@pytest.mark.parametrize(
    "words",
    [
        ["soldiers"] * 50,
        ["солдати"] * 50,
        ["s" * 200],
        ["щ" * 200],
        ["🙂" * 200],
        ["a🙂" * 200],
        ["a", "щ" * 200],
    ],
)
def test_long_words_are_cut_to_what_a_button_holds(words: list[str]) -> None:
    fitting = " ".join(fitting_words(words))
    assert 50 <= len(fitting.encode()) <= 54
    assert " ".join(words).startswith(fitting)
    [_, turn] = rows(list_keyboard(listed(8), 9998, 10_000, fitting, EN))
    assert [data for _, data in turn] == [f"list:9997:{fitting}", f"list:9999:{fitting}"]


@pytest.mark.parametrize("words", [[], ["NATO"], ["NATO", "2024"], ["Тема:", "b:c"]])
def test_short_words_stay(words: list[str]) -> None:
    assert fitting_words(words) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_keyboard_is_accepted_in_every_language(language: str) -> None:
    ui = translation(language)
    ten = [quote(11, 45)] * 10
    assert len(rows(answer_keyboard(ten, ui))) == 11
    longest = Permalink(DOCUMENT.id, 36**11 - 1, 36**11 - 1)
    assert rows(card_keyboard(longest, around(True, True), [], True, True, "b" * 32, ui))
    assert rows(list_keyboard(listed(8), 1, 3, "NATO", ui))
    assert rows(settings_keyboard(ChatSettings(), 3, ui))


# What somebody's own program sends


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("46", 46),
        ("999999999", 999_999_999),
        ("1000000000", 0),
        ("9" * 60, 0),
        ("-1", 0),
        ("", 0),
        ("x", 0),
        ("1.5", 0),
        ("1e3", 0),
        ("٣", 0),
        ("²", 0),
        ("1\n", 0),
        (" 1", 0),
        ("1_000", 0),
    ],
)
def test_what_is_no_number_counts_as_none(text: str, number: int) -> None:
    assert whole_number(text) == number
