"""Results of earlier builds, in SQLite: readings, analyses and vectors.

A key is made of all that a result depends on, so that a result of something else is never found.
Entries that a build did not ask for are dropped.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from sqlite_utils import Database

# Any number of values in one parameter, as SQLite limits the parameters of a statement.
_GIVEN = "(select value from json_each(?))"


class Cache:
    """Key -> result. One process at a time may use it, in one thread.

    Raises OSError where the file cannot be used, as on a full disk.
    """

    def __init__(self, path: Path | None = None) -> None:
        """A cache in a file, opened at its first use; without a file it is in memory.

        A damaged file is replaced by an empty one: all results can be computed again.
        """
        self._path = path
        self._used: set[str] = set()

    def clear(self) -> None:
        """Forget everything."""
        self.close()  # first, as that removes a file that the next one would use
        self._remove()

    def get(self, keys: Collection[str]) -> dict[str, bytes]:
        """The results of those of the keys that are known."""
        self._used.update(keys)
        rows = self._database.execute(
            f"select key, value from entries where key in {_GIVEN}", [json.dumps(list(keys))]
        )
        return dict(rows.fetchall())

    def missing(self, keys: Collection[str]) -> list[str]:
        """The keys that are not known, each once."""
        self._used.update(keys)
        sql = f"select key from entries where key in {_GIVEN}"
        known = {key for (key,) in self._database.execute(sql, [json.dumps(list(keys))])}
        return [key for key in dict.fromkeys(keys) if key not in known]

    def put(self, values: Mapping[str, bytes]) -> None:
        """Keep these; they are safe when this returns, even if the process is killed."""
        rows = ({"key": key, "value": value} for key, value in values.items())
        with self._on_disk(), self._database.atomic():
            self._database.table("entries").insert_all(rows, pk="key", replace=True)

    def drop_unused(self) -> None:
        """Drop the entries that were not asked for since the cache was opened."""
        with self._on_disk(), self._database.atomic():
            self._database.execute(
                f"delete from entries where key not in {_GIVEN}", [json.dumps(list(self._used))]
            )

    def close(self) -> None:
        """Close the file; the next use opens it again. What is in memory is forgotten."""
        if database := self.__dict__.pop("_database", None):
            database.close()
        self._used.clear()

    @cached_property
    def _database(self) -> Database:
        try:
            return self._opened()
        except sqlite3.DatabaseError:
            self._remove()
            return self._opened()

    def _remove(self) -> None:
        if self._path:
            for name in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + name).unlink(missing_ok=True)

    def _opened(self) -> Database:
        """The database, ready to use. Raises sqlite3.DatabaseError when it is damaged."""
        with self._on_disk():
            database = Database(self._path or ":memory:")
            ((verdict,), *_) = database.execute("pragma integrity_check").fetchall()
            if verdict != "ok":
                database.close()
                raise sqlite3.DatabaseError(verdict)
            database.enable_wal()
            database.execute("pragma synchronous = normal")  # a power cut may cost the last entries
            database.execute("pragma secure_delete = on")  # nothing of a removed report is left
            entries = database.table("entries")
            entries.create({"key": str, "value": bytes}, pk="key", if_not_exists=True)
            return database

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise OSError(None, str(error), str(self._path)) from error
