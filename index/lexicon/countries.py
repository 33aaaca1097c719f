"""Countries in a text, by name, adjective or inhabitants."""

from functools import cache

from corpus.document import Span
from corpus.text.terms import name_term, tokenize
from index.lexicon.glossary import countries

_LONGEST = 4  # words of a name


@cache
def country_terms(language: str) -> frozenset[str]:
    """The terms that stand for a country in a language.

    They take a moment, so an index holds them, and only follow-ups look them up here.
    """
    names = {name for concept in countries() for name in concept.get(language, ())}
    return frozenset(name_term(name, language) for name in names)


def country_spans(text: str, language: str) -> list[Span]:
    """The spans of the countries in a text, the longest name at each place."""
    known = country_terms(language)
    tokens = tokenize(text, language, with_lemmas=False)
    spans: list[Span] = []
    for first, token in enumerate(tokens):
        if spans and token.start < spans[-1][1]:
            continue
        for last in reversed(tokens[first : first + _LONGEST]):
            if name_term(text[token.start : last.end], language) in known:
                spans.append((token.start, last.end))
                break
    return spans
