"""Whether what a PDF says its characters are can be read."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_UNKNOWN = 0.2  # of the characters: so many that the file does not name make a page unreadable
_ENOUGH = 150  # letters by which a text is judged
_VOWELS = frozenset("aeiouyаеиоуыэюяієαεηιουω")
_FEWEST, _MOST = 0.22, 0.68  # of the letters of an alphabet with vowels


def is_legible(words: Iterable[str]) -> bool:
    """Whether these words can be those of a language.

    They cannot when many characters are unknown, or when the letters are others than are shown:
    where a font's table is missing or wrong, "The report" becomes "7KH UHSRUW", with few vowels.
    """
    text = "".join(words)
    unknown = sum(character == "\ufffd" or not character.isprintable() for character in text)
    if unknown > _UNKNOWN * len(text):
        return False
    letters = [_plain(character) for character in text.casefold() if _has_vowels(character)]
    if len(letters) < _ENOUGH:
        return True
    vowels = sum(letter in _VOWELS for letter in letters)
    return _FEWEST <= vowels / len(letters) <= _MOST


@cache
def _plain(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter)[0]


@cache
def _has_vowels(character: str) -> bool:
    name = unicodedata.name(character, "")
    return character.isalpha() and re.match("LATIN|CYRILLIC|GREEK", name) is not None
