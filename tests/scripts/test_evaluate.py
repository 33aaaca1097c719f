"""The evaluation script, with the packaged model."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from index.calibration import Calibration
from tests.support.scripts import ROOT, script
from tests.support.squad import squad


def measured(*arguments: str) -> dict[str, Any]:
    ran = script("evaluate.py", "--json", *arguments)
    assert ran.returncode == 0, ran.stderr
    figures: dict[str, Any] = json.loads(ran.stdout)
    return figures


# Known faults: three questions ask for something that no report mentions, but something like it,
# and are answered; for one, a report says in other words where she works, and it is refused.
KNOWN_FAULTS = {
    "Який курс долара?",
    "Сколько ракет выпустила Россия?",
    "Сколько стоит хлеб?",
    "Wo arbeitet die Autorin?",
}


def test_the_shipped_reports_answer_in_sixteen_languages(tmp_path: Path) -> None:
    built = script("rebuild_index.py", "--corpus", "corpus/reports", "--index", str(tmp_path))
    assert built.returncode == 0, built.stderr
    figures = measured("--questions", "tests/questions.yaml", "--index", str(tmp_path))
    assert set(figures["not as expected"]) <= KNOWN_FAULTS
    assert figures["questions"] >= 90
    more = measured("--questions", "tests/more_questions.yaml", "--index", str(tmp_path))
    assert more["questions"] == 100
    assert more["as expected"] >= 88


ENGLISH = squad(
    [
        ("The river flooded 31 houses in May. Nobody was hurt.", [("1", "How many houses were flooded?", "31")]),
        ("The mayor was re-elected in autumn.", [("2", "Who won the football match?", "")]),
    ],
    [("The team has played in red since 1931. It has 14 players.", [("3", "How many players does the team have?", "14")])],
)  # fmt: skip
GERMAN = squad(
    [("Der Fluss hat im Mai 31 Häuser überflutet. Niemand wurde verletzt.", [("1", "", "31")])],
    [("Die Mannschaft spielt seit 1931 in Rot. Sie hat 14 Spieler.", [("3", "", "14")])],
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "en.json").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "de.json").write_text(GERMAN, encoding="utf-8")
    return str(tmp_path / "en.json"), str(tmp_path / "de.json")


def test_a_squad_file_is_measured(files: tuple[str, str]) -> None:
    figures = measured("--questions", files[0])
    assert figures["questions"] == 2
    assert figures["passage recall @1"] == figures["quote hit @1"] == 1.0
    assert figures["passage MRR @10"] == 1.0
    assert (figures["figure questions"], figures["mark token F1"], figures["marked"]) == (
        2,
        1.0,
        1.0,
    )
    assert figures["refusal AUROC"] == 1.0
    assert (figures["wrong refusals"], figures["false answers"]) == (0.0, 0.0)
    assert figures["false answers, unanswerable"] == 0.0
    assert figures["milliseconds p50"] <= figures["milliseconds p95"]


def test_questions_are_measured_over_paragraphs_in_another_language(files: tuple[str, str]) -> None:
    figures = measured("--questions", files[0], "--contexts", files[1], "--limit", "1")
    assert (figures["questions"], figures["passage recall @1"], figures["quote hit @1"]) == (
        1,
        1.0,
        1.0,
    )


def test_the_constants_of_a_model_are_fitted(files: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "constants.yaml"
    pairs = f"{files[0]}:{files[0]}", f"{files[0]}:{files[0]},{files[1]}"
    ran = script("calibrate.py", *pairs, "--to", str(path))
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-1] == f"Written: {path}"
    found = Calibration.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert found.refusal.likeness > 0 > found.refusal.bias
    ran = script("calibrate.py", "one-file")
    assert (ran.returncode, ran.stderr) == (
        2,
        "one-file should name two files with a colon between.\n",
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [("a.json", "[]", "should be a JSON file in SQuAD's format."), ("a.yaml", "a: b", "should hold a list of questions")],
)  # fmt: skip
def test_a_file_of_another_kind_is_named(
    tmp_path: Path, name: str, content: str, sentence: str
) -> None:
    index = tmp_path / "index"
    if name == "a.yaml":
        script(
            "rebuild_index.py", "--corpus", str(ROOT / "corpus" / "reports"), "--index", str(index)
        )
    (tmp_path / name).write_text(content, encoding="utf-8")
    ran = script("evaluate.py", "--questions", str(tmp_path / name), "--index", str(index))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert sentence in ran.stderr


GOLD = """
- {question: "how many houses were flooded?", kind: number, answers: [{document: river.md, mark: "31"}]}
- {question: "how many players?", kind: number, answers: [{document: river.md, mark: "14"}]}
- {question: "and players?", before: "how many coaches?", kind: follow-up,
   answers: [{document: team.md, has: [players], mark: "14"}]}
- {question: "how many bridges were flooded?", kind: number, unanswerable: near}
- {question: "Who invented the telephone?", kind: who, unanswerable: far}
"""


def test_golden_questions_are_measured_by_sentence_mark_and_kind(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "river.md").write_text("# River\n\nThe river flooded 31 houses in May.\n")
    (reports / "team.md").write_text("# Team\n\nThe team has 14 players this year.\n")
    (tmp_path / "gold.yaml").write_text(GOLD)
    index = str(tmp_path / "index")
    script("rebuild_index.py", "--corpus", str(reports), "--index", index)
    found = measured("--questions", str(tmp_path / "gold.yaml"), "--index", index)
    assert found["questions"] == 5
    assert found["first quote right"] == found["right among three"] == "2 of 3"
    assert found["right mark in the first quote"] == "2 of 3"
    assert found["wrong first quotes"].startswith("1, ")
    assert found["far misses refused"] == "1 of 1"
    assert found["kind: follow-up"] == "1 of 1"
    assert found["en → en"] == "2 of 3"
    assert "how many players?" in found["not as expected"]
