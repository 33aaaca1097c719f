"""BM25 weights of terms in passages.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009).
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_K1 = 0.9
_B = 0.4


@dataclass(frozen=True, slots=True)
class Posting:
    """The passages that a term occurs in, ascending, and how much it weighs in each, without idf.

    A weight is between 0 and k1 + 1.
    """

    ids: NDArray[np.int32]
    weights: NDArray[np.float32]


def postings(counts: Sequence[Mapping[str, float]], lengths: Sequence[int]) -> dict[str, Posting]:
    """The posting of each term, given how often the terms occur in each passage, and the number
    of words in each passage."""
    mean = sum(lengths) / max(len(lengths), 1)
    entries: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, (terms, length) in enumerate(zip(counts, lengths, strict=True)):
        norm = _K1 * (1 - _B + _B * length / mean)
        for term, count in terms.items():
            entries[term].append((number, count * (_K1 + 1) / (count + norm)))
    return {
        term: Posting(
            np.array([number for number, _ in found], np.int32),
            np.array([weight for _, weight in found], np.float32),
        )
        for term, found in entries.items()
    }


def idf(occurrences: float, passages: int) -> float:
    """The inverse document frequency of a term that occurs in so many of the passages."""
    return math.log(1 + (passages - occurrences + 0.5) / (occurrences + 0.5))
