"""What the bot keeps: for how long, in which file, and from several threads."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from bot.upkeep import records as module
from bot.upkeep.records import ChatSettings, Records
from bot.wording.permalink import Permalink
from corpus.errors import SettingsError

TODAY = date(2026, 11, 22)
QUOTE = Permalink("abc", 0, 10)
SECRET = "123456:TEST"
GERMAN = ChatSettings("de", 5, quiet=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def records(path: Path) -> Iterator[Records]:
    records = Records(path, SECRET)
    yield records
    records.close()


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let it be some day."""

    def on(day: date) -> None:
        monkeypatch.setattr(module, "_today", lambda: day)

    on(TODAY)
    return on


def vote(records: Records, user: int = 7, good: bool = False, message: int = 1) -> None:
    records.vote((-5, message), user, good, "How many?", QUOTE, "v1")


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as database:
        return database.execute(f"select * from {table}").fetchall()


# Settings and files


def listed(records: Records, limit: int = 10) -> list[tuple[str, int, int]]:
    """The unanswered questions, with how often they were refused and voted down."""
    return [(one.question, one.refused, one.voted_down) for one in records.unanswered(limit)]


def test_a_chat_that_has_chosen_nothing_has_what_the_bot_does_then(records: Records) -> None:
    assert records.settings(-5) == ChatSettings(None, None, False)


def test_settings_are_kept_for_each_chat(records: Records, path: Path) -> None:
    records.set(-5, GERMAN)
    records.set(-5, ChatSettings("uk"))
    records.set(7, GERMAN)
    other = Records(path, SECRET)
    for opened in (records, other):
        assert [opened.settings(chat) for chat in (-5, 7, 8)] == [
            ChatSettings("uk"),
            GERMAN,
            ChatSettings(),
        ]
    other.close()


def test_settings_are_forgotten_once(records: Records, path: Path) -> None:
    records.set(-5, GERMAN)
    assert (records.forget_chat(-5), records.forget_chat(-5)) == (True, False)
    assert records.settings(-5) == ChatSettings()
    assert rows(path, "chats") == []


def test_settings_move_to_another_id_once(records: Records, path: Path) -> None:
    records.set(-5, GERMAN)
    assert (records.move(-5, -1005), records.move(-5, -1005)) == (True, False)
    assert (records.settings(-5), records.settings(-1005)) == (ChatSettings(), GERMAN)
    assert rows(path, "chats") == [(-1005, "de", 5, 1)]


def test_a_chat_without_settings_moves_without_them(records: Records) -> None:
    records.set(-1005, GERMAN)
    assert records.move(-5, -1005) is False
    assert records.settings(-1005) == GERMAN


def test_what_telegram_calls_a_file_is_kept(records: Records) -> None:
    assert records.file_id("abc") is None
    records.keep_file_id("abc", "file-1")
    records.keep_file_id("abc", "file-2")
    assert (records.file_id("abc"), records.file_id("def")) == ("file-2", None)


# Questions and votes


def test_questions_are_counted_by_the_day(records: Records, on: Callable[[date], None]) -> None:
    assert records.questions_today() == 0
    records.count_question("How many?", "v1", refused=False)
    records.count_question("How many?", "v1", refused=True)
    assert records.questions_today() == 2
    on(TODAY + timedelta(days=1))
    assert records.questions_today() == 0


@pytest.mark.parametrize(
    "other",
    ["how many soldiers", "HOW MANY SOLDIERS?!", " How  many\nsoldiers … ", "How many soldiers?."],
)
def test_questions_are_the_same_that_differ_in_case_and_signs_alone(
    records: Records, other: str
) -> None:
    for question in ("How many soldiers?", other):
        records.count_question(question, "v1", refused=True)
    [unanswered] = records.unanswered(10)
    assert (unanswered.refused, unanswered.voted_down) == (2, 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [("СКІЛЬКИ солдатів?", "скільки солдатів"), ("Straße?", "STRASSE"), ("Кий?", "Кий")],
)
def test_case_and_marks_are_those_of_every_alphabet(records: Records, one: str, other: str) -> None:
    for question in (one, other):
        records.count_question(question, "v1", refused=True)
    assert len(records.unanswered(10)) == 1


@pytest.mark.parametrize(
    "other", ["How many soldiers in 2023?", "How much soldiers?", "¿soldiers?"]
)
def test_other_questions_are_others(records: Records, other: str) -> None:
    for question in ("How many soldiers?", other):
        records.count_question(question, "v1", refused=True)
    assert len(records.unanswered(10)) == 2


