"""Term -> its translations, from a glossary and the names that CLDR knows."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml
from babel import Locale
from pydantic import TypeAdapter, ValidationError

from corpus.errors import CorpusError
from index.terms import stem_term, tokenize

# One thing by its names: language -> what it is called there.
Concept = Mapping[str, Collection[str]]
Lexicon = Mapping[str, Mapping[str, float]]

_TOPICS = TypeAdapter(dict[str, list[dict[str, str]]])

GLOSSARY = Path(__file__).with_name("glossary.yaml")


def lexicon(languages: Collection[str]) -> Lexicon:
    """Term -> term in one of the `languages` -> probability, for every concept known.

    Synonyms count as translations: of the concept "author, writer" the English term "author"
    has the translation "writer".
    """
    translations: dict[str, dict[str, float]] = defaultdict(dict)
    for concept in _concepts():
        targets = {term for code in languages for term in concept.get(code, ())}
        for source in {term for terms in concept.values() for term in terms}:
            translations[source].update((target, 1.0) for target in targets if target != source)
    return translations


@cache
def _concepts() -> tuple[Mapping[str, frozenset[str]], ...]:
    """Every concept known, by the terms of its names."""
    return tuple(
        {
            code: frozenset(lexicon_term(name, code) for name in names)
            for code, names in concept.items()
        }
        for concept in (*glossary(GLOSSARY), *cldr_names())
    )


def glossary(path: Path) -> Iterator[Concept]:
    """The concepts of a glossary file: topic -> list of language -> names with commas between.

    Raises CorpusError when the file is something else.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        topics = _TOPICS.validate_python(content)
    except (yaml.YAMLError, ValidationError) as error:
        raise CorpusError(
            f"{path} should hold topics, each a list of concepts such as 'en: author': {error}"
        ) from error
    for concepts in topics.values():
        for concept in concepts:
            yield {
                code: [name.strip() for name in names.split(",")] for code, names in concept.items()
            }


def cldr_names() -> Iterator[Concept]:
    """Countries and months by their names in the languages of the glossary."""
    locales = {code: Locale(code) for code in ("en", "de", "uk", "ru", "fr", "es")}
    for territory in map(str, locales["en"].territories):
        if territory.isalpha():
            yield {
                code: [locale.territories[territory]]
                for code, locale in locales.items()
                if territory in locale.territories
            }
    for month in range(1, 13):
        yield {
            code: [locale.months[form]["wide"][month] for form in ("format", "stand-alone")]
            for code, locale in locales.items()
        }


def lexicon_term(name: str, language: str) -> str:
    """The term of a word or of a phrase, as passages are indexed by it."""
    return stem_term([token.stem for token in tokenize(name, language)], language)
