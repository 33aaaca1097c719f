"""What was asked in vain, read from the records of a bot that may be running."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from corpus.errors import SettingsError

# A vote without a quote is one on a refusal.
_IN_VAIN = """
    select folded, question, day, 1 as refused, null as quote from refused where day >= :since
    union all
    select folded, question, day, 0, quote from votes
    where not good and question <> '' and day >= :since
    order by folded, day
"""
_Row = tuple[str, str, str, int, str | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in one wording, how often it was refused and voted down, and when.

    `disliked` are the references of the quotes that were voted down.
    """

    question: str
    refused: int
    voted_down: int
    first: date
    last: date
    disliked: frozenset[str] = frozenset()

    @property
    def times(self) -> int:
        return self.refused + self.voted_down


def asked_in_vain(records: Path, since: date = date.min) -> list[Asked]:
    """The questions that were refused or voted down, the most frequent first.

    The file is only read. Raises SettingsError when there is none, or another one.
    """
    if not records.is_file():
        raise SettingsError(
            f"There is no file {records} (RECORDS_FILE); the bot makes it when it is started."
        )
    try:
        with closing(sqlite3.connect(_address(records), uri=True)) as database:
            rows = database.execute(_IN_VAIN, {"since": since.isoformat()}).fetchall()
    except sqlite3.DatabaseError as error:
        raise SettingsError(
            f"{records} (RECORDS_FILE) should be the bot's own database: {error}."
        ) from error
    asked = [_asked(those) for _, those in groupby(rows, key=lambda row: row[0])]
    return sorted(asked, key=lambda one: (-one.times, one.question))


def _address(records: Path) -> str:
    """Where SQLite finds the file, of which it changes nothing and beside which it writes nothing.

    It would leave a log of writes of its own, which the bot might not be allowed to write to; so
    where there is none, nobody has the file open, and it is told that the file does not change.
    """
    is_open = records.with_name(f"{records.name}-wal").exists()
    return f"{records.absolute().as_uri()}?{'mode=ro' if is_open else 'immutable=1'}"


def _asked(rows: Iterable[_Row]) -> Asked:
    """What the rows of one question say, which are in the order of their days."""
    _, questions, days, refused, quotes = zip(*rows, strict=True)
    return Asked(
        questions[-1],
        sum(refused),
        len(refused) - sum(refused),
        date.fromisoformat(days[0]),
        date.fromisoformat(days[-1]),
        frozenset(filter(None, quotes)),
    )
