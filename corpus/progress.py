"""How a long task shows how far it is."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Track(Protocol):
    """Passes items on in batches of some size, and shows meanwhile what is being done with them."""

    def __call__(self, items: Sequence[T], doing: str, size: int) -> Iterator[Sequence[T]]: ...


def silently(items: Sequence[T], doing: str, size: int) -> Iterator[Sequence[T]]:  # noqa: ARG001
    """A Track that shows nothing."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
