import errno
from pathlib import Path

import pytest

from bot.faults import run
from corpus.errors import SettingsError


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (SettingsError("QUOTES should be a number."), "QUOTES should be a number."),
        (
            OSError(errno.ENOSPC, "No space left on device", "data/index"),
            "data/index cannot be used: No space left on device.",
        ),
        (KeyboardInterrupt(), "Interrupted."),
        (SystemExit(130), "Interrupted."),  # which typer makes of it
    ],
)
def test_a_fault_ends_with_its_sentence(
    fault: BaseException, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def main() -> None:
        raise fault

    with pytest.raises(SystemExit) as ended:
        run(main)
    assert ended.value.code == 2
    assert capsys.readouterr() == ("", f"{sentence}\n")


def test_without_a_fault_the_program_ends_as_it_will(tmp_path: Path) -> None:
    run(lambda: (tmp_path / "done").touch())
    assert (tmp_path / "done").exists()


def test_a_program_that_ends_by_itself_keeps_its_status() -> None:
    def main() -> None:
        raise SystemExit(1)

    with pytest.raises(SystemExit) as ended:
        run(main)
    assert ended.value.code == 1
