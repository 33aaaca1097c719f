"""Watching a folder for changes."""

import time
from collections.abc import Iterator
from pathlib import Path

from watchfiles import watch

QUIET = 2000  # milliseconds without a change after which a folder counts as quiet
LONGEST = 20_000  # milliseconds to wait while changes go on
GLANCE = 1000  # milliseconds between two checks that the folder is still the same


def folder_changes(folder: Path) -> Iterator[None]:
    """Yield once when the watch begins, and whenever the folder has changed and is quiet again."""
    while True:
        place = inode(folder)
        if place is None:  # removed, or not mounted yet
            yield
            while inode(folder) is None:
                time.sleep(GLANCE / 1000)
            continue
        is_first = True
        for changed in watch(
            folder, debounce=LONGEST, step=QUIET, rust_timeout=GLANCE, yield_on_timeout=True
        ):
            if changed or is_first:
                yield
            is_first = False
            if inode(folder) != place:
                break


def inode(folder: Path) -> int | None:
    """The inode of a folder, which tells it from a new one of that name; None without one."""
    try:
        return folder.stat().st_ino
    except OSError:
        return None
