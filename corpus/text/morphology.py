"""The forms of words: lemmas, stems, compounds."""

import re
from collections.abc import Callable
from functools import cache, lru_cache, partial

import Stemmer
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import TrieDictionaryFactory

from corpus.text.languages import NOTHING, language_data
from corpus.text.locales import locale

# Compact dictionaries, compiled once into the user's cache. They open in milliseconds and take
# megabytes, where the ordinary ones take seconds and half a gigabyte for six languages.
_DICTIONARIES = TrieDictionaryFactory()
_LEMMATIZER = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=_DICTIONARIES))

_SHORTEST = 3
_SHORTEST_COMPOUND = 8
_LONGEST_COMPOUND = 60  # no word is longer, and what is would take long
_SHORTEST_PART = 4


@lru_cache(maxsize=1 << 16)
def lemma(word: str, language: str) -> str:
    """The dictionary form of a word; the word itself where no dictionary has it."""
    if not has_dictionary(language):
        return word
    found: str = _LEMMATIZER.lemmatize(word, language)
    # At the start of a sentence any word is a capitalised one.
    return _LEMMATIZER.lemmatize(word.lower(), language) if found == word else found


@lru_cache(maxsize=1 << 16)
def compound_parts(word: str, language: str) -> tuple[str, ...]:
    """The words that a compound is made of; () for any other word and in most languages.

    Waffenlieferungsabkommen: Waffen, Lieferung, Waffenlieferung, Abkommen. It is cut where both
    sides are words of the dictionary, with the longest head (after Koehn and Knight, Empirical
    Methods for Compound Splitting, 2003).
    """
    if (
        not language_data(language).compound_links
        or not _SHORTEST_COMPOUND <= len(word) <= _LONGEST_COMPOUND
    ):
        return ()
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        head = _noun(word[cut:], language)
        if is_known(head, language) and (modifier := _modifier(word[:cut], language)):
            return (*modifier, *compound_parts(head, language), head)
    return ()


def _modifier(text: str, language: str) -> tuple[str, ...]:
    """The word or words that stand before the head of a compound, without the linking letters."""
    for link in language_data(language).compound_links:
        if text.endswith(link) and len(text) - len(link) >= _SHORTEST_PART:
            word = _noun(text.removesuffix(link), language)
            parts = compound_parts(word, language)
            if is_known(word, language):
                return (*parts, word)
            if parts:
                return parts
    return ()


def _noun(word: str, language: str) -> str:
    return word.capitalize() if language_data(language).capitalises_nouns else word


def is_known(word: str, language: str) -> bool:
    """Whether the dictionary of a language has a word; most proper names are in none."""
    if not has_dictionary(language):
        return False
    return word in _DICTIONARIES.get_dictionary(language)


def stem(folded: str, language: str) -> str:
    """The stem of a folded word; the word itself in a language without a stemmer."""
    return _stemmer(language)(folded)


def _without_ending(endings: re.Pattern[str], word: str) -> str:
    ending = endings.search(word, _SHORTEST)
    return word[: ending.start()] if ending else word


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    if (endings := language_data(language).endings) != NOTHING:
        return partial(_without_ending, re.compile(rf"(?:{endings})$"))
    known = locale(language)
    name = (known.english_name or "").lower() if known else ""
    if name not in Stemmer.algorithms():
        return lambda word: word
    snowball: Callable[[str], str] = Stemmer.Stemmer(name).stemWord
    return snowball


@cache
def has_dictionary(language: str) -> bool:
    """Whether there is a dictionary of a language."""
    try:
        _LEMMATIZER.lemmatize("a", language)
    except ValueError:  # unknown to simplemma
        return False
    return True