def test_the_most_frequent_come_first_and_else_the_alphabet_decides(records: Records) -> None:
    for question in ("b?", "c?", "a?", "c?"):
        records.count_question(question, "v1", refused=True)
    records.count_question("d?", "v1", refused=False)
    assert listed(records) == [
        ("c?", 2, 0),
        ("a?", 1, 0),
        ("b?", 1, 0),
    ]
    assert listed(records, 2) == [("c?", 2, 0), ("a?", 1, 0)]


def test_votes_and_refusals_of_a_question_are_counted_together(records: Records) -> None:
    records.count_question("how many", "v1", refused=True)
    vote(records, user=7)
    vote(records, user=8)
    vote(records, user=9, good=True)
    assert listed(records) == [("how many", 1, 2)]


def test_a_user_has_one_vote_on_an_answer_the_last(records: Records, path: Path) -> None:
    vote(records)
    vote(records)
    vote(records, message=2)
    assert listed(records) == [("How many?", 0, 2)]
    vote(records, good=True)
    assert listed(records) == [("How many?", 0, 1)]
    assert len(rows(path, "votes")) == 2


def test_a_vote_on_a_question_that_nobody_knows_is_kept_but_not_listed(
    records: Records, path: Path
) -> None:
    records.vote((-5, 1), 7, False, "", None, "v1")
    assert records.unanswered(10) == []
    assert len(rows(path, "votes")) == 1


def test_votes_are_forgotten_with_their_user(records: Records) -> None:
    for user, message in ((7, 1), (7, 2), (8, 1)):
        vote(records, user, message=message)
    assert (records.forget_votes(7), records.forget_votes(7)) == (2, 0)
    assert listed(records) == [("How many?", 0, 1)]


def test_a_voter_is_known_again_by_the_same_secret_alone(records: Records, path: Path) -> None:
    vote(records)
    strange = Records(path, "123456:OTHER")
    assert strange.forget_votes(7) == 0
    strange.close()
    assert records.forget_votes(7) == 1


@pytest.mark.parametrize(
    "question",
    ["\ud83d how many?", "how\0many?", "'); drop table votes; --", "{count} % ?", "🙂" * 4096],
)
def test_any_text_can_be_kept(records: Records, question: str) -> None:
    records.count_question(question, "v1", refused=True)
    records.vote((-5, 1), 7, False, question, QUOTE, "v1")
    [unanswered] = records.unanswered(10)
    assert (unanswered.refused, unanswered.voted_down) == (1, 1)


# For how long


def test_questions_and_votes_are_kept_for_90_days(
    records: Records, path: Path, on: Callable[[date], None]
) -> None:
    records.set(-5, GERMAN)
    records.keep_file_id("abc", "file-1")
    records.count_question("How many?", "v1", refused=True)
    vote(records)
    on(TODAY + timedelta(days=90))
    records.prune()
    assert listed(records) == [("How many?", 1, 1)]
    on(TODAY + timedelta(days=91))
    records.prune()
    assert records.unanswered(10) == []
    assert [rows(path, table) for table in ("refused", "votes", "days")] == [[], [], []]
    assert (records.settings(-5), records.file_id("abc")) == (GERMAN, "file-1")


@pytest.mark.parametrize("days", [1, 7, 36_500])
def test_they_are_kept_for_as_long_as_is_wished(
    path: Path, on: Callable[[date], None], days: int
) -> None:
    records = Records(path, SECRET, days)
    records.count_question("How many?", "v1", refused=True)
    for passed, kept in ((days, 1), (days + 1, 0)):
        on(TODAY + timedelta(days=passed))
        records.prune()
        assert len(records.unanswered(10)) == kept
    records.close()


def test_where_no_questions_are_wished_none_is_kept(path: Path) -> None:
    records = Records(path, SECRET, keeps_questions=False)
    records.count_question("How many?", "v1", refused=True)
    vote(records)
    assert records.unanswered(10) == []
    assert records.questions_today() == 1
    assert rows(path, "refused") == []
    [(_, _, good, question, folded, quote, version, _)] = rows(path, "votes")
    assert (good, question, folded, quote, version) == (0, "", "", str(QUOTE), "v1")
    assert records.forget_votes(7) == 1
    records.close()


def test_of_the_questions_kept_before_nothing_is_left(path: Path) -> None:
    files = [path, path.with_name("records.db-wal")]
    records = Records(path, SECRET)
    records.count_question("a refused question that can be found", "v1", refused=True)
    records.vote((-5, 1), 7, True, "a question voted on that can be found", QUOTE, "v1")
    records.close()
    records = Records(path, SECRET, keeps_questions=False)
    assert any(b"can be found" in file.read_bytes() for file in files)
    records.prune()
    assert not any(b"can be found" in file.read_bytes() for file in files)
    assert len(rows(path, "votes")) == 1
    records.close()


