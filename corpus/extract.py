"""The result of every reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Extract:
    """The content of a file, before cleaning.

    `pages` is the text of each page. `stated` is metadata that somebody wrote into the file as
    such (front matter), `found` is metadata derived from it (its first line, its properties).
    `warnings` are clauses that say which parts could not be read.
    """

    pages: tuple[str, ...]
    stated: Mapping[str, object] = field(default_factory=dict)
    found: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


# A reader raises CorpusError, with a reason that does not repeat the file's name.
Reader = Callable[[Path], Extract]
