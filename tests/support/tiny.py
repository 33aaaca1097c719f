"""A tiny embedding model, whose vectors can be computed by hand, and indexes built with it."""

import re
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus import Document, reading
from corpus.folder import scan
from corpus.readers import READERS, Extract
from index import Index
from index.building.build import build
from index.building.gather import BuildInput
from index.building.tools import BuildTools
from index.embedding.embedder import Embedder, Role, Vectors
from index.embedding.models import Model

TINY_CONSTANTS = Path(__file__).with_name("tiny.yaml")

_AXES = (
    "soldier soldiers troops soldat soldaten truppen солдат солдати солдатів війська",
    "trade handel handelsvolumen торгівля торгівлі товарообіг",
    "author authors wrote autor autorin verfasst автор авторка",
    "report reports study bericht studie звіт дослідження",
    "meeting meetings treffen зустріч зустрічей",
)
_CONSTANT = 0.1
_WORD = re.compile(r"\w+")
_PATIENCE = 10.0  # seconds


class TinyEmbedder(Embedder):
    """A vector counts the words of each axis; a small constant keeps it from being zero.

    A text with one word of an axis has the cosine 1 / 1.01 with another of that axis, and
    0.01 / 1.01 with one of another axis.
    """

    model = Model("tiny", "1", {})

    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        counts = np.array([_counts(text) for text in texts], np.float32)
        vectors: Vectors = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return vectors


class KnowsTanks(TinyEmbedder):
    """Two texts about tanks, or helicopters, have the cosine 0.66; any others have 0."""

    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        own = np.eye(len(texts), dtype=np.float32)
        topics = ("tank|panzer|танк", "helicopter|hubschrauber")
        about = [[bool(re.search(words, text.lower())) for words in topics] for text in texts]
        vectors = np.hstack([np.array(about, np.float32), 0.717 * own])
        normalized: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return normalized


class SlowEmbedder(TinyEmbedder):
    """Embeds a question only when it is told to."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.released = threading.Event()

    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        if role == "query":
            self.asked.set()
            assert self.released.wait(_PATIENCE)
        return super().embed(texts, role)


def _counts(text: str) -> list[float]:
    words = _WORD.findall(text.lower())
    return [*(float(sum(word in axis.split() for word in words)) for axis in _AXES), _CONSTANT]


def index_of(folder: Path, files: Mapping[str, str], embedder: Embedder | None = None) -> Index:
    """An index in `folder` of reports, given by file name, all of which can be read.

    A file that ends in .pages is a text with a form feed between its pages.
    """
    embedder = embedder or TinyEmbedder()
    corpus, index = folder / "corpus", folder / "index"
    corpus.mkdir(exist_ok=True)
    for name, text in files.items():
        (corpus / name).write_text(text, encoding="utf-8")
    build(BuildInput(documents(corpus)), index, BuildTools(embedder))
    return Index(index, embedder)


def read(path: Path, corpus: Path) -> Document:
    """The report in a file of a corpus."""
    return reading.read(path, corpus).document


def documents(corpus: Path) -> list[Document]:
    """The reports of a folder, all of which can be read."""
    found = scan(corpus, {})
    assert not found.unreadable
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(READERS, ".pages", _pages)
        return [read(corpus / file.path, corpus) for file in found.files]


def _pages(path: Path) -> Extract:
    return Extract(tuple(path.read_text(encoding="utf-8").split("\f")))
