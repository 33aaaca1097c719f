"""Question -> Answer: quotes with marks, or a refusal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answering.answer_spans import (
    FIGURE_KINDS,
    NAME_KINDS,
    answer_spans,
    words_of,
)
from bot.answering.confidence import evidence, probability
from bot.answering.marks import marks
from bot.answering.question import Question, understand
from bot.answering.question_words import COUNTED, AnswerKind
from corpus import Document, Passage
from corpus.document import Span
from index import Index
from index.calibration import Calibration, RankingWeights
from index.ranking import Hit, SearchResult

_FAIR_SHARE = 0.5  # of what the best sentence covers of the question
ENOUGH = 0.5  # minimum probability of a quote that is shown
_SAME_THING = 0.9  # of what the first figure's quote has of the question
_NEAR = 0.1  # minimum probability of a quote that is shown as near, but not as an answer
_NEAREST_LIMIT = 2


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a report, quoted word for word.

    - `score`: the probability that it speaks of what is asked
    - `marks`: the spans of its text that answer
    - `also`: the other reports that have it in the same words
    """

    hit: Hit
    score: float
    marks: tuple[Span, ...]
    also: tuple[Document, ...] = ()

    @property
    def passage(self) -> Passage:
        return self.hit.passage

    @property
    def head(self) -> Passage | None:
        """The head of its table, where it is a row of one."""
        return self.hit.sentence.head


@dataclass(frozen=True, slots=True)
class Answer:
    """The quotes that answer a question, best first; none when the reports do not answer it.

    - `version`: the version of the index that gave it
    - `figures`: when several reports answer with a figure, the best quote of each report, the
      newest report first
    - `nearest`: when nothing answers, the quotes that come nearest
    - `read_as`: the words that misspelt ones were read as, or the question that a follow-up asks
    """

    question: Question
    version: str
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Quote, ...] = ()
    nearest: tuple[Quote, ...] = ()
    read_as: tuple[str, ...] = ()


def ask(
    index: Index,
    text: str,
    limit: int,
    asker: str | None = None,
    previous: Question | None = None,
) -> Answer:
    """The answer to a text that somebody sent, with at most `limit` quotes.

    `asker` is the language of the one who asks, `previous` the last question of the conversation.
    """
    return answer(index, understand(text, index.languages, asker, previous), limit)


def answer(index: Index, question: Question, limit: int) -> Answer:
    """The answer to a question, with at most `limit` quotes."""
    version = index.manifest.version
    if not question.text:
        return Answer(question, version)
    found = index.search(question.text, question.language)
    quotes = list(ranked(question, found, index.calibration))
    sure = [quote for quote in quotes if quote.score >= ENOUGH]
    read_as = tuple(dict.fromkeys(word.read_as for word in found.words if word.read_as))
    if question.follows:
        read_as = (question.text,)
    if not sure:
        near = [quote for quote in quotes if quote.score >= _NEAR][:_NEAREST_LIMIT]
        nearest = _with_repeats(near, index)
        return Answer(question, version, nearest=nearest, read_as=read_as)
    return Answer(
        question=question,
        version=version,
        quotes=_with_repeats(sure[:limit], index),
        figures=_side_by_side(question, sure),
        read_as=read_as,
    )


def ranked(question: Question, result: SearchResult, calibrated: Calibration) -> Iterator[Quote]:
    """All hits as quotes, the likeliest answer first, whether or not it is one."""
    asked = words_of(question)
    pairs = [(hit, answer_spans(question, asked, hit)) for hit in result.hits]
    worth = _worth_of_fit(question.wants, calibrated.ranking)
    pairs.sort(key=lambda pair: -(pair[0].score + worth * pair[1].fit))
    needed = _FAIR_SHARE * pairs[0][0].features.coverage if pairs else 0.0
    unheard_of = _is_unheard_of(question, result)
    quoted: set[int] = set()
    for hit, found in pairs:
        wording = hit.sentence.wording_id
        if wording not in quoted:
            quoted.add(wording)
            score = probability(
                evidence(question, hit, found.fit),
                calibrated.refusal,
                is_unlikely=unheard_of or hit.features.coverage < needed,
                is_other=hit.features.lacks_condition > 0 or hit.features.other_year > 0,
            )
            yield Quote(hit, score, marks(question.wants, found.spans, result.words, hit))


def _with_repeats(quotes: Sequence[Quote], index: Index) -> tuple[Quote, ...]:
    """The quotes with the other reports that have them, looked up only for those shown."""
    return tuple(replace(quote, also=index.repeated_by(quote.hit)) for quote in quotes)


def _side_by_side(question: Question, sure: Sequence[Quote]) -> tuple[Quote, ...]:
    """The first marked quote of each report, the newest first, if there are several reports.

    They show the same kind of figure as the first, and have nearly as much of the question.
    """
    marked = [quote for quote in sure if quote.marks]
    if question.wants not in COUNTED or not marked:
        return ()
    kind, needed = _marked_kind(marked[0]), _SAME_THING * _found_of(marked[0].hit)
    by_report: dict[str, Quote] = {}
    for quote in marked:
        if _marked_kind(quote) == kind and _found_of(quote.hit) >= needed:
            by_report.setdefault(quote.passage.document.id, quote)
    if len(by_report) < 2:
        return ()
    newest_first = sorted(
        by_report.values(), key=lambda quote: quote.passage.document.date or date.min, reverse=True
    )
    return tuple(newest_first)


def _marked_kind(quote: Quote) -> str | None:
    """The kind of the figure that is marked first."""
    start, end = quote.marks[0]
    figures = quote.hit.sentence.figures
    return next((one.kind for one in figures if start < one.end and one.start < end), None)


def _found_of(hit: Hit) -> float:
    """The share of the question that a sentence and what stands around it have."""
    return hit.features.coverage + hit.features.previous + hit.features.context


def _is_unheard_of(question: Question, result: SearchResult) -> bool:
    """Whether no report mentions the thing of which a question wants a figure or a name.

    Only if there are reports in its language: in others it may be untranslated.
    """
    if question.wants not in FIGURE_KINDS | NAME_KINDS:
        return False
    languages = {hit.passage.language for hit in result.hits}
    about = [word for word in result.words if word.folded in question.subject]
    about = [word for word in about if not word.is_name] or about
    return bool(about) and question.language in languages and not any(w.postings for w in about)


def _worth_of_fit(kind: AnswerKind, weights: RankingWeights) -> float:
    """What a sentence gains by having the figure or the name that a question wants."""
    if kind in FIGURE_KINDS:
        return weights.figure
    return weights.name if kind in NAME_KINDS else 0.0
