"""The characters of a page and their positions, as pdfium reads them."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_SLANT = math.radians(6)  # text further from a right angle is a watermark
_HYPHENS = frozenset((0x02, 0xFFFE, 0xFFFF))  # how pdfium marks a hyphen at the end of a line
_SOFT_HYPHEN = 0xAD
_BOLD = re.compile(r"bold|black|heavy|cmbx|[-_ ,]bd?x?\b", re.IGNORECASE)
_PALE = 245  # of 255: lighter text is visible only on a dark background
_CONTRAST = 24  # grey levels, at least, between visible text and its background


class Glyph(NamedTuple):
    """A character, in points from the top left corner of the page with its text upright.

    `text` is " " for a space in the file, and U+FFFD where the file does not say which character a
    shape stands for. `size` is the font size.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The visible characters of a page in the order of the file, and the size of the page.

    `turn` is how many right angles, clockwise, the page in a viewer must be turned for its text to
    be upright; all lengths are on the turned page.
    """

    glyphs: tuple[Glyph, ...]
    width: float
    height: float
    turn: int = 0


class _Style(NamedTuple):
    """How the characters of one text object look. `turn` is None for slanting text."""

    size: float
    turn: int | None
    bold: bool
    invisible: bool
    pale: bool


# Code, box (left, bottom, right, top), origin and style. There are so many that a plain tuple is
# noticeably faster.
_Character = tuple[int, tuple[float, float, float, float], tuple[float, float], _Style]


@dataclass(frozen=True, slots=True)
class _Frame:
    """The part of a page that a viewer shows, and its turn in right angles."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn % 2 else (width, height)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page, measured from the top left corner of the turned frame."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x


def glyphs_of(page: pdfium.PdfPage) -> Page:
    """The characters that a reader sees, without text at an angle to most of it."""
    text = page.get_textpage()
    try:
        characters = list(_characters(text))
    finally:
        text.close()
    turns = Counter(style.turn for *_, style in characters if style.turn is not None)
    shown = page.get_rotation() // 90
    turn = turns.most_common(1)[0][0] if turns else shown
    left, bottom, right, top = page.get_bbox()
    frame = _Frame(left=left, bottom=bottom, right=right, top=top, turn=turn)
    found = list(_glyphs(characters, frame, _keeps_invisible(page, characters)))
    if any(pale for _, pale in found):
        found = _seen(found, page, (turn - shown) % 4)
    glyphs = tuple(glyph for glyph, _ in found)
    return Page(glyphs, *frame.size, (turn - shown) % 4)


def _glyphs(
    characters: Sequence[_Character], frame: _Frame, invisible: bool
) -> Iterator[tuple[Glyph, bool]]:
    """The characters within the frame that are upright in it, and whether each is pale."""
    width, height = frame.size
    upright = frame.turn == 0
    for code, (left, bottom, right, top), origin, style in characters:
        if upright:  # a faster way for nearly all characters
            ends = left - frame.left, right - frame.left
            baseline = frame.top - origin[1]
        else:
            sides = frame.place(left, bottom)[0], frame.place(right, top)[0]
            ends = min(sides), max(sides)
            _, baseline = frame.place(*origin)
        if not (0 <= sum(ends) / 2 <= width and 0 <= baseline <= height):
            continue
        if style.turn == frame.turn and (invisible or not style.invisible):
            yield Glyph(_text(code), *ends, baseline, style.size, style.bold), style.pale


def _text(code: int) -> str:
    if code in _HYPHENS:
        return "-"
    if code == _SOFT_HYPHEN:
        return "\u00ad"
    if 0xF000 <= code <= 0xF0FF:  # where symbol fonts have their bullets
        return "•"
    text = chr(code) if not 0xD800 <= code <= 0xDFFF else "\ufffd"
    if text.isspace() or code < 0x20:
        return " " if code else "\ufffd"
    return "\ufffd" if 0xE000 <= code <= 0xF8FF else text


def _keeps_invisible(page: pdfium.PdfPage, characters: Sequence[_Character]) -> bool:
    """Whether invisible text belongs to a scan, whose picture shows the same text."""
    if not any(style.invisible for *_, style in characters):
        return False
    width, height = page.get_size()
    area = 0.0
    for image in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,)):
        left, bottom, right, top = image.get_bounds()
        area += abs((right - left) * (top - bottom))
    return bool(2 * area >= width * height)


def _seen(
    found: Sequence[tuple[Glyph, bool]], page: pdfium.PdfPage, turn: int
) -> list[tuple[Glyph, bool]]:
    """The characters without pale text on a pale background, which cannot be seen."""
    picture = page.render(scale=1, rotation=90 * turn).to_pil().convert("L")
    seen = []
    for glyph, pale in found:
        box = (glyph.left, glyph.baseline - 0.7 * glyph.size, glyph.right, glyph.baseline)
        if pale and picture.crop(tuple(map(round, box))).getextrema()[0] > _PALE - _CONTRAST:
            continue
        seen.append((glyph, False))
    return seen


def _characters(text: pdfium.PdfTextPage) -> Iterator[_Character]:
    x, y, rect = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    at_x, at_y, at_rect = ctypes.byref(x), ctypes.byref(y), ctypes.byref(rect)
    styles: dict[int, _Style] = {}
    page = text.raw
    high = 0
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(page, index)
        if 0xD800 <= code < 0xDC00:  # characters beyond 16 bits come in two halves
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        drawn = raw.FPDFText_GetTextObject(page, index)
        if not drawn or (code == 0x20 and raw.FPDFText_IsGenerated(page, index)):
            continue  # pdfium adds it where it sees a gap or a new line; `words` does so later
        raw.FPDFText_GetLooseCharBox(page, index, at_rect)
        raw.FPDFText_GetCharOrigin(page, index, at_x, at_y)
        key = ctypes.addressof(drawn.contents)
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(page, index, drawn)
        if raw.FPDFText_HasUnicodeMapError(page, index):
            code = 0xFFFD
        yield code, (rect.left, rect.bottom, rect.right, rect.top), (x.value, y.value), style


def _style(page: object, index: int, drawn: object) -> _Style:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page, index, matrix)
    angle = math.atan2(matrix.b, matrix.a)
    turn = round(angle / (math.pi / 2))
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(page, index, red, green, blue, alpha)
    return _Style(
        size=raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d),
        turn=turn % 4 if abs(angle - turn * math.pi / 2) < _SLANT else None,
        bold=_is_bold(drawn),
        invisible=raw.FPDFTextObj_GetTextRenderMode(drawn) == raw.FPDF_TEXTRENDERMODE_INVISIBLE,
        pale=min(red.value, green.value, blue.value) >= _PALE or alpha.value < 255 - _PALE,
    )


def _is_bold(drawn: object) -> bool:
    font = raw.FPDFTextObj_GetFont(drawn)
    name = ctypes.create_string_buffer(256)
    raw.FPDFFont_GetBaseFontName(font, name, len(name))
    return _BOLD.search(name.value.decode("utf-8", "replace")) is not None
