"""Raised and lowered characters: footnote marks, exponents, ordinals, subscripts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from corpus.pdf.words import Word

_SMALLER = 0.88  # of the size of the text beside it
_SMALLEST = 0.4  # smaller text is beside a drop cap, not raised
_LONGEST = 6  # characters of a mark, such as "12, 13"

_UNIT = re.compile(r"(?:^|[\d/·(])(?:[kcdmµ]?m|[кс]?м)$")
_POWER = re.compile(r"(?:^|[×x·*])10$")
_EXPONENT = re.compile(r"[-−–]?\d{1,2}$")
_ORDINAL = re.compile(
    r"(?:\d(?:st|nd|rd|th|er|re|es?|ers|[eè]me|nde?|º|ª)|[IVXLC](?:er|re|e|[eè]me))$"
)
_SUPERSCRIPT = str.maketrans("0123456789-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")
# Marks that are superscript characters, after a word that cannot have an exponent.
_MARKS = re.compile(
    r"(?<=[^\W\d_][^\W\d_])[⁰¹²³⁴-⁹]+|(?<=[.,;:!?)\]»“”\"'’])[⁰¹²³⁴-⁹]+|(?<=\d)[⁰¹⁴-⁹][⁰¹²³⁴-⁹]*"
)
_UNIT_WITH_EXPONENT = re.compile(r"(?:^|[\d/·(])(?:[kcdmµ]?m|[кс]?м)[²³]|10[⁻⁰¹²³⁴-⁹]+$")


def settled(words: Sequence[Word]) -> list[Word]:
    """The words of a page on the lines they belong to, with footnote marks flagged.

    An exponent, an ordinal suffix and a subscript stay with their word: m², 1st, H2O.
    """
    return [_without_marks(word) for word in _settled(words)]


def _settled(words: Sequence[Word]) -> Iterator[Word]:
    base: Word | None = None
    begins = False  # after the mark at the beginning of a footnote
    for word, following in zip_longest(words, words[1:]):
        if base is not None and _is_lowered(word, base):
            yield replace(word, baseline=base.baseline, glued=True)
        elif base is not None and _is_raised(word, base, word.left - base.right):
            yield _beside(word, base, following)
            base = replace(base, right=word.right)
        elif following and _is_raised(word, following, following.left - word.right):
            yield replace(
                word, baseline=following.baseline, size=following.size, glued=False, mark=True
            )
            begins = True
            continue
        else:
            base = replace(word, glued=False) if begins else word
            yield base
        begins = False


def _is_raised(word: Word, base: Word, gap: float) -> bool:
    rise = base.baseline - word.baseline
    return (
        len(word.text) <= _LONGEST
        and _SMALLEST * base.size <= word.size <= _SMALLER * base.size
        and 0.1 * base.size < rise < 0.9 * base.size
        and -0.3 * base.size < gap < 0.6 * base.size
    )


def _is_lowered(word: Word, base: Word) -> bool:
    fall = word.baseline - base.baseline
    return (
        word.glued
        and word.size <= _SMALLER * base.size
        and 0.05 * base.size < fall < 0.6 * base.size
    )


def _beside(word: Word, base: Word, following: Word | None) -> Word:
    """A raised word as part of the word beside it, or as a footnote mark."""
    level = replace(word, baseline=base.baseline, size=base.size)
    if _EXPONENT.match(word.text) and (_UNIT.search(base.text) or _POWER.search(base.text)):
        return replace(level, text=word.text.translate(_SUPERSCRIPT), glued=True)
    fraction = following is not None and following.glued and following.text[0] in "/⁄"
    if fraction or _ORDINAL.search(base.text + word.text):
        return replace(level, glued=word.glued)
    return replace(level, mark=True)


def _without_marks(word: Word) -> Word:
    if word.mark or not _MARKS.search(word.text) or _UNIT_WITH_EXPONENT.search(word.text):
        return word
    return replace(word, text=_MARKS.sub("", word.text))
