"""The spans of a quote that answer a question."""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.cues import Kind, gives
from bot.question import Question
from index.names import Named
from index.query import Wanted
from index.search import Hit
from index.terms import shared_terms, stem_term, tokenize

Span = tuple[int, int]

_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\w)")
_CLAUSE_END = re.compile(
    r"[,.;:](?=\s)|[()–—]|\s(?:and|und|y|et|і|и|та|but|aber|pero|while|während|mientras|а|но)\s"
)
_IN_LIST = re.compile(r",\s|,?\s(?:and|or|und|oder|sowie|y|o|et|ou|і|й|та|або|и|или)\s")
_HYPHENATED = re.compile(r"[-–][^\W\d]")

# Chosen on half of XQuAD in four languages: with them the marked figure is the right one for 1 to 3
# in 100 questions more than by nearness alone.
_REACH = 10.0  # characters over which the weight of an anchor falls to a third
_CLAUSE = 1.2  # weight of a word in the clause of a figure against one right beside it
_COMPOUND = 0.2  # what a figure loses that is part of a word: 5-time winner
_LATER = 0.01  # what one gains by each before it, as what is new stands last in a sentence

# Which figures and names answer a question for a kind, the likeliest first.
_FIGURES: Mapping[Kind, Sequence[Collection[str]]] = {
    Kind.NUMBER: (["number"], ["amount", "percentage", "duration", "ago"], ["year"]),
    Kind.AMOUNT: (["amount"], ["number", "percentage"]),
    Kind.PERCENTAGE: (["percentage"], ["number"]),
    Kind.DATE: (["date", "year", "ago"], ["month"], ["time"]),
    Kind.YEAR: (["date", "year"],),
    Kind.DURATION: (["duration", "ago"], ["time"], ["date", "year"]),
}
_NAMES: Mapping[Kind, Sequence[Collection[str]]] = {
    Kind.PERSON: ([Named.PERSON], [Named.UNKNOWN]),
    Kind.ORGANISATION: ([Named.ORGANISATION], [Named.PERSON, Named.UNKNOWN]),
    Kind.PLACE: ([Named.PLACE], [Named.UNKNOWN]),
}


FIGURE_KINDS = frozenset(_FIGURES)
NAME_KINDS = frozenset(_NAMES)

_SECOND_CHOICE = 0.5  # how well the others fit


