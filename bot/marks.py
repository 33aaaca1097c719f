"""The spans of a quote that answer a question."""

from collections.abc import Mapping, Sequence

from bot.question import Kind, Question
from index.morphology import is_known
from index.query import Wanted
from index.search import Hit
from index.terms import Token, is_function_word, shared_term, stem_term, tokenize

Span = tuple[int, int]

# Which figures answer a question for a kind, the likeliest first.
_FIGURES: Mapping[Kind, Sequence[str]] = {
    Kind.NUMBER: ("number", "amount", "percentage", "duration"),
    Kind.AMOUNT: ("amount", "number", "percentage"),
    Kind.PERCENTAGE: ("percentage", "number"),
    Kind.DATE: ("date",),
    Kind.DURATION: ("duration", "date"),
}


def marks(question: Question, words: Sequence[Wanted], hit: Hit) -> tuple[Span, ...]:
    """The span [start, end) of the hit's text, in code points, that answers the question.

    Of several figures or names it is the one nearest to what question and quote have in common.
    Empty when nothing of the wanted kind is there: no mark is better than a wrong one.
    """
    if not (candidates := candidate_spans(question, hit)):
        return ()
    anchors = _anchors(words, hit)
    return (min(candidates, key=lambda span: _distance(span, anchors)),)


def candidate_spans(question: Question, hit: Hit) -> list[Span]:
    """The spans of the hit's text that are of the wanted kind and not in the question."""
    asked = {token.folded for token in tokenize(question.text, question.language)}
    if question.wants is Kind.PERSON:
        return _names(hit, asked)
    for kind in _FIGURES.get(question.wants, ()):
        spans = [(figure.start, figure.end) for figure in hit.figures if figure.kind == kind]
        if new := [span for span in spans if not _is_asked(span, hit, asked)]:
            return new
    return []


def _is_asked(span: Span, hit: Hit, asked: set[str]) -> bool:
    tokens = tokenize(hit.passage.text[slice(*span)], hit.passage.document.language)
    return all(token.folded in asked for token in tokens)


def _names(hit: Hit, asked: set[str]) -> list[Span]:
    """Two or more capitalised words in a row, none in the question, the last in no dictionary."""
    text, language = hit.passage.text, hit.passage.document.language
    runs: list[list[Token]] = []
    for token in tokenize(text, language):
        if not _may_be_name(token, language) or token.folded in asked:
            continue
        if runs and text[runs[-1][-1].end : token.start] == " ":
            runs[-1].append(token)
        else:
            runs.append([token])
    return [
        (run[0].start, run[-1].end)
        for run in runs
        if len(run) > 1 and not _is_word(text[run[-1].start : run[-1].end], language)
    ]


def _may_be_name(token: Token, language: str) -> bool:
    return (
        token.is_name_or_number
        and not token.folded[0].isdigit()
        and not is_function_word(token.folded, language)
    )


def _is_word(text: str, language: str) -> bool:
    """Whether a text is a word of its language, or of English as names of institutions are."""
    return is_known(text, language) or is_known(text, "en")


def _anchors(words: Sequence[Wanted], hit: Hit) -> list[Span]:
    """Where the hit has words of the question: its numbers if any ("in 2023"), else all."""
    language = hit.passage.document.language
    found = [
        token
        for token in tokenize(hit.passage.text, language)
        if any(
            word.match(frozenset((stem_term([token.stem], language), shared_term(token))))
            for word in words
        )
    ]
    numbers = [token for token in found if token.folded[0].isdigit()]
    return [(token.start, token.end) for token in numbers or found]


def _distance(span: Span, anchors: Sequence[Span]) -> int:
    """The number of characters between a span and the nearest anchor."""
    start, end = span
    return min((max(first - end, start - last, 0) for first, last in anchors), default=0)
