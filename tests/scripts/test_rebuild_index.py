"""The script that a maintainer lives with."""

import importlib.util
import json
import os
import pty
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from filelock import FileLock
from rich.console import Console

from bot import faults
from bot.settings import Settings
from corpus.errors import CorpusError, GateError
from index import versions
from index.building.rebuild import RebuildResult
from index.lexicon.lexicon import Lexicon
from tests.support.maintainer import Maintainer
from tests.support.scripts import BARE, ROOT
from tests.support.scripts import script as run_script

PATIENCE = 60.0  # seconds
TROOPS = "On soldiers\nThere are 20,000 soldiers in the east."
TRADE = "On trade\nThe trade volume was 5 million in May."
GOLDEN = """\
- {question: "How many soldiers are there?", expected: ["20,000"]}
- {question: "What was the trade volume in May?", expected: [5 million]}
"""


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    """The script as a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "scripts"))
        found = importlib.util.spec_from_file_location(
            "rebuild_index", ROOT / "scripts" / "rebuild_index.py"
        )
        assert found is not None
        assert found.loader is not None
        module = importlib.util.module_from_spec(found)
        found.loader.exec_module(module)
        yield module


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def maintainer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maintainer:
    maintainer = Maintainer(tmp_path, monkeypatch)
    maintainer.write("a.txt", TROOPS)
    maintainer.write("b.txt", TRADE)
    return maintainer


@pytest.fixture
def run(
    script: ModuleType,
    maintainer: Maintainer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs the script with options; gives its status, and what it prints and complains of."""
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    monkeypatch.setattr(script, "LazyEmbedder", lambda *_: maintainer.embedder)
    monkeypatch.setattr(script, "installed_lexicon", lambda _: Lexicon())
    folders = ["--corpus", str(maintainer.corpus), "--index", str(maintainer.index)]

    def run(*options: str) -> tuple[int, str, str]:
        monkeypatch.setattr(script, "stdout", Console(file=sys.stdout, width=200, highlight=False))
        monkeypatch.setattr(script.progress, "console", Console(file=sys.stderr, width=200))
        monkeypatch.setattr(sys, "argv", ["rebuild_index.py", *folders, *options])
        status = 0
        try:
            faults.run(lambda: script.typer.run(script.main))
        except SystemExit as end:
            status = int(end.code or 0)
        return status, *capsys.readouterr()

    return run


def said(outcome: tuple[int, str, str]) -> Any:
    status, out, _ = outcome
    return status, json.loads(out)


def test_a_rebuild_says_what_it_did(run: Run, maintainer: Maintainer) -> None:
    maintainer.write("c.xyz", "Text.")
    status, out, errors = run()
    assert status == 1
    assert errors.splitlines() == [
        "Reading: 3 …", "Splitting: 2 …", "Encoding: 2 …", "Writing passages: 2 …", "Writing sentences: 2 …",
    ]  # fmt: skip
    lines = out.splitlines()
    assert lines[:4] == [
        "added       a.txt",
        "added       b.txt",
        "added       c.xyz",
        "unreadable  c.xyz: there is no reader for .xyz; save it as .pdf, .docx, .html, .md or .txt",
    ]
    rows = dict(re.findall(r"^│ (\w+) +│ (.*?) +│$", out, re.MULTILINE))
    assert float(rows.pop("seconds")) >= 0
    assert rows == {
        "added": "3", "changed": "0", "moved": "0", "removed": "0",
        "unreadable": "1", "empty": "0", "duplicate": "0", "warning": "0",
        "documents": "2", "passages": "2", "languages": "en 2", "files": "3",
    }  # fmt: skip
    assert lines[-1] == f"Published: version {versions.served(maintainer.index)} serves."


