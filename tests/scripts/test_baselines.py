"""The script that measures what the product is compared with, with the packaged model."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.support.scripts import script
from tests.support.squad import squad

with_the_group = pytest.mark.skipif(
    not (find_spec("bm25s") and find_spec("txtai")),
    reason="the group 'benchmark' is not installed: pip install -e '.[benchmark]'",
)

# The third question shares no word with its paragraph but stop words.
ENGLISH = squad(
    [
        ("The river flooded 31 houses in May. Nobody was hurt.", [("1", "How many houses were flooded?", "31")]),
        ("The mayor was re-elected in autumn.", [("2", "Who won the football match?", "")]),
    ],
    [("The team has played in red since 1931. It has 14 players.", [("3", "What is the size of the squad?", "14")])],
)  # fmt: skip
# "Haus" and "Häuser" have the same stem in German, and not in English.
GERMAN = squad(
    [("Der Fluss hat im Mai 31 Häuser überflutet. Niemand wurde verletzt.", [("1", "Welches Haus stand unter Wasser?", "31")])],
    [("Die Mannschaft spielt seit 1931 in Rot. Sie hat 14 Spieler.", [("3", "Wer trägt Rot?", "14")])],
)  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "en.json").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "de.json").write_text(GERMAN, encoding="utf-8")
    return str(tmp_path / "en.json"), str(tmp_path / "de.json")


def measured(*arguments: str) -> dict[str, Any]:
    ran = script("baselines.py", "--json", *arguments)
    assert ran.returncode == 0, ran.stderr
    figures: dict[str, Any] = json.loads(ran.stdout)
    return figures


def of(baseline: str, figures: dict[str, Any]) -> list[float]:
    """Passage recall @1 and @5, MRR, quote hit @1 and @3, and AUROC of a baseline."""
    return [
        value
        for name, value in figures.items()
        if name.startswith(f"{baseline}: ") and "milliseconds" not in name
    ]


@with_the_group
def test_each_baseline_is_measured_on_the_answerable_questions(files: tuple[str, str]) -> None:
    figures = measured("--questions", files[0])
    assert figures["questions"] == 2
    assert list(figures)[1:8] == [
        "dense: passage recall @1",
        "dense: passage recall @5",
        "dense: passage MRR @10",
        "dense: quote hit @1",
        "dense: quote hit @3",
        "dense: milliseconds p50",
        "dense: refusal AUROC",
    ]
    assert of("dense", figures) == [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    # The score of the third question is 0 with its article and without it: half a pair each.
    assert of("bm25", figures) == [0.5, 0.5, 0.5, 0.5, 0.5, 0.75]
    assert of("txtai", figures)[:3] == [1.0, 1.0, 1.0]
    assert all(figures[f"{name}: milliseconds p50"] > 0 for name in ("dense", "bm25", "txtai"))


@with_the_group
def test_words_are_stemmed_in_the_language_of_the_paragraphs(files: tuple[str, str]) -> None:
    # "14" stands in the second sentence, and "Rot" in the first.
    assert of("bm25", measured("--questions", files[1])) == [1.0, 1.0, 1.0, 0.5, 0.5, 1.0]
    across = measured("--questions", files[0], "--contexts", files[1])
    assert of("bm25", across) == [0.0, 0.0, 0.0, 0.0, 0.0, 0.5]


@with_the_group
def test_a_file_without_answers_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    path.write_text(squad([("The mayor was re-elected.", [("1", "Who won?", "")])]), "utf-8")
    ran = script("baselines.py", "--questions", str(path))
    assert (ran.returncode, ran.stdout, ran.stderr) == (
        2,
        "",
        f"{path} should have questions with answers in the paragraphs.\n",
    )


def test_what_to_install_is_said_in_a_sentence(files: tuple[str, str], tmp_path: Path) -> None:
    # Where the group is installed, txtai is hidden behind this module.
    (tmp_path / "txtai.py").write_text("raise ModuleNotFoundError('txtai')", encoding="utf-8")
    ran = script("baselines.py", "--questions", files[0], PYTHONPATH=str(tmp_path))
    assert (ran.returncode, ran.stdout, ran.stderr) == (
        2,
        "",
        "The libraries to compare with should be installed: pip install -e '.[benchmark]'.\n",
    )
