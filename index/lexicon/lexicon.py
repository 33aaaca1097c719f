"""Term -> its translations, from the glossary, CLDR and dictionaries."""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Self

from corpus.digest import file_digest
from corpus.errors import CorpusError
from corpus.text.terms import language_of, name_term
from index.lexicon.dictionaries import Dictionary, installed
from index.lexicon.glossary import COUNTRIES, GLOSSARY, cldr_names, countries, glossary

# Term -> translation, a term as well -> probability that this is meant.
Translations = Mapping[str, Mapping[str, float]]

_log = logging.getLogger(__name__)

_SYNONYM = 0.5  # probability of a synonym in the same language


class Lexicon:
    """What things are called in several languages."""

    def __init__(self, dictionaries: Sequence[Dictionary] = ()) -> None:
        self.dictionaries = tuple(dictionaries)

    def fingerprint(self) -> str:
        """A hash of all that translations come from."""
        parts = [file_digest(GLOSSARY), file_digest(COUNTRIES)]
        parts += [dictionary.fingerprint for dictionary in self.dictionaries]
        return " ".join(parts)

    def without_uncompiled(self) -> Self:
        """The lexicon without the dictionaries that have yet to be compiled, which takes long."""
        return type(self)([one for one in self.dictionaries if one.is_compiled])

    def without_broken(self) -> Self:
        """The lexicon with all dictionaries compiled, without those whose files are broken.

        A warning names each of these.
        """
        return type(self)([one for one in self.dictionaries if _compiles(one)])

    def phrases(self) -> set[str]:
        """The terms of more than one word."""
        known = {term for concept in _concepts() for term in concept if " " in term}
        return known.union(*(dictionary.phrases() for dictionary in self.dictionaries))

    def translations_into(self, terms: Collection[str]) -> Translations:
        """All terms that have one of these as a translation, with those translations.

        Synonyms count as translations: "author" has "writer".
        """
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for translation in terms:
            for concept in _concepts_with().get(translation, ()):
                for term in concept - {translation}:
                    same = language_of(term) == language_of(translation)
                    found[term][translation] = _SYNONYM if same else 1.0
        for dictionary in self.dictionaries:
            for term, translation, probability in dictionary.translations_into(terms):
                found[term][translation] = max(probability, found[term].get(translation, 0.0))
        return found


def _compiles(dictionary: Dictionary) -> bool:
    try:
        dictionary.compile()
    except CorpusError as error:
        _log.warning("%s", error)
        return False
    return True


@cache
def _concepts() -> tuple[frozenset[str], ...]:
    """Every concept by the terms of its names in all languages."""
    return tuple(
        frozenset(name_term(name, code) for code, names in concept.items() for name in names)
        for concept in (*glossary(GLOSSARY), *countries(), *cldr_names())
    )


@cache
def _concepts_with() -> Mapping[str, list[frozenset[str]]]:
    concepts: dict[str, list[frozenset[str]]] = defaultdict(list)
    for concept in _concepts():
        for term in concept:
            concepts[term].append(concept)
    return concepts


def installed_lexicon(named: Collection[Path]) -> Lexicon:
    """The lexicon with the dictionaries named in the settings and those that are installed.

    Raises CorpusError when a file is not a dictionary.
    """
    return Lexicon([Dictionary(path) for path in installed(named)])
