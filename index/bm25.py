"""BM25 weights of terms in passages.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_K1 = 1.2
_B = 0.75


@dataclass(frozen=True, slots=True)
class Posting:
    """The passages that a term occurs in, ascending, and how much it weighs in each, without idf.

    A weight is between 0 and k1 + 1.
    """

    ids: NDArray[np.int32]
    weights: NDArray[np.float32]


def postings(passages: Sequence[Sequence[str]]) -> dict[str, Posting]:
    """The posting of each term that occurs in the passages, given the terms of each passage."""
    mean = sum(map(len, passages)) / max(len(passages), 1)
    entries: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, terms in enumerate(passages):
        norm = _K1 * (1 - _B + _B * len(terms) / mean)
        for term, count in Counter(terms).items():
            entries[term].append((number, count * (_K1 + 1) / (count + norm)))
    return {
        term: Posting(
            np.array([number for number, _ in found], np.int32),
            np.array([weight for _, weight in found], np.float32),
        )
        for term, found in entries.items()
    }


def idf(occurrences: int, passages: int) -> float:
    """The inverse document frequency of a term that occurs in so many of the passages."""
    return math.log(1 + (passages - occurrences + 0.5) / (occurrences + 0.5))
