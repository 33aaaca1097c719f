"""Documents, passages, sentences, postings and translations in SQLite (the only user of it)."""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

import numpy as np
from babel.dates import format_date
from sqlite_utils import Database

from corpus import locales
from corpus.document import Document, Passage
from corpus.figures import Figure
from index.bm25 import Posting
from index.lexicon import Translations
from index.names import Name, Named
from index.terms import function_words

_FILE = "index.db"
_CACHED_DOCUMENTS = 64


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage or a sentence of an index: its number, its passage's number and its span.

    Both are numbered from 0 through all documents; a passage is its own passage. A sentence has
    the terms, figures and names in it, whose offsets count from its start.
    """

    number: int
    within: int
    span: Passage
    terms: frozenset[str] = frozenset()
    figures: tuple[Figure, ...] = ()
    names: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A document of an index, and how many passages it has."""

    document: Document
    passages: int


def write(
    folder: Path,
    passages: Sequence[Stored],
    sentences: Sequence[Stored],
    postings: Mapping[str, Posting],
    translations: Translations,
) -> None:
    """Write an index database with these, and with the documents that they are spans of."""
    try:
        _write(Database(folder / _FILE), passages, sentences, postings, translations)
    except sqlite3.OperationalError as error:  # a full disk
        raise OSError(None, str(error), str(folder)) from error


def _write(
    database: Database,
    passages: Sequence[Stored],
    sentences: Sequence[Stored],
    postings: Mapping[str, Posting],
    translations: Translations,
) -> None:
    counts = Counter(passage.span.document for passage in passages)
    numbers = {document.id: number for number, document in enumerate(counts)}
    database.table("documents").insert_all(
        (
            {"id": numbers[document.id], "passages": count} | _columns(document)
            for document, count in counts.items()
        ),
        pk="id",
    )
    database.table("documents").create_index(["fingerprint"])
    for table, spans in (("passages", passages), ("sentences", sentences)):
        database.table(table).insert_all(
            (
                {
                    "id": stored.number,
                    "passage": stored.within,
                    "document": numbers[stored.span.document.id],
                    "start": stored.span.start,
                    "end": stored.span.end,
                    "terms": "\n".join(sorted(stored.terms)),
                    "figures": json.dumps([astuple(figure) for figure in stored.figures]),
                    "names": json.dumps([astuple(name) for name in stored.names]),
                }
                for stored in spans
            ),
            pk="id",
            foreign_keys=[("document", "documents", "id")],
        )
        database.table(table).create_index(["passage"])
        database.table(table).create_index(["document", "start"])
    database.table("postings").insert_all(
        (
            {"term": term, "passages": p.ids.tobytes(), "weights": p.weights.tobytes()}
            for term, p in postings.items()
        ),
        pk="term",
    )
    database.table("translations").create(
        {"source": str, "target": str, "probability": float}, pk=("source", "target")
    )
    database.table("translations").insert_all(
        {"source": source, "target": target, "probability": probability}
        for source, targets in translations.items()
        for target, probability in targets.items()
    )
    database.close()