@dataclass(frozen=True, slots=True)
class Candidates:
    """The spans [start, end) of a hit, in code points, that may answer a question.

    `fit` is how well they are of the wanted kind: 1, or 0.5 for a second choice; 0 for none.
    """

    spans: tuple[Span, ...] = ()
    fit: float = 0.0


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A word of the question in a text: where it stands, and its share of the question by idf."""

    start: int
    end: int
    word: str
    weight: float


def asked_words(question: Question) -> frozenset[str]:
    """The words of a question, folded."""
    return frozenset(token.folded for token in tokenize(question.text, question.language))


def candidates(kind: Kind, asked: Collection[str], hit: Hit) -> Candidates:
    """What in a hit may answer a question with the words `asked`, which do not answer it.

    For a reason or a definition it is the whole hit, if it says that it gives one.
    """
    if kind in _FIGURES:
        return _best_choice(_FIGURES[kind], _figures(hit), asked, hit)
    if kind in _NAMES:
        return _best_choice(_NAMES[kind], _names(hit), asked, hit)
    passage = hit.passage
    return Candidates((), float(gives(passage.text, passage.document.language, kind)))


def marks(kind: Kind, spans: Sequence[Span], words: Sequence[Wanted], hit: Hit) -> tuple[Span, ...]:
    """Of several spans, the one nearest to what question and hit have in common.

    A name that stands in a list brings the others of the list along.
    """
    if not spans:
        return ()
    best = spans[0] if len(spans) == 1 else _nearest(spans, words, hit)
    if kind in _NAMES:
        return _listed_with(best, spans, hit.passage.text)
    return (_year_in(best, hit) if kind is Kind.YEAR else best,)


def _listed_with(best: Span, spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """The list that a span is in: neighbours with nothing but a comma or an "and" between."""
    row: list[Span] = []
    for span in spans:
        if row and not _IN_LIST.fullmatch(text, row[-1][1], span[0]):
            if best in row:
                break
            row = []
        row.append(span)
    return tuple(row)


def _best_choice(
    choices: Sequence[Collection[str]],
    found: Sequence[tuple[Span, str]],
    asked: Collection[str],
    hit: Hit,
) -> Candidates:
    """The spans of the first choice that has any which the question does not have itself."""
    for number, kinds in enumerate(choices):
        spans = [span for span, kind in found if kind in kinds]
        if new := _not_asked(spans, hit, asked):
            return Candidates(tuple(new), 1.0 if number == 0 else _SECOND_CHOICE)
    return Candidates()


def _figures(hit: Hit) -> list[tuple[Span, str]]:
    return [((figure.start, figure.end), figure.kind) for figure in hit.figures]


def _names(hit: Hit) -> list[tuple[Span, str]]:
    """The names in a hit that are no part of a date."""
    dates = [figure for figure in hit.figures if figure.kind in ("date", "month")]
    return [
        ((name.start, name.end), name.of)
        for name in hit.names
        if not any(name.start < date.end and date.start < name.end for date in dates)
    ]


def _year_in(span: Span, hit: Hit) -> Span:
    """The year in a date; the whole date when it has none, or two."""
    years = list(_YEAR.finditer(hit.passage.text, *span))
    return years[0].span() if len(years) == 1 else span


def _not_asked(spans: Sequence[Span], hit: Hit, asked: Collection[str]) -> list[Span]:
    text, language = hit.passage.text, hit.passage.document.language
    return [
        span
        for span in spans
        if not all(token.folded in asked for token in tokenize(text[slice(*span)], language))
    ]


def _nearest(spans: Sequence[Span], words: Sequence[Wanted], hit: Hit) -> Span:
    """The span with the most of the question beside it and in its clause."""
    anchors = _anchors(words, hit)

    def score(number: int) -> float:
        span = spans[number]
        compound = _HYPHENATED.match(hit.passage.text, span[1]) is not None
        return (
            _beside(span, anchors)
            + _CLAUSE * _in_clause(_clause(span, hit.passage.text), anchors)
            + _LATER * number
            - _COMPOUND * compound
        )

    return spans[max(range(len(spans)), key=score)]


def _anchors(words: Sequence[Wanted], hit: Hit) -> list[_Anchor]:
    """The words of the question that the hit has."""
    language = hit.passage.document.language
    total = sum(word.idf for word in words)
    anchors = []
    for token in tokenize(hit.passage.text, language):
        stems = (stem_term([stem], language) for stem in (token.stem, *token.parts))
        terms = frozenset((*stems, *shared_terms(token)))
        weights = {word.folded: word.idf * word.match(terms) / total for word in words}
        word = max(weights, key=lambda word: weights[word], default=None)
        if word and weights[word]:
            anchors.append(_Anchor(token.start, token.end, word, weights[word]))
    return anchors


def _beside(span: Span, anchors: Sequence[_Anchor]) -> float:
    """The weight of the anchors in and around a span, less the farther they are; behind it they
    count as nearer, as what is counted stands there."""
    start, end = span
    total = 0.0
    for anchor in anchors:
        before, behind = start - anchor.end, (anchor.start - end) / 2
        total += anchor.weight * math.exp(-max(before, behind, 0) / _REACH)
    return total


def _clause(span: Span, text: str) -> Span:
    """The clause that a span is in: from the sign or the conjunction before it to the next."""
    ends = [match.start() for match in _CLAUSE_END.finditer(text)]
    return (
        max((end for end in ends if end <= span[0]), default=0),
        min((end for end in ends if end >= span[1]), default=len(text)),
    )


def _in_clause(clause: Span, anchors: Sequence[_Anchor]) -> float:
    """The share of the question, by idf, that a clause has."""
    weights: dict[str, float] = {}
    for anchor in anchors:
        if clause[0] <= anchor.start < clause[1]:
            weights[anchor.word] = max(anchor.weight, weights.get(anchor.word, 0.0))
    return sum(weights.values())
