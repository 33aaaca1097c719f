"""Words that are spelt nearly like words that are known.

As SymSpell does, a word and all that is left of it without one letter lead to the words that leave
the same: no list of words is gone through for a question.
"""

from collections.abc import Collection, Iterator

from corpus.text.terms import SHARED, language_of, stem_of, stem_term

_SHORTEST = 4  # letters of a word that may be misspelt: of a shorter one, others are too near


def variants(stem: str) -> set[str]:
    """What a misspelling of a stem may have in common with it; nothing for one that is short."""
    if len(stem) < _SHORTEST or not stem.isalpha():
        return set()
    return {stem} | {stem[:i] + stem[i + 1 :] for i in range(len(stem))}


def spellings(terms: Collection[str]) -> Iterator[tuple[str, str]]:
    """(variant, term) of the terms of single words; the variant has the term's language."""
    for term in terms:
        language, stem = language_of(term), stem_of(term)
        if language != SHARED:
            yield from ((stem_term([variant], language), term) for variant in variants(stem))


def one_letter_off(word: str, letters: Collection[str]) -> set[str]:
    """The words that have one letter more or less, another one, or two swapped.

    `letters` are those that may have been left out or mistaken.
    """
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    more = {before + letter + after for before, after in cuts for letter in letters}
    other = {before + letter + after[1:] for before, after in cuts if after for letter in letters}
    less = {before + after[1:] for before, after in cuts}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    return (more | other | less | swapped) - {word}
