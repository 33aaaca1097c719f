"""When a folder has changed."""

import time
from collections.abc import Iterator
from pathlib import Path

from watchfiles import watch

QUIET = 2000  # milliseconds without a change, after which a watched folder is read
LONGEST = 20_000  # milliseconds that changes in a row are waited for
GLANCE = 1000  # milliseconds after which it is seen whether the folder is still the same


def changes(folder: Path) -> Iterator[None]:
    """Something as soon as a folder is watched, and whenever it has changed and is quiet again."""
    while True:
        place = inode(folder)
        if place is None:  # it was removed, or is to be mounted
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
    """What tells a folder from another one by its name; None where there is none."""
    try:
        return folder.stat().st_ino
    except OSError:
        return None
