"""A page of a PDF as a picture on which a passage is marked."""

import io
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from corpus.document import Passage
from corpus.errors import CorpusError
from corpus.pdf.file import opened
from corpus.pdf.layout import laid_out, read_words, sheet_of
from corpus.pdf.tokens import PageToken
from corpus.pdf.words import Word

_LONGEST = 1800  # pixels of the longer side
_QUALITY = 80  # of the JPEG: a page of text has about 0.4 MB
_MARKER = (255, 235, 59)  # yellow, like a highlighter
_NO_LETTERS = str.maketrans("", "", "-‐\u00ad\u2011")


def draw_marked_page(path: Path, passage: Passage) -> bytes:
    """A JPEG of the page on which a passage begins, with the passage marked as far as it is there.

    `path` is the file that the passage's document was read from. Nothing is marked on a page that
    was read by OCR. Raises CorpusError when the page cannot be shown.
    """
    index = passage.page - 1
    try:
        path.stat()
        with opened(path) as pdf:
            page = pdf.page(index)
            scale = _LONGEST / max(pdf.size(index))
            picture = pdf.picture(index, scale, page.turn)
    except OSError as error:
        raise CorpusError(f"it cannot be opened ({error.strerror})") from error
    text = laid_out([sheet_of(read_words(page), page.height)]).pages[0]
    tokens = [token for paragraph in text.paragraphs for token in paragraph.tokens]
    boxes = [_box(words, scale) for words in _lines(_covered(tokens, passage))]
    jpeg = io.BytesIO()
    _marked(picture, boxes).save(jpeg, "JPEG", quality=_QUALITY)
    return jpeg.getvalue()


def _covered(tokens: Sequence[PageToken], passage: Passage) -> list[PageToken]:
    """The tokens of the page that the passage's offsets cover.

    The page's words are aligned with the document's text of the same page, as a sentence may occur
    twice on a page.
    """
    document, page = passage.document, passage.page
    start = document.pages[page - 1]
    end = document.pages[page] if page < len(document.pages) else len(document.text)
    spans = list(_spans(document.text, start, end))
    written = [_spelling(document.text[first:last]) for first, last in spans]
    shown = [_spelling(token.text) for token in tokens]
    matcher = SequenceMatcher(None, written, shown, autojunk=False)
    return [
        tokens[block.b + step]
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
        if spans[block.a + step][0] < passage.end and spans[block.a + step][1] > passage.start
    ]


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span of each word between two offsets."""
    while start < end:
        while start < end and text[start].isspace():
            start += 1
        last = start
        while last < end and not text[last].isspace():
            last += 1
        if last > start:
            yield start, last
        start = last


def _spelling(word: str) -> str:
    """A word for comparison, without hyphens, which may be line breaks, and without ligatures."""
    plain = unicodedata.normalize("NFKC", word).translate(_NO_LETTERS)
    return plain or word


def _lines(tokens: Sequence[PageToken]) -> Iterator[list[Word]]:
    """The words of the tokens, grouped where they follow one another on a line."""
    line: list[Word] = []
    for word in (word for token in tokens for word in token.words):
        if line and not _is_beside(line[-1], word):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _is_beside(last: Word, word: Word) -> bool:
    level = abs(word.baseline - last.baseline) < 0.3 * word.size
    return level and -word.size < word.left - last.right < 3 * word.size


def _box(words: Sequence[Word], scale: float) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the words, in pixels."""
    left, right = min(word.left for word in words), max(word.right for word in words)
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    return scale * left, scale * top, scale * right, scale * bottom


def _marked(
    picture: Image.Image, boxes: Sequence[tuple[float, float, float, float]]
) -> Image.Image:
    """The picture with the boxes coloured as by a highlighter: black stays black."""
    marker = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(marker)
    for box in boxes:
        draw.rectangle(box, fill=_MARKER)
    return ImageChops.multiply(picture, marker)
