"""scripts/install.sh where it cannot install."""

import os
import subprocess
from pathlib import Path

from tests.support.scripts import ROOT


def test_installing_without_python_ends_with_a_sentence(tmp_path: Path) -> None:
    installed = subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "install.sh"), "."],
        capture_output=True, text=True, cwd=tmp_path, env={"PATH": str(tmp_path)},
    )  # fmt: skip
    assert installed.returncode == 1
    assert (
        installed.stderr == "Python 3.11 or newer should be installed, and there is none in PATH.\n"
    )


def test_installing_without_a_network_ends_with_a_sentence(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    nowhere = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "0",
    }
    installed = subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "install.sh"), "."],
        capture_output=True, text=True, cwd=tmp_path, env=os.environ | nowhere, timeout=120,
    )  # fmt: skip
    assert installed.returncode == 1
    assert installed.stderr.splitlines()[1:] == [
        "The packages could not be downloaded; check the network and try again (details in .venv/install.log)."
    ]
