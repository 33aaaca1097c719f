"""Question -> Answer: quotes with marks, or a refusal."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.marks import Span, asked_words, candidate_spans, marks
from bot.question import Kind, Question, understand
from corpus.document import Document, Passage
from index.search import Found, Hit, Index

# A question that asks "how many?" wants a number as if that were one more word of it, with this
# idf: the best sentence is then right for 83 instead of 81 % of XQuAD's English questions.
_WANTED_IDF = 3.0

# Fitted by scripts/calibrate.py to half of XQuAD, each question once with the article that answers
# it and once without; docs/quality.md has the command. Its bias, for even odds, is -6.45; this one
# is a little higher, as a wrong refusal is worse than a near miss that says where it is from.
_LIFT = 3.2
_COVERAGE = 6.0
_CONTEXT = 6.6
_BIAS = -5.9
_UNHEARD_OF = 4.0  # what a year takes from the evidence when no report names it
_FAIR_SHARE = 0.5  # of what the best sentence covers of the question
ENOUGH = 0.5  # probability from which on a quote is shown
_NEAR = 0.1  # probability from which on one is shown as no answer
_MOST_NEAREST = 2


@dataclass(frozen=True, slots=True)
class Quote:
    """A hit quoted word for word.

    `score` is the probability that it speaks of what is asked; `marks` are the spans of its text
    that answer; `also` are the other reports that say the same word for word.
    """

    hit: Hit
    score: float
    marks: tuple[Span, ...]
    also: tuple[Document, ...] = ()

    @property
    def passage(self) -> Passage:
        return self.hit.passage


@dataclass(frozen=True, slots=True)
class Answer:
    """The quotes that answer a question, best first; none when the reports do not answer it.

    `figures` are there when several reports answer with a figure: the best quote of each report,
    the newest report first. `nearest` are there when nothing answers, and do not answer either.
    """

    question: Question
    quotes: tuple[Quote, ...]
    figures: tuple[Quote, ...] = ()
    nearest: tuple[Quote, ...] = ()


def ask(
    text: str,
    index: Index,
    limit: int,
    asker: str | None = None,
    before: Question | None = None,
) -> Answer:
    """The answer to a text that somebody sent, with at most `limit` quotes.

    `asker` is the language of the one who asks, `before` the last question of the conversation.
    """
    return answer(understand(text, index.languages, asker, before), index, limit)


def answer(question: Question, index: Index, limit: int) -> Answer:
    """The answer to a question, with at most `limit` quotes."""
    if not question.text:
        return Answer(question, ())
    found = index.search(question.text, question.language)
    candidates = list(ranked(question, found))
    sure = [quote for quote in candidates if quote.score >= ENOUGH]
    if not sure:
        near = [quote for quote in candidates if quote.score >= _NEAR]
        return Answer(question, (), nearest=tuple(near[:_MOST_NEAREST]))
    return Answer(question, tuple(sure[:limit]), _side_by_side(question, sure))


def _side_by_side(question: Question, sure: Sequence[Quote]) -> tuple[Quote, ...]:
    """The first marked quote of each report, the newest first, if there are several reports."""
    if question.wants not in (Kind.NUMBER, Kind.AMOUNT, Kind.PERCENTAGE):
        return ()
    by_report: dict[str, Quote] = {}
    for quote in sure:
        if quote.marks:
            by_report.setdefault(quote.passage.document.id, quote)
    if len(by_report) < 2:
        return ()
    newest_first = sorted(
        by_report.values(), key=lambda quote: quote.passage.document.date or date.min, reverse=True
    )
    return tuple(newest_first)


def ranked(question: Question, found: Found) -> Iterator[Quote]:
    """All that was found as quotes, the likeliest answer first, whether or not it is one."""
    asked = asked_words(question)
    spans = [candidate_spans(question.wants, asked, hit) for hit in found.sentences]
    pairs = sorted(
        zip(found.sentences, spans, strict=True),
        key=lambda pair: -_rank(question, pair[0], found, bool(pair[1])),
    )
    sources: dict[str, dict[str, Document]] = defaultdict(dict)  # text -> the reports that say it
    for hit, _ in pairs:
        sources[hit.passage.text][hit.passage.document.id] = hit.passage.document
    needed = _FAIR_SHARE * pairs[0][0].coverage if pairs else 0.0
    unheard_of = any(word.is_year and not word.postings for word in found.words)
    for hit, candidates in pairs:
        if reports := sources.pop(hit.passage.text, None):
            score = _probability(hit, needed, unheard_of)
            spans_that_answer = marks(question.wants, candidates, found.words, hit)
            also = tuple(r for r in reports.values() if r.id != hit.passage.document.id)
            yield Quote(hit, score, spans_that_answer, also)


def _rank(question: Question, hit: Hit, found: Found, has_it: bool) -> float:
    """The score of a hit, when what the question wants counts as one of its words."""
    if question.wants is Kind.OTHER:
        return hit.score
    total = sum(word.idf for word in found.words)
    coverage = (total * hit.coverage + _WANTED_IDF * has_it) / (total + _WANTED_IDF)
    return hit.score - hit.coverage + coverage


def _probability(hit: Hit, needed: float, unheard_of: bool) -> float:
    """The probability that a sentence speaks of what is asked.

    Its passage does not speak for one that covers less of the question than `needed`: such a
    sentence stands beside the answer. A year that no report names is more than a word that none
    has: the figure of another year is no answer.
    """
    context = hit.context if hit.coverage >= needed else 0.0
    logit = _LIFT * hit.lift + _COVERAGE * hit.coverage + _CONTEXT * context + _BIAS
    if unheard_of:
        logit -= _UNHEARD_OF
    return 1 / (1 + math.exp(-logit))
