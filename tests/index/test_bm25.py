import math
from collections.abc import Mapping

import pytest

from index.bm25 import Posting, Postings, idf


def postings(*passages: tuple[Mapping[str, float], int]) -> dict[str, Posting]:
    found = Postings()
    for counts, length in passages:
        found.add(counts, length)
    return dict(found.weighted())


def test_weights_are_those_of_the_formula() -> None:
    found = postings(({"a": 1, "b": 0.5}, 3), ({"a": 2}, 3))
    assert sorted(found) == ["a", "b"]
    assert found["a"].ids.tolist() == [0, 1]
    # tf (k1 + 1) / (tf + k1 (1 - b + b length / mean length)), with k1 = 0.9 and length = mean
    assert found["a"].weights.tolist() == pytest.approx([1.9 / 1.9, 3.8 / 2.9])
    assert found["b"].ids.tolist() == [0]
    assert found["b"].weights.tolist() == pytest.approx([0.95 / 1.4])


def test_a_word_of_a_longer_passage_counts_less() -> None:
    weights = postings(({"a": 1}, 1), ({"a": 1}, 3))["a"].weights.tolist()
    assert weights == pytest.approx([1.9 / (1 + 0.9 * 0.8), 1.9 / (1 + 0.9 * 1.2)])


def test_a_rarer_term_has_a_higher_idf() -> None:
    assert idf(1, 10) == pytest.approx(math.log(1 + 9.5 / 1.5))
    assert idf(10, 10) == pytest.approx(math.log(1 + 0.5 / 10.5))
