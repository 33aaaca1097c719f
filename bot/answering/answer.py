"""Question -> Answer: quotes with marks, or a refusal."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answering.candidates import (
    FIGURE_KINDS,
    NAME_KINDS,
    Candidates,
    Span,
    asked_words,
    candidates,
)
from bot.answering.confidence import evidence, probability
from bot.answering.marks import marks
from bot.answering.question import Question, understand
from bot.answering.question_words import COUNTED, AnswerKind
from corpus.document import Document, Passage
from corpus.text.digits import YEAR
from index.search import Hit, Index, SearchResult

# What a question wants counts as one more word of it: the share of all its words that a figure is
# worth where it asks "how many?", and a name where it asks "who?". The best sentence is then right
# for 5 in 100 of the questions for figures more, and for 2 in 100 of those for names.
_FIGURE = 0.3
_NAME = 0.15

_FAIR_SHARE = 0.5  # of what the best sentence covers of the question
ENOUGH = 0.5  # probability from which on a quote is shown
_NEAR = 0.1  # probability from which on one is shown as no answer
_MOST_NEAREST = 2


@dataclass(frozen=True, slots=True)
class Quote:
    """A hit quoted word for word.

    `score` is the probability that it speaks of what is asked; `marks` are the spans of its text
    that answer; `also` are the other reports that say the same in the same words.
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
        return Answer(question, (), nearest=_with_others(near[:_MOST_NEAREST], index))
    return Answer(question, _with_others(sure[:limit], index), _side_by_side(question, sure))


def _with_others(quotes: Sequence[Quote], index: Index) -> tuple[Quote, ...]:
    """The quotes with the other reports that say the same; of all hits they would be very many."""
    return tuple(replace(quote, also=index.also(quote.hit)) for quote in quotes)


def _side_by_side(question: Question, sure: Sequence[Quote]) -> tuple[Quote, ...]:
    """The first marked quote of each report, the newest first, if there are several reports."""
    if question.wants not in COUNTED:
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


def ranked(question: Question, found: SearchResult) -> Iterator[Quote]:
    """All that was found as quotes, the likeliest answer first, whether or not it is one."""
    asked = asked_words(question)
    pairs = [(hit, candidates(question.wants, asked, hit)) for hit in found.sentences]
    pairs.sort(key=lambda pair: -_rank(question.wants, *pair))
    needed = _FAIR_SHARE * pairs[0][0].coverage if pairs else 0.0
    unheard_of = _is_unheard_of(question, found)
    years = {word.folded for word in found.words if word.is_year}
    said: set[int] = set()
    for hit, those in pairs:
        if hit.said not in said:
            said.add(hit.said)
            found_for = evidence(question.wants, hit, those, is_beside=hit.coverage < needed)
            score = probability(found_for, unheard_of or _is_of_another_year(hit, years))
            spans = marks(question.wants, those.spans, found.words, hit)
            yield Quote(hit, score, spans)


def _is_unheard_of(question: Question, found: SearchResult) -> bool:
    """Whether no report names a year in the question, or the thing that it wants a figure or a
    name of.

    The latter only if there are reports in its language: in others it may stand untranslated.
    """
    if any(word.is_year and not word.postings for word in found.words):
        return True
    if question.wants not in FIGURE_KINDS | NAME_KINDS:
        return False
    languages = {hit.passage.language for hit in found.sentences}
    about = [word for word in found.words if word.folded in question.of]
    about = [word for word in about if not word.is_name] or about
    return bool(about) and question.language in languages and not any(w.postings for w in about)


def _is_of_another_year(hit: Hit, years: Collection[str]) -> bool:
    """Whether a hit names years, but not all of those that the question does."""
    named = set(re.findall(YEAR, hit.passage.text))
    return bool(named) and not named.issuperset(years)


def _rank(kind: AnswerKind, hit: Hit, those: Candidates) -> float:
    """The score of a hit, when what the question wants counts as one of its words."""
    if kind is AnswerKind.OTHER:
        return hit.score
    share = _FIGURE if kind in FIGURE_KINDS else _NAME
    coverage = (hit.coverage + share * those.fit) / (1 + share)
    return hit.score - hit.coverage + coverage
