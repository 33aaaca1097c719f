"""scripts/ask.py as it is called, with the packaged model."""

import json
from pathlib import Path

import pytest

from tests.support.scripts import ROOT, script


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the shipped reports and one bad file, built by the script."""
    folder = tmp_path_factory.mktemp("scripts")
    corpus = folder / "corpus"
    corpus.mkdir()
    for path in (ROOT / "corpus" / "reports").iterdir():
        (corpus / path.name).write_bytes(path.read_bytes())
    (corpus / "broken.pdf").write_text("%PDF-1.7", encoding="utf-8")
    arguments = ["--corpus", str(corpus), "--index", str(folder / "index")]
    first = script("rebuild_index.py", *arguments)
    assert first.returncode == 1
    assert first.stderr.splitlines()[0] == "Reading: 6 …"
    lines = first.stdout.splitlines()
    assert "added       nato-rutte.md" in lines
    assert any(
        line.startswith("unreadable  broken.pdf: it is damaged or not a PDF") for line in lines
    )
    assert "│ documents  │ 5                │" in lines
    assert lines[-1].startswith("Published: version ")
    again = script("rebuild_index.py", *arguments, "--json")
    assert (again.returncode, again.stderr) == (1, "")
    assert json.loads(again.stdout)["outcome"] == "up to date"
    return folder / "index"


def test_a_line_may_be_a_follow_up(index: Path) -> None:
    lines = (
        '{"question": "and generals?", "before": "how many officers?"}\n{"before": "who?"}\n'
        '{"question": "how many officers?"}\n'
    )
    asked = script("ask.py", "--index", str(index), stdin=lines)
    generals, officers = map(json.loads, asked.stdout.splitlines())
    assert (generals["question"], generals["quotes"][0]["marked"]) == ("and generals?", ["троє"])
    assert (officers["question"], officers["quotes"][0]["marked"]) == (
        "how many officers?",
        ["500"],
    )
    assert asked.stderr == (
        '{"before": "who?"} should have a "question", and may have the one "before" it, as texts.\n'
    )


def test_questions_from_standard_input_are_answered_in_json(index: Path) -> None:
    asked = script(
        "ask.py",
        "--index",
        str(index),
        stdin="how many soldiers?\n\nWhat is the capital of France?\n",
    )
    assert (asked.returncode, asked.stderr) == (0, "")
    soldiers, france = map(json.loads, asked.stdout.splitlines())
    assert list(soldiers) == [
        "question",
        "language",
        "read_as",
        "answered",
        "quotes",
        "figures",
        "nearest",
        "index",
        "milliseconds",
    ]
    assert (soldiers["question"], soldiers["language"], soldiers["answered"]) == (
        "how many soldiers?",
        "en",
        True,
    )
    assert list(soldiers["index"]) == ["version", "built", "model"]
    quote = soldiers["quotes"][0]
    assert list(quote) == [
        "text",
        "head",
        "marks",
        "marked",
        "language",
        "score",
        "page",
        "start",
        "end",
        "also",
        "document",
    ]
    assert [quote["text"][start:end] for start, end in quote["marks"]] == ["майже 12 000"]
    assert quote["marked"] == ["майже 12 000"]
    assert [figure["marked"] for figure in soldiers["figures"]] == [
        ["bis zu 20.000"],
        ["about 10,000"],
        ["майже 12 000"],
        ["about 3,000"],
    ]
    assert soldiers["nearest"] == []
    assert quote["end"] - quote["start"] == len(quote["text"])
    assert quote["page"] == 1
    assert quote["document"]["publisher"].startswith("Головне управління розвідки")
    assert quote["document"]["date"] == "2024-10-24"
    assert (france["answered"], france["quotes"], france["figures"]) == (False, [], [])


def test_a_question_is_answered_for_a_person_or_in_json(index: Path) -> None:
    person = script("ask.py", "Wie viele Soldaten?", "--index", str(index), "--limit", "1")
    assert person.returncode == 0
    assert person.stdout.count("╭") == 1
    asked = script("ask.py", "Wie viele Soldaten?", "--index", str(index), "--limit", "2", "--json")
    assert len(json.loads(asked.stdout)["quotes"]) == 2


@pytest.mark.parametrize(
    ("arguments", "settings", "sentence"),
    [
        (["--index", "nowhere"], {}, "There is no index in nowhere; build it with scripts/rebuild_index.py."),
        ([], {"QUOTES": "many"}, "QUOTES should be how many quotes an answer shows, 1 to 10, not 'many'."),
        ([], {"EMBEDDING_MODEL": "example/none", "HF_HUB_OFFLINE": "1"}, "EMBEDDING_MODEL should be "),
    ],
)  # fmt: skip
def test_what_is_wrong_ends_with_a_sentence_and_status_2(
    arguments: list[str], settings: dict[str, str], sentence: str
) -> None:
    asked = script("ask.py", "how many?", *arguments, **settings)
    assert (asked.returncode, asked.stdout) == (2, "")
    assert asked.stderr.startswith(sentence)
    assert asked.stderr.count("\n") == 1


def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    built = script("rebuild_index.py", "--corpus", "nowhere", "--index", str(tmp_path))
    assert (built.returncode, built.stdout) == (2, "")
    assert (
        built.stderr
        == "nowhere (CORPUS_DIR) should be a folder with reports, but there is no such folder.\n"
    )
