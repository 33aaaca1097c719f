"""Words -> pieces of lines, and pieces -> lines."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.pdf.words import Word

# In type sizes.
_GAP = 0.75  # between two words of one piece, at most, even in justified text
_FIGURES_GAP = 0.5  # the same for two numbers, which may be in two columns of a table
_LEVEL = 0.3  # how far the baselines of one line may differ
_OVERLAP = 0.3  # how far one word may reach into the next
_SHADOW = 0.3  # the same word twice, this close, is one word drawn twice to look bold


@dataclass(frozen=True, eq=False)
class Piece:
    """Words that follow one another on a line without a wide gap between them."""

    words: tuple[Word, ...]

    @cached_property
    def left(self) -> float:
        return self.words[0].left

    @cached_property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @cached_property
    def size(self) -> float:
        return usual_size(self.words)

    @cached_property
    def baseline(self) -> float:
        return max(self.words, key=lambda word: word.size).baseline

    @cached_property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def text(self) -> str:
        return spelled(self.words)


@dataclass(frozen=True, eq=False)
class Line(Piece):
    """All words of a column on one line; `cells` are its pieces."""

    cells: tuple[Piece, ...] = ()


def spelled(words: Iterable[Word]) -> str:
    """The text of words, without footnote marks."""
    text = ""
    for word in words:
        if not word.mark:
            text += word.text if word.glued or not text else f" {word.text}"
    return text


def usual_size(words: Iterable[Word]) -> float:
    """The size of most characters, to half a point; 0 without words."""
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(2 * word.size) / 2] += len(word.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0)


def pieces_of(words: Sequence[Word]) -> list[Piece]:
    """The pieces of lines on a page, from the top, whatever the order of the words."""
    chains: list[list[Word]] = []
    ends: defaultdict[int, list[int]] = defaultdict(list)  # baseline in 20 points -> chains
    for word in sorted(words, key=lambda word: (word.left, word.right)):
        near = round(word.baseline / 20)
        beside = [chains[i] for row in (near - 1, near, near + 1) for i in ends[row]]
        if any(_is_shadow(word, chain[-1]) for chain in beside):
            continue
        chain = next((chain for chain in beside if _continues(chain[-1], word)), None)
        if chain is None:
            ends[near].append(len(chains))
            chains.append([word])
        else:
            chain.append(word)
    pieces = [Piece(tuple(chain)) for chain in chains]
    return sorted(pieces, key=lambda piece: (piece.baseline, piece.left))


def _continues(last: Word, word: Word) -> bool:
    size = max(last.size, word.size)
    figures = last.text[-1].isdigit() and word.text[0].isdigit()
    gap = word.left - last.right
    return -_OVERLAP * size < gap < (_FIGURES_GAP if figures else _GAP) * min(
        last.size, word.size
    ) and abs(word.baseline - last.baseline) < _LEVEL * min(last.size, word.size)


def _is_shadow(word: Word, last: Word) -> bool:
    near = _SHADOW * word.size
    return (
        word.text == last.text
        and abs(word.left - last.left) < near
        and abs(word.baseline - last.baseline) < near
    )


def lines_of(pieces: Iterable[Piece]) -> list[Line]:
    """The lines of one column from the top, each with its pieces from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.baseline):
        if rows and piece.baseline - rows[-1][0].baseline < _LEVEL * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_line(sorted(row, key=lambda piece: piece.left)) for row in rows]


def _line(cells: Sequence[Piece]) -> Line:
    return Line(tuple(word for cell in cells for word in cell.words), tuple(cells))
