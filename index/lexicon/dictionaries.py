"""Bilingual dictionaries in files, compiled once for look-up by term.

Two formats are read: that of the Ding project, a file whose name tells its languages (`de-en`),
with lines such as "Haus {n} | Häuser {pl} :: house | houses"; and plain TSV, whose first line
names two languages and whose other lines are pairs.
"""

import csv
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from functools import cache, cached_property
from pathlib import Path

from platformdirs import user_cache_path
from sqlite_utils import Database

from corpus.digest import file_digest, key
from corpus.errors import CorpusError
from corpus.text import terms
from corpus.text.terms import name_term

# Where Debian's package trans-de-en puts its dictionary.
_USUAL_PLACES = (Path("/usr/share/trans/de-en"),)
_COMPILER = 2  # raised when the same file compiles to something else

# Notes in a Ding dictionary: {m}, [mil.], (of a ship), <see also>, /abbr./
_NOTE = re.compile(r"\{[^}]*\}|\[[^]]*\]|\([^)]*\)|<[^>]*>|/[^/]*/")
_LEADING = re.compile(r"(?:to|an?|the|der|die|das|sich|etw\.|jdn\.|jdm\.|sb\.|sth\.)\s", re.I)
_LONGEST = 3  # words; longer entries are sentences and explanations

_EVENNESS = 0.5  # exponent of a translation's relative frequency, so that rare ones count, too
_MOST = 20  # translations of a term

Languages = tuple[str, str]


class Dictionary:
    """The translations that a dictionary file gives, in both directions."""

    def __init__(self, path: Path) -> None:
        """Find a dictionary; it is compiled, in half a minute for Ding's, when it is first needed.

        Raises CorpusError when the file is not a dictionary.
        """
        self.path = path
        try:
            content = file_digest(path)
        except OSError as error:
            raise CorpusError(f"The dictionary {path} cannot be read: {error.strerror}.") from error
        self.languages = _languages(path)
        self.fingerprint = key(content, str(_COMPILER), terms.fingerprint())

    @cached_property
    def _database(self) -> Database:
        compiled = user_cache_path("belegbot", ensure_exists=True) / f"{self.fingerprint}.db"
        if not compiled.exists():
            with tempfile.TemporaryDirectory(dir=compiled.parent) as folder:
                _compile(self, Path(folder) / "dictionary.db").replace(compiled)
        return Database(compiled)

    def phrases(self) -> set[str]:
        """The terms of more than one word."""
        sql = "select distinct translation from translations where instr(translation, ' ')"
        return {term for (term,) in self._database.execute(sql)}

    def translations_into(self, terms: Collection[str]) -> Iterator[tuple[str, str, float]]:
        """(term, translation, probability) for each translation that is one of these terms."""
        sql = (
            "select term, translation, probability from translations"
            " where translation in (select value from json_each(?))"
        )
        yield from self._database.execute(sql, [json.dumps(list(terms))])


def installed(named: Collection[Path]) -> list[Path]:
    """The dictionaries named in the settings, and those found in their usual places."""
    return [*named, *(path for path in _USUAL_PLACES if path.is_file() and path not in named)]


def ding(path: Path) -> Iterator[tuple[str, str]]:
    """The pairs of names in a dictionary of the Ding project, without articles and notes."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            left, separator, right = line.partition(" :: ")
            if separator and not line.startswith("#"):
                for these, those in zip(left.split("|"), right.split("|"), strict=False):
                    yield from ((a, b) for a in _names(these) for b in _names(those))


def tsv(path: Path) -> Iterator[tuple[str, str]]:
    """The pairs of names in a file of tab-separated values, below its first line."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows, None)
        yield from ((row[0].strip(), row[1].strip()) for row in rows if len(row) >= 2)


def _languages(path: Path) -> Languages:
    """The languages of a dictionary's two sides. Raises CorpusError when they are not stated."""
    if path.suffix == ".tsv":
        with path.open(encoding="utf-8") as file:
            told = file.readline().split("\t")
    else:
        told = path.name.split("-")
    codes = [code.strip() for code in told]
    if len(codes) != 2 or not all(re.fullmatch("[a-z]{2}", code) for code in codes):
        raise CorpusError(
            f"{path} should state its two languages: a Ding dictionary by its name, such as de-en, "
            "a .tsv file by its first line, two codes with a tab between."
        )
    return codes[0], codes[1]


def _names(entry: str) -> list[str]:
    names = [_LEADING.sub("", " ".join(name.split())) for name in _NOTE.sub(" ", entry).split(";")]
    return [name for name in names if name and len(name.split()) <= _LONGEST]


def _compile(dictionary: Dictionary, to: Path) -> Path:
    """Write the most frequent translations of each term, the most frequent with probability 1."""
    one, other = dictionary.languages
    term = cache(name_term)
    pairs = tsv if dictionary.path.suffix == ".tsv" else ding
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for left, right in pairs(dictionary.path):
        of_left, of_right = term(left, one), term(right, other)
        counts[of_left][of_right] += 1
        counts[of_right][of_left] += 1
    database = Database(to)
    database.table("translations").insert_all(
        {"term": of, "translation": translation, "probability": (count / most) ** _EVENNESS}
        for of, translations in counts.items()
        for most in [translations.most_common(1)[0][1]]
        for translation, count in translations.most_common(_MOST)
    )
    database.table("translations").create_index(["translation"])
    database.close()
    return to
