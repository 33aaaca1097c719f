"""Every command in the README runs."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)


def commands() -> list[tuple[str, str]]:
    """Each command with the output that the README shows for it."""
    found = []
    for block in BLOCKS:
        for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = piece.partition("\n")
            found.append((command, output))
    return found


@pytest.fixture(autouse=True)
def _without_downloads() -> None:
    """`make run` gets dictionaries the first time, which takes a network and a minute."""
    (ROOT / "data" / "dictionaries").mkdir(parents=True, exist_ok=True)


@pytest.mark.parametrize(("command", "output"), [c for c in commands() if c[0] != "make test"])
def test_a_command_of_the_readme_runs_and_prints_what_it_shows(command: str, output: str) -> None:
    # As from a shell: a make inside of make says so on standard output.
    outside = {k: v for k, v in os.environ.items() if k not in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS")}
    settings = outside | {"TELEGRAM_BOT_TOKEN": "", "QUOTES": "3", "LC_ALL": "C.UTF-8"}
    ran = subprocess.run(
        command, shell=True, capture_output=True, text=True, cwd=ROOT, env=settings, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(output)
    assert ran.stdout


def test_the_readme_shows_an_answer_and_how_to_test() -> None:
    assert commands()[0][1].count("╭") == 3
    assert ("make test", "") in commands()
