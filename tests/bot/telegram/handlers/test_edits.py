"""Questions that are edited, with their answers."""

import time
from pathlib import Path

import pytest

from index import Index
from tests.support.botapi import FakeBotApi
from tests.support.telegram import (
    PHOTO,
    QUESTION,
    REFUSAL,
    TROOPS_CITATION,
    TROOPS_QUOTE,
    ask,
    buttons,
    covered,
    faults,
    is_reply,
    question_of,
    running,
)
from tests.support.tiny import SlowEmbedder


async def test_an_edited_question_edits_text_and_buttons_of_its_answer(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        asked = api.private("Who is the author?")
        [message] = await api.sent(1)
        assert (message["text"], buttons(message)) == (REFUSAL, [["👍", "👎"]])
        api.edit(asked, QUESTION)
        message = await api.edited(message)
        assert message["text"] == f"{TROOPS_QUOTE}\n{TROOPS_CITATION}"
        assert buttons(message) == [["Source", "Copy citation"], ["👍", "👎"]]
        assert covered(message, "bold") == ["20,000"]
        api.edit(asked, "/ask who is the author?")
        message = await api.edited(message, 2)
    assert (message["text"], buttons(message)) == (REFUSAL, [["👍", "👎"]])
    assert len(api.messages) == 1
    assert is_reply(message, asked)
    options = [call["link_preview_options"] for call in api.called("editMessageText")]
    assert options == [{"is_disabled": True}] * 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/ask how many soldiers?", "/ask how many meetings?"),
        ("/ask how many soldiers?", "@belegbot how many meetings?"),
        ("@belegbot how many soldiers?", "🙂 how many meetings, @BELEGBOT?"),
    ],
)
async def test_an_edited_question_is_read_as_a_new_one_is(
    api: FakeBotApi, index: Index, before: str, after: str
) -> None:
    async with running(api, index):
        asked = api.group(before, thread=9)
        [message] = await api.sent(1)
        api.edit(asked, after)
        message = await api.edited(message)
    assert covered(message, "bold") == ["24"]
    assert message["message_thread_id"] == 9
    assert len(api.messages) == 1


