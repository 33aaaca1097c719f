"""Drop caps: the large first letter of a text belongs to its first word."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.pdf.lines import usual_size
from corpus.pdf.words import Word

_LARGER = 1.7  # times the size of the text
_NEAR = 1.2  # sizes of the text, at most, between the letter and the text
# Letters that are words by themselves, too.
_WORDS = frozenset("A I O À É А В З И І Й К О С У Я Є".split())


def without_drop_caps(words: Sequence[Word]) -> list[Word]:
    """The words of a page, with each drop cap on the line of the word that it begins."""
    size = usual_size(words)
    found = list(words)
    for place, word in enumerate(words):
        if len(word.text) == 1 and word.text.isalpha() and word.size > _LARGER * size:
            first = _first_beside(word, words, size)
            if first is not None:
                rest = words[first]
                found[place] = replace(word, baseline=rest.baseline, size=rest.size, glued=False)
                found[first] = replace(rest, glued=not _is_word(word, rest, words))
    return found


def _first_beside(cap: Word, words: Sequence[Word], size: float) -> int | None:
    """The index of the uppermost word to the right of a drop cap, if there is one."""
    beside = [
        place
        for place, word in enumerate(words)
        if word.size < cap.size / _LARGER
        and -0.5 * size < word.left - cap.right < _NEAR * size
        and cap.top - 0.5 * size < word.baseline - 0.5 * size
        and word.baseline < cap.baseline - 0.5 * size
    ]
    return min(beside, key=lambda place: words[place].baseline, default=None)


def _is_word(cap: Word, rest: Word, words: Sequence[Word]) -> bool:
    return cap.text in _WORDS and sum(word.text == rest.text for word in words) > 1
