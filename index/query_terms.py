"""Question -> its content words, each with all the terms that a passage may have for it."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

import numpy as np

from corpus.text.digits import YEAR
from corpus.text.languages import language_data
from corpus.text.locales import territories
from corpus.text.morphology import has_dictionary, is_known
from corpus.text.terms import (
    SHARED,
    Token,
    fold,
    is_function_word,
    language_of,
    name_term,
    ngrams,
    shared_terms,
    stem_of,
    stem_term,
    tokenize,
)
from index.bm25 import Posting, idf
from index.spelling import one_letter_off, variants

_PART_MEANT = 0.5  # probability that a part of a compound is what is meant by it


class Vocabulary(Protocol):
    """The terms of some texts, such as those of an index, and translations into these terms."""

    passage_count: int

    def postings(self, terms: Collection[str]) -> Mapping[str, Posting]:
        """The postings of those of the terms that any text has."""

    def countries(self, terms: Collection[str], /) -> frozenset[str]:
        """Those of the terms that stand for a country."""

    def translations(self, terms: Collection[str]) -> Mapping[str, Mapping[str, float]]:
        """Term -> translation -> probability, for those of the terms that have any."""

    def spelt_like(self, variants: Collection[str], /) -> Sequence[str]:
        """The terms that any of the variants of a word may stand for (`spelling`)."""


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A content word of a question, folded.

    - `is_name`: whether it is capitalised inside the question; in German any noun is
    - `is_country`: whether it stands for a country, as a name or an adjective
    - `alternatives`: the terms that it may be found by, its own and translations, with
      probabilities
    - `postings`: those of the alternatives that the corpus has
    - `idf`: by the occurrences of the most frequent alternative, times its probability
    - `span`: where it stands in the question
    - `read_as`: the word that it was read as where it is misspelt; None where it is not
    """

    folded: str
    is_name: bool
    is_country: bool
    alternatives: Mapping[str, float]
    postings: Mapping[str, Posting]
    idf: float
    span: tuple[int, int]
    read_as: str | None = None

    @property
    def is_year(self) -> bool:
        return re.fullmatch(YEAR, self.folded) is not None

    def reaches(self, language: str) -> bool:
        """Whether any text in a language may have the word; a name may be in any."""
        return any(language_of(term) in (language, SHARED) for term in self.postings)

    def is_in(self, first: int, last: int) -> bool:
        """Whether any of the passages from the first to the last has the word."""
        return any(
            np.searchsorted(posting.ids, first) < np.searchsorted(posting.ids, last, "right")
            for posting in self.postings.values()
        )

    def match(self, terms: frozenset[str]) -> float:
        """How well a text with these terms has the word: the highest probability, or 0."""
        return max((p for term, p in self.alternatives.items() if term in terms), default=0.0)


def query_words(
    question: str, language: str, known: Vocabulary, with_lemmas: bool = True
) -> list[QueryWord]:
    """The content words of a question.

    With lemmas, a word that neither the texts nor any list knows is read as the one that it is
    spelt nearly like.
    """
    tokens = tokenize(question, language, with_lemmas)
    read = _read(question, tokens, language, known) if with_lemmas else {}
    words = _alternatives([_put_right(one, read, language) for one in tokens], language, known)
    postings = known.postings([term for _, alternatives, _ in words for term in alternatives])
    wanted = [
        replace(
            _wanted(token, alternatives, postings, known.passage_count),
            is_country=is_country,
            read_as=read.get(token.start),
        )
        for token, alternatives, is_country in words
    ]
    asked_for = asked_for_words(language)
    return [word for word in wanted if word.postings or word.folded not in asked_for]


def _put_right(token: Token, read: Mapping[int, str], language: str) -> Token:
    """A token, or what it was read as in its place."""
    if token.start not in read:
        return token
    return replace(tokenize(read[token.start], language)[0], start=token.start, end=token.end)


