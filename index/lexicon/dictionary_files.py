"""The pairs of names in dictionary files.

Three formats are read. A file of the Ding project is named after its languages (`de-en`) and has
lines such as "Haus {n} | Häuser {pl} :: house | houses". The first line of a TSV file names two
languages, and the others are pairs. A dictionary of dictd is an `.index`, which says where in the
`.dict.dz` (or `.dict`) beside it the entry of each headword stands (https://dict.org); it is one
of FreeDict, named after its languages (`freedict-deu-rus`), or one that is known by its name.
"""

import csv
import gzip
import re
import string
import zlib
from collections.abc import Iterator
from pathlib import Path

from babel.core import get_global

from corpus.errors import CorpusError

Languages = tuple[str, str]
Pair = tuple[str, str]

# Dictionaries of dictd whose names do not tell their languages.
_KNOWN = {"mueller7": ("en", "ru")}

# Notes: {m}, [mil.], (of a ship), <see also>, /pronunciation/, _mil.
_NOTE = re.compile(r"\{[^}]*\}|\[[^]]*\]|\([^)]*\)|<[^>]*>|/[^/\n]*/|\b_\w+\.?")
_LEADING = re.compile(
    r"(?<!\S)(?:to|an?|the|der|die|das|sich|etw\.|jdn\.|jdm\.|sb\.|sth\.)\s", re.I
)
_LONGEST = 3  # words; longer entries are sentences and explanations

_DIGITS = {
    c: i for i, c in enumerate(f"{string.ascii_uppercase}{string.ascii_lowercase}0123456789+/")
}
_ABOUT = re.compile("00-?database")  # begins headwords that tell of the dictionary
_NUMBERED = re.compile(r"\s*\d+\.(?P<translations>\s+.*)?")
_NUMBER = re.compile(r"\b(?:\d+|[a-zа-я])[.)>]|[≈=~]|\s\d+\.$")
_LATIN = re.compile("[A-Za-z]")


def languages_of(path: Path) -> Languages:
    """The languages of a dictionary's two sides. Raises CorpusError when they are not stated."""
    if path.suffix == ".tsv":
        with path.open(encoding="utf-8", errors="replace") as file:
            told = file.readline().split("\t")
    elif path.suffix == ".index":
        told = list(_KNOWN.get(path.stem, map(_two_letters, path.stem.split("-")[1:])))
    else:
        told = path.name.split("-")
    codes = [code.strip() for code in told]
    if len(codes) != 2 or not all(re.fullmatch("[a-z]{2}", code) for code in codes):
        raise CorpusError(
            f"{path} should state its two languages: a Ding dictionary by its name, such as de-en, "
            "one of dictd by its name, such as freedict-deu-rus.index, a .tsv file by its first "
            "line, two codes with a tab between."
        )
    return codes[0], codes[1]


def pairs(path: Path) -> Iterator[Pair]:
    """The pairs of names in a dictionary file, without articles and notes."""
    read = {".tsv": tsv, ".index": dictd}.get(path.suffix, ding)
    yield from read(path)


def ding(path: Path) -> Iterator[Pair]:
    """The pairs in a dictionary of the Ding project."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            left, separator, right = line.partition(" :: ")
            if separator and not line.startswith("#"):
                for these, those in zip(left.split("|"), right.split("|"), strict=False):
                    yield from ((a, b) for a in _names(these, ";") for b in _names(those, ";"))


def tsv(path: Path) -> Iterator[Pair]:
    """The pairs in a file of tab-separated values, below its first line."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows, None)
        yield from ((row[0].strip(), row[1].strip()) for row in rows if len(row) >= 2)


def dictd(path: Path) -> Iterator[Pair]:
    """The pairs of headwords and translations in a dictionary of dictd, given by its index.

    Raises CorpusError when it is not one.
    """
    is_freedict = path.stem not in _KNOWN
    for entry in _entries(path):
        head, _, body = entry.partition("\n")
        translations = _senses(body) if is_freedict else [_without_examples(body)]
        names = [name for text in translations for name in _names(text, ";,:")]
        yield from ((word, name) for word in _names(head, ";,") for name in names)


def files_of(path: Path) -> list[Path]:
    """The files that a dictionary is in. Raises CorpusError when one of them is missing."""
    if path.suffix != ".index":
        return [path]
    beside = [path.with_suffix(".dict.dz"), path.with_suffix(".dict")]
    found = [file for file in beside if file.is_file()]
    if not found:
        raise CorpusError(f"{path} should have {beside[0].name} beside it.")
    return [path, found[0]]


def _entries(index: Path) -> Iterator[str]:
    _, file = files_of(index)
    seen = set()  # several headwords may lead to one entry, which begins with all of them
    try:
        content = file.read_bytes()
        content = gzip.decompress(content) if file.suffix == ".dz" else content
        for line in index.read_text(encoding="utf-8").splitlines():
            word, start, length, *_ = line.split("\t")
            span = _number(start), _number(start) + _number(length)
            if not _ABOUT.match(word) and span not in seen:
                seen.add(span)
                yield content[slice(*span)].decode("utf-8", "replace")
    except (OSError, EOFError, zlib.error, ValueError, KeyError) as error:
        raise CorpusError(f"{index} and {file.name} should be a dictionary of dictd.") from error


def _senses(body: str) -> list[str]:
    """The lines of an entry of FreeDict that translate; the others explain in the same language.

    These are the first line, or all that are numbered.
    """
    lines = [line for line in body.split("\n") if line.strip()]
    numbered = [_NUMBERED.fullmatch(line) for line in lines]
    found = [match["translations"] or "" for match in numbered if match]
    return found if numbered[:1] != [None] else [*lines[:1], *found]


def _without_examples(body: str) -> str:
    """The senses of an English-Russian entry without its English examples."""
    text = _NUMBER.sub(";", _NOTE.sub(" ", " ".join(body.split())))
    parts = (part.strip(" .") for part in re.split("[;,:]", text))
    return ";".join(part for part in parts if not _LATIN.search(part))


def _names(entry: str, separators: str) -> list[str]:
    parts = re.split(f"[{separators}]", _NOTE.sub(" ", entry))
    names = [_LEADING.sub("", " ".join(_NUMBER.sub(" ", part).split())) for part in parts]
    return [name for name in names if name and len(name.split()) <= _LONGEST]


def _number(digits: str) -> int:
    """A number in base 64."""
    value = 0
    for digit in digits:
        value = value * len(_DIGITS) + _DIGITS[digit]
    return value


def _two_letters(code: str) -> str:
    """The ISO 639-1 code of a language with this ISO 639-2 code; the code itself without one."""
    found: str = get_global("language_aliases").get(code, code)
    return found
