"""Questions that were refused or whose answer was voted down, from the bot's records."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.errors import SettingsError

# One row per wording. A vote without a quote is one on a refusal. Days are ISO dates of ten
# characters, so that the maximum of day and question together holds the latest spelling.
_UNANSWERED = """
    select substr(max(day || question), 11), sum(refused), sum(1 - refused), min(day), max(day),
        json_group_array(distinct quote) filter (where quote is not null)
    from (
        select folded, question, day, 1 as refused, null as quote from refused
        union all
        select folded, question, day, 0, quote from votes where not good and question <> ''
    )
    where day >= :since group by folded order by count(*) desc, folded limit :limit
"""
_NO_LIMIT = -1


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question in one wording, how often it was refused and voted down, and when.

    `disliked` are the permalinks of the quotes that were voted down.
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


def unanswered(
    database: sqlite3.Connection, since: date = date.min, limit: int = _NO_LIMIT
) -> list[Unanswered]:
    """The unanswered questions in the bot's records, the most frequent first."""
    given = {"since": since.isoformat(), "limit": limit}
    return [
        Unanswered(
            question=question,
            refused=refused,
            voted_down=voted_down,
            first=date.fromisoformat(first),
            last=date.fromisoformat(last),
            disliked=frozenset(json.loads(quotes)),
        )
        for question, refused, voted_down, first, last, quotes in database.execute(
            _UNANSWERED, given
        )
    ]


def read_unanswered(records: Path, since: date = date.min) -> list[Unanswered]:
    """The unanswered questions in a file of records, which a running bot may have open.

    The file is only read. Raises SettingsError when there is none, or it is not the bot's.
    """
    if not records.is_file():
        raise SettingsError(
            f"There is no file {records} (RECORDS_FILE); the bot makes it when it is started."
        )
    try:
        with closing(sqlite3.connect(_address(records), uri=True)) as database:
            return unanswered(database, since)
    except sqlite3.DatabaseError as error:
        raise SettingsError(
            f"{records} (RECORDS_FILE) should be the bot's own database: {error}."
        ) from error


def _address(records: Path) -> str:
    """The URI by which SQLite opens the file without changing it or writing beside it.

    A read-only connection to a file in WAL mode creates a log, which the bot might not be allowed
    to write to. Without a log nobody has the file open, and it can be opened as immutable.
    """
    is_open = records.with_name(f"{records.name}-wal").exists()
    return f"{records.absolute().as_uri()}?{'mode=ro' if is_open else 'immutable=1'}"
