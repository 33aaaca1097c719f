"""A follow-up to a question -> the question that it asks, like put for like.

"and in 2016?" puts a year for the year, "and Germany?" a country for the country, "and natural
gas?" a thing for the thing asked for.
"""

import re
from collections.abc import Collection, Sequence
from functools import cache

from corpus.text.digits import YEAR
from corpus.text.languages import WORD_END, language_data
from corpus.text.locales import territories
from corpus.text.terms import is_function_word, tokenize
from index.lexicon.countries import Span, country_spans

_NO_YEAR = re.compile(YEAR)
_EDGES = re.compile(r"^[\s?¿!.,:;…؟？。、]+|[\s?¿!.,:;…؟？。、]+$")


def put_in(
    follow_up: str, language: str, before: str, before_language: str, subject: Collection[str]
) -> str | None:
    """The question before, with what the words of a follow-up ask for instead.

    `subject` has the words, folded, of the thing that the question before asks for. None when it
    has nothing of the kind.
    """
    new = _EDGES.sub("", follow_up)
    if not new:
        return before
    if _according_to(language).match(new):
        return f"{_EDGES.sub('', before)} {new}?"
    countries = country_spans(new, language)
    years = [match.span() for match in re.finditer(YEAR, new)]
    if (countries or years) and not _has_more(new, language, [*countries, *years]):
        return _replaced(before, before_language, new, countries, years)
    thing = _thing(before, before_language, subject)
    return _with(before, thing, _without_articles(new, language)) if thing else None


@cache
def _according_to(language: str) -> re.Pattern[str]:
    words = language_data(language).questions.according_to
    return re.compile(rf"(?:{words}){WORD_END}", re.IGNORECASE)


def _has_more(text: str, language: str, spans: Collection[Span]) -> bool:
    """Whether a text has words of its own outside the spans."""
    return any(
        not is_function_word(token.folded, language)
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
    known_years = list(re.finditer(YEAR, before))
    known = country_spans(before, language)
    if (years and not known_years) or (countries and not known):
        return f"{_EDGES.sub('', before)} {new}?"
    names = [span for span in known if before[slice(*span)] in territories(language)]
    puts = []
    if years:
        puts.append((known_years[0].span(), new[slice(*years[0])]))
    if countries:
        bare = new[slice(*countries[0])]
        puts.append(
            (names[0], bare) if names else (known[0], _EDGES.sub("", _NO_YEAR.sub("", new)))
        )
    for span, put in sorted(puts, reverse=True):
        before = _with(before, span, put)
    return before


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


def _with(text: str, span: Span, new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]
