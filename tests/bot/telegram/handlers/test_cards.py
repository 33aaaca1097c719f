"""Source cards: where a quote comes from."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.upkeep.records import ChatSettings
from bot.wording.translations import translation
from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.botapi.markup import units
from tests.support.telegram import (
    MEETINGS,
    QUESTION,
    REFUSAL,
    REPORT_GONE,
    TROOPS,
    TROOPS_QUOTE,
    ask,
    ask_in_group,
    buttons,
    covered,
    faults,
    is_reply,
    keyboard,
    link_of,
    press,
    running,
    state_of,
    turn,
)
from tests.support.tiny import index_of

PAGES = [
    "It rained on the first day & the second.",
    "It snowed.",
    "At last there were 24 <meetings>. It was warm.",
    "The end was near.",
]
STATED = """\
title: On <Meetings> & more
author: Ada Example
publisher: Institute & Sons
date: 2024-10-28
url: https://example.org/meetings.pdf?a=b&c
language: en
"""
MEETINGS_QUOTE = "At last there were 24 <meetings>."
SOLDIERS = """\
---
title: Soldiers
language: de
---

Im Norden zählt der Bericht 500 Soldaten und mehr.
"""
SOLDIERS_QUOTE = "Im Norden zählt der Bericht 500 Soldaten und mehr."
FILES = {
    "meetings.pages": "\f".join(PAGES),
    "meetings.yaml": STATED,
    "troops.md": TROOPS,
    "soldiers.md": SOLDIERS,
}

NO_QUOTE = "That message does not quote a report."


@pytest.fixture(scope="module")
def paged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of a report with four pages and of two short ones."""
    index = index_of(tmp_path_factory.mktemp("cards"), FILES)
    yield index
    index.close()


def quoted(message: Json) -> str:
    """What a message quotes, as one text."""
    return "\n".join(covered(message, "blockquote"))


def selected(message: Json, quote: str) -> Json:
    """The selection of some words in a quote of a message, by somebody who replies to it."""
    at = units(message["text"][: message["text"].index(quote)]) + 4
    return {"text": quote[4:10], "position": at, "is_manual": True}


# The card


async def test_the_button_of_a_quote_shows_all_that_is_known_of_its_source(
    api: FakeBotApi, paged: Index
) -> None:
    async with running(api, paged):
        answer = await ask(api, "How many meetings?")
        query = api.press(answer, "Source")
        _, card = await api.sent(2)
        assert (await api.answered(query))["text"] == ""
    built = translation("en").time(datetime.fromisoformat(paged.manifest.built))
    assert card["text"].split("\n") == [
        "On <Meetings> & more",
        "Ada Example, Institute & Sons, Oct 28, 2024, English, p. 3",
        "https://example.org/meetings.pdf?a=b&c",
        f"Index of {built}",
        "… At last there were 24 <meetings>. It was warm. …",
    ]
    assert covered(card, "bold") == ["On <Meetings> & more", MEETINGS_QUOTE]
    assert quoted(card) == "… At last there were 24 <meetings>. It was warm. …"
    assert link_of(card) == "https://example.org/meetings.pdf?a=b&c#page=3"
    assert is_reply(card, answer)
    assert buttons(card) == [["◀ Earlier", "Later ▶"], ["Copy citation", "Copy link"]]
    [copy, deep_link] = keyboard(card)[1]
    assert copy["copy_text"]["text"] == (
        f"“{MEETINGS_QUOTE}”\nOn <Meetings> & more, Ada Example, Institute & Sons, Oct 28, 2024, "
        "p. 3, https://example.org/meetings.pdf?a=b&c"
    )
    assert deep_link["copy_text"]["text"].startswith("https://t.me/belegbot?start=")


