"""/privacy and /forget: what is stored, that it is no more than is said, and that it goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wording.translations import LANGUAGES, translation
from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.telegram import (
    QUESTION,
    THE_GROUP,
    TROOPS_QUOTE,
    VOTE_COUNTED,
    ask,
    ask_in_group,
    buttons,
    covered,
    running,
    turn,
)

REFUSED = "Who is the author of the Ukrainian constitution?"
FOLLOW_UP = "and the troops?"
MAINTAINER = 9
# Told apart from anything else.
SOMEBODY, SOMEBODY_ELSE, SOME_GROUP = 7_123_456_789, 7_598_765_432, -1_009_876_543_210


def lines(message: Json) -> list[str]:
    return str(message["text"]).split("\n")


# What is stored


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_stored_is_said_with_the_days(
    api: FakeBotApi, index: Index, language: str
) -> None:
    async with running(api, index):
        message = await ask(api, "/privacy", language=language)
    first, in_memory, refused, votes, settings, counted, forget = lines(message)
    assert first == translation(language).gettext("What this bot stores:")
    assert [line[0] for line in (in_memory, refused, votes, settings)] == ["•"] * 4
    assert [("90" in line) for line in lines(message)] == [False, False, True, True, *([False] * 3)]
    assert ("👍" in votes, "👎" in votes) == (True, True)
    assert counted == translation(language).gettext(
        "Questions are counted. Messages that do not ask the bot anything are not kept."
    )
    assert "/forget" in forget


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_days_are_those_of_the_setting(
    api: FakeBotApi, index: Index, language: str
) -> None:
    async with running(api, index, questions_kept_days=21):
        _, _, refused, votes, *_ = lines(await ask(api, "/privacy", language=language))
    assert ("21" in refused, "21" in votes) == (True, True)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_no_questions_are_kept_none_are_spoken_of(
    api: FakeBotApi, index: Index, language: str
) -> None:
    async with running(api, index, keep_questions=False):
        message = await ask(api, "/privacy", language=language)
    _, _, votes, settings, *_ = lines(message)
    assert len(lines(message)) == 6
    assert votes == translation(language).ngettext(
        "• If you press 👍 or 👎, for {count} day: the vote and the quote, without the question and "
        "with a code instead of your name or id.",
        "• If you press 👍 or 👎, for {count} days: the vote and the quote, without the question "
        "and with a code instead of your name or id.",
        90,
    )
    assert settings == translation(language).gettext(
        "• Until the bot is removed: the settings of a chat."
    )


async def test_where_no_questions_are_kept_their_texts_are_in_no_file(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    async with running(api, index, records_file=kept):
        await api.answered(api.press(await ask(api, QUESTION), "👎"))
        await ask(api, REFUSED)
    assert b"constitution" in content(kept) and b"soldiers" in content(kept)
    async with running(api, index, records_file=kept, keep_questions=False):
        assert b"constitution" not in content(kept) and b"soldiers" not in content(kept)
        await ask(api, REFUSED)
        await api.answered(api.press(await ask(api, QUESTION), "👎"))
    assert b"constitution" not in content(kept) and b"soldiers" not in content(kept)


async def test_a_group_is_told_as_well(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await ask_in_group(api, "/privacy")
    assert lines(message)[0] == "What this bot stores:"


def traces(number: int) -> Iterator[bytes]:
    """How a file may hold an id: as a text, as a number, and as SQLite's key of 7 bits a byte."""
    yield str(abs(number)).encode()
    yield f"{abs(number):x}".encode()
    for size in (6, 8):
        yield number.to_bytes(size, "big", signed=True)
        yield number.to_bytes(size, "little", signed=True)
    if number < 0:  # the ninth byte has 8 bits
        bits = number % 2**64
        yield bytes([*(128 | bits >> shift & 127 for shift in range(57, 7, -7)), bits & 255])
    else:
        first, *others = (number >> shift & 127 for shift in range(0, number.bit_length(), 7))
        yield bytes([*(128 | part for part in reversed(others)), first])


def content(records: Path) -> bytes:
    """All that the files of a database hold."""
    return b"".join(path.read_bytes() for path in records.parent.glob(f"{records.name}*"))


