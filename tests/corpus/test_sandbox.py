"""Work that may go wrong in any way, in processes of its own."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.errors import CorpusError, EmptyError
from corpus.sandbox import sandboxed

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds


class OddError(Exception):
    """An exception that cannot be made from what is said of it, as those of some libraries."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}")


def job(what: str) -> str:
    match what:
        case "is empty":
            raise EmptyError("it holds no text")
        case "stumbles":
            raise KeyError("page")
        case "stumbles oddly":
            raise OddError(3, 4)
        case "says too much":
            raise ValueError("first line\nsecond \ud800 line" + " and so on" * 100)
        case "exits":
            sys.exit(3)
        case "aborts":
            os.abort()
        case "reads nowhere":
            ctypes.string_at(0)
        case "never ends":
            while True:
                pass
        case "sleeps":
            time.sleep(60)
        case "eats memory":
            eaten = []
            while True:
                eaten.append(bytearray(10_000_000))
        case "calls itself":
            return job(what)
    return what.upper()


REASONS = {
    "is empty": "it holds no text",
    "stumbles": "it cannot be read (KeyError: 'page')",
    "stumbles oddly": "it cannot be read (OddError: line 3, column 4)",
    "exits": "it cannot be read (SystemExit: 3)",
    "aborts": "it crashes the program that reads it; save it again",
    "reads nowhere": "it crashes the program that reads it; save it again",
    "eats memory": "it takes more than 200 MB of memory to read; split it",
    "calls itself": "it cannot be read (RecursionError: maximum recursion depth exceeded)",
}


def outcomes(jobs: Sequence[str], seconds: float = PATIENCE) -> list[str]:
    return [str(found) for found in sandboxed(job, jobs, seconds, 200)]


def test_a_job_that_goes_wrong_has_its_reason_and_the_others_go_on() -> None:
    between = [part for what in REASONS for part in (what, f"after {what}")]
    expected = {what: REASONS.get(what, what.upper()) for what in between}
    assert dict(zip(between, outcomes(between), strict=True)) == expected


@pytest.mark.parametrize("what", ["never ends", "sleeps"])
def test_a_job_that_takes_too_long_is_ended_and_the_others_go_on(what: str) -> None:
    """On a busy machine a process may take seconds to start, so the limit grows until one can."""
    seconds = 1.0
    while (found := outcomes([what, "after it"], seconds))[1] != "AFTER IT" and seconds < PATIENCE:
        seconds *= 2
    reason = f"it takes longer than {seconds:.0f} seconds to read; split it"
    assert found == [reason, "AFTER IT"]


def test_what_a_job_raises_keeps_its_kind() -> None:
    [found] = sandboxed(job, ["is empty"], PATIENCE, 200)
    assert type(found) is EmptyError


def test_a_long_complaint_is_cut_to_a_line() -> None:
    [found] = outcomes(["says too much"])
    assert found.startswith("it cannot be read (ValueError: first line second ? line and so on and")
    assert found.endswith(" …)")
    assert len(found) < 250


def test_no_jobs_need_no_process() -> None:
    assert outcomes([]) == []


def interrupt_children() -> None:
    for child in children():
        os.kill(child, signal.SIGINT)


def test_an_interruption_does_not_reach_a_process_that_has_only_just_started(
    capfd: pytest.CaptureFixture[str],
) -> None:
    found = sandboxed(job, ["a", "b"], PATIENCE, 200)
    threading.Timer(0.05, interrupt_children).start()
    assert list(found) == ["A", "B"]
    assert capfd.readouterr().err == ""


def test_that_no_process_can_be_had_is_no_fault_of_the_files(tmp_path: Path) -> None:
    """A program that does not come from a file cannot be imported by another process."""
    program = (
        "from corpus.sandbox import sandboxed\nprint(list(sandboxed(str, ['a', 'b'], 5.0, 200)))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-"], input=program, capture_output=True, text=True, cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, timeout=PATIENCE,
    )  # fmt: skip
    assert ran.stdout == ""
    assert ran.stderr.splitlines()[-1] == (
        f"{CorpusError.__module__}.CorpusError: Reader processes cannot be started."
    )


@pytest.mark.parametrize("what", ["never ends", "sleeps"])
def test_a_job_ends_when_the_program_is_killed(tmp_path: Path, what: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "from corpus.sandbox import sandboxed\n"
        "from tests.corpus.test_sandbox import job\n"
        "if __name__ == '__main__':\n"
        f"    list(sandboxed(job, [{what!r}], 60.0, 200))\n",
        encoding="utf-8",
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(program)], env=environment, stderr=subprocess.DEVNULL
    ) as killed:
        started = wait_for(lambda: len(children(killed.pid)) == 2)  # one keeps account of the other
        processes = children(killed.pid)
        killed.kill()
    assert started
    assert wait_for(lambda: not any(map(runs, processes)))


def children(of: int | None = None) -> list[int]:
    """The processes that a process started, this one without a number."""
    of = of or os.getpid()
    tasks = Path(f"/proc/{of}/task")
    if not tasks.exists():
        pytest.skip("Processes are only listed on Linux.")
    return [
        int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()
    ]


def runs(process: int) -> bool:
    """Whether a process has not ended; one that nobody asked how it ended is a zombie."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


def wait_for(condition: object) -> bool:
    """Whether something comes true in time."""
    assert callable(condition)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False
