"""Lines of a column -> paragraphs, headings, list items and table rows."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.lines import SENTENCE_END
from corpus.pdf.bullets import is_bullet, is_marker
from corpus.pdf.hyphens import Spelling
from corpus.pdf.lines import Line
from corpus.pdf.tables import cells_of, rows_of
from corpus.pdf.tokens import PageToken, continued, page_tokens

_SPACE = 0.25  # of the type size; without room for this and a word, a line is full
_INDENT = 0.6  # of the type size: how far a paragraph's first line is indented
_SPREAD = 1.22  # usual line distances: a larger distance separates two paragraphs
# The same within a sentence, certainly or probably: a raised character may need the room.
_WITHIN, _UNENDED = 1.6, 1.35
_WIDEST = 1.7  # type sizes from line to line where the usual distance is unknown
_OTHER_SIZE = 0.08  # of the type size: a larger difference is another size
_LARGER = 1.15  # times the size of the text: a heading
_SHORT = 0.15  # share of the width that a paragraph's last line leaves free at least
_FEW = 3  # lines; so few say little about the width of their column
_HEADING = 12  # words, at most


@dataclass(frozen=True, slots=True)
class Typesetting:
    """How a document is typeset: text size, line distance by type size, and spelling."""

    size: float
    leading: Mapping[float, float] = field(default_factory=dict)
    spelling: Spelling = field(default_factory=Spelling)

    def parts(self, line: Line, following: Line) -> bool:
        """Whether size or distance shows that the following line does not continue a line."""
        larger = max(line.size, following.size)
        usual = self.leading.get(larger, _WIDEST / _SPREAD * larger)
        distance = following.baseline - line.baseline
        spread = _SPREAD
        if not SENTENCE_END.search(line.text):
            spread = _WITHIN if following.words[0].text[0].islower() else _UNENDED
        return abs(line.size - following.size) > _OTHER_SIZE * larger or not (
            0 < distance < spread * usual
        )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, which becomes one line of the text.

    `prose` may continue in another column or on another page; headings and table rows are not
    prose. `room` is the width that its last line leaves free, in points. `set_in` says whether its
    first line is indented.
    """

    tokens: tuple[PageToken, ...]
    size: float
    prose: bool = True
    room: float = 0.0
    set_in: bool = False

    @property
    def text(self) -> str:
        return " ".join(token.text for token in self.tokens)

    @property
    def ends(self) -> bool:
        """Whether it ends like a sentence."""
        return SENTENCE_END.search(self.tokens[-1].text) is not None

    def goes_on_with(self, following: "Paragraph") -> bool:
        """Whether the following paragraph, in another column or on another page, continues it."""
        first = following.tokens[0]
        if not (self.prose and following.prose) or self.ends or is_marker(first.text):
            return False
        if abs(self.size - following.size) > _OTHER_SIZE * self.size:
            return False
        if first.text[0].islower():
            return True
        width = first.words[0].right - first.words[0].left if first.words else 0.0
        return not following.set_in and self.room < width + _SPACE * self.size


def leading(columns: Iterable[Sequence[Line]]) -> dict[float, float]:
    """The most frequent distance between lines of each type size."""
    distances: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for lines in columns:
        for line, following in pairwise(lines):
            distance = following.baseline - line.baseline
            if line.size == following.size and 0.8 * line.size < distance < 3 * line.size:
                distances[line.size][round(2 * distance) / 2] += 1
    return {
        size: min(found, key=lambda distance: (-found[distance], distance))
        for size, found in distances.items()
    }


def paragraphs(lines: Sequence[Line], set_as: Typesetting) -> list[Paragraph]:
    """The paragraphs of a column, or of the footnotes of a page."""
    rows = rows_of(lines)
    found = []
    for group in _groups(lines, rows, set_as):
        if group[0] in rows:
            found.append(_row(lines[group[0]]))
        else:
            found.append(_paragraph([lines[place] for place in group], lines, set_as))
    return [paragraph for paragraph in found if paragraph.tokens]


def _groups(
    lines: Sequence[Line], rows: Container[int], set_as: Typesetting
) -> Iterator[list[int]]:
    """The indices of the lines of each paragraph."""
    for chunk in _chunks(lines, rows, set_as):
        right = _right_edge([lines[place] for place in chunk], lines)
        group = chunk[:1]
        for place in chunk[1:]:
            if _is_new([lines[at] for at in group], lines[place], right, set_as):
                yield group
                group = []
            group.append(place)
        yield group


def _chunks(
    lines: Sequence[Line], rows: Container[int], set_as: Typesetting
) -> Iterator[list[int]]:
    """Indices of consecutive lines of one size at the usual distance; each table row by itself."""
    chunk: list[int] = []
    for place, line in enumerate(lines):
        apart = place in rows or place - 1 in rows
        if chunk and (apart or set_as.parts(lines[place - 1], line)):
            yield chunk
            chunk = []
        chunk.append(place)
    if chunk:
        yield chunk


def _right_edge(chunk: Sequence[Line], column: Sequence[Line]) -> float:
    set_in = _left(chunk) > _left(column) + _INDENT * chunk[0].size
    return max(line.right for line in (chunk if set_in or len(chunk) > _FEW else column))


def _left(lines: Sequence[Line]) -> float:
    return min(line.left for line in lines)


def _is_new(group: Sequence[Line], line: Line, right: float, set_as: Typesetting) -> bool:
    """Whether a line begins a paragraph rather than continuing the group before it."""
    last = group[-1]
    first = line.words[0]
    if first.mark or is_bullet(first.text):
        return True
    if _is_bold(last) != _is_bold(line) and last.words[-1].bold != first.bold:
        return True
    if last.size > _LARGER * set_as.size:  # a heading of two lines
        return is_marker(first.text)
    ended = SENTENCE_END.search(last.text) is not None
    space = right - last.right
    full = space < first.right - first.left + _SPACE * last.size
    if is_marker(first.text) and (ended or not full):
        return True
    if full:
        return ended and line.left > last.left + _INDENT * line.size and len(group) > 1
    short = space > _SHORT * (right - min(part.left for part in group))
    return ended or (short and not first.text[0].islower())


def _is_bold(line: Line) -> bool:
    return all(word.bold for word in line.words)


def _row(line: Line) -> Paragraph:
    tokens: list[PageToken] = []
    for cell in cells_of(line):
        found = page_tokens(cell)
        tokens += [PageToken("|"), *found] if tokens and found else found
    return Paragraph(tuple(tokens), line.size, prose=False)


def _paragraph(group: Sequence[Line], column: Sequence[Line], set_as: Typesetting) -> Paragraph:
    tokens: list[PageToken] = []
    for line in group:
        tokens = continued(tokens, page_tokens(line.words), set_as.spelling)
    first, last = group[0], group[-1]
    short = len(tokens) <= _HEADING and not SENTENCE_END.search(last.text)
    heading = short and (first.size > _LARGER * set_as.size or all(map(_is_bold, group)))
    return Paragraph(
        tokens=tuple(tokens),
        size=first.size,
        prose=not heading,
        room=max(line.right for line in column) - last.right,
        set_in=first.left > _left(column) + _INDENT * first.size,
    )
