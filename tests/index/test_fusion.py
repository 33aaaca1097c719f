"""Meaning and words together, with the packaged model, on the questions about the shipped reports."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.answering.question import understand
from bot.upkeep.golden import Golden, read_golden
from index import Index
from index.building.build import build
from index.building.gather import BuildInput
from index.building.tools import BuildTools
from index.embedding.encoder import load_embedder
from index.embedding.models import DEFAULT_MODEL
from tests.support.tiny import documents

ROOT = Path(__file__).parents[2]
MEANING_ALONE = 1e6  # times the words of a passage
WORDS_ALONE = 0.0


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("index")
    embedder = load_embedder(DEFAULT_MODEL)
    build(BuildInput(documents(ROOT / "corpus" / "reports")), folder, BuildTools(embedder))
    return Index(folder, embedder)


@pytest.fixture(scope="module")
def asked() -> Mapping[str, list[Golden]]:
    """The questions that the reports answer, by their language."""
    found: dict[str, list[Golden]] = {}
    for golden in read_golden(ROOT / "tests" / "questions.yaml"):
        if golden.expected:
            language = understand(golden.question, ["en", "de", "uk"]).language
            found.setdefault(language, []).append(golden)
    return found


def right(index: Index, asked: list[Golden], fusion: float) -> int:
    """How often the first passage has the answer, with this weight of meaning against words."""
    fitted = index.calibration
    ranking = fitted.ranking.model_copy(update={"fusion": fusion})
    index.calibration = fitted.model_copy(update={"ranking": ranking})
    try:
        return sum(_is_first(index, golden) for golden in asked)
    finally:
        index.calibration = fitted


def _is_first(index: Index, golden: Golden) -> bool:
    question = understand(golden.question, index.languages)
    best = index.passages(index.search(question.text, question.language))[0]
    return all(word in best.text for word in golden.expected)


@pytest.mark.parametrize("language", ["en", "de", "uk", "ru", "fr", "es"])
def test_both_together_are_no_worse_than_either_alone(
    index: Index, asked: Mapping[str, list[Golden]], language: str
) -> None:
    questions = asked[language]
    assert len(questions) >= 5
    both = right(index, questions, index.calibration.ranking.fusion)
    assert both >= right(index, questions, MEANING_ALONE)
    assert both >= right(index, questions, WORDS_ALONE)
