"""Vectors on disk: those of passages to be searched (the only user of FAISS), and of sentences."""

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.embed import Vectors

_PASSAGES = "passages.faiss"
_SENTENCES = "sentences.npy"

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]


def write(folder: Path, passages: Vectors, sentences: Vectors) -> None:
    """Write the vectors of passage 0, 1, … and of sentence 0, 1, …, all of unit length."""
    index = faiss.IndexFlatIP(passages.shape[1])
    index.add(passages)
    try:
        faiss.write_index(index, str(folder / _PASSAGES))
    except RuntimeError as error:  # a full disk
        raise OSError(None, str(error), str(folder)) from error
    np.save(folder / _SENTENCES, sentences)


class VectorStore:
    """The vectors that `write` wrote to a folder."""

    def __init__(self, folder: Path) -> None:
        self._passages = faiss.read_index(str(folder / _PASSAGES))
        self._sentences: Vectors = np.load(folder / _SENTENCES, mmap_mode="r")

    def nearest(self, query: Vectors, limit: int) -> Ids:
        """The passages whose vectors have the highest cosine with `query`."""
        _, ids = self._passages.search(query[None, :], min(limit, self._passages.ntotal))
        nearest: Ids = ids[0]
        return nearest

    def passage_cosines(self, query: Vectors, ids: Ids) -> Scores:
        """The cosine of `query`, shape (dimension,), with each passage."""
        cosines: Scores = self._passages.reconstruct_batch(ids) @ query
        return cosines

    def sentence_cosines(self, query: Vectors, ids: Sequence[int]) -> Scores:
        """The cosine of `query` with each sentence."""
        cosines: Scores = self._sentences[list(ids)] @ query
        return cosines
