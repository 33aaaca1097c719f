"""A text cut at its marks, as every view of an answer shows it."""

from collections.abc import Iterable, Iterator

from corpus.document import Span


def pieces(text: str, marks: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    """The parts of a text in order, each with whether it is marked; none is empty."""
    at = 0
    for start, end in marks:
        if at < start:
            yield text[at:start], False
        yield text[start:end], True
        at = end
    if at < len(text):
        yield text[at:], False
