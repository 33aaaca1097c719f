"""What turns texts into vectors, and two ways to save work."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.embedding.models import Model, identify

Vectors = NDArray[np.float32]
Role = Literal["query", "passage"]


class Embedder(ABC):
    """Turns texts into vectors; questions and passages may have different prompts."""

    model: Model

    @abstractmethod
    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        """Vectors of unit length, shape (len(texts), dimension)."""


class LazyEmbedder(Embedder):
    """An embedder that loads its model when there is something to embed."""

    def __init__(self, name: str, load: Callable[[str], Embedder]) -> None:
        """Raises ModelError when there is no such model."""
        self._name = name
        self._load = load
        self.model = identify(name)

    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        return self._embedder.embed(texts, role)

    @cached_property
    def _embedder(self) -> Embedder:
        return self._load(self._name)


class MemoizingEmbedder(Embedder):
    """An embedder that embeds each text once, as for the many questions of an evaluation."""

    def __init__(self, embedder: Embedder) -> None:
        self.model = embedder.model
        self._embedder = embedder
        self._known: dict[tuple[str, Role], Vectors] = {}

    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if (text, role) not in self._known]
        if new:
            vectors = self._embedder.embed(new, role)
            self._known |= {(text, role): v for text, v in zip(new, vectors, strict=True)}
        return np.stack([self._known[text, role] for text in texts])
