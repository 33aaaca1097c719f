"""Words that are spelt nearly like words that are known.

As SymSpell does, a word and all that is left of it without one letter lead to the words that leave
the same: no list of words is gone through for a question.
"""

from collections.abc import Collection, Iterator

from rapidfuzz.distance import OSA

from corpus.text.terms import language_of, stem_of, stem_term

_SHORTEST = 4  # letters of a word that may be misspelt: of a shorter one, others are too near


def variants(stem: str) -> set[str]:
    """What a misspelling of a stem may have in common with it; nothing for one that is short."""
    if len(stem) < _SHORTEST or not stem.isalpha():
        return set()
    return {stem} | {stem[:i] + stem[i + 1 :] for i in range(len(stem))}


def spellings(terms: Collection[str]) -> Iterator[tuple[str, str]]:
    """(variant, term) of the terms of single words; the variant has the term's language."""
    for term in terms:
        yield from (
            (stem_term([variant], language_of(term)), term) for variant in variants(stem_of(term))
        )


def is_near(stem: str, other: str) -> bool:
    """Whether one letter is missing, too much, wrong or swapped with the next."""
    return OSA.distance(stem, other, score_cutoff=1) == 1


def respelt(word: str, stem: str, right: str) -> str:
    """A misspelt word with its stem put right, as it may be shown: soldirs, soldier -> soldiers."""
    lower = word.lower()
    ending = lower[len(stem) :] if lower.startswith(stem) else ""
    spelt = right + ending
    return spelt.capitalize() if word[0].isupper() else spelt
