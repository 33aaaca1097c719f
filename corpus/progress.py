"""How a long task reports its progress."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Track(Protocol):
    """Yields the items in batches of `size`, and meanwhile shows how far `doing` has got."""

    def __call__(self, items: Sequence[T], doing: str, size: int) -> Iterator[Sequence[T]]: ...


def silently(items: Sequence[T], doing: str, size: int) -> Iterator[Sequence[T]]:  # noqa: ARG001
    """A Track that shows nothing."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
