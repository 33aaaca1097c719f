"""The spans of a quote that answer a question."""

import math
import re
from collections.abc import Collection, Mapping, Sequence

from bot.question import Kind, Question
from corpus.locales import territories
from index.morphology import is_known
from index.query import Wanted
from index.search import Hit
from index.terms import Token, is_function_word, shared_term, stem_term, tokenize

Span = tuple[int, int]

_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_NUMBER = 3.0
_REACH = 10.0  # characters over which the weight of an anchor falls to a third

# Which figures answer a question for a kind, the likeliest first.
_FIGURES: Mapping[Kind, Sequence[Collection[str]]] = {
    Kind.NUMBER: (["number"], ["amount"], ["percentage"], ["duration"], ["year"]),
    Kind.AMOUNT: (["amount"], ["number"], ["percentage"]),
    Kind.PERCENTAGE: (["percentage"], ["number"]),
    Kind.DATE: (["date", "year"],),
    Kind.YEAR: (["date", "year"],),
    Kind.DURATION: (["duration"], ["date", "year"]),
}


def asked_words(question: Question) -> frozenset[str]:
    """The words of a question, folded."""
    return frozenset(token.folded for token in tokenize(question.text, question.language))


def candidate_spans(kind: Kind, asked: Collection[str], hit: Hit) -> list[Span]:
    """The spans [start, end) of the hit's text, in code points, that are of the wanted kind.

    Not those that the question, with the words `asked`, has itself.
    """
    if kind is Kind.PERSON:
        return _names(hit, asked)
    for kinds in _FIGURES.get(kind, ()):
        spans = [(figure.start, figure.end) for figure in hit.figures if figure.kind in kinds]
        if new := [span for span in spans if not _is_asked(span, hit, asked)]:
            return new
    return []


def marks(
    kind: Kind, candidates: Sequence[Span], words: Sequence[Wanted], hit: Hit
) -> tuple[Span, ...]:
    """Of several candidates, the one nearest to what question and hit have in common."""
    if not candidates:
        return ()
    anchors = _anchors(words, hit) if len(candidates) > 1 else []
    best = max(candidates, key=lambda span: _nearness(span, anchors))
    return (_year_in(best, hit) if kind is Kind.YEAR else best,)


def _year_in(span: Span, hit: Hit) -> Span:
    """The year in a date; the whole date when it has none."""
    year = _YEAR.search(hit.passage.text, *span)
    return year.span() if year else span


def _is_asked(span: Span, hit: Hit, asked: Collection[str]) -> bool:
    tokens = tokenize(hit.passage.text[slice(*span)], hit.passage.document.language)
    return all(token.folded in asked for token in tokens)


def _names(hit: Hit, asked: Collection[str]) -> list[Span]:
    """Two or more capitalised words in a row, none in the question, that are names of people."""
    text, language = hit.passage.text, hit.passage.document.language
    runs: list[list[Token]] = []
    for token in tokenize(text, language):
        if not _may_be_name(token, language) or token.folded in asked:
            continue
        if runs and text[runs[-1][-1].end : token.start] == " ":
            runs[-1].append(token)
        else:
            runs.append([token])
    spans = [(run[0].start, run[-1].end) for run in runs if len(run) > 1]
    return [span for span in spans if _is_person(text[slice(*span)], language)]


def _may_be_name(token: Token, language: str) -> bool:
    return (
        token.is_capitalized_or_number
        and not token.folded[0].isdigit()
        and not is_function_word(token.folded, language)
    )


def _is_person(name: str, language: str) -> bool:
    """Whether capitalised words are no country, and the last no word that is written small.

    In German, which writes all nouns large, the last must be no word of the dictionary at all.
    """
    last = name.split()[-1]
    word = last if language == "de" else last.lower()
    return (
        name not in territories(language)
        and not is_known(word, language)
        and not is_known(last.lower(), "en")  # institutions keep their English names elsewhere
    )


def _anchors(words: Sequence[Wanted], hit: Hit) -> list[tuple[Token, float]]:
    """The words that the hit has of the question, with what each weighs.

    A number, as in "in 2023", weighs more than a word.
    """
    language = hit.passage.document.language
    anchors = []
    for token in tokenize(hit.passage.text, language):
        terms = frozenset((stem_term([token.stem], language), shared_term(token)))
        weights = [
            word.idf * word.match(terms) * (_NUMBER if word.is_number else 1.0) for word in words
        ]
        if any(weights):
            anchors.append((token, max(weights)))
    return anchors


def _nearness(span: Span, anchors: Sequence[tuple[Token, float]]) -> float:
    """The weight of the anchors around a span, less the farther they are; behind it they count
    as nearer, as the unit of a figure stands there."""
    start, end = span
    total = 0.0
    for token, weight in anchors:
        distance = (token.start - end) / 2 if token.start >= end else start - token.end
        if distance >= 0:
            total += weight * math.exp(-distance / _REACH)
    return total
