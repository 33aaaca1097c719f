"""PDF files that are typeset here, with a record of where each word was drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

A4 = (595.0, 842.0)
LEADING = 1.25  # sizes of the type from line to line

pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
pdfmetrics.registerFont(TTFont("VeraBd", "VeraBd.ttf"))


@dataclass(frozen=True)
class Drawn:
    """A part of a word: all of it, unless it was broken at the end of a line."""

    page: int  # counted from 1
    left: float
    top: float  # from the upper edge of the page, as `bottom` is
    right: float
    bottom: float


@dataclass
class Column:
    """Where lines are set, from the top; `left` and `right` are from the left edge of the page."""

    left: float
    right: float
    top: float = 80.0
    bottom: float = 760.0
    y: float = field(default=0.0)

    def __post_init__(self) -> None:
        self.y = self.top


class Typesetter:
    """Sets text on the pages of a PDF, in points from the top left corner of the page."""

    def __init__(
        self, path: Path, size: tuple[float, float] = A4, info: Mapping[str, str] | None = None
    ) -> None:
        self.path = path
        self.width, self.height = size
        self.page = 1
        self.header = self.footer = ""  # with {} for the number of the page
        self.canvas = Canvas(str(path), pagesize=size)
        for name, value in (info or {}).items():
            getattr(self.canvas, f"set{name.capitalize()}")(value)

    def text(
        self, x: float, y: float, text: str, size: float = 10, font: str = "Vera", rise: float = 0
    ) -> float:
        """Draws a text whose baseline is at `y`; where it ends."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y + rise, text)
        width: float = pdfmetrics.stringWidth(text, font, size)
        return x + width

    def lines(
        self, x: float, y: float, lines: Iterable[str], size: float = 10, font: str = "Vera"
    ) -> float:
        """Draws lines below one another; where the next one would be."""
        for line in lines:
            self.text(x, y, line, size, font)
            y += LEADING * size
        return y

    def mark(self, x: float, y: float, mark: str, size: float = 10) -> float:
        """Draws a small raised text; where it ends."""
        return self.text(x, y, mark, 0.6 * size, rise=0.4 * size)

    def turn_page(self) -> None:
        self._furnish()
        self.canvas.showPage()
        self.page += 1

    def _furnish(self) -> None:
        if self.header or self.footer:
            self.text(72, 40, self.header.format(self.page), 8)
            self.text(280, 800, self.footer.format(self.page), 8)

    def save(self) -> Path:
        self._furnish()
        self.canvas.save()
        return self.path

    def paragraph(
        self,
        words: Sequence[str],
        columns: Sequence[Column],
        place: int = 0,
        indent: float = 0.0,
        size: float = 10,
        font: str = "Vera",
    ) -> tuple[list[list[Drawn]], int]:
        """Sets words in columns, from that at `place` on, on further pages as they are needed.

        A soft hyphen in a word is where it may be broken. Gives where each word was drawn, and the
        place of the column that the last line is in.
        """
        space = pdfmetrics.stringWidth(" ", font, size)
        drawn: list[list[Drawn]] = [[] for _ in words]
        x = columns[place].left + indent
        place = self._room(columns, place, size)
        x = columns[place].left + indent
        for number, word in enumerate(words):
            rest = word
            while rest:
                fits, rest = _broken(rest, columns[place].right - x, font, size)
                if fits:
                    drawn[number].append(self._word(x, columns[place].y, fits, font, size))
                    x = drawn[number][-1].right + space
                if rest:
                    columns[place].y += LEADING * size
                    place = self._room(columns, place, size)
                    x = columns[place].left
        columns[place].y += LEADING * size
        return drawn, place

    def _room(self, columns: Sequence[Column], place: int, size: float) -> int:
        """The place of the column that has room for a line."""
        if columns[place].y + size <= columns[place].bottom:
            return place
        if place + 1 < len(columns):
            return place + 1
        self.turn_page()
        for column in columns:
            column.y = column.top
        return 0

    def _word(self, x: float, y: float, text: str, font: str, size: float) -> Drawn:
        right = self.text(x, y, text, size, font)
        return Drawn(self.page, x, y - 0.8 * size, right, y + 0.25 * size)


def _broken(word: str, room: float, font: str, size: float) -> tuple[str, str]:
    """What of a word fits into some room, and the rest."""
    parts = word.split("\u00ad")
    if pdfmetrics.stringWidth("".join(parts), font, size) <= room:
        return "".join(parts), ""
    for end in range(len(parts) - 1, 0, -1):
        start = "".join(parts[:end]) + "-"
        if pdfmetrics.stringWidth(start, font, size) <= room:
            return start, "\u00ad".join(parts[end:])
    return "", word


def turned(path: Path, turn: int, crop: tuple[float, float, float, float] | None = None) -> Path:
    """The same file with pages that a viewer turns by some degrees and cuts to a box."""
    target = path.with_stem(f"{path.stem}-{turn}")
    with pdfium.PdfDocument(path) as document:
        for page in document:
            page.set_rotation(turn)
            if crop:
                page.set_cropbox(*crop)
        document.save(target)
    return target


def scan(folder: Path, *lines: str) -> Path:
    """A PDF of which each page is a picture of lines."""
    typesetter = Typesetter(folder.parent / "lines.pdf")
    typesetter.lines(72, 100, lines, 12)
    with pdfium.PdfDocument(typesetter.save()) as document:
        picture = document[0].render(scale=3).to_pil()
    page = Typesetter(folder / "scan.pdf")
    page.canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    return page.save()
