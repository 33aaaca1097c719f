"""scripts/unanswered.py as it is called."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from bot.upkeep.records import Records
from bot.wording.permalink import Permalink
from index import Index
from index.lexicon.lexicon import Lexicon
from tests.support.scripts import ROOT, script
from tests.support.tiny import KnowsTanks

QUOTE = Permalink("abc", 0, 10)
NOTHING = "No questions were refused or voted down.\n"


@pytest.fixture
def unanswered(index: Index, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The script with the tiny model and the index of two small reports."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    script = import_module("unanswered")
    monkeypatch.setattr(script, "load_embedder", lambda _: KnowsTanks())
    monkeypatch.setattr(script, "Index", lambda *_: index)
    monkeypatch.setattr(script, "installed_lexicon", lambda _: Lexicon())
    app = Typer()
    app.command()(script.main)
    return lambda *options: CliRunner().invoke(app, options, env={"COLUMNS": "100"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def asked(path: Path) -> Iterator[Path]:
    """The records of a bot that is running and was asked this."""
    running = Records(path, "123456:TEST")
    for question in (
        "how many [red] tanks?",
        *["Wie viele rote Panzer?"] * 2,
        "скільки танків?",
        "how many helicopters?",
        "how many soldiers?",
    ):
        running.count_question(question, "v1", refused=True)
    running.vote((-5, 1), 7, False, "Wie viele Hubschrauber?", QUOTE, "v1")
    yield path
    running.close()


def test_for_machines_there_is_one_object(
    unanswered: Callable[..., Result], asked: Path, index: Index
) -> None:
    ran = unanswered("--records", str(asked), "--json")
    answer = json.loads(ran.stdout)
    today = datetime.now(UTC).date().isoformat()
    tanks, helicopters = answer["gaps"]
    wordings = {tanks.pop("question"), *tanks.pop("others")}
    assert wordings == {"how many [red] tanks?", "Wie viele rote Panzer?", "скільки танків?"}
    assert tanks == {
        "asked": 4, "refused": 4, "voted_down": 0, "first": today, "last": today, "wordings": 3
    }  # fmt: skip
    assert [helicopters[name] for name in ("asked", "refused", "voted_down")] == [2, 1, 1]
    [answered] = answer["answered"]
    assert (answered["question"], answered["asked"]) == ("how many soldiers?", 1)
    assert (answer["gap_count"], answer["answered_count"], answer["left_out"]) == (2, 1, 0)
    assert answer["index"] == index.manifest.version


def test_for_people_there_is_a_table(unanswered: Callable[..., Result], asked: Path) -> None:
    told = unanswered("--records", str(asked), "--limit", "1").stdout
    rows = [
        [cell.strip() for cell in line.strip("│").split("│")]
        for line in told.splitlines()
        if line.startswith("│")
    ]
    today = datetime.now(UTC).date().isoformat()
    assert rows[0][1:] == ["4", "0", "3", today, today]
    assert {row[0] for row in rows} == {
        "how many [red] tanks?",
        "Wie viele rote Panzer?",
        "скільки танків?",
    }
    assert "and 1 more, which are shown with a higher --limit\n" in told
    assert told.endswith("\nAnswered by now:\n• how many soldiers? (1)\n")


def test_where_all_is_answered_by_now_that_is_said(
    unanswered: Callable[..., Result], path: Path
) -> None:
    records = Records(path, "123456:TEST")
    records.count_question("how many soldiers?", "v1", refused=True)
    records.close()
    assert unanswered("--records", str(path)).stdout == (
        "The reports answer by now whatever was refused or voted down.\n\n"
        "Answered by now:\n• how many soldiers? (1)\n"
    )


@pytest.mark.parametrize("options", [[], ["--since", "7"]])
def test_where_nothing_was_asked_in_vain_one_sentence_says_so(
    path: Path, options: list[str]
) -> None:
    Records(path, "123456:TEST").close()
    ran = script("unanswered.py", "--records", str(path), "--index", "nowhere", *options)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, NOTHING, "")


def test_records_that_are_not_there_are_named(path: Path) -> None:
    ran = script("unanswered.py", "--records", str(path))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        f"There is no file {path} (RECORDS_FILE); the bot makes it when it is started.\n"
    )
