"""How alike texts are, by their words in any language and by their vectors."""

import numpy as np
import pytest

from index.lexicon.lexicon import Lexicon
from index.similarity import by_meaning, by_words
from tests.support.tiny import TinyEmbedder

TANKS = [
    ("how many tanks?", "en"),
    ("Wie viele Panzer?", "de"),
    ("скільки танків?", "uk"),
    ("сколько танков?", "ru"),
    ("combien de chars ?", "fr"),
    ("¿cuántos tanques?", "es"),
]


def words(*texts: tuple[str, str]) -> list[list[float]]:
    alike = by_words([text for text, _ in texts], [code for _, code in texts], Lexicon())
    return [[round(float(value), 2) for value in row] for row in alike]


def test_the_same_in_six_languages_is_the_same() -> None:
    assert words(*TANKS) == [[1.0] * 6] * 6


@pytest.mark.parametrize("tanks", TANKS)
def test_another_thing_is_another(tanks: tuple[str, str]) -> None:
    assert words(tanks, ("how many planes?", "en"))[0][1] == 0


def test_what_is_only_asked_for_does_not_count() -> None:
    assert words(("number of tanks", "en"), ("tanks", "en")) == [[1, 1], [1, 1]]


def test_a_rare_word_counts_more_than_a_frequent_one() -> None:
    rows = words(
        ("tanks in Poland", "en"),
        ("howitzers in Poland", "en"),
        ("tanks in Spain", "en"),
        ("mines in Poland", "en"),
    )
    assert rows[0][2] > rows[0][1] == rows[0][3] > 0
    assert np.array_equal(rows, np.transpose(rows))


@pytest.mark.parametrize("text", ["", "?", "how many", "🙂", "\0"])
def test_a_text_without_content_is_like_no_other(text: str) -> None:
    assert words((text, "en"), ("tanks", "en"))[0] == [0, 0]


def test_texts_of_one_meaning_are_alike() -> None:
    alike = by_meaning(TinyEmbedder().embed(["soldiers", "troops", "trade"], "query"))
    assert alike[0, 1] == pytest.approx(1)
    assert alike[0, 2] < 0.3
    assert by_meaning(np.array([[1, 0], [-1, 0]], np.float32))[0, 1] == 0


@pytest.mark.parametrize("number", [0, 1])
def test_one_text_or_none_is_like_nothing(number: int) -> None:
    vectors = np.ones((number, 1), np.float32)
    assert by_meaning(vectors).shape == (number, number)
    assert by_words(["tanks"] * number, ["en"] * number, Lexicon()).shape == (number, number)
