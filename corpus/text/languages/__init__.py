"""What is known of each language: one YAML file a language, `en.yaml` being the commented example.

A field is a list of words, or of phrases: regular expressions without case, separated by a comma
and a space, in which `(a|b)` groups without capturing and spaces around `|` do not count.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from corpus.digest import key
from corpus.errors import CorpusError

FOLDER = Path(__file__).parent

NOTHING = "(?!)"  # a pattern that never matches

_GROUP = re.compile(r"(?<!\\)\((?!\?)")
_CHOICE = re.compile(r"\s\|\s")


def _pattern(value: object) -> str:
    """The alternation of a list of phrases; it has no capturing groups."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} should be text; put it into quotes")
    text = _CHOICE.sub("|", " ".join(value.split()))
    return "|".join(_GROUP.sub("(?:", phrase) for phrase in text.split(", "))


def _compilable(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
    return pattern


def _words(value: object) -> list[str]:
    return str(value).split()


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Phrases = Annotated[str, BeforeValidator(_pattern), AfterValidator(_compilable)]

FigureKind = Literal["percentage", "year", "duration", "amount", "number", "date"]
NameKind = Literal["person", "organisation", "place"]
ReasonKind = Literal["reason", "definition"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class QuestionPhrases(_Part):
    """What questions are made of; `asks`, `nouns` and `gives` by the kind of answer."""

    follow_up: Phrases = NOTHING
    where_from: Phrases = NOTHING
    is_true: Phrases = NOTHING
    thanks: Phrases = NOTHING
    asks: Mapping[FigureKind | NameKind | ReasonKind | Literal["other"], Phrases] = {}
    lead: Phrases = NOTHING
    nouns: Mapping[FigureKind | NameKind, Phrases] = {}
    gives: Mapping[ReasonKind, Phrases] = {}


class FigurePhrases(_Part):
    """What stands around a number and belongs to it."""

    one: Phrases = NOTHING
    half: Phrases = NOTHING
    qualifier: Phrases = NOTHING
    scale: Mapping[int, Phrases] = {}
    money: Phrases = NOTHING
    duration: Phrases = NOTHING
    unit: Phrases = NOTHING
    percent: Phrases = NOTHING
    fraction: Phrases = NOTHING
    alone: Phrases = NOTHING
    range: Phrases = NOTHING
    year: Phrases = NOTHING
    month: Phrases = NOTHING
    period: Phrases = NOTHING
    century: Phrases = NOTHING
    decade: Phrases = NOTHING
    day_suffix: Phrases = NOTHING
    date_link: Phrases = NOTHING
    ago: Phrases = NOTHING


class NumberWords(_Part):
    """Numbers in words: values where text2num lacks them, and words that are too vague to count."""

    values: Mapping[int, Words] = {}
    vague: Words = ()


class NamePhrases(_Part):
    """What tells the kind of a name."""

    place: Phrases = NOTHING
    organisation: Phrases = NOTHING
    title: Phrases = NOTHING
    particle: Phrases = NOTHING
    joins: Phrases = NOTHING
    before_place: Phrases = NOTHING
    article: Phrases = NOTHING
    common: Phrases = NOTHING
    common_in_dictionary: bool = False


class SentencePhrases(_Part):
    """What sentences are made of."""

    abbreviations: Phrases = NOTHING
    clause_words: Phrases = NOTHING
    list_words: Phrases = NOTHING


class PagePhrases(_Part):
    """How pages are numbered."""

    number: Phrases = NOTHING
    of: Phrases = NOTHING


class Language(_Part):
    """All that is known of a language; a field that its file lacks holds nothing."""

    function_words: Words = ()
    asked_for: Words = ()
    own_signs: str = ""
    capitalises_nouns: bool = False
    folding: Mapping[str, str] = {}
    compound_links: tuple[str, ...] = ()
    endings: Phrases = NOTHING
    questions: QuestionPhrases = QuestionPhrases()
    figures: FigurePhrases = FigurePhrases()
    number_words: NumberWords = NumberWords()
    names: NamePhrases = NamePhrases()
    sentences: SentencePhrases = SentencePhrases()
    pages: PagePhrases = PagePhrases()


def language(code: str) -> Language:
    """What is known of a language by its ISO 639-1 code; of one without a file, nothing."""
    return languages().get(code, _UNKNOWN)


@cache
def languages() -> Mapping[str, Language]:
    """All languages that have a file, by code. Raises CorpusError when a file is wrong."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.yaml"))}


@cache
def askable() -> tuple[str, ...]:
    """The languages that questions are understood in: those that have function words."""
    return tuple(code for code, one in languages().items() if one.function_words)


def fingerprint(*fields: str) -> str:
    """A fingerprint of these fields of all languages, of all fields without any."""
    known = [one.model_dump_json(include=set(fields) or None) for one in languages().values()]
    return key(*languages(), *known)


def _read(path: Path) -> Language:
    try:
        content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return Language.model_validate(content)
    except ValidationError as error:
        fault = error.errors()[0]
        wrong = f"{'.'.join(map(str, fault['loc'])) or 'it'}: {fault['msg']}"
    except yaml.YAMLError as error:
        wrong = " ".join(str(error).split())
    raise CorpusError(f"{path} should describe a language as en.yaml does ({wrong}).")


_UNKNOWN = Language()
