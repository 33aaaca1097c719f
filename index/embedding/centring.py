"""Vectors without what those of a language have in common.

A multilingual model puts the texts of each language into a corner of their own: over reports in
five languages, the best passage for a question was the right one for 50 of 100 questions, as those
in its own language came first; without the corners for 80 of 100. E5's cosines, which lie between
.7 and .9, are spread at the same time.

The directions in which sentences that say the same in many languages differ are projected out of
all vectors (Yang et al., A Simple and Effective Method To Eliminate the Self Language Bias in
Multilingual Representations, 2021), and a part of what all texts have in common is subtracted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.text.languages import languages
from index.embedding.embedder import Embedder, Role, Vectors
from index.embedding.models import made_once

_FILE = "centring.npz"

# Between 16 and 24 directions and between .5 and .8 of the mean find the right passage about
# equally often.
_DIRECTIONS = 20
_SHARE_OF_MEAN = 0.6


class CentredEmbedder(Embedder):
    """An embedder whose vectors are centred; they have unit length again."""

    def __init__(self, embedder: Embedder) -> None:
        self.model = embedder.model
        self._embedder = embedder
        self._centring = _centring(embedder)

    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        return self._centring.centred(self._embedder.embed(texts, role), role)


@dataclass(frozen=True, slots=True)
class Centring:
    """What is taken out of the vectors of a model.

    - `query`, `passage`: the mean vector of texts in any language, shape (dimension,)
    - `directions`: orthonormal, shape (directions, dimension)
    """

    query: Vectors
    passage: Vectors
    directions: Vectors

    def centred(self, vectors: Vectors, role: Role) -> Vectors:
        """Vectors, shape (texts, dimension), without what is common; of unit length."""
        mean = self.query if role == "query" else self.passage
        rest = vectors - _SHARE_OF_MEAN * mean
        rest -= rest @ self.directions.T @ self.directions
        lengths = np.linalg.norm(rest, axis=1, keepdims=True)
        normalized: Vectors = rest / np.maximum(lengths, np.finfo(np.float32).eps)
        return normalized


def centring(queries: Sequence[Vectors], passages: Sequence[Vectors]) -> Centring:
    """The centring by the vectors of the same texts in several languages: one array for each."""
    query_means = np.stack([vectors.mean(axis=0) for vectors in queries])
    passage_means = np.stack([vectors.mean(axis=0) for vectors in passages])
    query, passage = query_means.mean(axis=0), passage_means.mean(axis=0)
    offsets = (query_means - query + passage_means - passage) / 2
    # Offsets sum to zero, so there is one direction less than there are languages.
    count = min(_DIRECTIONS, len(offsets) - 1)
    directions = np.linalg.svd(offsets, full_matrices=False)[2][:count]
    return Centring(query, passage, directions)


def _centring(embedder: Embedder) -> Centring:
    """The centring of a model, computed on first use."""
    samples = [one.samples for one in languages().values() if one.samples.questions]

    def make(folder: Path) -> None:
        made = centring(
            [embedder.embed(one.questions, "query") for one in samples],
            [embedder.embed(one.statements, "passage") for one in samples],
        )
        np.savez(folder / _FILE, query=made.query, passage=made.passage, directions=made.directions)

    model = embedder.model
    folder = made_once(f"{model.revision[:16]}-{model.fingerprint()[:8]}", make)
    with np.load(folder / _FILE) as known:
        return Centring(known["query"], known["passage"], known["directions"])
