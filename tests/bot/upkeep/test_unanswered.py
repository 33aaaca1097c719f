"""What was asked in vain, as it is read from the records."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.upkeep import records as module
from bot.upkeep.records import Records
from bot.upkeep.unanswered import Unanswered, read_unanswered
from bot.wording.permalink import Permalink
from corpus.errors import SettingsError

TODAY = date(2026, 11, 22)
YESTERDAY = TODAY - timedelta(days=1)
QUOTE, OTHER = Permalink("abc", 0, 10), Permalink("abc", 10, 20)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let it be some day."""

    def on(day: date) -> None:
        monkeypatch.setattr(module, "_today", lambda: day)

    on(TODAY)
    return on


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records #1?.db"


@pytest.fixture
def records(path: Path, on: Callable[[date], None]) -> Iterator[Records]:
    """The records of a bot that is running."""
    records = Records(path, "123456:TEST")
    yield records
    records.close()


def test_refusals_and_votes_on_a_question_are_counted_with_their_days(
    records: Records, path: Path, on: Callable[[date], None]
) -> None:
    on(YESTERDAY)
    records.count_question("How many?", "v1", refused=True)
    records.vote((-5, 1), 7, False, "how  many", QUOTE, "v1")
    on(TODAY)
    records.vote((-5, 2), 7, False, "How many …", OTHER, "v2")
    records.vote((-5, 3), 7, False, "How many?", None, "v2")
    records.count_question("Who?", "v2", refused=True)
    assert read_unanswered(path) == [
        Unanswered(
            question="How many?",
            refused=1,
            voted_down=3,
            first=YESTERDAY,
            last=TODAY,
            disliked=frozenset({str(QUOTE), str(OTHER)}),
        ),
        Unanswered(question="Who?", refused=1, voted_down=0, first=TODAY, last=TODAY),
    ]


def test_what_was_answered_or_liked_is_not_among_them(records: Records, path: Path) -> None:
    records.count_question("How many?", "v1", refused=False)
    records.vote((-5, 1), 7, True, "How many?", QUOTE, "v1")
    records.vote((-5, 1), 8, False, "", QUOTE, "v1")
    assert read_unanswered(path) == []


def test_only_the_last_days_may_be_asked_for(
    records: Records, path: Path, on: Callable[[date], None]
) -> None:
    on(YESTERDAY)
    records.count_question("How many?", "v1", refused=True)
    records.vote((-5, 1), 7, False, "Who?", QUOTE, "v1")
    on(TODAY)
    records.count_question("How many?", "v1", refused=True)
    assert read_unanswered(path, TODAY) == [
        Unanswered(question="How many?", refused=1, voted_down=0, first=TODAY, last=TODAY)
    ]
    assert len(read_unanswered(path, YESTERDAY)) == 2


def test_the_bot_writes_on_while_they_are_read(records: Records, path: Path) -> None:
    records.count_question("How many?", "v1", refused=True)
    read_unanswered(path)
    records.count_question("How many?", "v1", refused=True)
    records.prune()
    [asked] = read_unanswered(path)
    assert asked.times == 2


def test_beside_the_records_of_a_bot_that_is_not_running_nothing_is_written(path: Path) -> None:
    records = Records(path, "123456:TEST")
    records.count_question("How many?", "v1", refused=True)
    records.close()
    before = path.read_bytes()
    assert [one.question for one in read_unanswered(path)] == ["How many?"]
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == before


def test_a_file_that_is_not_there_is_named_and_not_made(path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read_unanswered(path)
    assert str(caught.value) == (
        f"There is no file {path} (RECORDS_FILE); the bot makes it when it is started."
    )
    assert not path.exists()


def test_another_file_is_named_and_left_as_it_is(path: Path) -> None:
    path.write_text("These are notes, and no database. " * 100)
    with pytest.raises(SettingsError) as caught:
        read_unanswered(path)
    assert str(caught.value) == (
        f"{path} (RECORDS_FILE) should be the bot's own database: file is not a database."
    )


def test_the_database_of_another_program_is_left_as_it_is(path: Path) -> None:
    other = Database(sqlite3.connect(path))
    other.table("documents").insert({"id": 1})
    other.close()
    before = path.read_bytes()
    with pytest.raises(SettingsError, match="no such table"):
        read_unanswered(path)
    assert path.read_bytes() == before