def test_a_rebuild_says_the_same_to_a_program(run: Run, maintainer: Maintainer) -> None:
    maintainer.write("d.txt", TRADE)
    maintainer.write("e.txt", "Heading")
    maintainer.write("bad.txt", "%PDF-1.7")
    status, first = said(run("--json"))
    manifest = versions.opened(maintainer.index)[1]
    seconds = first.pop("seconds")
    assert (status, seconds >= 0) == (1, True)
    version = {
        "version": manifest.version,
        "built": manifest.built,
        "model": "tiny",
        "documents": 2,
        "passages": 2,
        "sentences": 2,
        "languages": {"en": 2},
        "tools": dict(manifest.libraries),
    }
    assert first == {
        "added": ["a.txt", "b.txt", "bad.txt", "d.txt", "e.txt"],
        "changed": [],
        "moved": [],
        "removed": [],
        "unreadable": [{"path": "bad.txt", "text": "it is a PDF, not text; name it .pdf"}],
        "empty": [{"path": "e.txt", "text": "it holds no sentence that could be quoted"}],
        "duplicate": [{"path": "d.txt", "text": "it is the same as b.txt"}],
        "warning": [],
        "files": 5,
        "index": version,
        "outcome": "published",
        "message": f"Published: version {manifest.version} serves.",
    }  # fmt: skip
    (maintainer.corpus / "bad.txt").unlink()
    (maintainer.corpus / "d.txt").unlink()
    (maintainer.corpus / "a.txt").rename(maintainer.corpus / "z.txt")
    maintainer.write("b.txt", f"{TRADE} It rained.")
    status, second = said(run("--json"))
    differences = ("added", "changed", "moved", "removed")
    assert (status, [second[kind] for kind in differences]) == (
        0,
        [[], ["b.txt"], [{"from": "a.txt", "to": "z.txt"}], ["bad.txt", "d.txt"]],
    )
    status, third = said(run("--json"))
    assert (status, third["outcome"], [third[kind] for kind in differences]) == (
        0, "up to date", [[], [], [], []],
    )  # fmt: skip
    assert third["message"] == f"Up to date: version {third['index']['version']} serves."


def test_a_rehearsal_creates_no_version(run: Run, maintainer: Maintainer) -> None:
    status, rehearsed = said(run("--dry-run", "--json"))
    assert (status, rehearsed["outcome"], rehearsed["index"]) == (0, "rehearsed", None)
    assert rehearsed["added"] == ["a.txt", "b.txt"]
    assert rehearsed["message"] == "Nothing was built, as asked: none serves."
    assert versions.usable(maintainer.index) == []
    maintainer.write("c.xyz", "Text.")
    status, out, _ = run("--dry-run")
    assert status == 1
    assert out.splitlines()[-1] == "Nothing was built, as asked: none serves."


def test_many_names_of_a_kind_are_cut(run: Run, maintainer: Maintainer) -> None:
    for number in range(30):
        maintainer.write(f"c{number:02}.txt", f"On rain\nIt rained on {number} days.")
    _, out, _ = run()
    added = [line for line in out.splitlines() if line.startswith("added")]
    assert len(added) == 21
    assert added[-1] == "added       … and 12 more"


def test_versions_are_listed_checked_and_rolled_back(run: Run, maintainer: Maintainer) -> None:
    nothing = f"There is no index in {maintainer.index}; build it with scripts/rebuild_index.py.\n"
    assert run("--list", "--json") == (2, "", nothing)
    run()
    maintainer.write("c.txt", "On rain\nIt rained on 3 days.")
    run()
    first, second = (manifest.version for manifest in versions.usable(maintainer.index))
    listed = [json.loads(line) for line in run("--list", "--json")[1].splitlines()]
    assert [(one["version"], one["documents"], one["serves"]) for one in listed] == [
        (first, 2, False), (second, 3, True),
    ]  # fmt: skip
    table = run("--list")[1]
    assert re.search(rf"{first} +│ [-T:+\d]+ +│ 2 +│ 2 +│ tiny +│ +│", table)
    assert re.search(rf"{second} +│ [-T:+\d]+ +│ 3 +│ 3 +│ tiny +│ serves +│", table)
    assert run("--check") == (0, f"Version {second} is intact.\n", "")
    assert said(run("--rollback", "--json")) == (0, {"message": f"Version {first} serves."})
    assert run("--check") == (0, f"Version {first} is intact.\n", "")
    sentence = f"There is no version in {maintainer.index} before {first}.\n"
    assert run("--rollback") == (2, "", sentence)
    (maintainer.index / first / "sentences.f32").write_bytes(b"")
    damaged = (
        f"The index in {maintainer.index} is damaged; build it with scripts/rebuild_index.py.\n"
    )
    assert run("--check") == (2, "", damaged)
    status, out, _ = run()  # what was rolled back is built again: the folder still says so
    assert (status, "Published" in out) == (0, True)


MODES = "Use only one of --list, --rollback, --check, --dry-run and --watch.\n"


