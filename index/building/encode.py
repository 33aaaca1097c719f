"""Texts -> their vectors, each of which is worked out once."""

import random
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from corpus.digest import key
from corpus.progress import Track
from index.building.cache import Cache
from index.embed import Embedder, Model, Vectors

_BATCH = 64  # texts that are embedded at once, and kept when they are
_READ = 1000  # vectors that are read at once


def keys(texts: Sequence[str], model: Model) -> list[str]:
    """The keys of the texts' vectors in a cache."""
    made_by = key(model.name, model.revision, *(f"{k}={v}" for k, v in model.prompts.items()))
    return [key("vector", made_by, text) for text in texts]


def encode(texts: Sequence[str], embedder: Embedder, cache: Cache, track: Track) -> None:
    """Embed those of the texts whose vectors are not in the cache, and put them there."""
    of = dict(zip(keys(texts, embedder.model), texts, strict=True))
    # Texts of one length have no padding. In any order of the batches the speed is the same from
    # the beginning to the end, and so is the time that is said to be left.
    missing = sorted(cache.missing(of), key=lambda key: len(of[key]))
    batches = [missing[i : i + _BATCH] for i in range(0, len(missing), _BATCH)]
    random.Random(0).shuffle(batches)
    batches.sort(key=len, reverse=True)  # a shorter one at the end
    for batch in track(list(chain.from_iterable(batches)), "Encoding", _BATCH):
        found = embedder.embed([of[key] for key in batch], "passage")
        cache.put({key: vector.tobytes() for key, vector in zip(batch, found, strict=True)})


def read(keys: Sequence[str], cache: Cache, track: Track, doing: str) -> Iterator[Vectors]:
    """The vectors with these keys, in order, in batches of shape (number, dimension)."""
    for batch in track(keys, doing, _READ):
        found = cache.get(batch)
        vectors = np.frombuffer(b"".join(found[key] for key in batch), np.float32)
        yield vectors.reshape(len(batch), -1)
