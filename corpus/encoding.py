"""Bytes -> characters, whatever their encoding (the only user of chardet)."""

import codecs
import re
from pathlib import Path

import chardet

from corpus.errors import CorpusError

_BOMS = (  # UTF-32 before UTF-16, as its mark begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF, not text; name it .pdf"),
    (b"{\\rtf", "an RTF document, not text; name it .rtf"),
    (b"PK\x03\x04", "a zip archive, not text; name it .docx if it is one"),
)
# How browsers read these labels: https://encoding.spec.whatwg.org/#names-and-labels
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
# Declarations to ignore: the first cannot be true of a file whose declaration could be read as
# ASCII, and the others are not encodings of files.
_NO_CLAIM = re.compile(r"utf.?(?:16|32|7)|unicode|raw|idna|punycode|undefined")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_PADDING = re.compile(rb"\0{4,}\Z")
_FEW = 0.01  # share of control characters in a text; a binary file has at least 0.1
_HIGH = re.compile(rb"[\x80-\xff]")
_ENOUGH = 20_000  # bytes that show the encoding as well as the whole file does
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028]")


def decode(data: bytes) -> str:
    """The characters of a text file, with "\\n" as line ends.

    A byte order mark decides the encoding. Without one UTF-8 is tried, then the most plausible
    encoding is taken. A few bytes that are invalid in UTF-8 become U+FFFD, as any other encoding
    would spoil the rest. Raises CorpusError when it is not text.
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise CorpusError(f"it is {what}")
    text = _decoded(_PADDING.sub(b"", data))
    if len(_CONTROL.findall(text)) > _FEW * len(text):
        raise CorpusError("it is a binary file, not text")
    return _LINE_END.sub("\n", text.replace("\0", "")).replace("\u2029", "\n\n")


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\x1b$" in data and data.isascii():  # which is valid UTF-8 as well
        return data.decode("iso2022_jp", "replace")
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if 0 not in data and 2 * broken <= sum(not one.isascii() for one in text) - broken:
        return text
    return data.decode(_guessed(data), "replace")


def _guessed(data: bytes) -> str:
    """The most plausible encoding of these bytes."""
    beyond_ascii = _HIGH.search(data)
    start = max(beyond_ascii.start() - _ENOUGH // 2, 0) if beyond_ascii else 0
    start -= start % 4  # so that no character is cut in two
    guess = chardet.detect(data[start : start + _ENOUGH])["encoding"] or "cp1252"
    return _LABELS.get(guess.lower(), guess)


def decoded(path: Path) -> str:
    """The characters of a text file."""
    return decode(path.read_bytes())


def as_declared(data: bytes, encoding: str) -> str:
    """The characters of a file that declares its encoding; detected if the declaration is wrong.

    A byte order mark overrides the declaration. So does valid UTF-8: browsers save pages in it
    without changing the declaration.
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
    """Whether bytes are valid UTF-8 with several non-ASCII characters, which is no accident."""
    try:
        return sum(not character.isascii() for character in data.decode()) > 1
    except UnicodeDecodeError:
        return False


def broken(text: str) -> tuple[str, ...]:
    """A warning if some characters of a text could not be decoded."""
    count = text.count("\ufffd")
    return (f"{count} of its characters are broken and shown as \ufffd",) if count else ()
