"""What several documents say in the same words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from index.analysis import PassageAnalysis

_MOST = 20  # documents of which is kept that they say the same


class Repeats:
    """What is said more than once in documents that are added one after the other."""

    def __init__(self, originals: Mapping[str, str]) -> None:
        """`originals` holds, by id, the document that another one is nearly the same as."""
        self._originals = originals
        self._of_original: dict[str, set[int]] = {of: set() for of in originals.values()}
        self._by: defaultdict[int, list[int]] = defaultdict(list)

    def add(
        self, document: str, number: int, passages: Sequence[PassageAnalysis]
    ) -> tuple[list[PassageAnalysis], list[PassageAnalysis]]:
        """The passages of a document, added after its original: those that say anything new, and
        those that say only what stands in its original as well.
        """
        said = {sentence.said for passage in passages for sentence in passage.sentences}
        for what in said:
            self._by[what].append(number)
        if document in self._of_original:
            self._of_original[document] = said
        known = self._of_original.get(self._originals.get(document, ""), set())
        new: list[PassageAnalysis] = []
        repeated: list[PassageAnalysis] = []
        for passage in passages:
            says_nothing_new = known.issuperset(sentence.said for sentence in passage.sentences)
            (repeated if says_nothing_new else new).append(passage)
        return new, repeated

    def also(self) -> Iterator[tuple[int, int]]:
        """What several documents say, with the number of each; of very many only the first."""
        for what, numbers in self._by.items():
            if len(numbers) > 1:
                yield from ((what, number) for number in numbers[:_MOST])
