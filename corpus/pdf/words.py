"""Glyphs -> words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from corpus.pdf.accents import composed
from corpus.pdf.glyphs import Glyph

# In type sizes.
_GAP = 0.16  # a gap this wide is a space, even if the file has none there
_TORN = 0.8  # characters this far apart are not one word
_BESIDE = 0.15  # text closer to a word belongs to it, unless there is a space between
_LEVEL = 0.03  # how far the baselines of one word may differ
_SAME = 0.9  # least ratio of two sizes in one word

_SPACED = 5  # single letters in a row, at least, that are a letter-spaced word
_WIDER = 1.6  # the gap between two letter-spaced words, in gaps between their letters


@dataclass(frozen=True, slots=True)
class Word:
    """Characters of one size without a space in them, in points from the top left corner.

    A `glued` word belongs to the previous word. A `mark` points to a footnote and is not part of
    the text.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool = False
    glued: bool = False
    mark: bool = False

    @property
    def top(self) -> float:
        return self.baseline - 0.8 * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + 0.25 * self.size


def words_of(glyphs: Iterable[Glyph]) -> list[Word]:
    """The words of a page in the order of the file."""
    return list(_unspaced(list(_runs(composed(glyphs)))))


def _runs(glyphs: Iterable[Glyph]) -> Iterator[Word]:
    run: list[Glyph] = []
    space: Glyph | None = None
    glued = False
    shown = list(glyphs)
    for glyph, following in zip_longest(shown, shown[1:]):
        if glyph.text == " ":
            space = glyph
            continue
        if run and (space or _is_apart(run, glyph, following) or not _is_level(run[-1], glyph)):
            yield _word(run, glued)
            glued = not space and not _is_apart(run, glyph, following, _BESIDE)
            run = []
        run.append(glyph)
        space = None
    if run:
        yield _word(run, glued)


def _is_apart(
    run: Sequence[Glyph], glyph: Glyph, following: Glyph | None, torn: float = _TORN
) -> bool:
    """Whether the gap before a character is so wide that it is a space or a line break.

    Between letter-spaced letters it is as wide, but so is the gap after the next letter.
    """
    last = run[-1]
    if (glyph.left, glyph.right) == (last.left, last.right):
        return False  # the letters of a ligature
    size = max(last.size, glyph.size)
    gap = glyph.left - last.right
    if not -0.6 * size < gap < torn * size or abs(glyph.baseline - last.baseline) > size:
        return True
    around = [last.left - run[-2].right] if len(run) > 1 else []
    if following is not None and following.text != " " and _is_level(glyph, following):
        around.append(following.left - glyph.right)
    return gap > _GAP * size and (not around or min(around) < gap / 2)


def _is_level(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.size, glyph.size)
    level = abs(glyph.baseline - last.baseline) < _LEVEL * size
    return level and min(last.size, glyph.size) > _SAME * size


def _word(run: Sequence[Glyph], glued: bool) -> Word:
    return Word(
        text="".join(glyph.text for glyph in run),
        left=min(glyph.left for glyph in run),
        right=max(glyph.right for glyph in run),
        baseline=run[0].baseline,
        size=max(glyph.size for glyph in run),
        bold=2 * sum(glyph.bold for glyph in run) > len(run),
        glued=glued,
    )


def _unspaced(words: Sequence[Word]) -> Iterator[Word]:
    """The words, with letters that were spaced for emphasis joined again."""
    letters: list[Word] = []
    for word in words:
        if letters and not (len(word.text) == 1 and _follows(letters[-1], word)):
            yield from _joined(letters)
            letters = []
        if len(word.text) == 1 and word.text.isalpha():
            letters.append(word)
        else:
            yield from _joined(letters)
            letters = []
            yield word
    yield from _joined(letters)


def _follows(last: Word, word: Word) -> bool:
    gap = word.left - last.right
    return 0 <= gap < 2 * word.size and abs(word.baseline - last.baseline) < _LEVEL * word.size


def _joined(letters: Sequence[Word]) -> Iterator[Word]:
    gaps = [after.left - before.right for before, after in pairwise(letters)]
    if len(letters) < _SPACED:
        yield from letters
        return
    usual = sorted(gaps)[len(gaps) // 2]
    start = 0
    for end, gap in enumerate([*gaps, float("inf")], start=1):
        if gap > _WIDER * usual:
            yield _merged(letters[start:end])
            start = end


def _merged(words: Sequence[Word]) -> Word:
    first = words[0]
    text = "".join(word.text for word in words)
    return Word(
        text=text,
        left=first.left,
        right=words[-1].right,
        baseline=first.baseline,
        size=first.size,
        bold=first.bold,
    )
