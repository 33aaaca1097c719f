"""Question -> what it found: first passages, then the sentences of the best of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.document import Passage
from corpus.errors import StaleIndexError
from corpus.figures import Figure
from index.embed import Embedder, Vectors
from index.query import Wanted, coverage, lexical_scores, wanted_words
from index.store import Store
from index.vectors import Ids, Scores, VectorStore
from index.versions import check, current

_CANDIDATES = 50  # passages taken from each ranking, by meaning and by words, before the fusion
_READ = 10  # passages whose sentences are looked at

# Weight of a passage's likeness to the question against its words. Between 0.5 and 1 the best
# passage is the right one about equally often, in every pair of languages.
_MEANING = 0.7

# Weights of a sentence's passage and of its likeness to the question against its words. By
# logistic regression on half of XQuAD; the best sentence is the right one for 73 % of the
# questions in German, for 68 % when words and likeness are scaled and added up.
_CONTEXT = 0.8
_LIKENESS = 0.3


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that a question found.

    `score` orders the hits of a question. `coverage` is the share of the question's content words,
    by idf, that the sentence has in any language; `lift` how much more it is like the question
    than other sentences in its language are; `context` the score of its passage, without what
    any passage in its language gets. `figures` are those in the sentence.
    """

    passage: Passage
    score: float
    coverage: float
    lift: float
    context: float
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found: its content words, the best passages, and their sentences.

    Passages and sentences are ordered, best first.
    """

    words: tuple[Wanted, ...]
    passages: tuple[Passage, ...]
    sentences: tuple[Hit, ...]


class Index:
    """The version of an index that serves when it is opened. One thread at a time may use it."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        """Open the current version.

        Raises StaleIndexError when there is none, it is damaged, or another model built it.
        """
        version, self.manifest = current(folder)
        if self.manifest.model != embedder.model:
            raise StaleIndexError(
                f"The index in {folder} was built with the model {self.manifest.model.name}, but "
                f"EMBEDDING_MODEL is {embedder.model.name}; set it back or run "
                "scripts/rebuild_index.py."
            )
        check(version, self.manifest)
        self._embedder = embedder
        self._store = Store(version)
        self._vectors = VectorStore(version)
        self.languages = self._store.languages()

    def search(self, question: str, language: str) -> Found:
        """The passages and sentences that speak of what a question asks, in any language."""
        vector = self._embedder.embed([question], "query")[0]
        words = wanted_words(question, language, self._store)
        ids, scores = self._rank_passages(vector, words)
        return Found(
            tuple(words),
            tuple(passage.span for passage in self._store.passages(ids.tolist())),
            self._sentence_hits(vector, words, dict(zip(ids.tolist(), scores, strict=True))),
        )

    def _rank_passages(self, vector: Vectors, words: Sequence[Wanted]) -> tuple[Ids, Scores]:
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
        self, vector: Vectors, words: Sequence[Wanted], passages: dict[int, float]
    ) -> tuple[Hit, ...]:
        """The sentences of the passages, given number -> score, best first."""
        sentences = self._store.sentences(list(passages))
        cosines = self._vectors.sentence_cosines(vector, [s.number for s in sentences])
        background = _background([s.span.document.language for s in sentences], cosines)
        coverages = np.array([coverage(words, s.terms) for s in sentences], np.float32)
        lifts = cosines - background
        contexts = np.array([passages[s.within] for s in sentences], np.float32)
        scores = coverages + _CONTEXT * contexts + _LIKENESS * lifts
        contexts -= _MEANING * background
        return tuple(
            Hit(
                sentences[i].span,
                float(scores[i]),
                float(coverages[i]),
                float(lifts[i]),
                float(contexts[i]),
                sentences[i].figures,
            )
            for i in np.argsort(-scores, kind="stable")
        )


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
