"""Bilingual dictionaries, compiled once for look-up by term."""

import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path

from platformdirs import user_cache_path
from sqlite_utils import Database

from corpus.digest import file_digest, key
from corpus.errors import CorpusError
from corpus.text import terms
from corpus.text.languages import languages
from corpus.text.terms import name_term
from index.lexicon.dictionary_files import files_of, languages_of, pairs

# Where packages of Debian put their dictionaries, in the system or unpacked by `make dictionaries`.
_ROOTS = (Path("/"), Path("data/dictionaries"))
_USUAL_PLACES = ("usr/share/trans/de-en", "usr/share/dictd/*.index")
_COMPILER = 3  # raised when the same file compiles to something else

_EVENNESS = 0.5  # exponent of a translation's relative frequency, so that rare ones count, too
_MOST = 20  # translations of a term


class Dictionary:
    """The translations that a dictionary file gives, in both directions."""

    def __init__(self, path: Path) -> None:
        """Find a dictionary; it is compiled, in a minute for Ding's, when it is first needed.

        Raises CorpusError when the file is not a dictionary.
        """
        self.path = path
        try:
            path.stat()
            self.languages = languages_of(path)
            content = file_digest(*files_of(path))
        except OSError as error:
            raise CorpusError(f"The dictionary {path} cannot be read: {error.strerror}.") from error
        self.fingerprint = key(content, str(_COMPILER), terms.fingerprint())

    @property
    def is_compiled(self) -> bool:
        return self._compiled.exists()

    @property
    def _compiled(self) -> Path:
        return user_cache_path("belegbot", ensure_exists=True) / f"{self.fingerprint}.db"

    def compile(self) -> None:
        """Compile the dictionary if it is not. Raises CorpusError when its file is broken."""
        if not self.is_compiled:
            with tempfile.TemporaryDirectory(dir=self._compiled.parent) as folder:
                _compile(self, Path(folder) / "dictionary.db").replace(self._compiled)

    @cached_property
    def _database(self) -> Database:
        self.compile()
        return Database(self._compiled)

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
    """The dictionaries named in the settings, and the bilingual ones in their usual places.

    Of several files of one name the first counts.
    """
    found = {path.name: path for path in reversed(list(_in_usual_places()))}
    names = {path.name for path in named}
    return [*named, *(found[name] for name in sorted(found.keys() - names))]


def _in_usual_places() -> Iterator[Path]:
    for root in _ROOTS:
        for pattern in _USUAL_PLACES:
            for path in sorted(root.glob(pattern)):
                with suppress(CorpusError):  # others' dictionaries may be in one language
                    if files_of(path) and set(languages_of(path)) <= set(languages()):
                        yield path


def _compile(dictionary: Dictionary, to: Path) -> Path:
    """Write the most frequent translations of each term, the most frequent with probability 1."""
    one, other = dictionary.languages
    term = cache(name_term)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for left, right in pairs(dictionary.path):
        of_left, of_right = term(left, one), term(right, other)
        counts[of_left][of_right] += 1
        counts[of_right][of_left] += 1
    database = Database(to)
    columns = {"term": str, "translation": str, "probability": float}
    database.table("translations").create(columns).insert_all(
        {"term": of, "translation": translation, "probability": (count / most) ** _EVENNESS}
        for of, translations in counts.items()
        for most in [translations.most_common(1)[0][1]]
        for translation, count in translations.most_common(_MOST)
    )
    database.table("translations").create_index(["translation"])
    database.close()
    return to
