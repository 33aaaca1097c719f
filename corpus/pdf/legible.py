"""Whether the text of a PDF is legible, or its fonts name the wrong characters."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_UNKNOWN = 0.2  # share of characters that the file does not name: with more, a page is illegible
_ENOUGH = 150  # letters, at least, to judge a text
_VOWELS = frozenset("aeiouyаеиоуыэюяієαεηιουω")
_FEWEST, _MOST = 0.22, 0.68  # share of vowels among the letters of an alphabet that has them


def is_legible(words: Iterable[str]) -> bool:
    """Whether these words can be text in some language.

    They cannot when many characters are unknown, or when they are not the letters that are shown:
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
