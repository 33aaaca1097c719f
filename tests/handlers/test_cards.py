"""Source cards, and what is related to a claim."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.interface import interface
from bot.records import ChatSettings
from bot.state import STATE
from corpus.readers import READERS, Extract
from index.search import Index
from tests.botapi import BOT, FakeBotApi, Json
from tests.botapi.markup import units
from tests.telegram import MEETINGS, QUESTION, TROOPS, TROOPS_QUOTE, buttons, covered, running
from tests.tiny import index_of

PAGES = [
    "It rained on the first day & the second.",
    "It snowed.",
    "At last there were 24 <meetings>. It was warm.",
    "The end was near.",
]
STATED = {
    "title": "On <Meetings> & more",
    "author": "Ada Example",
    "publisher": "Institute & Sons",
    "date": "2024-10-28",
    "url": "https://example.org/meetings.pdf?a=b&c",
    "language": "en",
}
MEETINGS_QUOTE = "At last there were 24 <meetings>."
SOLDIERS = """\
---
title: Soldiers
language: de
---

Im Norden zählt der Bericht 500 Soldaten und mehr.
"""
SOLDIERS_QUOTE = "Im Norden zählt der Bericht 500 Soldaten und mehr."
FILES = {"meetings.pages": "\f".join(PAGES), "troops.md": TROOPS, "soldiers.md": SOLDIERS}

NO_QUOTE = "That message quotes no report."
HOW_TO = (
    "Reply with /source to an answer to see where it comes from, or to any message to see what the "
    "reports say about it."
)
GONE = "That report is no longer in the index, or it was changed."
RELATED = "Related, whether or not it supports what is said:"
UNRELATED = "No report speaks of this."


def _pages(path: Path) -> Extract:
    return Extract(tuple(path.read_text(encoding="utf-8").split("\f")), STATED)


@pytest.fixture(scope="module")
def paged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of a report with four pages and of two short ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(READERS, ".pages", _pages)
        index = index_of(tmp_path_factory.mktemp("cards"), FILES)
    yield index
    index.close()


async def asked(api: FakeBotApi, question: str, **more: object) -> Json:
    """The answer to a question in a private chat."""
    count = len(api.messages)
    api.private(question, **more)  # type: ignore[arg-type]
    return (await api.sent(count + 1))[count]


def quoted(message: Json) -> str:
    """What a message quotes, as one text."""
    return "\n".join(covered(message, "blockquote"))


# The card


async def test_the_button_of_a_quote_shows_all_that_is_known_of_its_source(
    api: FakeBotApi, paged: Index
) -> None:
    async with running(api, paged):
        answer = await asked(api, "How many meetings?")
        query = api.press(answer, "Source")
        _, card = await api.sent(2)
        assert (await api.answered(query))["text"] == ""
    built = interface("en").time(datetime.fromisoformat(paged.manifest.built))
    assert card["text"].split("\n") == [
        "On <Meetings> & more",
        "Ada Example, Institute & Sons, Oct 28, 2024, English, p. 3",
        "https://example.org/meetings.pdf?a=b&c",
        f"Index of {built}",
        "… At last there were 24 <meetings>. It was warm. …",
    ]
    assert covered(card, "bold") == ["On <Meetings> & more", MEETINGS_QUOTE]
    assert quoted(card) == "… At last there were 24 <meetings>. It was warm. …"
    [link] = [entity for entity in card["entities"] if entity["type"] == "text_link"]
    assert link["url"] == "https://example.org/meetings.pdf?a=b&c#page=3"
    assert card["reply_to_message"]["message_id"] == answer["message_id"]
    assert buttons(card) == [["◀ Earlier", "Later ▶"], ["Copy citation", "Copy link"]]
    [copy, deep_link] = card["reply_markup"]["inline_keyboard"][1]
    assert copy["copy_text"]["text"] == (
        f"“{MEETINGS_QUOTE}”\nOn <Meetings> & more, Ada Example, Institute & Sons, Oct 28, 2024, "
        "p. 3, https://example.org/meetings.pdf?a=b&c"
    )
    assert deep_link["copy_text"]["text"].startswith("https://t.me/belegbot?start=")


async def test_a_card_leaves_out_what_is_not_known(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        answer = await asked(api, "Wie viele Soldaten im Norden?", language="de")
        api.press(answer, "Quelle", language="de")
        _, card = await api.sent(2)
    lines = card["text"].split("\n")
    assert (lines[:2], lines[3:]) == (["Soldiers", "Deutsch"], [SOLDIERS_QUOTE])
    assert lines[2].startswith("Index vom ")
    assert covered(card, "bold") == ["Soldiers", SOLDIERS_QUOTE]
    assert covered(card, "text_link") == []
    assert buttons(card) == [["Zitat kopieren", "Link kopieren"]]


async def test_a_card_pages_through_its_document_and_back(api: FakeBotApi, paged: Index) -> None:
    shown = []
    async with running(api, paged):
        answer = await asked(api, "How many meetings?")
        api.press(answer, "Source")
        _, card = await api.sent(2)
        for times, turn in enumerate(["Later", *["Earlier"] * 3, *["Later"] * 2], start=1):
            api.press(card, turn)
            card = await api.edited(card, times)
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
        answer = await asked(api, "How many meetings?")
        api.press(answer, "Source")
        _, card = await api.sent(2)
        link = covered(card, "text_link")
        api.press(card, "Later")
        assert covered(await api.edited(card, 1), "bold") == ["On <Meetings> & more"]
        assert covered(card, "text_link") == link
        api.press(card, "Earlier")
        card = await api.edited(card, 2)
    assert covered(card, "bold") == ["On <Meetings> & more", MEETINGS_QUOTE]


async def test_a_button_pressed_twice_turns_once(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged) as app:
        answer = await asked(api, "How many meetings?")
        api.press(answer, "Source")
        _, card = await api.sent(2)
        queries = [api.press(card, "Later"), api.press(card, "Later")]
        for query in queries:
            await api.answered(query)
        await api.edited(card, 1)
        await asked(api, "/help")  # by when all is done that was pressed
        assert quoted(card) == "… The end was near."
        assert not app.bot_data[STATE].activity.faults


async def test_a_card_is_sent_to_the_topic_of_its_answer(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        api.group("/ask How many meetings?", thread=9)
        [answer] = await api.sent(1)
        api.press(answer, "Source", user=8)
        _, card = await api.sent(2)
    assert card["message_thread_id"] == 9
    assert card["reply_to_message"]["message_id"] == answer["message_id"]


async def test_the_longest_card_there_is_fits(api: FakeBotApi, tmp_path: Path) -> None:
    name = ("🙂 " * 100)[:199]
    url = f"https://example.org/{'a' * 3000}"
    metadata = f"title: {name}\nauthor: {name}\npublisher: {name}\nurl: {url}\nlanguage: en\n"
    sentence = f"The report counts 24 meetings {'🙂' * 900}."
    index = index_of(tmp_path, {"a.txt": f"It rained.\n\n{sentence}", "a.yaml": metadata})
    async with running(api, index):
        answer = await asked(api, "How many meetings?")
        api.press(answer, "Source")
        _, card = await api.sent(2)
    title, known, address, _, *_ = card["text"].split("\n")
    assert (title, known) == (name, f"{name}, {name}, English")
    assert address == f"{url[:78]} …"
    assert covered(card, "bold") == [name, sentence]
    index.close()


# /source in reply to the bot


async def two_quotes(api: FakeBotApi) -> Json:
    """An answer with a quote of each of two reports."""
    answer = await asked(api, QUESTION)
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
        assert card["reply_to_message"]["message_id"] == asking["message_id"]
        assert buttons(card)[-1] == ["2. Source"]
        api.press(card, "2. Source")
        *_, other = await api.sent(3)
    assert quoted(other).startswith(second)


@pytest.mark.parametrize(("number", "other"), [(0, "2. Source"), (1, "1. Source")])
async def test_of_several_quotes_the_selected_one_is_shown(
    api: FakeBotApi, paged: Index, number: int, other: str
) -> None:
    async with running(api, paged):
        answer = await two_quotes(api)
        chosen = covered(answer, "blockquote")[number]
        at = units(answer["text"][: answer["text"].index(chosen)]) + 4
        selected = {"text": chosen[4:10], "position": at, "is_manual": True}
        card = await asked(api, "/source", reply_to=answer, quote=selected)
    assert quoted(card).startswith(chosen)
    assert buttons(card)[-1] == [other]


async def test_the_buttons_of_other_quotes_stay_while_a_card_is_turned(
    api: FakeBotApi, paged: Index
) -> None:
    async with running(api, paged):
        answer = await asked(api, "/source 24 meetings of soldiers")
        assert MEETINGS_QUOTE in covered(answer, "blockquote")
        at = units(answer["text"][: answer["text"].index(MEETINGS_QUOTE)])
        selected = {"text": "At last", "position": at, "is_manual": True}
        card = await asked(api, "/source", reply_to=answer, quote=selected)
        others = buttons(card)[-1]
        assert len(others) == len(covered(answer, "blockquote")) - 1 >= 1
        api.press(card, "Later")
        assert buttons(await api.edited(card, 1))[-1] == others
        api.press(card, "Earlier")
        assert buttons(await api.edited(card, 2))[-1] == others


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
        answer = await asked(api, "How many meetings?")
        cards = [await asked(api, words, reply_to=answer) for words in WHERE_FROM]
    assert [card["text"].split("\n")[0] for card in cards] == ["On <Meetings> & more"] * 11
    assert [buttons(card)[0] for card in cards] == [["◀ Earlier", "Later ▶"]] * 11


async def test_in_a_group_anybody_may_ask_where_it_is_from(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        api.group("/ask How many meetings?", user=7)
        [answer] = await api.sent(1)
        api.group("Quelle?", user=8)  # to nobody
        api.group("Quelle?", user=8, reply_to=answer, language="de")
        _, card = await api.sent(2)
    assert card["text"].startswith(
        "On <Meetings> & more\nAda Example, Institute & Sons, 28.10.2024"
    )
    assert buttons(card)[0] == ["◀ Zurück", "Weiter ▶"]


async def test_cards_are_shown_after_a_restart(
    api: FakeBotApi, paged: Index, tmp_path: Path
) -> None:
    kept = tmp_path / "records.db"
    async with running(api, paged, records_file=kept):
        answer = await two_quotes(api)
        first, second = covered(answer, "blockquote")
        api.press(answer, "1. Source")
        _, card = await api.sent(2)
    async with running(api, paged, records_file=kept):
        assert quoted(await asked(api, "Quelle?", reply_to=answer)).startswith(first)
        assert quoted(await asked(api, "/source", reply_to=card)).startswith(first)
        api.press(answer, "2. Source")
        *_, other = await api.sent(5)
    assert quoted(other).startswith(second)


async def test_a_quiet_answer_has_its_card_as_long_as_it_is_remembered(
    api: FakeBotApi, paged: Index, tmp_path: Path
) -> None:
    kept = tmp_path / "records.db"
    async with running(api, paged, records_file=kept) as app:
        app.bot_data[STATE].records.set(7, ChatSettings(quiet=True))
        answer = await asked(api, QUESTION)
        card = await asked(api, "/source", reply_to=answer)
    [quote] = covered(answer, "blockquote")
    assert buttons(answer) == []
    assert quoted(card).startswith(quote)
    async with running(api, paged, records_file=kept):
        assert (await asked(api, "/source", reply_to=answer))["text"] == NO_QUOTE


async def test_what_is_nearest_to_a_refused_question_has_a_card(
    api: FakeBotApi, paged: Index
) -> None:
    async with running(api, paged):
        answer = await asked(api, "Which soldiers speak Finnish, Estonian or Hungarian?")
        assert answer["text"].startswith("The reports do not say. Nearest to it")
        card = await asked(api, "/source", reply_to=answer)
    assert quoted(card).startswith(covered(answer, "blockquote")[0])


async def test_an_edited_answer_has_the_card_of_its_new_quote(
    api: FakeBotApi, paged: Index
) -> None:
    async with running(api, paged):
        question = api.private("How many soldiers?")
        [answer] = await api.sent(1)
        api.edit(question, "How many meetings?")
        await api.edited(answer)
        card = await asked(api, "/source", reply_to=answer)
    assert card["text"].startswith("On <Meetings> & more\n")


async def test_a_command_in_reply_to_a_card_shows_it_again(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        answer = await two_quotes(api)
        first, second = covered(answer, "blockquote")
        card = await asked(api, "/source", reply_to=answer)
        again = await asked(api, "Where is that from?", reply_to=card)
        assert quoted(again).startswith(first)
        assert buttons(again)[-1] == ["2. Source"]
        api.press(again, "2. Source")
        *_, other = await api.sent(4)
        once_more = await asked(api, "/source", reply_to=other)
    assert quoted(once_more).startswith(second)


async def test_what_quotes_no_report_has_no_card(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        said = [await asked(api, text) for text in ("/help", "/privacy", "Who is the author?")]
        answers = [await asked(api, "/source", reply_to=message) for message in said]
    assert [answer["text"] for answer in answers] == [NO_QUOTE] * 3


async def test_of_a_list_of_reports_the_first_is_shown(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        listed = await asked(api, "/sources meetings")
        card = await asked(api, "/source", reply_to=listed)
    assert card["text"].startswith("On <Meetings> & more\n")
    assert quoted(card) == "It rained on the first day & the second. …"
    assert covered(card, "bold") == ["On <Meetings> & more"]


# A newer index


async def test_a_card_of_a_report_that_is_gone_says_so(api: FakeBotApi, tmp_path: Path) -> None:
    index = index_of(tmp_path, {"troops.md": TROOPS, "meetings.md": MEETINGS})
    async with running(api, index, maintainers="7"):
        answer = await asked(api, QUESTION)
        card = await asked(api, "/source", reply_to=answer)
        changed = index_of(tmp_path, {"troops.md": TROOPS.replace("20,000", "30,000")})
        await asked(api, "/reload")
        said = [await asked(api, "/source", reply_to=answer)]
        query = api.press(answer, "Source")
        said += (await api.sent(5))[4:]
        assert [message["text"] for message in said] == [GONE, GONE]
        assert (await api.answered(query))["text"] == ""
        again = await asked(api, "/source", reply_to=card)
        assert again["text"] == GONE
        newer = await asked(api, QUESTION)
        assert covered(newer, "bold") == ["30,000"]
    changed.close()


async def test_a_card_of_a_report_that_is_unchanged_is_turned_on(
    api: FakeBotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(READERS, ".pages", _pages)
    index = index_of(tmp_path, FILES)
    async with running(api, index, maintainers="7"):
        answer = await asked(api, "How many meetings?")
        api.press(answer, "Source")
        _, card = await api.sent(2)
        (tmp_path / "corpus" / "troops.md").unlink()
        newer = index_of(tmp_path, {"aaa.md": MEETINGS})
        await asked(api, "/reload")
        api.press(card, "Earlier")
        card = await api.edited(card)
        assert quoted(card) == "… It snowed. …"
        built = interface("en").time(datetime.fromisoformat(newer.manifest.built))
        assert f"Index of {built}" in card["text"]
        (tmp_path / "corpus" / "meetings.pages").unlink()
        newest = index_of(tmp_path, {})
        await asked(api, "/reload")
        query = api.press(card, "Earlier")
        told = await api.answered(query)
    assert (told["text"], told["show_alert"]) == (GONE, True)
    newer.close()
    newest.close()


# What is related to a claim


async def test_a_command_in_reply_to_anybody_finds_what_is_related(
    api: FakeBotApi, paged: Index
) -> None:
    async with running(api, paged):
        claim = api.group("I heard of 90,000 soldiers in the east!", user=8)
        asking = api.group("/source", user=9, reply_to=claim)
        [message] = await api.sent(1)
        label, *blocks = message["text"].split("\n\n")
        assert label == RELATED
        assert TROOPS_QUOTE in covered(message, "blockquote")
        assert len(blocks) == len(covered(message, "blockquote"))
        assert message["reply_to_message"]["message_id"] == asking["message_id"]
        assert [row[0].split(". ")[-1] for row in buttons(message)] == ["Source"] * len(blocks)
        api.press(message, "Source")
        _, card = await api.sent(2)
    assert covered(card, "blockquote")[0].startswith(covered(message, "blockquote")[0])


async def test_the_source_of_what_is_related_is_told_too(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        message = await asked(api, "/source 24 meetings")
        card = await asked(api, "Quelle?", reply_to=message)
    assert card["text"].startswith("On <Meetings> & more\n")


async def test_a_claim_may_stand_behind_the_command(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        for command in ("/source", f"/source@{BOT['username']}", "/SOURCE"):
            message = await asked(api, f"{command} there were\n24 <meetings> & more")
            assert message["text"].startswith(RELATED)
            assert MEETINGS_QUOTE in covered(message, "blockquote")


async def test_a_claim_behind_the_command_counts_more_than_what_is_replied_to(
    api: FakeBotApi, paged: Index
) -> None:
    async with running(api, paged):
        answer = await asked(api, QUESTION)
        message = await asked(api, "/source 24 meetings", reply_to=answer)
    assert message["text"].startswith(RELATED)
    assert covered(message, "blockquote")[0] == MEETINGS_QUOTE


async def test_the_selected_part_of_a_message_is_the_claim(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        claim = api.group("Pizza is good. There were 24 meetings.")
        selected = {"text": "There were 24 meetings.", "position": 15, "is_manual": True}
        api.group("/source", reply_to=claim, quote=selected)
        [message] = await api.sent(1)
    assert covered(message, "blockquote")[0] == MEETINGS_QUOTE


async def test_what_stands_below_a_picture_is_a_claim(api: FakeBotApi, paged: Index) -> None:
    picture = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]
    async with running(api, paged):
        claim = api.group(None, photo=picture, caption="There were 24 meetings.")
        api.group("/source", reply_to=claim)
        [message] = await api.sent(1)
        silent = api.group(None, photo=picture)
        api.group("/source", reply_to=silent)
        _, hint = await api.sent(2)
    assert covered(message, "blockquote")[0] == MEETINGS_QUOTE
    assert hint["text"] == HOW_TO


async def test_of_what_no_report_speaks_is_said_so(api: FakeBotApi, index: Index) -> None:
    claims = ("pizza", "😀", "?!", "<b>&", "\u202epizza", "thanks", "x" * 4000)
    async with running(api, index):
        messages = [await asked(api, f"/source {claim}") for claim in claims]
    assert [message["text"] for message in messages] == [UNRELATED] * 7
    assert [buttons(message) for message in messages] == [[]] * 7


async def test_a_claim_of_any_length_is_read(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        claim = api.group("There were 24 meetings. " * 170)
        api.group("/source", reply_to=claim)
        [message] = await api.sent(1)
    assert covered(message, "blockquote")[0] == MEETINGS_QUOTE


async def test_a_command_alone_gets_a_hint(api: FakeBotApi, paged: Index) -> None:
    async with running(api, paged):
        message = await asked(api, "/source")
        api.group("/source", thread=9)  # in a topic, which is no claim
        _, in_group = await api.sent(2)
    assert message["text"] == in_group["text"] == HOW_TO


async def test_quietly_one_passage_is_related_without_buttons(
    api: FakeBotApi, paged: Index
) -> None:
    async with running(api, paged) as app:
        app.bot_data[STATE].records.set(7, ChatSettings(quiet=True))
        message = await asked(api, "/source soldiers and soldiers of the report")
    assert len(covered(message, "blockquote")) == 1
    assert buttons(message) == []


async def test_a_claim_is_understood_whatever_the_program_of_its_user_speaks(
    api: FakeBotApi, paged: Index
) -> None:
    async with running(api, paged):
        for language in ("de", "de-at", "DE", None, "xx"):
            message = await asked(api, "/source Soldaten Norden", language=language)
            assert covered(message, "blockquote")[0] == SOLDIERS_QUOTE
