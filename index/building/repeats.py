"""Sentences that several documents have in the same words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from index.analysis import PassageAnalysis

_MOST = 20  # documents that are kept for one wording


class Repeats:
    """The wordings that recur in documents that are added one after the other."""

    def __init__(self, originals: Mapping[str, str]) -> None:
        """`originals` holds, by id, the document that another one nearly duplicates."""
        self._originals = originals
        self._of_original: dict[str, set[int]] = {id: set() for id in originals.values()}
        self._documents: defaultdict[int, list[int]] = defaultdict(list)

    def add(
        self, document: str, number: int, passages: Sequence[PassageAnalysis]
    ) -> tuple[list[PassageAnalysis], list[PassageAnalysis]]:
        """The passages of a document that hold a new sentence, and those that hold none.

        New is what its original lacks, which has to be added first.
        """
        wordings = {sentence.wording_id for passage in passages for sentence in passage.sentences}
        for wording in wordings:
            self._documents[wording].append(number)
        if document in self._of_original:
            self._of_original[document] = wordings
        known = self._of_original.get(self._originals.get(document, ""), set())
        new: list[PassageAnalysis] = []
        repeated: list[PassageAnalysis] = []
        for passage in passages:
            is_repeated = known.issuperset(sentence.wording_id for sentence in passage.sentences)
            (repeated if is_repeated else new).append(passage)
        return new, repeated

    def pairs(self) -> Iterator[tuple[int, int]]:
        """(wording, document) for each wording of several documents, of very many the first 20."""
        for wording, numbers in self._documents.items():
            if len(numbers) > 1:
                yield from ((wording, number) for number in numbers[:_MOST])
