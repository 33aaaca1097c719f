"""What in a sentence may answer a question: its figures or names of the wanted kind."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.answering.question import Question
from bot.answering.question_words import AnswerKind, gives
from corpus.document import Span
from corpus.text.digits import YEAR
from corpus.text.figures import figure_patterns
from corpus.text.names import NameKind
from corpus.text.terms import tokenize
from index.ranking import Hit

# Which figures and names answer a question for a kind, the likeliest first.
_FIGURES: Mapping[AnswerKind, Sequence[Collection[str]]] = {
    AnswerKind.NUMBER: (["number"], ["amount", "percentage", "duration", "ago"]),
    AnswerKind.AMOUNT: (["amount"], ["number", "percentage"]),
    AnswerKind.PERCENTAGE: (["percentage"], ["number"]),
    AnswerKind.DATE: (["date", "year", "ago"], ["month"], ["time"]),
    AnswerKind.YEAR: (["date", "year"],),
    AnswerKind.DURATION: (["duration", "ago"], ["time"], ["date", "year"]),
}
_OF_A_THING = (["amount", "measure"], ["number", "percentage"])
_NAMES: Mapping[AnswerKind, Sequence[Collection[str]]] = {
    AnswerKind.PERSON: ([NameKind.PERSON], [NameKind.UNKNOWN]),
    AnswerKind.ORGANISATION: ([NameKind.ORGANISATION], [NameKind.PERSON, NameKind.UNKNOWN]),
    AnswerKind.PLACE: ([NameKind.PLACE], [NameKind.UNKNOWN]),
}
FIGURE_KINDS = frozenset(_FIGURES)
NAME_KINDS = frozenset(_NAMES)

_OTHER_CHOICE = 0.5  # how well a kind fits that is not the first choice


@dataclass(frozen=True, slots=True)
class AnswerSpans:
    """The spans [start, end) of a hit, in code points, that may answer a question.

    `fit` is how well they fit the wanted kind: 1, or 0.5 when not the first choice; 0 for none.
    """

    spans: tuple[Span, ...] = ()
    fit: float = 0.0


def words_of(question: Question) -> frozenset[str]:
    """The words of a question, folded."""
    return frozenset(
        token.folded for token in tokenize(question.text, question.language, with_lemmas=False)
    )


def answer_spans(question: Question, asked: Collection[str], hit: Hit) -> AnswerSpans:
    """What in a hit may answer a question with the words `asked`, which do not answer it.

    For a reason or a definition that is the whole hit, if its words show that it gives one.
    """
    kind = question.wants
    if kind is AnswerKind.AMOUNT and question.subject:  # how much coal: a number of tonnes as well
        return _best_choice(_OF_A_THING, _measures(hit), asked, hit)
    if kind in _FIGURES:
        return _best_choice(_FIGURES[kind], _figures(hit), asked, hit)
    if kind in _NAMES:
        return _best_choice(_NAMES[kind], _names(hit), asked, hit)
    passage = hit.passage
    if (
        kind is AnswerKind.OTHER
        and question.is_noun
        and (hit.sentence.head or re.search(YEAR, question.text))
    ):
        # A noun and a year mostly ask for a figure, but may ask for anything.
        return replace(
            _best_choice(_FIGURES[AnswerKind.NUMBER], _figures(hit), asked, hit), fit=0.0
        )
    return AnswerSpans((), float(gives(passage.text, passage.language, kind)))


def _best_choice(
    choices: Sequence[Collection[str]],
    found: Sequence[tuple[Span, str]],
    asked: Collection[str],
    hit: Hit,
) -> AnswerSpans:
    """The spans of the first choice that has any beyond the question's own words."""
    for number, kinds in enumerate(choices):
        spans = [span for span, kind in found if kind in kinds]
        if new := _not_asked(spans, hit, asked):
            return AnswerSpans(tuple(new), 1.0 if number == 0 else _OTHER_CHOICE)
    return AnswerSpans()


def _figures(hit: Hit) -> list[tuple[Span, str]]:
    return [((figure.start, figure.end), figure.kind) for figure in hit.sentence.figures]


def _measures(hit: Hit) -> list[tuple[Span, str]]:
    """The figures in a hit; the kind of a number with a unit is "measure"."""
    with_unit = _ends_with_unit(hit.passage.language)
    return [
        (
            span,
            "measure" if kind == "number" and with_unit.search(hit.passage.text, *span) else kind,
        )
        for span, kind in _figures(hit)
    ]


@cache
def _ends_with_unit(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d]){figure_patterns(language)['unit']}$", re.IGNORECASE)


def _names(hit: Hit) -> list[tuple[Span, str]]:
    """The names in a hit that are not part of a date."""
    dates = [figure for figure in hit.sentence.figures if figure.kind in ("date", "month")]
    return [
        ((name.start, name.end), name.kind)
        for name in hit.sentence.names
        if not any(name.start < date.end and date.start < name.end for date in dates)
    ]


def _not_asked(spans: Sequence[Span], hit: Hit, asked: Collection[str]) -> list[Span]:
    text, language = hit.passage.text, hit.passage.language
    return [
        span
        for span in spans
        if not all(token.folded in asked for token in tokenize(text[slice(*span)], language))
    ]
