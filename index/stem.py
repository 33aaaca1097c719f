"""Word -> stem, by language."""

import re
from collections.abc import Callable
from functools import cache

import Stemmer
from babel import Locale, UnknownLocaleError

# Inflectional endings of Ukrainian nouns, adjectives and verbs, the longest first.
_UKRAINIAN_ENDING = re.compile(
    r"(?:ування|юються|уються|ювати|увати|ються|ється|еться|ання|ення|іння|ами|ями|ові|еві|єві"
    r"|ого|ому|ими|іми|ої|ою|ею|єю|ий|ій|их|іх|им|ім|ам|ям|ах|ях|ів|їв|ем|єм|ом|ої|ть|ти|ли|ла|ло"
    r"|ав|ив|ую|юю|ує|ює|ає|ію|ія|ії|[аеєиіїоуюяйьв])$"
)
_SHORTEST_STEM = 3


def stem(word: str, language: str) -> str:
    """The stem of a case-folded word; the word itself in a language without a stemmer."""
    return _stemmer(language)(word)


def _ukrainian(word: str) -> str:
    """A light stemmer: strips one inflectional ending."""
    ending = _UKRAINIAN_ENDING.search(word, _SHORTEST_STEM)
    return word[: ending.start()] if ending else word


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    if language == "uk":  # Snowball has none
        return _ukrainian
    try:
        name = (Locale(language).english_name or "").lower()
    except (UnknownLocaleError, ValueError):
        name = ""
    if name not in Stemmer.algorithms():
        return lambda word: word
    snowball: Callable[[str], str] = Stemmer.Stemmer(name).stemWord
    return snowball