async def test_a_card_leaves_out_what_is_not_known(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        answer = await ask(api, "Wie viele Soldaten im Norden?", language="de")
        card = await press(api, answer, "Quelle", language="de")
    lines = card["text"].split("\n")
    assert (lines[:2], lines[3:]) == (["Soldiers", "Deutsch"], [SOLDIERS_QUOTE])
    assert lines[2].startswith("Index vom ")
    assert covered(card, "bold") == ["Soldiers", SOLDIERS_QUOTE]
    assert covered(card, "text_link") == []
    assert buttons(card) == [["Zitat kopieren", "Link kopieren"]]


async def test_a_card_pages_through_its_document_and_back(api: FakeBotApi, paged: Index) -> None:
    shown = []
    async with running(api, paged):
        answer = await ask(api, "How many meetings?")
        card = await press(api, answer, "Source")
        for button in ["Later", *["Earlier"] * 3, *["Later"] * 2]:
            card = await turn(api, card, button)
            page = card["text"].split("\n")[1].rpartition(", ")[2]
            shown.append((page, quoted(card), buttons(card)[0]))
        assert len(api.messages) == 2
    middle = ["◀ Earlier", "Later ▶"]
    assert shown == [
        ("p. 4", "… The end was near.", ["◀ Earlier"]),
        ("p. 3", "… At last there were 24 <meetings>. It was warm. …", middle),
        ("p. 2", "… It snowed. …", middle),
        ("p. 1", "It rained on the first day & the second. …", ["Later ▶"]),
        ("p. 2", "… It snowed. …", middle),
        ("p. 3", "… At last there were 24 <meetings>. It was warm. …", middle),
    ]


async def test_the_quote_is_bold_only_where_it_stands(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        answer = await ask(api, "How many meetings?")
        card = await press(api, answer, "Source")
        link = covered(card, "text_link")
        card = await turn(api, card, "Later")
        assert covered(card, "bold") == ["On <Meetings> & more"]
        assert covered(card, "text_link") == link
        card = await turn(api, card, "Earlier")
    assert covered(card, "bold") == ["On <Meetings> & more", MEETINGS_QUOTE]


async def test_a_button_pressed_twice_turns_once(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged) as app:
        answer = await ask(api, "How many meetings?")
        card = await press(api, answer, "Source")
        queries = [api.press(card, "Later"), api.press(card, "Later")]
        for query in queries:
            await api.answered(query)
        await api.edited(card, 1)
        await ask(api, "/help")  # by when all is done that was pressed
        assert quoted(card) == "… The end was near."
        assert faults(app) == []


async def test_a_card_is_sent_to_the_topic_of_its_answer(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        answer = await ask_in_group(api, "/ask How many meetings?", thread=9)
        card = await press(api, answer, "Source", user=8)
    assert card["message_thread_id"] == 9
    assert is_reply(card, answer)


async def test_the_longest_card_there_is_fits(api: FakeBotApi, tmp_path: Path) -> None:
    name = ("🙂 " * 100)[:199]
    url = f"https://example.org/{'a' * 1900}"
    metadata = f"title: {name}\nauthor: {name}\npublisher: {name}\nurl: {url}\nlanguage: en\n"
    sentence = f"The report counts 24 meetings {'🙂' * 900}."
    index = index_of(tmp_path, {"a.txt": f"It rained.\n\n{sentence}", "a.yaml": metadata})
    async with running(api, index):
        answer = await ask(api, "How many meetings?")
        card = await press(api, answer, "Source")
    title, known, address, _, *_ = card["text"].split("\n")
    assert (title, known) == (name, f"{name}, {name}, English")
    assert address == f"{url[:78]} …"
    assert covered(card, "bold") == [name, sentence]
    index.close()


# /source in reply to the bot


async def two_quotes(api: FakeBotApi) -> Json:
    """An answer with a quote of each of two reports."""
    answer = await ask(api, QUESTION)
    assert sorted(covered(answer, "blockquote")) == sorted([TROOPS_QUOTE, SOLDIERS_QUOTE])
    assert buttons(answer)[:2] == [
        ["1. Source", "1. Copy citation"],
        ["2. Source", "2. Copy citation"],
    ]
    return answer


async def test_a_command_in_reply_to_an_answer_shows_the_card_of_its_first_quote(
    api: FakeBotApi, paged: Index
) -> None:
    async with running(api, paged):
        answer = await two_quotes(api)
        first, second = covered(answer, "blockquote")
        asking = api.private("/source", reply_to=answer)
        _, card = await api.sent(2)
        assert quoted(card).startswith(first)
        assert is_reply(card, asking)
        assert buttons(card)[-1] == ["2. Source"]
        other = await press(api, card, "2. Source")
    assert quoted(other).startswith(second)


@pytest.mark.parametrize(("number", "other"), [(0, "2. Source"), (1, "1. Source")])
async def test_of_several_quotes_the_selected_one_is_shown(
    api: FakeBotApi, paged: Index, number: int, other: str
) -> None:
    async with running(api, paged):
        answer = await two_quotes(api)
        chosen = covered(answer, "blockquote")[number]
        card = await ask(api, "/source", reply_to=answer, quote=selected(answer, chosen))
    assert quoted(card).startswith(chosen)
    assert buttons(card)[-1] == [other]


async def test_the_buttons_of_other_quotes_stay_while_a_card_is_turned(
    api: FakeBotApi, paged: Index
) -> None:
    async with running(api, paged):
        answer = await ask(api, "/source meetings of soldiers")
        assert MEETINGS_QUOTE in covered(answer, "blockquote")
        quote = selected(answer, MEETINGS_QUOTE)
        card = await ask(api, "/source", reply_to=answer, quote=quote)
        others = buttons(card)[-1]
        assert len(others) == len(covered(answer, "blockquote")) - 1 >= 1
        assert buttons(await turn(api, card, "Later"))[-1] == others
        assert buttons(await turn(api, card, "Earlier"))[-1] == others


WHERE_FROM = (
    "Where does that come from?",
    "SOURCE?",
    "Quelle?",
    "woher kommt das",
    "джерело?",
    "Звідки це?",
    "Источник?",
    "La source ?",
    "¿Fuente?",
    "@belegbot source?",
    "/ask Quelle?",
)


async def test_where_it_is_from_is_asked_in_words_too(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        answer = await ask(api, "How many meetings?")
        cards = [await ask(api, words, reply_to=answer) for words in WHERE_FROM]
    assert [card["text"].split("\n")[0] for card in cards] == ["On <Meetings> & more"] * 11
    assert [buttons(card)[0] for card in cards] == [["◀ Earlier", "Later ▶"]] * 11


async def test_in_a_group_anybody_may_ask_where_it_is_from(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        answer = await ask_in_group(api, "/ask How many meetings?", user=7)
        api.group("Quelle?", user=8)  # to nobody
        card = await ask_in_group(api, "Quelle?", user=8, reply_to=answer, language="de")
    assert card["text"].startswith(
        "On <Meetings> & more\nAda Example, Institute & Sons, 28.10.2024"
    )
    assert buttons(card)[0] == ["◀ Zurück", "Weiter ▶"]


async def test_cards_are_shown_after_a_restart(api: FakeBotApi, paged: Index, kept: Path) -> None:
    async with running(api, paged, records_file=kept):
        answer = await two_quotes(api)
        first, second = covered(answer, "blockquote")
        card = await press(api, answer, "1. Source")
    async with running(api, paged, records_file=kept):
        assert quoted(await ask(api, "Quelle?", reply_to=answer)).startswith(first)
        assert quoted(await ask(api, "/source", reply_to=card)).startswith(first)
        other = await press(api, answer, "2. Source")
    assert quoted(other).startswith(second)


async def test_a_quiet_answer_has_its_card_as_long_as_it_is_remembered(
    api: FakeBotApi, paged: Index, kept: Path
) -> None:
    async with running(api, paged, records_file=kept) as app:
        state_of(app).records.set(7, ChatSettings(quiet=True))
        answer = await ask(api, QUESTION)
        card = await ask(api, "/source", reply_to=answer)
    [quote] = covered(answer, "blockquote")
    assert buttons(answer) == []
    assert quoted(card).startswith(quote)
    async with running(api, paged, records_file=kept):
        assert (await ask(api, "/source", reply_to=answer))["text"] == NO_QUOTE


async def test_what_is_nearest_to_a_refused_question_has_a_card(
    api: FakeBotApi, paged: Index
) -> None:
    async with running(api, paged):
        answer = await ask(api, "Which soldiers speak Finnish, Estonian or Hungarian?")
        assert answer["text"].startswith(f"{REFUSAL} Closest matches")
        card = await ask(api, "/source", reply_to=answer)
    assert quoted(card).startswith(covered(answer, "blockquote")[0])


async def test_an_edited_answer_has_the_card_of_its_new_quote(
    api: FakeBotApi, paged: Index
) -> None:
    async with running(api, paged):
        question = api.private("How many soldiers?")
        [answer] = await api.sent(1)
        api.edit(question, "How many meetings?")
        await api.edited(answer)
        card = await ask(api, "/source", reply_to=answer)
    assert card["text"].startswith("On <Meetings> & more\n")


async def test_a_command_in_reply_to_a_card_shows_it_again(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        answer = await two_quotes(api)
        first, second = covered(answer, "blockquote")
        card = await ask(api, "/source", reply_to=answer)
        again = await ask(api, "Where is that from?", reply_to=card)
        assert quoted(again).startswith(first)
        assert buttons(again)[-1] == ["2. Source"]
        other = await press(api, again, "2. Source")
        once_more = await ask(api, "/source", reply_to=other)
    assert quoted(once_more).startswith(second)


async def test_what_quotes_no_report_has_no_card(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        said = [await ask(api, text) for text in ("/help", "/privacy", "Who is the author?")]
        answers = [await ask(api, "/source", reply_to=message) for message in said]
    assert [answer["text"] for answer in answers] == [NO_QUOTE] * 3


async def test_of_a_list_of_reports_the_first_is_shown(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        listed = await ask(api, "/sources meetings")
        card = await ask(api, "/source", reply_to=listed)
    assert card["text"].startswith("On <Meetings> & more\n")
    assert quoted(card) == "It rained on the first day & the second. …"
    assert covered(card, "bold") == ["On <Meetings> & more"]


# A newer index


async def test_a_card_of_a_report_that_is_gone_says_so(api: FakeBotApi, tmp_path: Path) -> None:
    index = index_of(tmp_path, {"troops.md": TROOPS, "meetings.md": MEETINGS})
    async with running(api, index, maintainers="7"):
        answer = await ask(api, QUESTION)
        card = await ask(api, "/source", reply_to=answer)
        changed = index_of(tmp_path, {"troops.md": TROOPS.replace("20,000", "30,000")})
        await ask(api, "/reload")
        for message in (answer, card):
            gone = await ask(api, "/source", reply_to=message)
            assert gone["text"] == REPORT_GONE
        query = api.press(answer, "Source")
        assert (await api.answered(query))["text"] == ""
        assert (await api.sent(6))[5]["text"] == REPORT_GONE
        newer = await ask(api, QUESTION)
        assert covered(newer, "bold") == ["30,000"]
    changed.close()


async def test_a_card_of_a_report_that_is_unchanged_is_turned_on(
    api: FakeBotApi, tmp_path: Path
) -> None:
    index = index_of(tmp_path, FILES)
    async with running(api, index, maintainers="7"):
        answer = await ask(api, "How many meetings?")
        card = await press(api, answer, "Source")
        (tmp_path / "corpus" / "troops.md").unlink()
        newer = index_of(tmp_path, {"aaa.md": MEETINGS})
        await ask(api, "/reload")
        card = await turn(api, card, "Earlier")
        assert quoted(card) == "… It snowed. …"
        built = translation("en").time(datetime.fromisoformat(newer.manifest.built))
        assert f"Index of {built}" in card["text"]
        for name in ("meetings.pages", "meetings.yaml"):
            (tmp_path / "corpus" / name).unlink()
        newest = index_of(tmp_path, {})
        await ask(api, "/reload")
        query = api.press(card, "Earlier")
        told = await api.answered(query)
    assert (told["text"], told["show_alert"]) == (REPORT_GONE, True)
    newer.close()
    newest.close()