@pytest.mark.parametrize(
    "options", [["--list", "--check"], ["--dry-run", "--watch"], ["--rollback", "--list", "--full"]]
)
def test_options_that_exclude_each_other_do_nothing(
    run: Run, maintainer: Maintainer, options: list[str]
) -> None:
    assert run(*options) == (2, "", MODES)
    assert not maintainer.index.exists()


@pytest.fixture
def golden(tmp_path: Path) -> str:
    path = tmp_path / "golden.yaml"
    path.write_text(GOLDEN, encoding="utf-8")
    return str(path)


def test_a_first_build_passes_any_gate(run: Run, golden: str) -> None:
    status, _, errors = run("--golden", golden)
    assert status == 0
    assert errors.splitlines()[-1] == (
        f"Of 2 questions in {golden} the new version answers 2 as expected; there is no other "
        "version to compare with."
    )


def test_a_version_that_answers_less_is_not_published(
    run: Run, maintainer: Maintainer, golden: str
) -> None:
    run()
    before = versions.served(maintainer.index)
    (maintainer.corpus / "b.txt").unlink()
    comparison = (
        f"Of 2 questions in {golden} the new version answers 1 as expected, the previous one 2; "
        "lost: “What was the trade volume in May?”."
    )
    status, out, errors = run("--golden", golden, "--json")
    assert (status, out, errors.splitlines()[-1]) == (2, "", f"Not published. {comparison}")
    assert versions.served(maintainer.index) == before
    status, out, errors = run("--golden", golden, "--force")
    assert (status, errors.splitlines()[-1]) == (0, comparison)
    assert versions.served(maintainer.index) != before


def test_a_version_that_answers_as_much_or_more_is_published(
    run: Run, maintainer: Maintainer, golden: str
) -> None:
    (maintainer.corpus / "b.txt").rename(maintainer.corpus.parent / "b.txt")
    run()
    maintainer.write("c.txt", "On rain\nIt rained on 3 days.")
    status, _, errors = run("--golden", golden)
    assert status == 0
    assert errors.splitlines()[-1].endswith("answers 1 as expected, the previous one 1.")
    maintainer.write("b.txt", TRADE)
    status, _, errors = run("--golden", golden)
    assert status == 0
    assert errors.splitlines()[-1].endswith("answers 2 as expected, the previous one 1.")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "{} cannot be used: No such file or directory.\n"),
        ("how many?", "{} should hold a list of questions, each with 'question' and 'expected' (it: Input should be a valid list).\n"),
    ],
)  # fmt: skip
def test_golden_questions_that_cannot_be_read_stop_it_at_once(
    run: Run, maintainer: Maintainer, tmp_path: Path, content: str | None, sentence: str
) -> None:
    path = tmp_path / "golden.yaml"
    if content:
        path.write_text(content, encoding="utf-8")
    assert run("--golden", str(path)) == (2, "", sentence.format(path))
    assert not maintainer.index.exists()


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--full"]])
def test_a_second_rebuild_at_once_says_so(
    run: Run, maintainer: Maintainer, options: list[str]
) -> None:
    maintainer.index.mkdir()
    sentence = f"Another rebuild of {maintainer.index} is under way; wait until it ends.\n"
    with FileLock(maintainer.index / "rebuild.lock"):
        assert run(*options) == (2, "", sentence)
    assert run(*options)[0] == 0


def test_a_folder_without_reports_is_named(run: Run, maintainer: Maintainer) -> None:
    for path in maintainer.corpus.iterdir():
        path.unlink()
    assert run("--json") == (2, "", f"{maintainer.corpus} should hold reports, but it is empty.\n")


