"""A follow-up to a question -> the question that it asks, like put for like.

"and in 2016?" puts a year for the year, "and Germany?" a country for the country, "and natural
gas?" a thing for the thing asked for.
"""

import re
from collections.abc import Collection, Sequence
from functools import cache

from corpus.document import Span
from corpus.text.digits import YEAR
from corpus.text.languages import WORD_END, WORD_START, language_data
from corpus.text.locales import territories
from corpus.text.terms import is_function_word, tokenize
from index.lexicon.countries import country_spans
from index.query_terms import asked_for_words

_YEAR = re.compile(YEAR)
_EDGES = re.compile(r"^[\s?¿!.,:;…؟？。、]+|[\s?¿!.,:;…؟？。、]+$")


def put_in(
    follow_up: str, language: str, before: str, before_language: str, subject: Collection[str]
) -> str | None:
    """The question before, with what the words of a follow-up ask for instead.

    `subject` has the words, folded, of the thing that the question before asks for. None when it
    has nothing of the kind, or is in another language.
    """
    new = _EDGES.sub("", follow_up)
    if not new:
        return before
    countries = country_spans(new, language)
    years = [match.span() for match in _YEAR.finditer(new)]
    is_condition = not _has_more(new, language, [*countries, *years])
    if language != before_language:  # words of two languages would be understood in neither
        is_year = bool(years) and is_condition and not countries
        return _with_year(before, before_language, new[slice(*_whole(years))]) if is_year else None
    if _according_to(language).match(new) or _of_time(language).search(new):
        return _with_more(before, new)
    if (countries or years) and is_condition:
        return _replaced(before, before_language, new, countries, years)
    thing = _thing(before, before_language, subject)
    if thing is None:
        return None
    return _with(before, thing, _without_articles(new, language), before_language)


@cache
def _according_to(language: str) -> re.Pattern[str]:
    words = language_data(language).questions.according_to
    return re.compile(rf"(?:{words}){WORD_END}", re.IGNORECASE)


@cache
def _of_time(language: str) -> re.Pattern[str]:
    words = language_data(language).sentences
    pattern = rf"{WORD_START}(?:{words.last_year}|{words.current_year}){WORD_END}"
    return re.compile(pattern, re.IGNORECASE)


def _has_more(text: str, language: str, spans: Collection[Span]) -> bool:
    """Whether a text has words of its own outside the spans; "in the year 2016" has none."""
    said = asked_for_words(language)
    return any(
        not is_function_word(token.folded, language)
        and token.folded not in said
        and not any(start <= token.start < end for start, end in spans)
        for token in tokenize(text, language, with_lemmas=False)
    )


def _replaced(
    before: str, language: str, new: str, countries: Sequence[Span], years: Sequence[Span]
) -> str:
    """The question before with the country and the year of a follow-up; if it has no place for
    one of them, with all at its end.
    """
    known = country_spans(before, language)
    if (years and not _YEAR.search(before)) or (countries and not known):
        return _with_more(before, new)
    if countries:
        country = new[slice(*_whole(countries))]
        before = _with_country(before, language, known, country, _without(new, years))
    return _with_year(before, language, new[slice(*_whole(years))]) if years else before


def _with_country(
    before: str, language: str, known: Sequence[Span], country: str, phrase: str
) -> str:
    """A question with a country for the first one that it names, or with the phrase for an
    adjective: "and Germany?" is no other kind of "Ukrainian refugees in Poland".
    """
    names = [span for span in known if before[slice(*span)] in territories(language)]
    return _with(before, *((names[0], country) if names else (known[0], phrase)), language)


def _with_year(before: str, language: str, year: str) -> str:
    """A question with another year, or several, for its own; at its end where it has none."""
    known = [match.span() for match in _YEAR.finditer(before)]
    return _with(before, _whole(known), year, language) if known else _with_more(before, year)


def _whole(spans: Sequence[Span]) -> Span:
    """The span from the first to the last: from 2016 to 2018."""
    return spans[0][0], spans[-1][1]


def _without(text: str, years: Sequence[Span]) -> str:
    """A text without its years."""
    if not years:
        return text
    start, end = _whole(years)
    return _EDGES.sub("", text[:start] + text[end:])


def _with_more(question: str, words: str) -> str:
    return f"{_EDGES.sub('', question)} {words}?"


def _without_articles(text: str, language: str) -> str:
    """A text without the function words before its first other word."""
    for token in tokenize(text, language, with_lemmas=False):
        if not is_function_word(token.folded, language):
            return text[token.start :]
    return text


def _thing(before: str, language: str, subject: Collection[str]) -> Span | None:
    """The span of the thing that a question asks for, without its country."""
    countries = country_spans(before, language)
    tokens = [
        token
        for token in tokenize(before, language, with_lemmas=False)
        if token.folded in subject
        and not any(start <= token.start < end for start, end in countries)
    ]
    return (tokens[0].start, tokens[-1].end) if tokens else None


def _with(text: str, span: Span, new: str, language: str) -> str:
    """A text with something new for a span, whose preposition may already stand before it."""
    before = tokenize(text[: span[0]], language, with_lemmas=False)
    if before and is_function_word(before[-1].folded, language):
        new = _without_articles(new, language)
    return text[: span[0]] + new + text[span[1] :]
