"""Names of things in several languages: from a glossary, and from CLDR."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from corpus.errors import CorpusError
from corpus.text.languages import askable
from corpus.text.locales import locale
from corpus.yaml_faults import fault

# A thing: language -> its names there.
Concept = Mapping[str, Collection[str]]

GLOSSARY = Path(__file__).with_name("glossary.yaml")

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


def cldr_names() -> Iterator[Concept]:
    """Countries, languages, currencies and months, in the languages of questions."""
    locales = {code: known for code in askable() if (known := locale(code))}
    for kind in ("territories", "languages", "currencies"):
        keys = {key for known in locales.values() for key in getattr(known, kind)}
        for key in sorted(keys):
            names = {code: getattr(known, kind).get(key) for code, known in locales.items()}
            yield {code: [name] for code, name in names.items() if name}
    for month in range(1, 13):
        yield {
            code: [known.months[form]["wide"][month] for form in ("format", "stand-alone")]
            for code, known in locales.items()
        }
