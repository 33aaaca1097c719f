"""Question -> what it found: first passages, then the sentences of the best of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np

from corpus.document import Document, Passage
from corpus.errors import StaleIndexError
from corpus.text.figures import Figure
from corpus.text.names import Name
from index.embed import Embedder, Vectors
from index.query_terms import QueryWord, lexical_scores, matches, query_words
from index.store.reader import Report, Sentence, Store
from index.store.vectors import Ids, Scores, VectorStore
from index.versions import check, opened

_CANDIDATES = 50  # passages taken from each ranking, by meaning and by words, before the fusion
_READ = 10  # passages whose sentences are looked at

# Weight of a passage's likeness to the question against its words. Between 0.5 and 1 the best
# passage is the right one about equally often, in every pair of languages.
_MEANING = 0.7

# Weights of a sentence's passage, of its likeness to the question and of the words that only the
# sentence before it has ("Its army …") against its own words. By logistic regression on half of
# XQuAD, where the sentence before makes the best one right for 1 in 100 questions more.
_CONTEXT = 0.6
_LIKENESS = 0.3
_BEFORE = 0.3


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that a question found.

    `score` orders the hits of a question. `coverage` is the share of the question's content words,
    by idf, that the sentence has in any language; `support` the share that it has together with
    the sentence before, where names count twice; `lift` how much more it is like the question than
    other sentences in its language are; `context` the score of its passage, without what any
    passage in its language gets. `figures` and `names` are those in the sentence; `said` is the
    same for hits with the same words.
    """

    passage: Passage
    score: float
    coverage: float
    support: float
    lift: float
    context: float
    figures: tuple[Figure, ...]
    names: tuple[Name, ...]
    said: int = 0


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a question found: its content words, the best passages by number, and their sentences.

    Passages and sentences are ordered, best first.
    """

    words: tuple[QueryWord, ...]
    passages: tuple[int, ...]
    sentences: tuple[Hit, ...]


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
            raise StaleIndexError(
                f"The index in {folder} was built with the model {self.manifest.model.name}, but "
                f"EMBEDDING_MODEL is {embedder.model.name}; set it back or run "
                "scripts/rebuild_index.py."
            )
        check(place, self.manifest)
        self._embedder = embedder
        self._store = Store(place)
        self._vectors = VectorStore(place)
        self.languages = self._store.languages()

    def search(self, question: str, language: str) -> SearchResult:
        """The passages and sentences that speak of what a question asks, in any language."""
        vector = self._embedder.embed([question], "query")[0]
        words = query_words(question, language, self._store)
        ids, scores = self._rank_passages(vector, words)
        return SearchResult(
            tuple(words),
            tuple(ids.tolist()),
            self._sentence_hits(vector, words, dict(zip(ids.tolist(), scores, strict=True))),
        )

    def passages(self, found: SearchResult) -> list[Passage]:
        """The passages that were found, best first; an answer needs only their sentences."""
        return self._store.passages(found.passages)

    def also(self, hit: Hit) -> tuple[Document, ...]:
        """The other documents that say what a sentence says, in the same words."""
        own = hit.passage.document.id
        return tuple(document for document in self._store.also(hit.said) if document.id != own)

    def document(self, id: str) -> Document | None:
        """The document with this id; None when the index has none."""
        return self._store.document(id)

    def around(self, id: str, offset: int) -> Surroundings | None:
        """The last passage of a document that starts at or before an offset, else its first.

        None when the index has no such document.
        """
        near = self._store.around(id, offset)
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

    def reopened(self) -> Self:
        """The version that serves now, with the model of this one. Raises StaleIndexError."""
        return type(self)(self._folder, self._embedder)

    def close(self) -> None:
        self._store.close()

    def _rank_passages(self, vector: Vectors, words: Sequence[QueryWord]) -> tuple[Ids, Scores]:
        """The numbers of the best passages, best first, and their scores."""
        found, weights = lexical_scores(words)
        ids = np.union1d(
            self._vectors.nearest(vector, _CANDIDATES), found[np.argsort(-weights)[:_CANDIDATES]]
        )
        cosines = self._vectors.passage_cosines(vector, ids)
        lexical = np.zeros(len(ids), np.float32)
        _, known, matched = np.intersect1d(ids, found, return_indices=True)
        lexical[known] = weights[matched]
        scores = lexical + _MEANING * cosines
        best = np.argsort(-scores, kind="stable")[:_READ]
        return ids[best], scores[best]

    def _sentence_hits(
        self, vector: Vectors, words: Sequence[QueryWord], passages: dict[int, float]
    ) -> tuple[Hit, ...]:
        """The sentences of the passages, given number -> score, best first."""
        sentences = self._store.sentences(list(passages))
        cosines = self._vectors.sentence_cosines(vector, [s.number for s in sentences])
        background = _background([s.span.language for s in sentences], cosines)
        idf = np.array([word.idf for word in words], np.float32)
        names_twice = idf * np.array([1 + word.is_name for word in words], np.float32)
        found = matches(words, [s.terms for s in sentences])
        with_before = np.maximum(found, _of_sentence_before(sentences, found))
        coverages = _share(found, idf)
        before = _share(with_before, idf) - coverages
        supports = _share(with_before, names_twice)
        lifts = cosines - background
        contexts = np.array([passages[s.within] for s in sentences], np.float32)
        scores = coverages + _CONTEXT * contexts + _LIKENESS * lifts + _BEFORE * before
        contexts -= _MEANING * background
        return tuple(
            Hit(
                sentences[i].span,
                float(scores[i]),
                float(coverages[i]),
                float(supports[i]),
                float(lifts[i]),
                float(contexts[i]),
                sentences[i].figures,
                sentences[i].names,
                sentences[i].said,
            )
            for i in np.argsort(-scores, kind="stable")
        )


def _of_sentence_before(sentences: Sequence[Sentence], found: Scores) -> Scores:
    """What the sentence before has of each word, for sentences by number; 0 for the first."""
    before = np.zeros_like(found)
    for i, (one, other) in enumerate(pairwise(sentences), start=1):
        same_document = one.span.document.id == other.span.document.id
        if same_document and other.number == one.number + 1:
            before[i] = found[i - 1]
    return before


def _share(found: Scores, weights: Scores) -> Scores:
    """The share of a question that was found of it, by the weights of its words."""
    shares: Scores = found @ weights / max(weights.sum(), np.finfo(np.float32).eps)
    return shares


def _background(languages: Sequence[str], cosines: Scores) -> Scores:
    """The cosine that any sentence in its language has with the question.

    A model that does not know a language finds all texts in its script alike. The mean over the
    sentences in the language, or over all where that is higher, as a language may have one only.
    """
    of_language = {
        language: cosines[[other == language for other in languages]].mean()
        for language in set(languages)
    }
    overall = cosines.mean()
    return np.array([max(of_language[language], overall) for language in languages], np.float32)
