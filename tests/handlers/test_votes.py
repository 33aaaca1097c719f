"""👍 and 👎 under answers, and what is kept of them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.search import Index
from tests.botapi import FakeBotApi, Json
from tests.telegram import MEETINGS, QUESTION, TROOPS, buttons, running
from tests.tiny import index_of

THANKS = "Thank you, your vote is counted. You can change it."
ASKER, VOTER, GROUP = 7345612345, 7598765432, -1002345678901  # told apart from anything else


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


def votes(kept: Path) -> list[tuple[str, bool, str | None, str]]:
    """The votes that are kept: the question, whether it is a good one, quote and version."""
    sql = "select question, good, quote, version from votes order by rowid"
    with closing(sqlite3.connect(kept)) as database:
        rows = database.execute(sql).fetchall()
    return [(question, bool(good), quote, version) for question, good, quote, version in rows]


def quote_of(answer: Json) -> str:
    """The reference of the first quote."""
    data: str = answer["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    return data.removeprefix("card:")


async def asked(api: FakeBotApi, question: str, **more: object) -> Json:
    """The answer to a question in a private chat."""
    count = len(api.messages)
    api.private(question, **more)  # type: ignore[arg-type]
    return (await api.sent(count + 1))[count]


async def voted(api: FakeBotApi, answer: Json, thumb: str, user: int = 7) -> None:
    """A user votes, and is told that it counts."""
    told = await api.answered(api.press(answer, thumb, user=user))
    assert told["text"] == THANKS
    assert not told.get("show_alert")


@pytest.mark.parametrize(("thumb", "good"), [("👍", True), ("👎", False)])
async def test_a_vote_is_kept_with_question_quote_and_version(
    api: FakeBotApi, index: Index, kept: Path, thumb: str, good: bool
) -> None:
    async with running(api, index, records_file=kept):
        answer = await asked(api, QUESTION)
        assert buttons(answer)[-1] == ["👍", "👎"]
        await voted(api, answer, thumb)
    assert votes(kept) == [(QUESTION, good, quote_of(answer), index.manifest.version)]


async def test_a_user_has_one_vote_which_can_be_changed(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    async with running(api, index, records_file=kept):
        answer = await asked(api, QUESTION)
        for thumb in "👍👍👎":
            await voted(api, answer, thumb)
        assert [good for _, good, *_ in votes(kept)] == [False]
        await voted(api, answer, "👍")
    assert [good for _, good, *_ in votes(kept)] == [True]


async def test_every_user_of_a_group_has_a_vote(api: FakeBotApi, index: Index, kept: Path) -> None:
    async with running(api, index, records_file=kept):
        api.group("/ask how many soldiers?")
        [answer] = await api.sent(1)
        for user, thumb in ((7, "👍"), (8, "👎"), (9, "👎"), (8, "👍")):
            await voted(api, answer, thumb, user)
    assert sorted(good for _, good, *_ in votes(kept)) == [False, True, True]
    assert {question for question, *_ in votes(kept)} == {"how many soldiers?"}


async def test_every_answer_has_votes_of_its_own(api: FakeBotApi, index: Index, kept: Path) -> None:
    async with running(api, index, records_file=kept):
        answers = [await asked(api, QUESTION), await asked(api, QUESTION)]
        for answer in answers:
            await voted(api, answer, "👎")
    assert len(votes(kept)) == 2


async def test_a_vote_is_changed_after_a_restart(api: FakeBotApi, index: Index, kept: Path) -> None:
    async with running(api, index, records_file=kept):
        answer = await asked(api, QUESTION)
        await voted(api, answer, "👍")
    async with running(api, index, records_file=kept):
        await voted(api, answer, "👎")
    assert votes(kept) == [(QUESTION, False, quote_of(answer), index.manifest.version)]


@pytest.mark.parametrize("text", ["/ask {}", "@belegbot {}", "/ask@belegbot {}", "{} @belegbot"])
async def test_the_question_is_told_after_a_restart_too(
    api: FakeBotApi, index: Index, kept: Path, text: str
) -> None:
    async with running(api, index, records_file=kept):
        api.group(text.format("how many soldiers?"))
        [answer] = await api.sent(1)
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
    assert votes(kept) == [("", False, quote_of(answer), index.manifest.version)]


async def test_a_refusal_is_voted_on(api: FakeBotApi, index: Index, kept: Path) -> None:
    async with running(api, index, records_file=kept):
        answer = await asked(api, "pizza?")
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
    assert votes(kept) == [("How many meetings?", True, quote_of(answer), index.manifest.version)]


async def test_a_vote_is_for_the_version_that_answered(
    api: FakeBotApi, tmp_path: Path, kept: Path
) -> None:
    index = index_of(tmp_path, {"troops.md": TROOPS})
    async with running(api, index, records_file=kept, maintainers="7"):
        answer = await asked(api, QUESTION)
        newer = index_of(tmp_path, {"meetings.md": MEETINGS})
        await asked(api, "/reload")
        await voted(api, answer, "👍")
        later = await asked(api, QUESTION)
        await voted(api, later, "👍")
    versions = [version for *_, version in votes(kept)]
    assert versions == [index.manifest.version, newer.manifest.version]
    newer.close()


async def test_what_is_forgotten_is_no_vote_any_more(
    api: FakeBotApi, index: Index, kept: Path
) -> None:
    async with running(api, index, records_file=kept):
        answer = await asked(api, QUESTION)
        await voted(api, answer, "👍")
        await voted(api, answer, "👍", user=8)
        message = await asked(api, "/forget")
    assert "1 vote" in message["text"]
    assert len(votes(kept)) == 1


# Who voted


def written(number: int) -> Iterator[bytes]:
    """How a number may stand in a file: in digits, and as SQLite and others store it."""
    yield str(abs(number)).encode()
    yield f"{abs(number):x}".encode()
    for order in ("big", "little"):
        for size in (6, 8):
            yield number.to_bytes(size, order, signed=True)  # type: ignore[arg-type]


async def test_no_file_says_who_voted(api: FakeBotApi, index: Index, kept: Path) -> None:
    async with running(api, index, records_file=kept):
        api.group("/ask how many soldiers?", group=GROUP, user=ASKER, name="Zenobia")
        api.private("how many meetings?", user=ASKER, name="Zenobia")
        api.group("/ask pizza?", group=GROUP, user=VOTER, name="Xanthippe")
        for answer in await api.sent(3):
            for user, name in ((ASKER, "Zenobia"), (VOTER, "Xanthippe")):
                if answer["chat"]["id"] in (user, GROUP):
                    await api.answered(api.press(answer, "👍", user=user, name=name))
        while_running = {path.name: path.read_bytes() for path in kept.parent.glob("records.db*")}
    afterwards = {path.name: path.read_bytes() for path in kept.parent.glob("records.db*")}
    assert len(votes(kept)) == 5
    assert "records.db-wal" in while_running
    for contents in (*while_running.values(), *afterwards.values()):
        for user in (ASKER, VOTER, GROUP):
            assert [form for form in written(user) if form in contents] == []
        assert b"Zenobia" not in contents
        assert b"Xanthippe" not in contents
    assert any(b"how many soldiers?" in contents for contents in afterwards.values())


async def test_a_file_that_says_who_would_be_noticed(kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as database:
        database.execute("create table chats (chat integer, name text)")
        database.execute("insert into chats values (?, 'a')", [GROUP])
        database.commit()
    assert any(form in kept.read_bytes() for form in written(GROUP))
