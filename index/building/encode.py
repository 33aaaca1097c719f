"""Texts -> their vectors, each computed once."""

import random
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from corpus.digest import key
from index.building.tools import BuildTools
from index.embedding.embedder import Vectors
from index.embedding.models import Model

_BATCH = 64  # texts that are embedded, and kept, at once
_READ = 1000  # vectors that are read at once


def keys(texts: Sequence[str], model: Model) -> list[str]:
    """The keys of the texts' vectors in the cache."""
    made_by = model.fingerprint()
    return [key("vector", made_by, text) for text in texts]


def encode(texts: Sequence[str], tools: BuildTools) -> None:
    """Embed those of the texts whose vectors are not in the cache, and put them there."""
    by_key = dict(zip(keys(texts, tools.embedder.model), texts, strict=True))
    # Texts of one length need no padding. The batches are shuffled, so that the speed, and with it
    # the time that is said to be left, stays the same throughout.
    missing = sorted(tools.cache.missing(by_key), key=lambda key: len(by_key[key]))
    batches = [missing[i : i + _BATCH] for i in range(0, len(missing), _BATCH)]
    random.Random(0).shuffle(batches)
    batches.sort(key=len, reverse=True)  # the shorter one at the end
    for batch in tools.track(list(chain.from_iterable(batches)), "Encoding", _BATCH):
        found = tools.embedder.embed([by_key[key] for key in batch], "passage")
        tools.cache.put({key: vector.tobytes() for key, vector in zip(batch, found, strict=True)})


def read(keys: Sequence[str], tools: BuildTools, doing: str) -> Iterator[Vectors]:
    """The vectors with these keys, in order, in batches of shape (number, dimension)."""
    for batch in tools.track(keys, doing, _READ):
        found = tools.cache.get(batch)
        vectors = np.frombuffer(b"".join(found[key] for key in batch), np.float32)
        yield vectors.reshape(len(batch), -1)
