import math

import pytest

from index.bm25 import idf, postings


def test_weights_are_those_of_the_formula() -> None:
    found = postings([["a", "b"], ["a", "a"]])
    assert sorted(found) == ["a", "b"]
    assert found["a"].ids.tolist() == [0, 1]
    # tf (k1 + 1) / (tf + k1 (1 - b + b length / mean length)), with k1 = 1.2 and length = mean
    assert found["a"].weights.tolist() == pytest.approx([2.2 / 2.2, 4.4 / 3.2])
    assert found["b"].ids.tolist() == [0]


def test_a_longer_passage_counts_less() -> None:
    weights = postings([["a"], ["a", "b", "c"]])["a"].weights.tolist()
    assert weights == pytest.approx([2.2 / (1 + 1.2 * 0.625), 2.2 / (1 + 1.2 * 1.375)])


def test_a_rarer_term_has_a_higher_idf() -> None:
    assert idf(1, 10) == pytest.approx(math.log(1 + 9.5 / 1.5))
    assert idf(10, 10) == pytest.approx(math.log(1 + 0.5 / 10.5))
