"""What every reader gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Extract:
    """What a file holds, before cleaning.

    `pages` is the text of each page. `stated` is metadata that somebody wrote into the file as
    such (front matter), `found` is what was read off it (its first line, its properties).
    `warnings` are clauses that say what of it could not be read.
    """

    pages: tuple[str, ...]
    stated: Mapping[str, object] = field(default_factory=dict)
    found: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


# Raises CorpusError, with a reason that does not repeat the file's name.
Reader = Callable[[Path], Extract]
