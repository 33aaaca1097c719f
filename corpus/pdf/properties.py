"""Title, author and date of a PDF, from its properties and its first page."""

import datetime
import re
from collections.abc import Mapping
from pathlib import PurePath

from corpus.pdf.layout import Text
from corpus.placeholders import real_author, real_title

_DATE = re.compile(r"(?:D:)?\s*(\d{4})-?(\d\d)-?(\d\d)")
_EARLIEST = datetime.date(1993, 6, 15)  # when the first PDF could be made
_LARGER = 1.2  # times the size of the text: a title
_LONGEST = 200  # characters of a title

# A single word with such a character is the name of a file or of a print job.
_ONE_CODE = re.compile(r"\S*[_\d/\\]\S*")


def properties(stated: Mapping[str, str], path: PurePath, heading: str | None) -> dict[str, object]:
    """Title, author and date of a document, as far as they are credible.

    `stated` is the document information; `heading` is the title on the first page.
    """
    title = real_title(stated.get("Title"))
    producers = {stated.get(key, "").casefold() for key in ("Producer", "Creator")}
    if title is None or _is_rubbish(title, path) or title.casefold() in producers:
        title = heading
    return {
        "title": title,
        "author": real_author(stated.get("Author")),
        "date": _day(stated.get("CreationDate", "")),
    }


def heading(text: Text, size: float) -> str | None:
    """The largest text on a page, if it stands out from text of this size."""
    largest = max((paragraph.size for paragraph in text.body), default=0.0)
    if largest < _LARGER * size:
        return None
    alike = [paragraph.size == largest for paragraph in text.body]
    start = alike.index(True)
    end = alike.index(False, start) if False in alike[start:] else len(alike)
    words = " ".join(paragraph.text for paragraph in text.body[start:end])
    return words if 3 <= len(words) <= _LONGEST else None


def _is_rubbish(title: str, path: PurePath) -> bool:
    letters = sum(character.isalpha() for character in title)
    return (
        letters < 3
        or _ONE_CODE.fullmatch(title) is not None
        or title.casefold() in (path.name.casefold(), path.stem.casefold())
    )


def _day(written: str) -> datetime.date | None:
    match = _DATE.match(written)
    try:
        day = datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
    return day if day and _EARLIEST <= day <= datetime.date.today() else None
