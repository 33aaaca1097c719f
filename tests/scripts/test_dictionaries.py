"""scripts/dictionaries.sh, with a package manager that has one package less."""

import subprocess
from pathlib import Path

from tests.support.scripts import ROOT

COST = "questions find fewer reports in other languages"


def fetched(folder: Path, apt_get: str | None) -> str:
    """What the script says on a machine with such an apt-get, or without one."""
    programs = folder / "bin"
    programs.mkdir()
    for name in ("mkdir", "mktemp", "timeout", "rm", "touch"):
        (programs / name).symlink_to(Path("/usr/bin") / name)
    if apt_get:
        unpack = 'mkdir -p "$3/usr/share/dictd" && touch "$3/usr/share/dictd/${2##*/}"'
        for name, does in (("apt-get", apt_get), ("dpkg-deb", unpack)):
            (programs / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
            (programs / name).chmod(0o755)
    ran = subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "dictionaries.sh")],
        capture_output=True, text=True, cwd=folder, env={"PATH": str(programs)}, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0
    assert ran.stdout == ""
    return ran.stderr


def test_what_a_package_lacks_is_named_and_the_rest_is_unpacked(tmp_path: Path) -> None:
    said = fetched(tmp_path, '[ "$2" != mueller7-dict ] && touch "$2_1_all.deb"')
    assert (
        said
        == f"Dictionaries that could not be had: mueller7-dict. Without them, {COST}; make dictionaries tries again.\n"
    )
    unpacked = {path.name for path in (tmp_path / "data/dictionaries/usr/share/dictd").iterdir()}
    assert len(unpacked) == 12
    assert "trans-de-en_1_all.deb" in unpacked


def test_without_a_network_nothing_is_tried_twice(tmp_path: Path) -> None:
    said = fetched(tmp_path, "touch tried_$2; exit 100")
    assert said.startswith("Dictionaries that could not be had: trans-de-en mueller7-dict ")
    assert (tmp_path / "data/dictionaries").is_dir()


def test_without_apt_get_the_readme_is_named(tmp_path: Path) -> None:
    said = fetched(tmp_path, None)
    assert said == (
        f"There is no apt-get for dictionaries, so {COST}; README.md says how to name your own.\n"
    )
