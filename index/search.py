"""An open version of an index: search it, and look up what it holds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from corpus import Document, Passage
from corpus.errors import StaleIndexError
from corpus.text.languages import language_data
from index import versions
from index.calibration import calibration
from index.embedding.embedder import Embedder
from index.query_terms import QueryWord, query_words
from index.ranking import (
    Hit,
    SearchResult,
    best,
    lexical_scores,
    rank_passages,
    rank_sentences,
)
from index.store.reader import Report, StoreReader
from index.store.vectors import VectorStore
from index.versions import check, opened

_CANDIDATES = 50  # passages taken from each ranking, by meaning and by words, before the fusion


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A passage with its neighbours in the document, None before the first and after the last."""

    earlier: Passage | None
    passage: Passage
    later: Passage | None


class Index:
    """The version of an index that serves when it is opened. One thread at a time may use it."""

    def __init__(self, folder: Path, embedder: Embedder, version: str | None = None) -> None:
        """Open the version that serves, or the one with this name.

        Raises StaleIndexError when there is none, it is damaged, or another model built it.
        """
        place, self.manifest = opened(folder, version)
        self._folder = folder
        if self.manifest.model != embedder.model:
            if self.manifest.model.name == embedder.model.name:
                raise StaleIndexError(
                    f"The index in {folder} was built with other settings of the model "
                    f"{embedder.model.name}; run scripts/rebuild_index.py."
                )
            raise StaleIndexError(
                f"The index in {folder} was built with the model {self.manifest.model.name}, but "
                f"EMBEDDING_MODEL is {embedder.model.name}; set it back or run "
                "scripts/rebuild_index.py."
            )
        check(place, self.manifest)
        self._embedder = embedder
        self.calibration = calibration(embedder.model.name)
        self._store = StoreReader(place)
        self._vectors = VectorStore(place)
        self.languages = self._store.languages()

    def search(self, question: str, language: str) -> SearchResult:
        """The passages and sentences that speak of what a question asks, in any language."""
        # The dictionary of a language that no report is in is not loaded for a question.
        with_lemmas = language in self.languages or language_data(language).dictionary_for_questions
        words = query_words(question, language, self._store, with_lemmas)
        vector = self._embedder.embed([_as_read(question, words)], "query")[0]
        found, weights = lexical_scores(words)
        candidates = np.union1d(
            self._vectors.nearest(vector, _CANDIDATES), best(found, weights, _CANDIDATES)
        )
        likenesses = self._vectors.passage_likenesses(
            vector, candidates, self._store.sentence_spans(candidates)
        )
        fitted = self.calibration.ranking
        passages = rank_passages(candidates, likenesses, found, weights, fitted)
        numbers = tuple(passage.number for passage in passages)
        sentences = self._store.sentences(numbers)
        cosines = self._vectors.sentence_cosines(
            vector, np.array([sentence.number for sentence in sentences])
        )
        beside = self._store.passages_beside(numbers)
        hits = rank_sentences(sentences, cosines, words, passages, beside, fitted)
        return SearchResult(tuple(words), numbers, hits)

    def passages(self, result: SearchResult) -> list[Passage]:
        """The passages that were found, best first; an answer needs only their sentences."""
        return self._store.passages(result.passage_numbers)

    def repeated_by(self, hit: Hit) -> tuple[Document, ...]:
        """The other documents that have a sentence with the same wording."""
        own = hit.passage.document.id
        documents = self._store.documents_with(hit.sentence.wording_id)
        return tuple(document for document in documents if document.id != own)

    def document(self, id: str) -> Document | None:
        """The document with this id; None when the index has none."""
        return self._store.document(id)

    def surroundings(self, id: str, offset: int) -> Surroundings | None:
        """The last passage of a document that starts at or before an offset, else its first.

        None when the index has no such document.
        """
        near = self._store.passages_near(id, offset)
        if not near:
            return None
        at = max((i for i, passage in enumerate(near) if passage.start <= offset), default=0)
        neighbours = dict(enumerate(near))
        return Surroundings(neighbours.get(at - 1), near[at], neighbours.get(at + 1))

    def reports(self, words: Collection[str], limit: int, offset: int = 0) -> list[Report]:
        """The reports whose metadata have all the words, the newest first."""
        return self._store.reports(words, limit, offset)

    def report_count(self, words: Collection[str] = ()) -> int:
        """How many reports have all the words in their metadata."""
        return self._store.report_count(words)

    def newest(self) -> Self:
        """The version that serves now: this one, unless there is another that can be opened."""
        if versions.served(self._folder) == self.manifest.version:
            return self
        try:
            return self.reopened()
        except StaleIndexError:
            return self

    def reopened(self) -> Self:
        """The version that serves now, with the model of this one. Raises StaleIndexError."""
        return type(self)(self._folder, self._embedder)

    def close(self) -> None:
        self._store.close()


def _as_read(question: str, words: Sequence[QueryWord]) -> str:
    """A question without misspellings."""
    for word in sorted(words, key=lambda word: word.span, reverse=True):
        if word.read_as:
            start, end = word.span
            question = question[:start] + word.read_as + question[end:]
    return question