def _read(
    question: str, tokens: Sequence[Token], language: str, known: Vocabulary
) -> dict[int, str]:
    """The misspelt words of a question, by where they start, each as it is read.

    Without a dictionary of its language, a word that no report has may still be right.
    """
    if not has_dictionary(language):
        return {}
    own = {
        token: [stem_term([token.stem], language), *shared_terms(token)]
        for token in tokens
        if not token.parts and not _is_word(question[token.start : token.end], language)
    }
    terms = [term for these in own.values() for term in these]
    found = known.postings(terms).keys() | known.translations(terms).keys()
    unknown = [token for token, these in own.items() if found.isdisjoint(these)]
    words = {token.start: question[token.start : token.end] for token in unknown}
    read = {start: _nearest(word, start > 0, language, known) for start, word in words.items()}
    return {start: word for start, word in read.items() if word}


def _is_word(word: str, language: str) -> bool:
    """Whether a word is right as it is: one of a list, or an abbreviation."""
    return (
        word.isupper()
        or is_function_word(fold(word, language), language)
        or any(is_known(form, language) for form in (word, word.lower(), word.capitalize()))
        or word in territories(language)
    )


def _nearest(word: str, is_inside: bool, language: str, known: Vocabulary) -> str | None:
    """The known word that is a letter off, the one in most passages; None when there is none.

    A capitalised word inside a question is a name, and only read as another name.
    """
    [token] = tokenize(word, language)
    near = known.spelt_like([stem_term([one], language) for one in variants(token.stem)])
    letters = {letter for term in near for letter in stem_of(term)} | set(word.lower())
    spelt: dict[str, str] = {}
    for form in sorted(one_letter_off(word, letters) if near else (), key=_likeliest(language)):
        term = name_term(form, language)
        if term in near:
            spelt.setdefault(term, form)
    if word[0].isupper() and is_inside and not language_data(language).capitalises_nouns:
        names = {term: shared_terms(tokenize(form, language)[0]) for term, form in spelt.items()}
        spelt = {term: spelt[term] for term, these in names.items() if known.postings(these)}
    postings = known.postings(spelt)
    frequency = {term: len(postings[term].ids) if term in postings else 0 for term in spelt}
    return spelt[max(sorted(spelt), key=frequency.__getitem__)] if spelt else None


def _likeliest(language: str) -> Callable[[str], tuple[bool, int, str]]:
    """Orders forms of a word: those of the dictionary first, then the longest."""
    return lambda form: (not is_known(form, language), -len(form), form)


@cache
def asked_for_words(language: str) -> frozenset[str]:
    """Words, folded, that name what is asked for and need not be in the answer: how "high"."""
    return frozenset(fold(word, language) for word in language_data(language).asked_for)


def _wanted(
    token: Token, alternatives: Mapping[str, float], postings: Mapping[str, Posting], passages: int
) -> QueryWord:
    found = {term: postings[term] for term in alternatives if term in postings}
    occurrences = max((alternatives[term] * len(p.ids) for term, p in found.items()), default=0)
    is_name = token.is_capitalised_or_number and token.start > 0
    return QueryWord(
        folded=token.folded,
        is_name=is_name,
        is_country=False,
        alternatives=alternatives,
        postings=found,
        idf=idf(occurrences, passages),
        span=(token.start, token.end),
    )


def _alternatives(
    tokens: Sequence[Token], language: str, known: Vocabulary
) -> list[tuple[Token, dict[str, float], bool]]:
    """Each content word with its alternatives, and whether it stands for a country.

    The alternatives are the word itself, its translations, and those of phrases.
    """
    phrases = list(ngrams(tokens, language))
    own = [
        {stem_term([token.stem], language): 1.0}
        | {stem_term([part], language): _PART_MEANT for part in token.parts}
        for token in tokens
    ]
    sources = {term for terms in own for term in terms} | {term for _, _, term in phrases}
    translations, countries = known.translations(sources), known.countries(sources)
    content = [i for i, t in enumerate(tokens) if not is_function_word(t.folded, language)]
    words = []
    for i in content:
        names = own[i] | {term: 1.0 for first, end, term in phrases if first <= i < end}
        alternatives = own[i] | dict.fromkeys(shared_terms(tokens[i]), 1.0)
        for name, p in names.items():
            for term, q in translations.get(name, {}).items():
                alternatives[term] = max(p * q, alternatives.get(term, 0.0))
        words.append((tokens[i], alternatives, not countries.isdisjoint(names)))
    return words
