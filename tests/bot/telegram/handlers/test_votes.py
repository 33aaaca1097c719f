"""👍 and 👎 under answers, and what is kept of them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.telegram import (
    MEETINGS,
    QUESTION,
    TROOPS,
    VOTE_COUNTED,
    ask,
    ask_in_group,
    buttons,
    reference_of,
    running,
)
from tests.support.tiny import index_of


def votes(kept: Path) -> list[tuple[str, bool, str | None, str]]:
    """The votes that are kept: the question, whether it is a good one, quote and version."""
    sql = "select question, good, quote, version from votes order by rowid"
    with closing(sqlite3.connect(kept)) as database:
        rows = database.execute(sql).fetchall()
    return [(question, bool(good), quote, version) for question, good, quote, version in rows]


async def voted(api: FakeBotApi, answer: Json, thumb: str, user: int = 7) -> None:
    """A user votes, and is told that it counts."""
    told = await api.answered(api.press(answer, thumb, user=user))
    assert told["text"] == VOTE_COUNTED
    assert not told.get("show_alert")


@pytest.mark.parametrize(("thumb", "good"), [("👍", True), ("👎", False)])
async def test_a_vote_is_kept_with_question_quote_and_version(
    api: FakeBotApi, index: Index, kept: Path, thumb: str, good: bool
) -> None:
    async with running(api, index, records_file=kept):
        answer = await ask(api, QUESTION)
        assert buttons(answer)[-1] == ["👍", "👎"]
        await voted(api, answer, thumb)
    assert votes(kept) == [(QUESTION, good, reference_of(answer), index.manifest.version)]


async def test_a_user_has_one_vote_which_can_be_changed(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    async with running(api, index, records_file=kept):
        answer = await ask(api, QUESTION)
        for thumb in "👍👍👎":
            await voted(api, answer, thumb)
        assert [good for _, good, *_ in votes(kept)] == [False]
        await voted(api, answer, "👍")
    assert [good for _, good, *_ in votes(kept)] == [True]


async def test_every_user_of_a_group_has_a_vote(api: FakeBotApi, index: Index, kept: Path) -> None:
    async with running(api, index, records_file=kept):
        answer = await ask_in_group(api, "/ask how many soldiers?")
        for user, thumb in ((7, "👍"), (8, "👎"), (9, "👎"), (8, "👍")):
            await voted(api, answer, thumb, user)
    assert sorted(good for _, good, *_ in votes(kept)) == [False, True, True]
    assert {question for question, *_ in votes(kept)} == {"how many soldiers?"}


async def test_every_answer_has_votes_of_its_own(api: FakeBotApi, index: Index, kept: Path) -> None:
    async with running(api, index, records_file=kept):
        answers = [await ask(api, QUESTION), await ask(api, QUESTION)]
        for answer in answers:
            await voted(api, answer, "👎")
    assert len(votes(kept)) == 2


async def test_a_vote_is_changed_after_a_restart(api: FakeBotApi, index: Index, kept: Path) -> None:
    async with running(api, index, records_file=kept):
        answer = await ask(api, QUESTION)
        await voted(api, answer, "👍")
    async with running(api, index, records_file=kept):
        await voted(api, answer, "👎")
    assert votes(kept) == [(QUESTION, False, reference_of(answer), index.manifest.version)]


@pytest.mark.parametrize("text", ["/ask {}", "@belegbot {}", "/ask@belegbot {}", "{} @belegbot"])
async def test_the_question_is_told_after_a_restart_too(
    api: FakeBotApi, index: Index, kept: Path, text: str
) -> None:
    async with running(api, index, records_file=kept):
        answer = await ask_in_group(api, text.format("how many soldiers?"))
    async with running(api, index, records_file=kept):
        await voted(api, answer, "👎", user=8)
    assert [question for question, *_ in votes(kept)] == ["how many soldiers?"]


async def test_a_vote_after_a_restart_counts_although_the_question_is_gone(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    async with running(api, index, records_file=kept):
        api.delete(api.private(QUESTION))
        [answer] = await api.sent(1)
    async with running(api, index, records_file=kept):
        await voted(api, answer, "👎")
    assert votes(kept) == [("", False, reference_of(answer), index.manifest.version)]


async def test_a_refusal_is_voted_on(api: FakeBotApi, index: Index, kept: Path) -> None:
    async with running(api, index, records_file=kept):
        answer = await ask(api, "pizza?")
        assert buttons(answer) == [["👍", "👎"]]
        await voted(api, answer, "👎")
    assert votes(kept) == [("pizza?", False, None, index.manifest.version)]


async def test_an_edited_question_is_what_is_voted_on(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    async with running(api, index, records_file=kept):
        question = api.private(QUESTION)
        [answer] = await api.sent(1)
        await voted(api, answer, "👎")
        api.edit(question, "How many meetings?")
        answer = await api.edited(answer)
        await voted(api, answer, "👍")
    assert votes(kept) == [
        ("How many meetings?", True, reference_of(answer), index.manifest.version)
    ]


async def test_a_vote_is_for_the_version_that_answered(
    api: FakeBotApi, tmp_path: Path, kept: Path
) -> None:
    index = index_of(tmp_path, {"troops.md": TROOPS})
    async with running(api, index, records_file=kept, maintainers="7"):
        answer = await ask(api, QUESTION)
        newer = index_of(tmp_path, {"meetings.md": MEETINGS})
        await ask(api, "/reload")
        await voted(api, answer, "👍")
        later = await ask(api, QUESTION)
        await voted(api, later, "👍")
    versions = [version for *_, version in votes(kept)]
    assert versions == [index.manifest.version, newer.manifest.version]
    newer.close()
