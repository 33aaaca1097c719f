"""Reads the database of a version: documents, passages, sentences, postings, translations."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from sqlite_utils import Database

from corpus.document import Document, Passage
from corpus.text.figures import Figure
from corpus.text.names import Name, NameKind
from index.bm25 import Posting
from index.store.schema import FILE, document_of, folded
from index.store.vectors import Ids

_CACHED_DOCUMENTS = 64


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an index: its span, and what is in it.

    - `number`: from 0 through all documents
    - `passage_number`: the number of its passage
    - `wording_id`: the same for sentences with the same words and figures
    - `figures`, `names`: their offsets count from the sentence's start
    - `years`: those that it says something of
    - `head`: the head of its table, where it is a row of one
    - `context`: the terms of what stands around it
    """

    number: int
    passage_number: int
    span: Passage
    wording_id: int
    terms: frozenset[str]
    figures: tuple[Figure, ...]
    names: tuple[Name, ...]
    years: frozenset[str] = frozenset()
    head: Passage | None = None
    context: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Report:
    """A document of an index, and how many passages it has."""

    document: Document
    passages: int


class StoreReader:
    """The database of a version, read-only. One thread at a time may use it."""

    def __init__(self, folder: Path) -> None:
        # A version never changes, so SQLite needs neither locks nor a journal beside it.
        uri = f"{(folder / FILE).absolute().as_uri()}?immutable=1"
        self._database = Database(sqlite3.connect(uri, uri=True, check_same_thread=False))
        self._document = lru_cache(_CACHED_DOCUMENTS)(self._read_document)
        self.passage_count = self._database.table("passages").count_where("id >= 0")

    def languages(self) -> dict[str, int]:
        """Language -> number of documents in it."""
        sql = "select language, count(*) from documents group by language"
        return dict(self._database.execute(sql).fetchall())

    def passages(self, numbers: Collection[int]) -> list[Passage]:
        """The passages with these numbers, in this order."""
        sql = f'select id, document, start, "end" from passages where id in {_GIVEN}'
        rows = self._database.execute(sql, [json.dumps(list(numbers))])
        found = {number: Passage(self._document(of), start, end) for number, of, start, end in rows}
        return [found[number] for number in numbers]

    def sentences(self, passages: Collection[int]) -> list[Sentence]:
        """The sentences of the passages with these numbers, by number."""
        sql = f"select * from sentences where passage in {_GIVEN} order by id"
        rows = self._database.query(sql, [json.dumps(list(passages))])
        return [self._sentence(row) for row in rows]

    def passages_beside(self, passages: Collection[int]) -> dict[int, tuple[int, int]]:
        """Of each passage, the first and the last that its document has."""
        of = "select id from passages q where q.document = p.document and id >= 0 order by start"
        first, last = f"({of} limit 1)", f"({of} desc limit 1)"
        sql = f"select id, {first}, {last} from passages p where id in {_GIVEN}"
        rows = self._database.execute(sql, [json.dumps(list(passages))])
        return {number: (first, last) for number, first, last in rows}

    def sentence_spans(self, passages: Ids) -> Ids:
        """The number of the first sentence of each passage, ascending, and how many it has.

        Shape (passages, 2).
        """
        sql = (
            "select min(id), count(*) from sentences where passage in"
            f" {_GIVEN} group by passage order by passage"
        )
        rows = self._database.execute(sql, [json.dumps(passages.tolist())]).fetchall()
        return np.array(rows, np.int64).reshape(-1, 2)

    def documents_with(self, wording_id: int) -> list[Document]:
        """The documents that share a wording; empty if only one has it."""
        sql = "select document from repeats where wording = ? order by document"
        rows = self._rows(sql, wording_id)
        return [self._document(number) for (number,) in rows]

    def document(self, id: str) -> Document | None:
        """The document with this id; None when the index has none."""
        number = self._number(id)
        return None if number is None else self._document(number)

    def passages_near(self, id: str, offset: int) -> list[Passage]:
        """Up to two passages that start at or before an offset, and up to two after it, in order.

        Empty when the index has no such document.
        """
        number = self._number(id)
        if number is None:
            return []
        sql = 'select start, "end" from passages where document = ? and start'
        before = self._rows(f"{sql} <= ? order by start desc limit 2", number, offset)
        after = self._rows(f"{sql} > ? order by start limit 2", number, offset)
        document = self._document(number)
        return [Passage(document, start, end) for start, end in [*reversed(before), *after]]

    def reports(self, words: Collection[str], limit: int, offset: int) -> list[Report]:
        """The reports whose metadata have all the words, the newest first."""
        sql = (
            f"select number, passages from documents where {_HAS_WORDS}"
            " order by date is null, date desc, title, number limit ? offset ?"
        )
        rows = self._rows(sql, _folded(words), limit, offset)
        return [Report(self._document(number), count) for number, count in rows]

    def report_count(self, words: Collection[str]) -> int:
        """How many reports have all the words in their metadata."""
        sql = f"select count(*) from documents where {_HAS_WORDS}"
        ((count,),) = self._rows(sql, _folded(words))
        return int(count)

    def documents(self) -> Iterator[Document]:
        """All documents, by number."""
        for row in self._database.table("documents").rows:
            yield document_of(row)

    def postings(self, terms: Collection[str]) -> dict[str, Posting]:
        """The postings of those of the terms that a passage has."""
        sql = "select term, passages, weights from postings where term in " + _GIVEN
        return {
            term: Posting(np.frombuffer(ids, np.int32), np.frombuffer(weights, np.float32))
            for term, ids, weights in self._database.execute(sql, [json.dumps(list(terms))])
        }

    def spelt_like(self, variants: Collection[str]) -> list[str]:
        """The terms that any of the variants of a word may stand for, in alphabetical order."""
        sql = f"select distinct term from spellings where variant in {_GIVEN} order by term"
        return [term for (term,) in self._database.execute(sql, [json.dumps(list(variants))])]

    def countries(self, terms: Collection[str]) -> frozenset[str]:
        """Those of the terms that stand for a country."""
        sql = f"select term from countries where term in {_GIVEN}"
        rows = self._database.execute(sql, [json.dumps(list(terms))])
        return frozenset(term for (term,) in rows)

    def translations(self, terms: Collection[str]) -> dict[str, dict[str, float]]:
        """Term -> translation -> probability, for those of the terms that have any."""
        sql = "select term, translation, probability from translations where term in " + _GIVEN
        found: dict[str, dict[str, float]] = {}
        for term, translation, probability in self._database.execute(
            sql, [json.dumps(list(terms))]
        ):
            found.setdefault(term, {})[translation] = probability
        return found

    def counts(self) -> tuple[int, int, int]:
        """The numbers of documents, of passages that are searched, and of their sentences."""
        tables = self._database.table("documents"), self._database.table("sentences")
        documents, sentences = (table.count for table in tables)
        return documents, self.passage_count, sentences

    def misplaced_spans(self) -> int:
        """The number of passages outside a page and of sentences outside their passage."""
        sql = """
            select count(*) from (
                select s.start, s."end", 0 as low, high,
                    (select count(*) from json_each(pages)
                     where s.start < value and value < s."end") as turns
                from passages s left join
                    (select number, length(text) as high, pages from documents) d
                    on d.number = s.document
                union all
                select s.start, s."end", p.start, p."end", p.document is not s.document
                from sentences s left join passages p on p.id = s.passage
            ) where (low <= start and start < "end" and "end" <= high and turns = 0) is not true
        """
        ((count,),) = self._rows(sql)
        return int(count)

    def close(self) -> None:
        self._database.close()

    def _rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self._database.execute(sql, parameters).fetchall()

    def _number(self, id: str) -> int | None:
        rows = self._rows("select number from documents where id = ?", id)
        return rows[0][0] if rows else None

    def _sentence(self, row: dict[str, Any]) -> Sentence:
        document, head = self._document(row["document"]), json.loads(row["head"])
        return Sentence(
            number=row["id"],
            passage_number=row["passage"],
            span=Passage(document, row["start"], row["end"]),
            wording_id=row["wording"],
            terms=_terms(row["terms"]),
            figures=tuple(Figure(*figure) for figure in json.loads(row["figures"])),
            names=tuple(
                Name(start, end, NameKind(kind)) for start, end, kind in json.loads(row["names"])
            ),
            years=frozenset(json.loads(row["years"])),
            head=Passage(document, *head) if head else None,
            context=_terms(row["context"]),
        )

    def _read_document(self, number: int) -> Document:
        return document_of(self._database.table("documents").get(number))


# Any number of values in one parameter, as SQLite limits the parameters of a statement.
_GIVEN = "(select value from json_each(?))"

# Whether a document's metadata have each of the words in the parameter.
_HAS_WORDS = "not exists (select 1 from json_each(?) where instr(documents.searchable, value) = 0)"


def _terms(stored: str) -> frozenset[str]:
    return frozenset(stored.split("\n") if stored else ())


def _folded(words: Collection[str]) -> str:
    return json.dumps([folded(word) for word in words])