def test_a_bot_that_is_never_restarted_keeps_them_no_longer(
    records: Records, on: Callable[[date], None]
) -> None:
    records.count_question("How many?", "v1", refused=True)
    on(TODAY + timedelta(days=91))
    records.count_question("Who?", "v1", refused=True)
    assert listed(records) == [("Who?", 1, 0)]


def test_nothing_is_left_of_what_is_deleted(records: Records, path: Path) -> None:
    records.vote((-5, 1), 7, False, "a question that can be found", QUOTE, "v1")
    files = [path, path.with_name("records.db-wal")]
    assert any(b"can be found" in file.read_bytes() for file in files)
    records.forget_votes(7)
    assert not any(b"can be found" in file.read_bytes() for file in files)


# In which file


def test_the_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "records.db"
    Records(path, SECRET).close()
    assert path.exists()


def test_an_empty_file_becomes_the_database(path: Path) -> None:
    path.touch()
    Records(path, SECRET).close()
    assert rows(path, "votes") == []


def test_a_text_is_not_taken_for_a_database(path: Path) -> None:
    path.write_text("These are notes, and no database. " * 100)
    with pytest.raises(SettingsError) as caught:
        Records(path, SECRET)
    assert str(caught.value) == (
        f"{path} (RECORDS_FILE) should be the bot's own database, or a new file where one "
        "may be written: file is not a database."
    )
    assert path.read_text().startswith("These are notes")


def test_the_database_of_another_program_is_left_as_it_is(path: Path) -> None:
    other = Database(path)
    other.table("documents").insert({"id": 1})
    other.close()
    before = path.read_bytes()
    with pytest.raises(SettingsError) as caught:
        Records(path, SECRET)
    assert str(caught.value) == (
        f"{path} (RECORDS_FILE) should be the bot's own database, or a new file where one "
        "may be written: it belongs to another program."
    )
    assert path.read_bytes() == before


def test_a_folder_is_not_taken_for_a_database(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        Records(tmp_path, SECRET)
    assert str(caught.value) == (
        f"{tmp_path} (RECORDS_FILE) should be the bot's own database, or a new file where "
        "one may be written: unable to open database file."
    )


def test_where_no_folder_can_be_made_the_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        Records(tmp_path / "file" / "records.db", SECRET)


@contextmanager
def newer_program() -> Iterator[None]:
    """As long as this lasts it is a later version, which has something more to keep."""
    migrations = Migrations("belegbot")
    for migration in module._migrations.pending(Database(memory=True)):
        migrations(name=migration.name)(migration.fn)

    @migrations()
    def _add_more(database: Database) -> None:
        for table in ("chats", "days", "refused", "votes", "files"):
            database.table(table).add_column("more", str)
        database.table("more").create({"id": int}, pk="id")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_migrations", migrations)
        yield


def use(path: Path) -> None:
    """Open the database and write into each table."""
    records = Records(path, SECRET)
    records.set(-5, GERMAN)
    records.keep_file_id("abc", "file-1")
    records.count_question("How many?", "v1", refused=True)
    vote(records)
    records.close()


def test_an_older_database_is_brought_up_to_date(path: Path) -> None:
    use(path)
    with newer_program():
        use(path)
        records = Records(path, SECRET)
    assert records.settings(-5) == GERMAN
    assert listed(records) == [("How many?", 2, 1)]
    assert rows(path, "chats") == [(-5, "de", 5, 1, None)]
    records.close()


def test_a_newer_database_can_still_be_used(path: Path) -> None:
    with newer_program():
        use(path)
    use(path)
    records = Records(path, SECRET)
    assert records.settings(-5) == GERMAN
    assert listed(records) == [("How many?", 2, 1)]
    records.close()


# From several threads


def test_threads_take_turns(records: Records, path: Path) -> None:
    def one(number: int) -> None:
        records.count_question("How many?", "v1", refused=True)
        vote(records, user=number)
        records.set(number, GERMAN)
        records.questions_today()

    with ThreadPoolExecutor(max_workers=8) as threads:
        list(threads.map(one, range(100)))
    assert records.questions_today() == 100
    assert listed(records) == [("How many?", 100, 100)]
    assert len(rows(path, "chats")) == 100


def test_what_fails_leaves_nothing_half_done(records: Records, path: Path) -> None:
    with pytest.raises(sqlite3.Error):
        records.count_question("How many?", object(), refused=True)  # type: ignore[arg-type]
    assert (records.questions_today(), rows(path, "refused")) == (0, [])
    records.count_question("How many?", "v1", refused=True)
    assert records.questions_today() == 1


def test_settings_that_cannot_be_written_are_not_chosen(records: Records) -> None:
    with pytest.raises(sqlite3.Error):
        records.set(-5, ChatSettings(object()))  # type: ignore[arg-type]
    assert records.settings(-5) == ChatSettings()
