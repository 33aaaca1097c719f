"""Question -> Answer: quotes with marks, or a refusal."""

from dataclasses import dataclass

from bot.marks import Span, candidate_spans, marks
from bot.question import Question, understand
from corpus.document import Passage
from index.search import Hit, Index

# A sentence without a figure hardly answers "how many?".
_HAS_WHAT_IS_WANTED = 0.5
# Evidence that a sentence speaks of what is asked, of at most 1 + _COVERAGE.
_COVERAGE = 0.5
_ENOUGH_EVIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage quoted word for word; `marks` are the spans of its text that answer."""

    passage: Passage
    score: float
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The quotes that answer a question, best first; none when the reports do not answer it."""

    question: Question
    quotes: tuple[Quote, ...]


def ask(text: str, index: Index, limit: int, asker: str | None = None) -> Answer:
    """The answer to a text that somebody sent, with at most `limit` quotes."""
    return answer(understand(text, index.languages, asker), index, limit)


def answer(question: Question, index: Index, limit: int) -> Answer:
    """The answer to a question, with at most `limit` quotes."""
    if not question.text:
        return Answer(question, ())
    found = index.search(question.text, question.language)
    scores = [hit.score + _bonus(question, hit) for hit in found.sentences]
    quotes: dict[str, Quote] = {}  # by text: what two reports say word for word is quoted once
    for hit, score in sorted(zip(found.sentences, scores, strict=True), key=lambda x: -x[1]):
        if _evidence(hit) >= _ENOUGH_EVIDENCE and len(quotes) < limit:
            spans = marks(question, found.words, hit)
            quotes.setdefault(hit.passage.text, Quote(hit.passage, score, spans))
    return Answer(question, tuple(quotes.values()))


def _bonus(question: Question, hit: Hit) -> float:
    return _HAS_WHAT_IS_WANTED if candidate_spans(question, hit) else 0.0


def _evidence(hit: Hit) -> float:
    return hit.cosine + _COVERAGE * hit.coverage
