"""BM25 weights of terms in passages.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009).
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterator, KeysView, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_K1 = 0.9
_B = 0.4


@dataclass(frozen=True, slots=True)
class Posting:
    """The passages that a term occurs in, ascending, and its weight in each, without idf.

    A weight is between 0 and k1 + 1.
    """

    ids: NDArray[np.int32]
    weights: NDArray[np.float32]


class Postings:
    """Builds the postings of passages that are added one after the other."""

    def __init__(self) -> None:
        self._ids: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        self._counts: defaultdict[str, array[float]] = defaultdict(lambda: array("f"))
        self._lengths = array("i")

    def add(self, counts: Mapping[str, float], length: int) -> None:
        """Add the next passage: the count of each term in it, and its length in words."""
        for term, count in counts.items():
            self._ids[term].append(len(self._lengths))
            self._counts[term].append(count)
        self._lengths.append(length)

    def terms(self) -> KeysView[str]:
        return self._ids.keys()

    def weighted(self) -> Iterator[tuple[str, Posting]]:
        """Each term with its posting."""
        lengths = np.frombuffer(self._lengths, np.int32).astype(np.float32)
        norms = _K1 * (1 - _B + _B * lengths / max(lengths.mean(), 1))
        for term, found in self._ids.items():
            ids = np.frombuffer(found, np.int32)
            counts = np.frombuffer(self._counts[term], np.float32)
            yield term, Posting(ids, counts * (_K1 + 1) / (counts + norms[ids]))


def idf(occurrences: float, passages: int) -> float:
    """The inverse document frequency of a term that occurs in this many of the passages."""
    return math.log(1 + (passages - occurrences + 0.5) / (occurrences + 0.5))