def test_bars_show_how_fast_it_goes_in_a_terminal(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = StringIO()
    terminal = Console(file=screen, force_terminal=True, width=100)
    monkeypatch.setattr(script.progress, "console", terminal)
    for _ in script.progress.bars(range(30), "Reading", 1):
        time.sleep(0.02)
    assert list(script.progress.bars([], "Encoding", 7)) == []
    shown = screen.getvalue()
    assert "Reading" in shown
    assert "30/30" in shown
    assert re.search(r"\d+/s", shown)
    assert "Encoding" not in shown


def test_changes_are_noticed_from_the_beginning_and_in_another_folder_of_the_name(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pause in ("QUIET", "GLANCE"):
        monkeypatch.setitem(script.folder_changes.__globals__, pause, 50)
    folder = tmp_path / "corpus"
    seen: list[list[str]] = []

    def once(is_full: bool) -> RebuildResult:
        """A rebuild during which, and after which, things happen."""
        seen.append(sorted(path.name for path in folder.iterdir()) if folder.exists() else ["?"])
        match len(seen):
            case 1:
                assert is_full
                threading.Timer(0.2, folder.mkdir).start()
                raise CorpusError("there is no such folder")
            case 2:
                assert not is_full
                (folder / "a.txt").touch()  # while it is under way
            case 3:
                threading.Timer(0.2, (folder / "b.txt").touch).start()
                raise OSError(28, "No space left on device")
            case 4:
                folder.rename(tmp_path / "away")
                folder.mkdir()
            case _:
                raise KeyboardInterrupt
        raise GateError("refused")

    script.keep_current(folder, once, True)
    assert seen[:4] == [["?"], [], ["a.txt"], ["a.txt", "b.txt"]]
    assert seen[4] in ([], ["a.txt", "b.txt"])


def take_interruptions() -> None:
    """As a program does in a terminal; tests may have been started where they are ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_watched_folder_is_indexed_until_it_is_interrupted(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "a.txt").write_text(TROOPS, encoding="utf-8")
    command = [sys.executable, str(ROOT / "scripts" / "rebuild_index.py"), "--watch", "--json"]
    with subprocess.Popen(
        [*command, "--corpus", str(corpus), "--index", str(index)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=BARE,
        start_new_session=True,  # a group of its own, as in a terminal
        preexec_fn=take_interruptions,
    ) as watching:  # fmt: skip
        assert watching.stdout is not None
        first = json.loads(watching.stdout.readline())
        assert (first["outcome"], first["added"]) == ("published", ["a.txt"])
        (corpus / "b.txt").write_text(TRADE, encoding="utf-8")
        second = json.loads(watching.stdout.readline())
        assert (second["outcome"], second["added"]) == ("published", ["b.txt"])
        assert second["index"]["documents"] == 2
        os.killpg(watching.pid, signal.SIGINT)
        try:
            out, errors = watching.communicate(timeout=PATIENCE)
        finally:
            watching.kill()
    assert (watching.returncode, out) == (0, "")
    assert "Traceback" not in errors


def test_a_terminal_shows_bars(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text(TROOPS, encoding="utf-8")
    here, there = pty.openpty()
    command = [sys.executable, str(ROOT / "scripts" / "rebuild_index.py"), "--dry-run"]
    folders = ["--corpus", str(tmp_path / "corpus"), "--index", str(tmp_path / "index")]
    with subprocess.Popen(
        [*command, *folders], stdout=there, stderr=there, cwd=ROOT, env=BARE | {"TERM": "xterm"}
    ) as running:
        os.close(there)
        shown = b""
        while running.poll() is None or b"none serves" not in shown:
            try:
                shown += os.read(here, 1000)
            except OSError:  # it has ended
                break
    os.close(here)
    assert running.returncode == 0
    assert "━" in shown.decode()
    assert "1/1" in shown.decode()
    assert "Nothing was built, as asked: none serves." in shown.decode()


def test_a_quick_rebuild_leaves_new_dictionaries_to_the_background(tmp_path: Path) -> None:
    """As nobody waits for the first answer while a large dictionary is compiled."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "a.txt").write_text("On lamps\nThe 12 lamps were broken.", encoding="utf-8")
    dictionary = tmp_path / "new.tsv"
    own = f"lamp{secrets.token_hex(8)}"  # so that it was never compiled
    dictionary.write_text(f"en\txx\nlamp\t{own}\n", encoding="utf-8")
    places = ["--corpus", str(corpus), "--index", str(index), "--quick"]

    def rebuilt() -> subprocess.CompletedProcess[str]:
        return run_script("rebuild_index.py", *places, DICTIONARIES=str(dictionary))

    first = rebuilt()
    assert first.returncode == 0, first.stderr
    assert "Dictionaries are being compiled" in first.stderr
    quick = versions.served(index)
    until = time.monotonic() + PATIENCE
    while versions.served(index) == quick:
        assert time.monotonic() < until, (index / "background.log").read_text(encoding="utf-8")
        time.sleep(0.2)
    again = rebuilt()
    assert "Dictionaries are being compiled" not in again.stderr
    assert "Up to date" in again.stdout