class Store:
    """An index database, read-only. One thread at a time may use it."""

    def __init__(self, folder: Path) -> None:
        # A version never changes, so SQLite needs neither locks nor a journal beside it.
        uri = f"{(folder / _FILE).absolute().as_uri()}?immutable=1"
        self._database = Database(sqlite3.connect(uri, uri=True, check_same_thread=False))
        self._document = lru_cache(_CACHED_DOCUMENTS)(self._read_document)
        self.passage_count: int = self._database.table("passages").count

    def languages(self) -> dict[str, int]:
        """Language -> how many documents are in it."""
        sql = "select language, count(*) from documents group by language"
        return dict(self._database.execute(sql).fetchall())

    def passages(self, numbers: Collection[int]) -> list[Stored]:
        """The passages with these numbers, in their order."""
        stored = {passage.number: passage for passage in self._spans("passages", numbers)}
        return [stored[number] for number in numbers]

    def sentences(self, passages: Collection[int]) -> list[Stored]:
        """The sentences of the passages with these numbers, by number."""
        return list(self._spans("sentences", passages))

    def document(self, fingerprint: str) -> Document | None:
        """The document with this id; None when the index has none."""
        sql = "select id from documents where fingerprint = ?"
        row = self._database.execute(sql, [fingerprint]).fetchone()
        return self._document(row[0]) if row else None

    def around(self, fingerprint: str, offset: int) -> list[Stored]:
        """The last passage of a document that starts at or before an offset, else its first, and
        those before and after it, by number; empty when the index has no such document.
        """
        sql = (
            "select coalesce(max(case when start <= ? then passages.id end), min(passages.id))"
            " from passages join documents on document = documents.id where fingerprint = ?"
        )
        (number,) = self._database.execute(sql, [offset, fingerprint]).fetchone()
        if number is None:
            return []
        near = self._spans("passages", [number - 1, number, number + 1])
        return [passage for passage in near if passage.span.document.id == fingerprint]

    def reports(self, words: Collection[str], limit: int, offset: int) -> list[Report]:
        """The reports whose metadata have all the words, the newest first."""
        sql = (
            f"select id, passages from documents where {_HAS_WORDS}"
            " order by date is null, date desc, title, id limit ? offset ?"
        )
        rows = self._database.execute(sql, [_folded(words), limit, offset])
        return [Report(self._document(number), count) for number, count in rows]

    def report_count(self, words: Collection[str]) -> int:
        """How many reports have all the words in their metadata."""
        sql = f"select count(*) from documents where {_HAS_WORDS}"
        count: int = self._database.execute(sql, [_folded(words)]).fetchone()[0]
        return count

    def postings(self, terms: Collection[str]) -> dict[str, Posting]:
        """The postings of those of the terms that any passage has."""
        sql = "select term, passages, weights from postings where term in " + _GIVEN
        return {
            term: Posting(np.frombuffer(ids, np.int32), np.frombuffer(weights, np.float32))
            for term, ids, weights in self._database.execute(sql, [json.dumps(list(terms))])
        }

    def translations(self, terms: Collection[str]) -> dict[str, dict[str, float]]:
        """Term -> translation -> probability, for those of the terms that have any."""
        sql = "select source, target, probability from translations where source in " + _GIVEN
        found: dict[str, dict[str, float]] = {}
        for source, target, probability in self._database.execute(sql, [json.dumps(list(terms))]):
            found.setdefault(source, {})[target] = probability
        return found

    def close(self) -> None:
        self._database.close()

    def _spans(self, table: str, passages: Collection[int]) -> Iterator[Stored]:
        sql = (
            f'select id, passage, document, start, "end", terms, figures, names from {table}'
            f" where passage in {_GIVEN} order by id"
        )
        rows = self._database.execute(sql, [json.dumps(list(passages))])
        for number, within, document, start, end, terms, figures, names in rows:
            yield Stored(
                number,
                within,
                Passage(self._document(document), start, end),
                frozenset(terms.split("\n") if terms else ()),
                tuple(Figure(*figure) for figure in json.loads(figures)),
                tuple(Name(a, z, Named(of)) for a, z, of in json.loads(names)),
            )

    def _read_document(self, number: int) -> Document:
        row: dict[str, Any] = self._database.table("documents").get(number)
        return Document(
            id=row["fingerprint"],
            path=row["path"],
            title=row["title"],
            publisher=row["publisher"],
            author=row["author"],
            date=date.fromisoformat(row["date"]) if row["date"] else None,
            url=row["url"],
            language=row["language"],
            text=row["text"],
            pages=tuple(json.loads(row["pages"])),
        )


_DATES = ("long", "medium", "LLLL y")  # 28 October 2024, 28.10.2024, October 2024

# Any number of values in one parameter; SQLite limits how many parameters a statement has.
_GIVEN = "(select value from json_each(?))"

# Whether a document has each of the words in the parameter, wherever in its metadata.
_HAS_WORDS = "not exists (select 1 from json_each(?) where instr(documents.described, value) = 0)"


def _folded(words: Collection[str]) -> str:
    return json.dumps([normalize("NFC", word).casefold() for word in words])


def _described(document: Document) -> str:
    """All that is known of a document besides its text, as it is searched.

    Its date and its language stand there as they are written in each language of questions.
    """
    known = [document.title, document.publisher, document.author]
    for locale in filter(None, map(locales.locale, function_words())):
        known.append(locale.languages.get(document.language))
        if document.date:
            known += [format_date(document.date, form, locale) for form in _DATES]
    known.append(document.date.isoformat() if document.date else None)
    return "\n".join(part for part in known if part).casefold()


def _columns(document: Document) -> dict[str, Any]:
    return {
        "fingerprint": document.id,
        "path": document.path,
        "described": _described(document),
        "title": document.title,
        "publisher": document.publisher,
        "author": document.author,
        "date": document.date.isoformat() if document.date else None,
        "url": document.url,
        "language": document.language,
        "text": document.text,
        "pages": json.dumps(document.pages),
    }
