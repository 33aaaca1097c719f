"""Names of things in several languages: from a glossary, and from CLDR."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import yaml
from babel import Locale
from pydantic import TypeAdapter, ValidationError

from corpus.errors import CorpusError
from corpus.text.languages import askable
from corpus.text.locales import locale
from corpus.yaml_faults import fault

# A thing: language -> its names there.
Concept = Mapping[str, Collection[str]]

GLOSSARY = Path(__file__).with_name("glossary.yaml")
COUNTRIES = Path(__file__).with_name("countries.yaml")

_TOPICS = TypeAdapter(dict[str, list[dict[str, str]]])


def glossary(path: Path) -> Iterator[Concept]:
    """The concepts of a glossary file: topic -> list of language -> names with commas between.

    Raises CorpusError when the file holds something else.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        topics = _TOPICS.validate_python(content)
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
        raise CorpusError(
            f"{path} should hold topics, each a list of concepts such as 'en: author' "
            f"({fault(error)})."
        ) from error
    for concepts in topics.values():
        for concept in concepts:
            yield {
                code: [name.strip() for name in names.split(",")] for code, names in concept.items()
            }


def countries() -> Iterator[Concept]:
    """Countries and regions: CLDR's names in the languages of questions, with abbreviations,
    adjectives and inhabitants where `countries.yaml` has them.
    """
    more = {next(iter(concept["en"])): concept for concept in glossary(COUNTRIES)}
    for concept in _of_cldr("territories"):
        further = more.pop(next(iter(concept.get("en", ())), ""), {})
        codes = concept.keys() | further.keys()
        yield {code: [*concept.get(code, ()), *further.get(code, ())] for code in codes}
    yield from more.values()


def cldr_names() -> Iterator[Concept]:
    """Languages, currencies and months, in the languages of questions."""
    for kind in ("languages", "currencies"):
        yield from _of_cldr(kind)
    for month in range(1, 13):
        yield {
            code: [known.months[form]["wide"][month] for form in ("format", "stand-alone")]
            for code, known in _locales().items()
        }


def _of_cldr(kind: str) -> Iterator[Concept]:
    keys = {key for known in _locales().values() for key in getattr(known, kind)}
    for key in sorted(keys):
        names = {code: getattr(known, kind).get(key) for code, known in _locales().items()}
        yield {code: [name] for code, name in names.items() if name}


def _locales() -> Mapping[str, Locale]:
    return {code: known for code in askable() if (known := locale(code))}
