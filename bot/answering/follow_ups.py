"""A follow-up to a question -> the question that it asks, like put for like.

"and in 2016?" puts a year for the year, "and Germany?" a country for the country, "and natural
gas?" a thing for the thing asked for.
"""

import re
from collections.abc import Collection, Sequence
from functools import cache

from corpus.text.digits import YEAR
from corpus.text.languages import WORD_END, WORD_START, language_data
from corpus.text.locales import territories
from corpus.text.terms import is_function_word, tokenize
from index.lexicon.countries import Span, country_spans
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
    if language != before_language and not _YEAR.fullmatch(new):
        return None  # words of two languages would be understood in neither
    if _according_to(language).match(new):
        return f"{_EDGES.sub('', before)} {new}?"
    countries = country_spans(new, language)
    years = [match.span() for match in _YEAR.finditer(new)]
    if _of_time(language).search(new):
        return f"{_EDGES.sub('', before)} {new}?"
    if (countries or years) and not _has_more(new, language, [*countries, *years]):
        return _replaced(before, before_language, new, countries, years)
    thing = _thing(before, before_language, subject)
    return (
        _with(before, thing, _without_articles(new, language), before_language) if thing else None
    )


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
    """The question before with the country and the year of a follow-up.

    What it has no place for goes to its end. A name is put for a name where there is one: "and
    Germany?" for Poland in "How many Ukrainian refugees are in Poland?"
    """
    known_years = [match.span() for match in _YEAR.finditer(before)]
    known = country_spans(before, language)
    if (years and not known_years) or (countries and not known):
        return f"{_EDGES.sub('', before)} {new}?"
    puts = []
    if years:
        puts.append((_whole(known_years), new[slice(*_whole(years))]))
    if countries:
        names = [span for span in known if before[slice(*span)] in territories(language)]
        bare = new[slice(*_whole(countries))]
        puts.append((names[0], bare) if names else (known[0], _without_years(new, years)))
    for span, put in sorted(puts, reverse=True):
        before = _with(before, span, put, language)
    return before


def _whole(spans: Sequence[Span]) -> Span:
    """The span from the first to the last: from 2016 to 2018."""
    return spans[0][0], spans[-1][1]


def _without_years(text: str, years: Sequence[Span]) -> str:
    if not years:
        return text
    start, end = _whole(years)
    return _EDGES.sub("", text[:start] + text[end:])


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
