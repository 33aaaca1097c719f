"""The versions of libraries, for what is kept of their results."""

from collections.abc import Iterable
from importlib import metadata


def versions(names: Iterable[str]) -> dict[str, str]:
    """The installed version of each library."""
    return {name: metadata.version(name) for name in names}
