from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.answering import ask
from bot.wording.terminal import chat, show
from tests.support.tiny import index_of

REPORTS = {
    "a.md": "---\ntitle: The [bold] report\nauthor: Ada\nurl: https://example.org/a\nlanguage: en\n---\n"
    "There are 20,000 soldiers [red]here[/red]."
}


def test_an_answer_is_a_panel_with_the_mark_and_its_citation(tmp_path: Path) -> None:
    console = Console(file=StringIO(), width=80, force_terminal=True, color_system="standard")
    show(ask(index_of(tmp_path, REPORTS), "how many soldiers?", 3), console)
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b[1;7m20,000\x1b[0m soldiers [red]here[/red]." in printed
    assert "The [bold] report, Ada" in printed
    assert "https://example.org/a" in printed


def test_piped_questions_are_answered_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("how many soldiers?\n\nWhat is pizza?\n"))
    console = Console(file=StringIO(), width=80)
    chat(index_of(tmp_path, REPORTS), 3, console)
    printed = console.file.getvalue()  # type: ignore[attr-defined]
    assert "There are **20,000** soldiers [red]here[/red]." in printed
    assert printed.count("The reports do not say.") == 1
