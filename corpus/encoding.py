"""Bytes -> characters, in whatever encoding people saved them."""

import codecs
import re
from pathlib import Path

from corpus.errors import CorpusError
from corpus.language import plausibility

# What files of the languages that the bot speaks, and of their neighbours, are really saved in;
# where two do equally well, the first one. Windows-1252 has all of ISO-8859-1, and so on.
_LEGACY = (
    "cp1252 cp1251 cp1250 iso8859_2 koi8_u cp932 gb18030 euc_kr euc_jp big5 cp866 cp1125 iso8859_15"
    " cp1254 cp1253 cp1257 cp1255 cp1256 iso8859_5 mac_roman mac_cyrillic cp850"
).split()
_LESS_USUAL = 0.7  # of log-probability, for each place in the list
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
_GIBBERISH = -20  # of log-probability a character; a text has more
_HIGH = re.compile(rb"[\x80-\xff]+")
_NEAR = 20  # bytes around such ones
_ENOUGH = 10_000  # bytes, which tell an encoding as well as all of them
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
    if b"\x1b$" in data and data.isascii():
        return data.decode("iso2022_jp", "replace")
    if data.count(0) > _FEW * len(data) and (wide := _utf16(data)):
        return wide
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if 2 * broken <= sum(not character.isascii() for character in text) - broken:
        return text
    return data.decode(_legacy_encoding(data), "replace")


def _utf16(data: bytes) -> str:
    """UTF-16 that lacks its mark; "" if it is something else."""
    texts = (data.decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be"))
    best = max(texts, key=plausibility)
    return best if plausibility(best) > _GIBBERISH else ""


def _legacy_encoding(data: bytes) -> str:
    sample = _telling(data)
    rarity = _LESS_USUAL / max(len(b"".join(_HIGH.findall(sample))), 1)
    scores = {
        encoding: plausibility(sample.decode(encoding, "replace")) - place * rarity
        for place, encoding in enumerate(_LEGACY)
    }
    return max(scores, key=lambda encoding: scores[encoding])


def _telling(data: bytes) -> bytes:
    """The bytes beyond ASCII with what is around them."""
    pieces, size, end = [], 0, 0
    for run in _HIGH.finditer(data):
        start = max(end, run.start() - _NEAR)
        pieces += [b"\n"] if start > end else []
        end = max(end, run.end() + _NEAR)
        pieces.append(data[start:end])
        size += len(pieces[-1])
        if size > _ENOUGH:
            break
    return b"".join(pieces) + b"\n"  # in which a character that is cut shows


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
