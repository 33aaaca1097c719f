"""How similar short texts are, whatever their languages."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.text.terms import passage_terms, tokenize
from index.bm25 import Posting
from index.embedding.embedder import Vectors
from index.lexicon.lexicon import Lexicon
from index.query_terms import asked_for_words, query_words

Similarities = NDArray[np.float32]

# Virtual background texts, so that idf stays sensible for few texts: without them, a topic that all
# of a few texts share would get the lowest idf.
_BACKGROUND = 1000


def by_words(texts: Sequence[str], languages: Sequence[str], lexicon: Lexicon) -> Similarities:
    """The share of their content words, by idf, that each two texts have in common.

    Shape (texts, texts), 0 to 1. A word is also found by its translations, with their probability,
    as a question finds a passage (Dice, Measures of the Amount of Ecologic Association Between
    Species, 1945).
    """
    vocabulary = _Vocabulary(texts, languages, lexicon)
    common = np.zeros((len(texts), len(texts)), np.float32)
    total = np.zeros(len(texts), np.float32)
    for i, (text, language) in enumerate(zip(texts, languages, strict=True)):
        for word in query_words(text, language, vocabulary):
            if word.folded in asked_for_words(language):
                continue
            found = np.zeros(len(texts), np.float32)
            for term, posting in word.postings.items():
                found[posting.ids] = np.maximum(found[posting.ids], word.alternatives[term])
            common[i] += word.idf * found
            total[i] += word.idf
    similarities: Similarities = (common + common.T) / np.maximum(
        total[:, None] + total, np.finfo(np.float32).eps
    )
    return similarities


def by_meaning(vectors: Vectors) -> Similarities:
    """The cosine of each two texts, shape (texts, texts), 0 to 1, for vectors of unit length."""
    similarities: Similarities = np.clip(vectors @ vectors.T, 0, 1)
    return similarities


class _Vocabulary:
    """The terms of texts that are compared with each other, and their translations."""

    def __init__(self, texts: Sequence[str], languages: Sequence[str], lexicon: Lexicon) -> None:
        self.passage_count = len(texts) + _BACKGROUND
        numbers: dict[str, list[int]] = {}
        phrases = lexicon.phrases()
        for number, (text, language) in enumerate(zip(texts, languages, strict=True)):
            for term in passage_terms(tokenize(text, language), language, phrases):
                numbers.setdefault(term, []).append(number)
        self._postings = {
            term: Posting(np.array(found, np.int32), np.ones(len(found), np.float32))
            for term, found in numbers.items()
        }
        self._translations = lexicon.translations_into(self._postings)

    def postings(self, terms: Collection[str]) -> Mapping[str, Posting]:
        return {term: self._postings[term] for term in terms if term in self._postings}

    def translations(self, terms: Collection[str]) -> Mapping[str, Mapping[str, float]]:
        return {term: self._translations[term] for term in terms if term in self._translations}

    def countries(self, _: Collection[str]) -> frozenset[str]:
        return frozenset()  # a country is a word as any other

    def spelt_like(self, _: Collection[str]) -> Sequence[str]:
        return ()  # texts are compared as they are
