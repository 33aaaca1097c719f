"""Question -> its content words, each with all the terms that a passage may have for it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from corpus.text.digits import YEAR
from corpus.text.languages import language_data
from corpus.text.locales import territories
from corpus.text.morphology import is_known
from corpus.text.terms import (
    SHARED,
    Token,
    fold,
    is_function_word,
    language_of,
    ngrams,
    shared_terms,
    stem_of,
    stem_term,
    tokenize,
)
from index.bm25 import Posting, idf
from index.spelling import is_near, respelt, variants

_PART_MEANT = 0.5  # probability that a part of a compound is what is meant by it


class Vocabulary(Protocol):
    """The terms of some texts, such as those of an index, and translations into these terms."""

    passage_count: int

    def postings(self, terms: Collection[str]) -> Mapping[str, Posting]:
        """The postings of those of the terms that any text has."""

    def translations(self, terms: Collection[str]) -> Mapping[str, Mapping[str, float]]:
        """Term -> translation -> probability, for those of the terms that have any."""

    def spelt_like(self, variants: Collection[str], /) -> Sequence[str]:
        """The terms that any of the variants of a word may stand for (`spelling`)."""


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A content word of a question, folded.

    - `is_name`: whether it is capitalised inside the question; in German any noun is
    - `alternatives`: the terms that it may be found by, its own and translations, with
      probabilities
    - `postings`: those of the alternatives that the corpus has
    - `idf`: by the occurrences of the most frequent alternative, times its probability
    - `misspelt`: the word as the question writes it and as it was read, where these differ
    """

    folded: str
    is_name: bool
    alternatives: Mapping[str, float]
    postings: Mapping[str, Posting]
    idf: float
    misspelt: tuple[str, str] | None = None

    @property
    def is_year(self) -> bool:
        return re.fullmatch(YEAR, self.folded) is not None

    def reaches(self, language: str) -> bool:
        """Whether any text in a language may have the word; a name may be in any."""
        return any(language_of(term) in (language, SHARED) for term in self.postings)

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
    words = _alternatives([read.get(one, one) for one in tokens], language, known)
    postings = known.postings([term for _, alternatives in words for term in alternatives])
    as_asked = {token.start: token for token in read}
    wanted = [
        replace(
            _wanted(token, alternatives, postings, known.passage_count),
            misspelt=_misspelt(question, as_asked.get(token.start), token.stem),
        )
        for token, alternatives in words
    ]
    asked_for = asked_for_words(language)
    return [word for word in wanted if word.postings or word.folded not in asked_for]


def _read(
    question: str, tokens: Sequence[Token], language: str, known: Vocabulary
) -> dict[Token, Token]:
    """The misspelt words of a question, each as it is read: with another stem."""
    own = {
        token: [stem_term([token.stem], language), *shared_terms(token)]
        for token in tokens
        if not token.parts and not _is_word(question[token.start : token.end], language)
    }
    terms = [term for these in own.values() for term in these]
    found = known.postings(terms).keys() | known.translations(terms).keys()
    unknown = [token for token, these in own.items() if found.isdisjoint(these)]
    read = {token: _nearest(token.stem, language, known) for token in unknown}
    return {token: replace(token, stem=stem) for token, stem in read.items() if stem}


def _is_word(word: str, language: str) -> bool:
    return (
        is_function_word(fold(word, language), language)
        or is_known(word, language)
        or is_known(word.lower(), language)
        or word in territories(language)
    )


def _nearest(stem: str, language: str, known: Vocabulary) -> str | None:
    """The stem that a misspelt one is nearest to, in most passages; None when there is none."""
    terms = known.spelt_like([stem_term([one], language) for one in variants(stem)])
    near = [term for term in terms if is_near(stem, stem_of(term))]
    if not near:
        return None
    postings = known.postings(near)
    best = max(near, key=lambda term: len(postings[term].ids) if term in postings else 0)
    return stem_of(best)


def _misspelt(question: str, asked: Token | None, stem: str) -> tuple[str, str] | None:
    if asked is None:
        return None
    word = question[asked.start : asked.end]
    return word, respelt(word, asked.stem, stem)


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
        alternatives=alternatives,
        postings=found,
        idf=idf(occurrences, passages),
    )


def _alternatives(
    tokens: Sequence[Token], language: str, known: Vocabulary
) -> list[tuple[Token, dict[str, float]]]:
    """Each content word with its alternatives: itself, its translations, and those of phrases."""
    phrases = list(ngrams(tokens, language))
    own = [
        {stem_term([token.stem], language): 1.0}
        | {stem_term([part], language): _PART_MEANT for part in token.parts}
        for token in tokens
    ]
    sources = {term for terms in own for term in terms} | {term for _, _, term in phrases}
    translations = known.translations(sources)
    content = [i for i, t in enumerate(tokens) if not is_function_word(t.folded, language)]
    words = []
    for i in content:
        names = own[i] | {term: 1.0 for first, end, term in phrases if first <= i < end}
        alternatives = own[i] | dict.fromkeys(shared_terms(tokens[i]), 1.0)
        for name, p in names.items():
            for term, q in translations.get(name, {}).items():
                alternatives[term] = max(p * q, alternatives.get(term, 0.0))
        words.append((tokens[i], alternatives))
    return words
