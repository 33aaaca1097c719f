"""Writes the database of a new version."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from corpus.document import Document
from index.analysis import PassageAnalysis, SentenceAnalysis
from index.bm25 import Posting
from index.lexicon.lexicon import Translations
from index.store.schema import FILE, create_tables, row_of

_BATCH = 1000  # rows that are written at once

Row = dict[str, Any]


class StoreWriter:
    """Writes a new index database, document by document. Raises OSError on a full disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database = Database(folder / FILE)
        # An unfinished database is thrown away as a whole, and a finished one is checked.
        self._database.execute("pragma journal_mode = off")
        self._database.execute("pragma synchronous = off")
        with self._on_disk():
            create_tables(self._database)
        self._rows: dict[str, list[Row]] = {"documents": [], "passages": [], "sentences": []}
        self.documents = self.passages = self.sentences = self._repeated = 0

    def add(
        self,
        document: Document,
        searched: Sequence[PassageAnalysis],
        repeated: Sequence[PassageAnalysis],
    ) -> None:
        """Write a document: passages to search, and those that repeat another document's."""
        count = len(searched) + len(repeated)
        self._row("documents", {"number": self.documents, "passages": count} | row_of(document))
        for passage in searched:
            self._row("passages", self._span(self.passages, passage))
            for sentence in passage.sentences:
                self._row("sentences", self._sentence(sentence))
                self.sentences += 1
            self.passages += 1
        for passage in repeated:
            self._repeated += 1
            self._row("passages", self._span(-self._repeated, passage))
        self.documents += 1

    def repeats(self, repeats: Iterable[tuple[int, int]]) -> None:
        """Write which documents share a wording, as pairs of wording and document number."""
        self._insert(
            "repeats", ({"wording": wording, "document": number} for wording, number in repeats)
        )

    def postings(self, postings: Iterable[tuple[str, Posting]]) -> None:
        rows = (
            {"term": term, "passages": p.ids.tobytes(), "weights": p.weights.tobytes()}
            for term, p in postings
        )
        self._insert("postings", rows)

    def spellings(self, spellings: Iterable[tuple[str, str]]) -> None:
        """Write which terms a variant of a word may stand for."""
        self._insert(
            "spellings", ({"variant": variant, "term": term} for variant, term in spellings)
        )

    def countries(self, terms: Iterable[str]) -> None:
        """Write which terms stand for a country."""
        self._insert("countries", ({"term": term} for term in terms))

    def translations(self, translations: Translations) -> None:
        rows = (
            {"term": term, "translation": translation, "probability": probability}
            for term, found in translations.items()
            for translation, probability in found.items()
        )
        self._insert("translations", rows)

    def finish(self) -> None:
        """Write the rows that are still in memory."""
        for table, rows in self._rows.items():
            self._insert(table, rows)

    def close(self) -> None:
        self._database.close()

    def _span(self, number: int, span: PassageAnalysis | SentenceAnalysis) -> Row:
        return {
            "id": number,
            "passage": self.passages if isinstance(span, SentenceAnalysis) else number,
            "document": self.documents,
            "start": span.start,
            "end": span.end,
        }

    def _sentence(self, sentence: SentenceAnalysis) -> Row:
        return self._span(self.sentences, sentence) | {
            "wording": sentence.wording_id,
            "terms": "\n".join(sorted(sentence.terms)),
            "figures": json.dumps([(f.start, f.end, f.kind) for f in sentence.figures]),
            "names": json.dumps([(n.start, n.end, n.kind) for n in sentence.names]),
            "years": json.dumps(sorted(sentence.years)),
            "head": json.dumps(sentence.head),
            "context": "\n".join(sorted(sentence.context)),
        }

    def _row(self, table: str, row: Row) -> None:
        rows = self._rows[table]
        rows.append(row)
        if len(rows) >= _BATCH:
            self._insert(table, rows)
            rows.clear()

    def _insert(self, table: str, rows: Iterable[Row]) -> None:
        with self._on_disk():
            self._database.table(table).insert_all(rows)

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise OSError(None, str(error), str(self._folder)) from error
