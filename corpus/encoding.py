"""Bytes -> characters, in whatever encoding people saved them (the only user of chardet)."""

import codecs
import re
from pathlib import Path

import chardet

from corpus.errors import CorpusError

_BOMS = (  # UTF-32 before UTF-16, whose mark it begins with
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF; name it .pdf"),
    (b"{\\rtf", "an RTF document; name it .rtf"),
    (b"PK\x03\x04", "a zip archive, as .docx is"),
)
# What browsers take these names for: https://encoding.spec.whatwg.org/#names-and-labels
_LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-cp1251": "cp1251",
}
# A declaration that can be read as ASCII is in none of the first; the others are no encodings.
_NO_CLAIM = re.compile(r"utf.?(?:16|32|7)|unicode|raw|idna|punycode|undefined")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_PADDING = re.compile(rb"\0{4,}\Z")
_FEW = 0.01  # of the characters of a text; a binary file has at least a tenth of them
_HIGH = re.compile(rb"[\x80-\xff]")
_ENOUGH = 20_000  # bytes, which tell an encoding as well as all of them
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028]")


def decode(data: bytes) -> str:
    """The characters of a text file, its lines ending in "\\n".

    A byte order mark tells the encoding, else UTF-8 is tried, else it is the one whose reading is
    most plausible. A few bytes that are broken in UTF-8 become U+FFFD: any other reading would
    spoil the rest. Raises CorpusError when it is no text.
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise CorpusError(f"it is no text but {what}")
    text = _decoded(_PADDING.sub(b"", data))
    if len(_CONTROL.findall(text)) > _FEW * len(text):
        raise CorpusError("it is no text but a binary file")
    return _LINE_END.sub("\n", text.replace("\0", "")).replace("\u2029", "\n\n")


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\x1b$" in data and data.isascii():  # which is UTF-8 as well
        return data.decode("iso2022_jp", "replace")
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if 0 not in data and 2 * broken <= sum(not one.isascii() for one in text) - broken:
        return text
    return data.decode(_told(data), "replace")


def _told(data: bytes) -> str:
    """The encoding that is most plausible for these bytes."""
    beyond_ascii = _HIGH.search(data)
    start = max(beyond_ascii.start() - _ENOUGH // 2, 0) if beyond_ascii else 0
    start -= start % 4  # so that no character is cut in two
    told = chardet.detect(data[start : start + _ENOUGH])["encoding"] or "cp1252"
    return _LABELS.get(told.lower(), told)


def decoded(path: Path) -> str:
    """The characters of a text file."""
    return decode(path.read_bytes())


def as_declared(data: bytes, encoding: str) -> str:
    """The characters of a file that says what its encoding is; if it is wrong, as they are.

    A byte order mark says more, and so does UTF-8 where another encoding is declared: browsers
    save pages so without changing what they say.
    """
    name = encoding.strip().lower()
    is_marked = any(data.startswith(mark) for mark, _ in _BOMS)
    if is_marked or _NO_CLAIM.match(name) or _is_utf8(data):
        return decode(data)
    try:
        return _LINE_END.sub("\n", data.decode(_LABELS.get(name, name)))
    except (LookupError, ValueError):
        return decode(data)


def _is_utf8(data: bytes) -> bool:
    """Whether a text that is not all ASCII happens to be UTF-8, which is no accident."""
    try:
        return sum(not character.isascii() for character in data.decode()) > 1
    except UnicodeDecodeError:
        return False


def broken(text: str) -> tuple[str, ...]:
    """A warning if characters of a text could not be read."""
    count = text.count("\ufffd")
    return (f"{count} of its characters are broken and stand as \ufffd",) if count else ()
