"""Golden questions with sentences, marks and kinds, over reports of our own and over real ones."""

import json
from pathlib import Path

import pytest

from bot.upkeep.golden import Golden, read_golden
from index.store.reader import StoreReader
from index.versions import opened
from tests.support.scripts import ROOT, script

QUESTIONS = ROOT / "tests" / "questions"
REAL = ROOT.parent / "shared" / "corpora"  # not part of the project
FOLDERS = {"own": QUESTIONS / "reports", "a": REAL / "a", "b": REAL / "b", "c": REAL / "c"}
# As many of each are right at least; more are, but a change of the model may move a few.
AT_LEAST = {
    "own": {"first quote right": 44, "near misses refused": 6, "far misses refused": 9},
    "a": {"first quote right": 28, "near misses refused": 3, "far misses refused": 7},
    "b": {"first quote right": 22, "near misses refused": 3, "far misses refused": 8},
    "c": {"first quote right": 24, "near misses refused": 2, "far misses refused": 8},
}


@pytest.mark.parametrize("name", FOLDERS)
def test_questions_are_answered_from_their_reports(name: str, tmp_path: Path) -> None:
    if not FOLDERS[name].is_dir():
        pytest.skip("the real reports are not here")
    built = script("rebuild_index.py", "--corpus", str(FOLDERS[name]), "--index", str(tmp_path))
    assert built.returncode == 0, built.stderr
    path = QUESTIONS / f"{name}.yaml"
    questions = read_golden(path)
    assert misplaced(questions, tmp_path) == []
    asked = script("evaluate.py", "--json", "--questions", str(path), "--index", str(tmp_path))
    found = json.loads(asked.stdout)
    assert found["questions"] == len(questions)
    right = {measure: int(found[measure].split()[0]) for measure in AT_LEAST[name]}
    assert {m: n for m, n in right.items() if n < AT_LEAST[name][m]} == {}


def misplaced(questions: list[Golden], index: Path) -> list[str]:
    """The questions whose gold stands in no sentence of its report."""
    place, _ = opened(index)
    store = StoreReader(place)
    numbers = range(store.passage_count)
    sentences = [(s.span.document.path, s.span.text) for s in store.sentences(numbers)]
    return [
        question.question
        for question in questions
        for gold in (*question.answers, *question.figures)
        if not any(
            path == gold.document and all(word in text for word in (*gold.has, gold.mark or ""))
            for path, text in sentences
        )
    ]
