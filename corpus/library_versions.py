"""Versions of libraries: stored results that depend on them expire when they change."""

from collections.abc import Iterable
from importlib import metadata


def installed_versions(names: Iterable[str]) -> dict[str, str]:
    """The installed version of each library."""
    return {name: metadata.version(name) for name in names}