async def test_an_edited_caption_edits_the_answer(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        asked = api.group(None, caption="@belegbot how many soldiers?", **PHOTO)
        [message] = await api.sent(1)
        api.edit(asked, "@belegbot how many meetings?")
        message = await api.edited(message)
    assert covered(message, "bold") == ["24"]


async def test_a_question_edited_to_the_same_meaning_is_no_fault(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index) as app:
        asked = api.private(QUESTION)
        [message] = await api.sent(1)
        api.edit(asked, "How many soldiers??")
        assert await api.until(lambda: bool(api.called("editMessageText")))
        api.edit(asked, "How many meetings?")
        message = await api.edited(message)
    assert covered(message, "bold") == ["24"]
    assert len(api.called("editMessageText")) == 2
    assert faults(app) == []


# What is not answered


@pytest.mark.parametrize(
    "text",
    [
        "👍",
        "Thanks!",
        "\u200b",
        "...",
        "",
        "How many meetings?",
        "/help",
        "/ask@other_bot how many?",
    ],
)
async def test_a_question_edited_into_none_keeps_its_answer(
    api: FakeBotApi, index: Index, text: str
) -> None:
    async with running(api, index):
        asked = api.group("/ask how many soldiers?")
        await api.sent(1)
        api.edit(asked, text)
        api.group("/ask how many meetings?")
        await api.sent(2)
    assert covered(api.messages[0], "bold") == ["20,000"]
    assert api.called("editMessageText") == []
    assert len(api.messages) == 2


async def test_a_question_edited_into_one_for_the_source_keeps_its_answer(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        first = await ask(api, QUESTION)
        asked = api.private("How many meetings?", reply_to=first)
        _, second = await api.sent(2)
        api.edit(asked, "Where is that from?")
        await ask(api, QUESTION)
    assert covered(second, "bold") == ["24"]
    assert api.called("editMessageText") == []


@pytest.mark.parametrize("said", ["Good morning", "/foo", "/ask@other_bot how many?", "/help"])
async def test_what_was_never_answered_is_not_answered_when_edited(
    api: FakeBotApi, index: Index, said: str
) -> None:
    async with running(api, index):
        message = api.group(said)
        api.edit(message, "/ask how many soldiers?")
        asked = api.group("/ask how many meetings?")
        assert await api.until(lambda: any(is_reply(message, asked) for message in api.messages))
    answers = [message for message in api.messages if is_reply(message, asked)]
    assert [covered(message, "bold") for message in answers] == [["24"]]
    assert "20,000" not in "".join(message["text"] for message in api.messages)


# What goes before, and what comes after


async def test_an_edited_follow_up_keeps_its_context(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        api.private("How many soldiers?")
        follow_up = api.private("and in 2023?")
        api.private("How many meetings?")
        _, message, _ = await api.sent(3)
        api.edit(follow_up, "and in 2024?")
        assert await api.until(lambda: bool(api.called("editMessageText")))
    assert question_of(app, message).text == "How many soldiers in 2024?"


async def test_what_follows_an_edited_question_goes_on_with_it(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index) as app:
        asked = api.private("How many soldiers?")
        [first] = await api.sent(1)
        api.edit(asked, "How many meetings?")
        await api.edited(first)
        message = await ask(api, "and in 2023?")
    assert question_of(app, message).text == "How many meetings in 2023?"


async def test_a_question_may_be_edited_while_it_is_answered(
    api: FakeBotApi, slow: SlowEmbedder, slow_index: Index
) -> None:
    async with running(api, slow_index):
        asked = api.private(QUESTION)
        assert await api.until(slow.asked.is_set)
        api.edit(asked, "How many meetings?")
        slow.released.set()
        [message] = await api.sent(1)
        message = await api.edited(message)
    assert covered(message, "bold") == ["24"]
    assert len(api.messages) == 1


async def test_a_question_whose_answer_was_deleted_may_be_edited(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index) as app:
        asked = api.private(QUESTION)
        [message] = await api.sent(1)
        api.delete(message)
        api.edit(asked, "How many meetings?")
        await ask(api, QUESTION)
    assert len(api.messages) == 2
    assert faults(app) == []


async def test_after_a_restart_an_edited_question_keeps_its_answer(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    async with running(api, index, records_file=kept):
        asked = api.private(QUESTION)
        await api.sent(1)
    async with running(api, index, records_file=kept):
        api.edit(asked, "How many meetings?")
        await ask(api, "How many meetings?")
    assert covered(api.messages[0], "bold") == ["20,000"]
    assert len(api.messages) == 2


async def test_a_question_that_lacked_the_bots_name_is_answered_when_it_has_it(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        asked = api.group("How many soldiers?", date=int(time.time()) + 60)
        api.edit(asked, "@belegbot How many soldiers?")
        [message] = await api.sent(1)
    assert is_reply(message, asked)
    assert covered(message, "bold") == ["20,000"]


async def test_an_edited_question_does_not_become_the_latest(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        first = api.private("Who is the author in 2022?")
        [refusal] = await api.sent(1)
        await ask(api, "How many soldiers?")
        api.edit(first, "Who was the author in 2022?")
        await api.until(lambda: question_of(app, refusal).text.startswith("Who was"))
        follow_up = await ask(api, "and in 2023?")
    assert question_of(app, follow_up).text == "How many soldiers in 2023?"


async def test_an_edited_question_is_counted_once(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, maintainers=[7]):
        asked = api.private("Who is the author?")
        [message] = await api.sent(1)
        api.edit(asked, "How many soldiers?")
        await api.edited(message)
        status = await ask(api, "/status")
    assert "Questions today (UTC): 1" in status["text"]
