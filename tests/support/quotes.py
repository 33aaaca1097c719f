"""Quotes made by hand."""

from collections.abc import Sequence

from bot.answering import Quote
from corpus import Document, Passage
from index.ranking import Features, Hit
from index.store.reader import Sentence

FEATURES = Features(
    coverage=1.0,
    previous=0.0,
    support=1.0,
    likeness=0.0,
    passage_words=0.0,
    passage_likeness=0.0,
    context=0.0,
    distant_condition=0.0,
    lacks_condition=0.0,
    other_year=0.0,
    reach=1.0,
)


def hit_of(passage: Passage) -> Hit:
    """A hit on a sentence without figures or names."""
    sentence = Sentence(
        number=0,
        passage_number=0,
        span=passage,
        wording_id=0,
        terms=frozenset(),
        figures=(),
        names=(),
    )
    return Hit(sentence, 1.0, FEATURES)


def quote_of(
    passage: Passage,
    marks: Sequence[tuple[int, int]] = (),
    also: Sequence[Document] = (),
    score: float = 0.9,
) -> Quote:
    return Quote(hit_of(passage), score, tuple(marks), tuple(also))
