"""Questions in a private chat: whatever people type, and as many as ask at once."""

import unicodedata
from pathlib import Path

import pytest

from bot.telegram.handlers import questions
from index import Index
from tests.support.botapi import FakeBotApi
from tests.support.telegram import (
    NOT_A_QUESTION,
    QUESTION,
    REFUSAL,
    TROOPS_CITATION,
    TROOPS_LINK,
    TROOPS_QUOTE,
    ask,
    covered,
    faults,
    is_reply,
    question_of,
    running,
)
from tests.support.tiny import SlowEmbedder, index_of


async def test_a_private_text_is_answered_with_a_quote(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        asked = api.private(QUESTION)
        [message] = await api.sent(1)
    assert message["chat"]["id"] == asked["chat"]["id"]
    assert is_reply(message, asked)
    assert message["text"] == f"{TROOPS_QUOTE}\n{TROOPS_CITATION}"
    assert message["entities"] == [
        {"type": "blockquote", "offset": 0, "length": 46},
        {"type": "bold", "offset": 18, "length": 6},
        {"type": "text_link", "offset": 47, "length": 68, "url": TROOPS_LINK},
    ]
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert covered(message, "bold") == ["20,000"]
    assert covered(message, "text_link") == [TROOPS_CITATION]
    [parameters] = api.called("sendMessage")
    assert parameters["link_preview_options"] == {"is_disabled": True}


@pytest.mark.parametrize("language", ["en", "de-at", None])
async def test_an_answer_is_found_in_another_language(
    api: FakeBotApi, index: Index, language: str | None
) -> None:
    async with running(api, index):
        message = await ask(api, "Wie viele Soldaten?", language=language)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert covered(message, "bold") == ["20,000"]


async def test_each_of_many_who_ask_at_once_gets_an_answer(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        for user in range(1, 21):
            api.private(QUESTION if user % 2 else "How many meetings?", user=user)
        messages = await api.sent(20)
    answers = {message["chat"]["id"]: covered(message, "bold") for message in messages}
    assert answers == {user: ["20,000"] if user % 2 else ["24"] for user in range(1, 21)}
    assert len(api.messages) == 20


# Whatever people type


@pytest.mark.parametrize(
    "text",
    [
        "\u202eHow many soldiers?\u202c",
        "\u200f\u2067How many soldiers?\u2069",
        "\u061cHow many soldiers?",
        "How many sol\u00addiers?",
        "How\u00a0many\u2003sol\u200bdiers?",
        "\ufeffHow many\x00 soldiers\x1b?\x7f\x9f",
        "How\t\tmany\r\n\u2028\u2029soldiers\u0085?",
        "HOW MANY SOLDIERS",
        "how many soldiers" + "?" * 4000,
        "How many soldiers? " + "and so on " * 400,
        "How many soldiers?" + "\n" * 4000,
        "How many soldiers? 🙂🇺🇦👨‍👩‍👧",
        "\ud83d How many soldiers?",
        'How many <soldiers> & "troops" </soldiers>?',
    ],
)
async def test_whatever_surrounds_a_question_it_is_answered(
    api: FakeBotApi, index: Index, text: str
) -> None:
    async with running(api, index) as app:
        message = await ask(api, text)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert covered(message, "bold") == ["20,000"]
    assert faults(app) == []


@pytest.mark.parametrize(
    "text",
    [
        " ",
        "?",
        "?!…–—",
        "🙂",
        "\u200b",
        "\u202e\u202d",
        "\x00\x01\x1b",
        "\u0301",
        "\u2800",
        "\ud83d",
        "<>&\"'",
        "?" * 4096,
        "\u200d" * 4096,
    ],
)
async def test_what_has_no_words_gets_a_hint(api: FakeBotApi, index: Index, text: str) -> None:
    async with running(api, index) as app:
        message = await ask(api, text)
    assert message["text"] == NOT_A_QUESTION
    assert faults(app) == []


@pytest.mark.parametrize(
    "text",
    [
        "Who is the author?",
        "a",
        "2023",
        "x" * 4096,
        "Ж" * 4096,
        "ab " * 1365,
        "x\u0301\u0302\u0303" * 1000,
        "السؤال: كم عدد؟",
        "彩虹有几种颜色？",
        "\ud83d author?",
        "\x00author\x00?",
        "SELECT * FROM passages; --",
        '"author" OR (author AND NOT *) NEAR/2',
        "{user} {0} %s %(x)s",
        "/usr/bin",
        "[](https://example.org) *author* _author_ `author`",
        "<b>&</b>",
    ],
)
async def test_what_the_reports_do_not_speak_of_is_refused(
    api: FakeBotApi, index: Index, text: str
) -> None:
    async with running(api, index) as app:
        message = await ask(api, text)
    assert message["text"] == REFUSAL
    assert message["entities"] == []
    assert faults(app) == []


async def test_letters_with_their_marks_apart_are_the_same_letters(
    api: FakeBotApi, tmp_path: Path
) -> None:
    report = "---\ntitle: Küche\nlanguage: de\n---\n\nDie Küche zählt 12 Köche.\n"
    async with running(api, index_of(tmp_path, {"a.md": report})) as app:
        message = await ask(api, unicodedata.normalize("NFD", "Wie viele Köche?"))
    assert covered(message, "bold") == ["12"]
    assert question_of(app, message).text == "Wie viele Köche?"


# While an answer is under way


async def test_typing_is_shown_while_an_answer_takes_long(
    api: FakeBotApi, slow: SlowEmbedder, slow_index: Index
) -> None:
    async with running(api, slow_index):
        api.private(QUESTION)
        assert await api.until(lambda: bool(api.called("sendChatAction")))
        assert api.messages == []
        slow.released.set()
        [message] = await api.sent(1)
    assert api.called("sendChatAction") == [{"chat_id": 7, "action": "typing"}]
    assert covered(message, "bold") == ["20,000"]


async def test_an_answer_does_not_depend_on_showing_that_it_is_under_way(
    api: FakeBotApi, slow: SlowEmbedder, slow_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "_BLINK", 0.0)
    api.fail_next("sendChatAction", 400, "Bad Request: something is wrong")
    async with running(api, slow_index) as app:
        api.private(QUESTION)
        assert await api.until(lambda: bool(api.called("sendChatAction")))
        slow.released.set()
        [message] = await api.sent(1)
    assert covered(message, "bold") == ["20,000"]
    assert faults(app) == []


async def test_typing_is_not_shown_where_an_answer_is_quick(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        await ask(api, QUESTION)
    assert api.called("sendChatAction") == []


async def test_typing_is_never_shown_in_a_group(
    api: FakeBotApi, slow: SlowEmbedder, slow_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "_BLINK", 0.0)
    async with running(api, slow_index):
        api.group("/ask how many soldiers?")
        assert await api.until(slow.asked.is_set)
        await ask(api, "/help")
        slow.released.set()
        _, message = await api.sent(2)
    assert covered(message, "bold") == ["20,000"]
    assert api.called("sendChatAction") == []
