"""/privacy and /forget: what is stored, that it is no more than is said, and that it goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.interface import LANGUAGES, interface
from index.search import Index
from tests.botapi import FakeBotApi, Json
from tests.telegram import QUESTION, TROOPS_QUOTE, buttons, covered, running

REFUSED = "Who is the author of the Ukrainian constitution?"
FOLLOW_UP = "and the troops?"
MAINTAINER = 9
SOMEBODY, SOME_GROUP = 7_123_456_789, -1_009_876_543_210


def lines(message: Json) -> list[str]:
    return str(message["text"]).split("\n")


# What is stored


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_stored_is_said_with_the_days(
    api: FakeBotApi, index: Index, language: str
) -> None:
    async with running(api, index):
        api.private("/privacy", language=language)
        [message] = await api.sent(1)
    first, in_memory, refused, votes, settings, counted, forget = lines(message)
    assert first == interface(language).gettext("What this bot stores:")
    assert [line[0] for line in (in_memory, refused, votes, settings)] == ["•"] * 4
    assert [("90" in line) for line in lines(message)] == [False, False, True, True, *([False] * 3)]
    assert ("👍" in votes, "👎" in votes) == (True, True)
    assert counted == interface(language).gettext(
        "Questions are counted. Messages that ask the bot nothing are not kept."
    )
    assert "/forget" in forget


async def test_a_group_is_told_as_well(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        api.group("/privacy")
        [message] = await api.sent(1)
    assert lines(message)[0] == "What this bot stores:"


def traces(number: int) -> Iterator[bytes]:
    """How SQLite writes an id down: as a text, as a number, and as a key, 7 bits in each byte."""
    yield str(abs(number)).encode()
    yield number.to_bytes(6, "big", signed=True)
    yield number.to_bytes(8, "big", signed=True)
    if number < 0:  # the ninth byte has 8 bits
        bits = number % 2**64
        yield bytes([*(128 | bits >> shift & 127 for shift in range(57, 7, -7)), bits & 255])
    else:
        first, *others = (number >> shift & 127 for shift in range(0, number.bit_length(), 7))
        yield bytes([*(128 | part for part in reversed(others)), first])


def content(records: Path) -> bytes:
    """All that the files of a database hold."""
    return b"".join(path.read_bytes() for path in records.parent.glob(f"{records.name}*"))


async def test_no_question_is_stored_with_who_asked_it(
    api: FakeBotApi, index: Index, tmp_path: Path
) -> None:
    records = tmp_path / "records.db"
    async with running(api, index, records_file=records):
        api.private(QUESTION, user=SOMEBODY)
        api.private(REFUSED, user=SOMEBODY)
        api.group(f"/ask {REFUSED}", SOME_GROUP, user=SOMEBODY)
        messages = await api.sent(3)
        for message in messages:
            await api.answered(api.press(message, "👎", user=SOMEBODY))
        at_work = content(records)
    for stored in (at_work, content(records)):
        assert stored.count(REFUSED.encode()) > 0
        for number in (SOMEBODY, SOME_GROUP):
            assert [trace for trace in traces(number) if trace in stored] == []


@pytest.mark.parametrize("chat", [SOMEBODY, SOME_GROUP])
async def test_such_traces_would_be_found(
    api: FakeBotApi, index: Index, tmp_path: Path, chat: int
) -> None:
    records = tmp_path / "records.db"
    api.administrators[chat].add(SOMEBODY)
    async with running(api, index, records_file=records):
        if chat > 0:
            api.private("/settings", user=chat)
        else:
            api.group("/settings", chat, user=SOMEBODY)
        [message] = await api.sent(1)
        await api.answered(api.press(message, "5", user=SOMEBODY))
    assert any(trace in content(records) for trace in traces(chat))


# What is deleted


async def test_what_was_deleted_is_said(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        api.private("/settings")
        [settings] = await api.sent(1)
        await api.answered(api.press(settings, "5"))
        api.private(QUESTION)
        api.private("How many meetings?")
        _, first, _ = await api.sent(3)
        await api.answered(api.press(first, "👍"))
        api.private("/forget")
        *_, said = await api.sent(4)
        api.private("/forget")
        *_, again = await api.sent(5)
        api.private("/settings")
        *_, settings = await api.sent(6)
    assert lines(said) == ["Deleted:", "• 2 questions from memory", "• 1 vote", "• your settings"]
    assert lines(again) == ["Deleted:", "• 0 questions from memory", "• 0 votes"]
    assert buttons(settings)[3] == ["1", "2", "✓ 3", "5", "10"]


async def test_then_a_question_has_no_context_and_an_edited_one_no_answer(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        asked = api.private(QUESTION)
        [answer] = await api.sent(1)
        api.private("/forget")
        await api.sent(2)
        api.edit(asked, "How many meetings?")
        api.private(FOLLOW_UP)
        api.private(FOLLOW_UP, reply_to=answer)
        _, _, *follow_ups = await api.sent(4)
    assert api.called("editMessageText") == []
    assert [covered(message, "bold") for message in follow_ups] == [[], []]


async def test_a_vote_after_a_restart_can_be_deleted(
    api: FakeBotApi, index: Index, tmp_path: Path
) -> None:
    records = tmp_path / "records.db"
    async with running(api, index, records_file=records):
        api.private(QUESTION)
        [answer] = await api.sent(1)
    async with running(api, index, records_file=records):
        await api.answered(api.press(answer, "👎"))
    async with running(api, index, records_file=records):
        api.private("/forget")
        *_, said = await api.sent(2)
    assert lines(said) == ["Deleted:", "• 0 questions from memory", "• 1 vote"]


async def test_what_others_said_stays(api: FakeBotApi, index: Index) -> None:
    ask = "/ask how many soldiers?"
    async with running(api, index, maintainers=[MAINTAINER]):
        api.group(ask, user=7)
        api.group(ask, user=8)
        first, _ = await api.sent(2)
        for user in (7, 8):
            await api.answered(api.press(first, "👎", user=user))
        api.administrators[-5].add(7)
        api.group("/settings", user=7)
        *_, settings = await api.sent(3)
        await api.answered(api.press(settings, "5", user=7))
        await api.edited(settings)
        api.group("/forget", user=7)
        *_, said = await api.sent(4)
        api.private("/unanswered", user=MAINTAINER)
        *_, unanswered = await api.sent(5)
        api.group(f"/ask {FOLLOW_UP}", user=7)
        api.group(f"/ask {FOLLOW_UP}", user=8)
        *_, forgotten, remembered = await api.sent(7)
        api.group("/settings", user=7)
        *_, settings = await api.sent(8)
    assert lines(said) == ["Deleted:", "• 1 question from memory", "• 1 vote"]
    assert unanswered["text"] == "• how many soldiers? (👎 1)"
    assert (covered(forgotten, "bold"), covered(remembered, "bold")) == ([], ["20,000"])
    assert buttons(settings)[3] == ["1", "2", "3", "✓ 5", "10"]


async def test_who_asked_in_the_name_of_a_group_is_forgotten(api: FakeBotApi, index: Index) -> None:
    group = {"id": -5, "type": "supergroup", "title": "Group"}
    async with running(api, index):
        asked = api.group("/ask how many soldiers?", sender_chat=group)
        await api.sent(1)
        api.group("/forget", sender_chat=group)
        _, said = await api.sent(2)
        api.edit(asked, "/ask how many meetings?")
        api.group(f"/ask {FOLLOW_UP}", sender_chat=group)
        *_, follow_up = await api.sent(3)
    assert lines(said) == ["Deleted:", "• 1 question from memory", "• 0 votes"]
    assert api.called("editMessageText") == []
    assert covered(follow_up, "bold") == []


async def test_nothing_is_left_in_the_file_of_what_was_deleted(
    api: FakeBotApi, index: Index, tmp_path: Path
) -> None:
    records = tmp_path / "records.db"
    async with running(api, index, records_file=records):
        api.private(QUESTION)
        [answer] = await api.sent(1)
        await api.answered(api.press(answer, "👎"))
        before = content(records)
        api.private("/forget")
        await api.sent(2)
        after = content(records)
    assert covered(answer, "blockquote") == [TROOPS_QUOTE]
    assert (QUESTION.encode() in before, QUESTION.encode() in after) == (True, False)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", "2 запитання"),
        ("ru", "2 вопроса"),
        ("de", "2 Fragen"),
        ("fr", "2 questions"),
        ("es", "2 preguntas"),
    ],
)
async def test_it_is_said_in_the_language_of_the_one_who_asks(
    api: FakeBotApi, index: Index, language: str, said: str
) -> None:
    async with running(api, index):
        api.private(QUESTION, language=language)
        api.private("How many meetings?", language=language)
        await api.sent(2)
        api.private("/forget", language=language)
        *_, message = await api.sent(3)
    first, questions, _ = lines(message)
    assert first == interface(language).gettext("Deleted:")
    assert questions.startswith(f"• {said}")
