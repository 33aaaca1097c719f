"""A model of sentence-transformers -> ONNX, once per model.

What is exported begins behind the table of word embeddings, which is read from the weights row by
row instead: of a table of 250,000 words a text needs a few.
"""

import json
import logging
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.digest import key
from corpus.library_versions import installed_versions
from index.embedding.models import Model, folder_of, made_once, weights_in

_log = logging.getLogger(__name__)

_VERSION = 1  # of what is exported; a new one exports all models again
_LIBRARIES = ("onnxruntime", "sentence-transformers", "torch")
_GRAPH, _ABOUT = "model.onnx", "model.json"
_BLOCK = 32  # weights that share a scale, as in the packed model
_LONGEST_BATCH, _LONGEST_TEXT = 4096, 8192
_TYPES = {"F32": np.float32, "F16": np.float16}


@dataclass(frozen=True, slots=True)
class Exported:
    """An exported model: its graph, and the table of word embeddings, shape (words, dimension)."""

    graph: Path
    table: NDArray[np.floating[Any]]


def exported(model: Model) -> Exported | None:
    """The exported form of a model, made on first use; None where PyTorch cannot export it."""
    made_by = key(str(_VERSION), str(installed_versions(_LIBRARIES)))
    source = folder_of(model.name)

    def make(folder: Path) -> None:
        # A warning, as nobody would see less where a script waits for it.
        _log.warning("The model %s is prepared for ONNX Runtime, once; a minute …", model.name)
        try:
            table = _export(source, folder, in_four_bits=model.precision == "int4")
            _table(source, table)  # whose type of numbers may be unknown here
        except Exception as error:  # PyTorch raises whatever it meets; kept, as trying takes long
            _log.info("The model %s cannot be exported: %s", model.name, error)
            table = None
        about = json.dumps({"table": table})
        (folder / _ABOUT).write_text(about + "\n", encoding="utf-8")

    folder = made_once(f"{model.revision[:16]}-{made_by[:8]}", make)
    table = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))["table"]
    return Exported(folder / _GRAPH, _table(source, table)) if table else None


def _export(source: Path, folder: Path, in_four_bits: bool) -> str:
    """Write the graph of a model into a folder; the name of its table of word embeddings."""
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformer = SentenceTransformer(
        str(source), device="cpu", model_kwargs={"dtype": torch.float32}
    ).eval()
    encoder, *others = list(transformer)
    network: Any = encoder.model
    words = network.get_input_embeddings().weight
    name: str = next(name for name, weight in network.named_parameters() if weight is words)

    class BehindTable(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network, self.others = network, torch.nn.ModuleList(others)

        def forward(self, embedded: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            states = self.network(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
            features = {"token_embeddings": states, "attention_mask": mask}
            for module in self.others:
                features = module(features)
            vectors: torch.Tensor = features["sentence_embedding"]
            return vectors

    given = torch.randn(2, 3, words.shape[1]), torch.ones(2, 3, dtype=torch.int64)
    batch = torch.export.Dim("batch", min=1, max=_LONGEST_BATCH)
    tokens = torch.export.Dim("tokens", min=2, max=_LONGEST_TEXT)
    shape = {0: batch, 1: tokens}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names of axes and of PyTorch's own old calls
        program = torch.onnx.export(
            BehindTable().eval(),
            given,
            dynamo=True,
            dynamic_shapes={"embedded": shape, "mask": shape},
            input_names=["embedded", "mask"],
            output_names=["vectors"],
            verbose=False,
        )
    assert program is not None
    program.optimize()
    program.save(str(folder / _GRAPH))
    if in_four_bits:
        _pack(folder / _GRAPH)
    return name


def _pack(graph: Path) -> None:
    """Pack the weights of a graph into blocks of 4 bits, which they were made of."""
    import onnx
    from onnxruntime.quantization.matmul_nbits_quantizer import (
        DefaultWeightOnlyQuantConfig,
        MatMulNBitsQuantizer,
    )

    logging.getLogger("onnxruntime.quantization").setLevel(logging.ERROR)
    # Level 4 multiplies with activations in 8 bits, block by block: the fastest, and a text has the
    # same vector in any batch.
    how = DefaultWeightOnlyQuantConfig(block_size=_BLOCK, is_symmetric=True, accuracy_level=4)
    packer = MatMulNBitsQuantizer(onnx.load(str(graph)), algo_config=how)
    packer.process()
    packer.model.save_model_to_file(str(graph))


def _table(folder: Path, name: str) -> NDArray[np.floating[Any]]:
    """A tensor of a model's weights, mapped into memory. Raises KeyError where it cannot be.

    The format is https://huggingface.co/docs/safetensors: a length, a header in JSON, the tensors.
    """
    for path in weights_in(folder):
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(length))
        for key_, tensor in header.items():
            if key_.endswith(name):
                start = 8 + length + tensor["data_offsets"][0]
                kind = _TYPES[tensor["dtype"]]
                return np.memmap(path, kind, "r", start, tuple(tensor["shape"]))
    raise KeyError(name)
