"""What is known of each language: one YAML file per language; `en.yaml` is the commented example.

A field holds words, or patterns: regular expressions without case, separated by a comma and a
space, in which `(a|b)` groups without capturing, and a choice may be wrapped as `(a | b)`.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from corpus.digest import key
from corpus.errors import CorpusError
from corpus.yaml_faults import fault

FOLDER = Path(__file__).parent

NOTHING = "(?!)"  # a pattern that never matches

# Vowel signs and other marks of a word, which are no \\w (Latin, Hebrew, Arabic, Devanagari, Thai),
# and the joiners between letters.
MARKS = (
    r"\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903"
    r"\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d"
)
WORD_START = rf"(?<![\w{MARKS}])"
WORD_END = rf"(?![\w{MARKS}])"
LETTERS = rf"(?:[^\W\d_][{MARKS}]*)+"

_CHECKED = "checked"

_GROUP = re.compile(r"(?<!\\)\((?!\?)")
_CHOICE = re.compile(r"\s\|\s")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} should be text; put it into quotes")
    return " ".join(value.split())


def _pattern(value: object) -> str:
    """The alternation of a list of patterns; it has no capturing groups."""
    patterns = _CHOICE.sub("|", _text(value)).split(", ")
    if any(not pattern or pattern.endswith(",") for pattern in patterns):
        raise ValueError(f"{value!r} should be patterns separated by a comma and a space")
    return "|".join(_GROUP.sub("(?:", pattern) for pattern in patterns)


def _compilable(pattern: str, reading: ValidationInfo) -> str:
    """The pattern, which is compiled when the file is read to be checked."""
    try:
        if reading.context is _CHECKED:
            re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
    return pattern


def _words(value: object) -> list[str]:
    return _text(value).split()


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]


def _of_letters(folding: Mapping[str, str]) -> Mapping[str, str]:
    for letter in folding:
        if len(letter) != 1:
            raise ValueError(f"{letter!r} should be a single letter")
    return folding


def _up_to_thousand(values: Mapping[int, Words]) -> Mapping[int, Words]:
    for number in values:
        if not 1 <= number <= 1000:
            raise ValueError(f"{number} should be 1 to 1000; larger numbers are scales of figures")
    return values


Patterns = Annotated[str, BeforeValidator(_pattern), AfterValidator(_compilable)]

AskedFigure = Literal["percentage", "year", "duration", "amount", "number", "date"]
AskedName = Literal["person", "organisation", "place"]
Explanation = Literal["reason", "definition"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class QuestionPatterns(_Part):
    """What questions are made of; `asks`, `nouns` and `gives` by the kind of answer."""

    follow_up: Patterns = NOTHING
    according_to: Patterns = NOTHING
    where_from: Patterns = NOTHING
    is_true: Patterns = NOTHING
    thanks: Patterns = NOTHING
    asks: Mapping[AskedFigure | AskedName | Explanation | Literal["other"], Patterns] = {}
    lead: Patterns = NOTHING
    nouns: Mapping[AskedFigure | AskedName, Patterns] = {}
    gives: Mapping[Explanation, Patterns] = {}


class FigurePatterns(_Part):
    """What stands around a number and belongs to it."""

    one: Patterns = NOTHING
    half: Patterns = NOTHING
    qualifier: Patterns = NOTHING
    scale: Mapping[int, Patterns] = {}
    money: Patterns = NOTHING
    duration: Patterns = NOTHING
    unit: Patterns = NOTHING
    percent: Patterns = NOTHING
    fraction: Patterns = NOTHING
    alone: Patterns = NOTHING
    range: Patterns = NOTHING
    year: Patterns = NOTHING
    month: Patterns = NOTHING
    period: Patterns = NOTHING
    century: Patterns = NOTHING
    decade: Patterns = NOTHING
    rank: Patterns = NOTHING
    day_suffix: Patterns = NOTHING
    date_link: Patterns = NOTHING
    ago: Patterns = NOTHING
    attached: Patterns = NOTHING
    touch_words: bool = False


class NumberWords(_Part):
    """Numbers in words: values where text2num lacks them, and words that are too vague to count."""

    values: Annotated[Mapping[int, Words], AfterValidator(_up_to_thousand)] = {}
    vague: Words = ()


class NamePatterns(_Part):
    """What tells the kind of a name."""

    place: Patterns = NOTHING
    organisation: Patterns = NOTHING
    title: Patterns = NOTHING
    particle: Patterns = NOTHING
    joins: Patterns = NOTHING
    before_place: Patterns = NOTHING
    article: Patterns = NOTHING
    common: Patterns = NOTHING
    common_in_dictionary: bool = False


class SentencePatterns(_Part):
    """What sentences are made of."""

    abbreviations: Patterns = NOTHING
    clause_words: Patterns = NOTHING
    list_words: Patterns = NOTHING
    compares: Patterns = NOTHING
    current_year: Patterns = NOTHING
    last_year: Patterns = NOTHING


class PagePatterns(_Part):
    """How pages are numbered."""

    number: Patterns = NOTHING
    of: Patterns = NOTHING


class Samples(_Part):
    """Sentences that say the same in every language."""

    questions: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()


class LanguageData(_Part):
    """All that is known of a language; a field that its file lacks holds nothing."""

    function_words: Words = ()
    asked_for: Words = ()
    writes_spaces: bool = True
    dictionary_for_questions: bool = False
    own_signs: str = ""
    capitalises_nouns: bool = False
    folding: Annotated[Mapping[str, str], AfterValidator(_of_letters)] = {}
    compound_links: tuple[str, ...] = ()
    endings: Patterns = NOTHING
    questions: QuestionPatterns = QuestionPatterns()
    figures: FigurePatterns = FigurePatterns()
    number_words: NumberWords = NumberWords()
    names: NamePatterns = NamePatterns()
    sentences: SentencePatterns = SentencePatterns()
    pages: PagePatterns = PagePatterns()
    samples: Samples = Samples()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """A language with function words can be asked in, and needs what questions are made of."""
        questions = self.questions
        missing = {"number", "person", "other"} - questions.asks.keys()
        if self.function_words and (missing or questions.follow_up == NOTHING):
            raise ValueError("questions should have follow_up and asks: number, person, other")
        if bool(self.samples.questions) != bool(self.samples.statements):
            raise ValueError("samples should have both questions and statements")
        return self


def language_data(code: str) -> LanguageData:
    """What is known of a language by its ISO 639-1 code; of one without a file, nothing.

    Raises CorpusError when a pattern in the file is not a regular expression.
    """
    if code in languages():
        check(code)
    return unchecked(code)


def unchecked(code: str) -> LanguageData:
    """What is known of a language, for uses that need no patterns: to check them takes a moment."""
    return languages().get(code, _UNKNOWN)


@cache
def languages() -> Mapping[str, LanguageData]:
    """All languages that have a file, by code. Raises CorpusError when a file is wrong.

    Patterns are not checked here: to compile those of all languages takes seconds.
    """
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.yaml"))}


@cache
def check(code: str) -> None:
    """Compile all patterns in the file of a language.

    Raises CorpusError when one is not a regular expression.
    """
    if (path := FOLDER / f"{code}.yaml").exists():
        _read(path, _CHECKED)


@cache
def askable() -> tuple[str, ...]:
    """The languages that questions are understood in: those that have function words."""
    return tuple(code for code, one in languages().items() if one.function_words)


@cache
def function_words() -> Mapping[str, frozenset[str]]:
    """The function words of each language that questions are understood in, in lower case."""
    return {code: frozenset(unchecked(code).function_words) for code in askable()}


def fingerprint(*fields: str) -> str:
    """A fingerprint of these fields of all languages, of all fields without any."""
    assert set(fields) <= LanguageData.model_fields.keys()
    known = [one.model_dump_json(include=set(fields) or None) for one in languages().values()]
    return key(*languages(), *known)


def _read(path: Path, context: str | None = None) -> LanguageData:
    try:
        content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return LanguageData.model_validate(content, context=context)
    except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorpusError(
            f"{path} should describe a language as en.yaml does ({fault(error)})."
        ) from error


_UNKNOWN = LanguageData()
