"""Each language: what its questions ask for, which figures its sentences have, how it is told."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answering.question_language import question_language
from bot.answering.question_words import question_words
from corpus.text.figures import figures

FOLDER = Path(__file__).parent / "languages"
RELATED = {"hr": ["hr", "sr", "sl"], "sr": ["sr", "hr", "sl"]}  # the same words, most of them
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_asks_for_its_kind_of_answer(language: str) -> None:
    for kind, questions in _examples(language)["questions"].items():
        assert [str(question_words(one, language).kind) for one in questions] == [
            kind for _ in questions
        ], questions


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_of_a_sentence_are_found_with_qualifier_and_unit(language: str) -> None:
    for example in _examples(language)["figures"]:
        text = example["text"]
        found = [text[one.start : one.end] for one in figures(text, language)]
        assert found == example["marked"], text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_about_reports_in_its_language_is_in_that_language(language: str) -> None:
    asked = [one for kind in _examples(language)["questions"].values() for one in kind]
    told = [question_language(one, [language]) for one in asked]
    right = [one in RELATED.get(language, [language]) for one in told]
    assert sum(right) >= 0.9 * len(right), dict(zip(asked, told, strict=True))


def _examples(language: str) -> Any:
    return yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
