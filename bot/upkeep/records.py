"""The bot's records, in SQLite: settings of chats, votes, refused questions, uploaded files.

Nothing here says who asked what. A voter is a code that only the bot can compute, from the user's
id and a secret that is not in the file.
"""

import hashlib
import hmac
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Lock

from sqlite_utils import Database, Migrations

from bot.upkeep.unanswered import Unanswered, unanswered
from bot.wording.permalink import Permalink
from corpus.errors import SettingsError

_migrations = Migrations("belegbot")


@_migrations()
def _create(database: Database) -> None:
    database.table("chats").create(
        {"chat": int, "language": str, "quotes": int, "quiet": bool}, pk="chat"
    )
    database.table("files").create({"document": str, "file": str}, pk="document")
    database.table("days").create({"day": str, "questions": int}, pk="day")
    database.table("refused").create({"question": str, "folded": str, "version": str, "day": str})
    database.table("votes").create(
        {
            "answer": str,
            "voter": str,
            "good": bool,
            "question": str,
            "folded": str,
            "quote": str,
            "version": str,
            "day": str,
        },
        pk=("answer", "voter"),
    )


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What a chat has chosen; None stands for the default."""

    language: str | None = None
    quotes: int | None = None
    quiet: bool = False


class Records:
    """The bot's database. Any thread may use it.

    Questions and votes are kept for `days`; the texts of questions only if `keeps_questions`.
    """

    def __init__(
        self, path: Path, secret: str, days: int = 90, keeps_questions: bool = True
    ) -> None:
        """Open the database, created if missing. Raises SettingsError for another file."""
        self._secret = secret.encode()
        self._days = days
        self._keeps_questions = keeps_questions
        self._turn = Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = Database(sqlite3.connect(path, check_same_thread=False))
            _prepare(self._database)
        except sqlite3.DatabaseError as error:
            raise SettingsError(
                f"{path} (RECORDS_FILE) should be the bot's own database, or a new file where one "
                f"may be written: {error}."
            ) from error
        self._pruned: date | None = None
        self._chats = {
            row["chat"]: ChatSettings(row["language"], row["quotes"], bool(row["quiet"]))
            for row in self._database.table("chats").rows
        }

    def settings(self, chat: int) -> ChatSettings:
        """What a chat has chosen. Answered from memory, so it may be called anywhere."""
        return self._chats.get(chat, ChatSettings())

    def set(self, chat: int, settings: ChatSettings) -> None:
        with self._transaction() as database:
            database.table("chats").upsert({"chat": chat} | asdict(settings), pk="chat")
        self._chats[chat] = settings

    def forget_chat(self, chat: int) -> bool:
        """Delete the settings of a chat; return whether there were any."""
        self._erase("chats", "chat", chat)
        return self._chats.pop(chat, None) is not None

    def move(self, chat: int, to: int) -> bool:
        """Move the settings of a chat to another id; return whether there were any."""
        if settings := self._chats.get(chat):
            self.set(to, settings)
        return self.forget_chat(chat)

    def file_id(self, document: str) -> str | None:
        """Telegram's id of a document's file; None before the first upload."""
        sql = "select file from files where document = ?"
        with self._transaction() as database:
            row = database.execute(sql, [document]).fetchone()
        return row[0] if row else None

    def keep_file_id(self, document: str, file: str) -> None:
        """Keep Telegram's id of a document's file."""
        with self._transaction() as database:
            database.table("files").upsert({"document": document, "file": file}, pk="document")

    def count_question(self, question: str, version: str, refused: bool) -> None:
        """Count a question; keep a refused one, if questions are kept, without who asked it."""
        if self._pruned != _today():
            self.prune()
        day = _today().isoformat()
        with self._transaction() as database:
            database.execute(
                "insert into days (day, questions) values (?, 1)"
                " on conflict do update set questions = questions + 1",
                [day],
            )
            if refused and self._keeps_questions:
                database.table("refused").insert(
                    {
                        "question": _line(question),
                        "folded": _folded(question),
                        "version": version,
                        "day": day,
                    }
                )

    def questions_today(self) -> int:
        """The number of questions since midnight, UTC."""
        with self._transaction() as database:
            sql = "select questions from days where day = ?"
            row = database.execute(sql, [_today().isoformat()]).fetchone()
        return row[0] if row else 0

    def vote(
        self,
        answer: tuple[int, int],
        user: int,
        good: bool,
        question: str,
        quote: Permalink | None,
        version: str,
    ) -> None:
        """Keep a user's vote on an answer (chat, message), replacing an earlier one."""
        question = question if self._keeps_questions else ""
        with self._transaction() as database:
            database.table("votes").upsert(
                {
                    "answer": self._code("answer", *answer),
                    "voter": self._code("voter", user),
                    "good": good,
                    "question": _line(question),
                    "folded": _folded(question),
                    "quote": str(quote) if quote else None,
                    "version": version,
                    "day": _today().isoformat(),
                },
                pk=("answer", "voter"),
            )

    def forget_votes(self, user: int) -> int:
        """Delete the votes of a user; return their number."""
        return self._erase("votes", "voter", self._code("voter", user))

    def unanswered(self, limit: int) -> list[Unanswered]:
        """The questions that were refused or voted down most often."""
        with self._transaction() as database:
            return unanswered(database.conn, limit=limit)

    def prune(self) -> None:
        """Delete expired entries; the first question of each day does it again."""
        today = _today()
        oldest = (today - timedelta(days=self._days)).isoformat()
        with self._transaction() as database:
            for table in ("refused", "votes", "days"):
                database.table(table).delete_where("day < ?", [oldest])
            if not self._keeps_questions:
                database.execute("delete from refused")
                database.execute("update votes set question = '', folded = ''")
        self._leave_no_trace()
        self._pruned = today

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def _transaction(self) -> Iterator[Database]:
        with self._turn, self._database.atomic():
            yield self._database

    def _erase(self, table: str, column: str, value: object) -> int:
        """Delete rows without a trace in the files; return their number."""
        with self._transaction() as database:
            deleted = database.execute(f"delete from {table} where {column} = ?", [value]).rowcount
        self._leave_no_trace()
        return deleted

    def _leave_no_trace(self) -> None:
        """Empty the write-ahead log, which also holds what was deleted."""
        with self._turn:
            self._database.execute("pragma wal_checkpoint(truncate)")

    def _code(self, *identity: object) -> str:
        """A code that cannot be traced back without the secret."""
        text = ":".join(map(str, identity))
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()[:32]


def _prepare(database: Database) -> None:
    """Create or update the tables. Raises sqlite3.DatabaseError for another program's file."""
    tables = set(database.table_names()) - {_migrations.migrations_table}
    if tables and not _migrations.applied(database):
        raise sqlite3.DatabaseError("it belongs to another program")
    database.enable_wal()
    database.execute("pragma secure_delete = on")  # deleted data are overwritten
    _migrations.apply(database)


def _today() -> date:
    return datetime.now(UTC).date()


def _folded(question: str) -> str:
    """A question without case, repeated spaces and the signs at its end, to be compared."""
    return _line(question).casefold().strip(" ?!.…")


def _line(question: str) -> str:
    """A question as one line of valid Unicode."""
    text = unicodedata.normalize("NFC", question.encode("utf-8", "replace").decode())
    return " ".join(text.split())