async def test_no_question_and_no_vote_is_stored_with_who_it_is_from(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    asker: Json = {"user": SOMEBODY, "name": "Zenobia"}
    voter: Json = {"user": SOMEBODY_ELSE, "name": "Xanthippe"}
    async with running(api, index, records_file=kept):
        answers = [await ask(api, text, **asker) for text in (QUESTION, REFUSED)]
        answers += [await ask_in_group(api, f"/ask {REFUSED}", group=SOME_GROUP, **asker)]
        queries = [api.press(answer, "👎", **asker) for answer in answers]
        queries += [api.press(answers[-1], "👍", **voter)]
        told = [(await api.answered(query))["text"] for query in queries]
        assert told == [VOTE_COUNTED] * 4
        at_work = content(kept)
        assert kept.with_name(f"{kept.name}-wal").exists()
    for stored in (at_work, content(kept)):
        assert stored.count(REFUSED.encode()) > 0
        for number in (SOMEBODY, SOMEBODY_ELSE, SOME_GROUP):
            assert [trace for trace in traces(number) if trace in stored] == []
        assert (b"Zenobia" in stored, b"Xanthippe" in stored) == (False, False)


@pytest.mark.parametrize("chat", [SOMEBODY, SOME_GROUP])
async def test_such_traces_would_be_found(
    api: FakeBotApi, index: Index, kept: Path, chat: int
) -> None:
    api.administrators[chat].add(SOMEBODY)
    async with running(api, index, records_file=kept):
        if chat > 0:
            settings = await ask(api, "/settings", user=chat)
        else:
            settings = await ask_in_group(api, "/settings", group=chat, user=SOMEBODY)
        await turn(api, settings, "5", user=SOMEBODY)
    assert any(trace in content(kept) for trace in traces(chat))


# What is deleted


async def test_what_was_deleted_is_said(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        await turn(api, await ask(api, "/settings"), "5")
        first = await ask(api, QUESTION)
        await ask(api, "How many meetings?")
        await api.answered(api.press(first, "👍"))
        said = await ask(api, "/forget")
        again = await ask(api, "/forget")
        settings = await ask(api, "/settings")
    assert lines(said) == ["Deleted:", "• 2 questions from memory", "• 1 vote", "• your settings"]
    assert lines(again) == ["Nothing of yours is stored."]
    assert buttons(settings)[3] == ["1", "2", "✓ 3", "5", "10"]


async def test_then_a_question_has_no_context_and_an_edited_one_no_answer(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        asked = api.private(QUESTION)
        [answer] = await api.sent(1)
        await ask(api, "/forget")
        api.edit(asked, "How many meetings?")
        follow_ups = [await ask(api, FOLLOW_UP), await ask(api, FOLLOW_UP, reply_to=answer)]
    assert api.called("editMessageText") == []
    assert [covered(message, "bold") for message in follow_ups] == [[], []]


async def test_a_vote_after_a_restart_can_be_deleted(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    async with running(api, index, records_file=kept):
        answer = await ask(api, QUESTION)
    async with running(api, index, records_file=kept):
        await api.answered(api.press(answer, "👎"))
    async with running(api, index, records_file=kept):
        said = await ask(api, "/forget")
    assert lines(said) == ["Deleted:", "• 1 vote"]


async def test_what_others_said_stays(api: FakeBotApi, index: Index) -> None:
    question = "/ask how many soldiers?"
    async with running(api, index, maintainers=[MAINTAINER]):
        first = await ask_in_group(api, question, user=7)
        await ask_in_group(api, question, user=8)
        for user in (7, 8):
            await api.answered(api.press(first, "👎", user=user))
        api.administrators[-5].add(7)
        await turn(api, await ask_in_group(api, "/settings", user=7), "5", user=7)
        said = await ask_in_group(api, "/forget", user=7)
        unanswered = await ask(api, "/unanswered", user=MAINTAINER)
        forgotten = await ask_in_group(api, f"/ask {FOLLOW_UP}", user=7)
        remembered = await ask_in_group(api, f"/ask {FOLLOW_UP}", user=8)
        settings = await ask_in_group(api, "/settings", user=7)
    assert lines(said) == ["Deleted:", "• 1 question from memory", "• 1 vote"]
    assert unanswered["text"] == "• how many soldiers? (👎 1)"
    assert (covered(forgotten, "bold"), covered(remembered, "bold")) == ([], ["20,000"])
    assert buttons(settings)[3] == ["1", "2", "3", "✓ 5", "10"]


async def test_who_asked_in_the_name_of_a_group_is_forgotten(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        asked = api.group("/ask how many soldiers?", sender_chat=THE_GROUP)
        await api.sent(1)
        said = await ask_in_group(api, "/forget", sender_chat=THE_GROUP)
        api.edit(asked, "/ask how many meetings?")
        follow_up = await ask_in_group(api, f"/ask {FOLLOW_UP}", sender_chat=THE_GROUP)
    assert lines(said) == ["Deleted:", "• 1 question from memory"]
    assert api.called("editMessageText") == []
    assert covered(follow_up, "bold") == []


async def test_nothing_is_left_in_the_file_of_what_was_deleted(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    async with running(api, index, records_file=kept):
        answer = await ask(api, QUESTION)
        await api.answered(api.press(answer, "👎"))
        before = content(kept)
        await ask(api, "/forget")
        after = content(kept)
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
        for question in (QUESTION, "How many meetings?"):
            await ask(api, question, language=language)
        message = await ask(api, "/forget", language=language)
    first, questions = lines(message)
    assert first == translation(language).gettext("Deleted:")
    assert questions.startswith(f"• {said}")
