"""The spans of a quote that answer a question."""

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.answering.answer_spans import NAME_KINDS
from bot.answering.question_words import AnswerKind
from corpus import Passage
from corpus.document import Span
from corpus.lines import cells
from corpus.text.digits import YEAR
from corpus.text.languages import language_data
from corpus.text.terms import Token, shared_terms, stem_term, tokenize
from index.query_terms import QueryWord
from index.ranking import Hit

_ONE_YEAR = re.compile(rf"{YEAR}(?!\w)")
_HYPHENATED = re.compile(r"[-–][^\W\d]")

# Chosen on half of XQuAD in four languages: the marked figure is right for 1 to 3 more of 100
# questions than by nearness alone.
_REACH = 10.0  # characters over which the weight of an anchor falls to 1/e
_CLAUSE = 1.2  # weight of a word in the clause of a figure, against one right beside it
_COMPOUND = 0.2  # penalty for a figure that is part of a word: 5-time winner
_LATER = 0.01  # gain for each span before it, as new information stands last in a sentence


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A word of the question in a text: its span, and its share of the question by idf."""

    start: int
    end: int
    word: str
    weight: float


def marks(
    kind: AnswerKind, spans: Sequence[Span], words: Sequence[QueryWord], hit: Hit
) -> tuple[Span, ...]:
    """Of several spans, the one nearest to the words that question and hit share.

    A name in a list brings the other names of the list along.
    """
    if not spans:
        return ()
    head = hit.sentence.head
    if head and len(cells(head.text)) == len(cells(hit.passage.text)):
        return (_in_column(spans, words, head, hit),)
    best = spans[0] if len(spans) == 1 else _nearest(spans, words, hit)
    if kind in NAME_KINDS:
        return _listed_with(best, spans, hit.passage)
    return (_year_in(best, hit) if kind is AnswerKind.YEAR else best,)


def _listed_with(best: Span, spans: Sequence[Span], passage: Passage) -> tuple[Span, ...]:
    """The list that a span is in: spans with nothing but a comma or an "and" between them."""
    text, in_list = passage.text, _in_list(passage.language)
    row: list[Span] = []
    for span in spans:
        if row and not in_list.fullmatch(text, row[-1][1], span[0]):
            if best in row:
                break
            row = []
        row.append(span)
    return tuple(row)


def _year_in(span: Span, hit: Hit) -> Span:
    """The year in a date; the whole date when it has no year, or two."""
    years = list(_ONE_YEAR.finditer(hit.passage.text, *span))
    return years[0].span() if len(years) == 1 else span


def _in_column(spans: Sequence[Span], words: Sequence[QueryWord], head: Passage, hit: Hit) -> Span:
    """The span in the column of a table whose head has the most of the question."""
    asked = [_asked_of(head.text[slice(*cell)], head.language, words) for cell in cells(head.text)]
    ends = [end for _, end in cells(hit.passage.text)]
    return max(spans, key=lambda span: asked[bisect_left(ends, span[1])])


def _asked_of(text: str, language: str, words: Sequence[QueryWord]) -> float:
    """How much of the question a text has, by idf."""
    found = (_terms(token, language) for token in tokenize(text, language))
    terms = frozenset[str]().union(*found)
    return sum(word.idf * word.match(terms) for word in words)


def _nearest(spans: Sequence[Span], words: Sequence[QueryWord], hit: Hit) -> Span:
    """The span with the most of the question beside it and in its clause."""
    anchors = _anchors(words, hit)

    def score(number: int) -> float:
        span = spans[number]
        around = [a for a in anchors if not span[0] <= a.start < span[1]]
        compound = _HYPHENATED.match(hit.passage.text, span[1]) is not None
        return (
            _beside(span, around)
            + _CLAUSE * _in_clause(_clause(span, hit.passage), around)
            + _LATER * number
            - _COMPOUND * compound
        )

    return spans[max(range(len(spans)), key=score)]


def _anchors(words: Sequence[QueryWord], hit: Hit) -> list[_Anchor]:
    """The words of the question that the hit has."""
    language = hit.passage.language
    total = sum(word.idf for word in words)
    anchors = []
    for token in tokenize(hit.passage.text, language):
        terms = _terms(token, language)
        weights = {word.folded: word.idf * word.match(terms) / total for word in words}
        word = max(weights, key=lambda word: weights[word], default=None)
        if word and weights[word]:
            anchors.append(_Anchor(token.start, token.end, word, weights[word]))
    return anchors


def _terms(token: Token, language: str) -> frozenset[str]:
    """The terms that a question may find a word by."""
    stems = (stem_term([stem], language) for stem in (token.stem, *token.parts))
    return frozenset((*stems, *shared_terms(token)))


def _beside(span: Span, anchors: Sequence[_Anchor]) -> float:
    """The weight of the anchors around a span, falling with their distance.

    Behind the span it falls half as fast, as the thing counted stands there.
    """
    start, end = span
    total = 0.0
    for anchor in anchors:
        distance = max(start - anchor.end, (anchor.start - end) / 2)
        total += anchor.weight * math.exp(-distance / _REACH)
    return total


def _clause(span: Span, passage: Passage) -> Span:
    """The clause that a span is in: from the sign or conjunction before it to the next."""
    ends = [match.start() for match in _clause_end(passage.language).finditer(passage.text)]
    return (
        max((end for end in ends if end <= span[0]), default=0),
        min((end for end in ends if end >= span[1]), default=len(passage.text)),
    )


def _in_clause(clause: Span, anchors: Sequence[_Anchor]) -> float:
    """The share of the question, by idf, that a clause has."""
    weights: dict[str, float] = {}
    for anchor in anchors:
        if clause[0] <= anchor.start < clause[1]:
            weights[anchor.word] = max(anchor.weight, weights.get(anchor.word, 0.0))
    return sum(weights.values())


@cache
def _clause_end(language: str) -> re.Pattern[str]:
    words = language_data(language).sentences.clause_words
    return re.compile(rf"[,.;:](?=\s)|[()–—]|\s(?:{words})\s", re.IGNORECASE)


@cache
def _in_list(language: str) -> re.Pattern[str]:
    """What stands between two items of a list."""
    words = language_data(language).sentences.list_words
    return re.compile(rf",\s|,?\s(?:{words})\s", re.IGNORECASE)
