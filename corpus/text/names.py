"""Names in a text: of persons, organisations and places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from corpus.text.languages import language_data
from corpus.text.locales import territories
from corpus.text.morphology import is_known, lemma
from corpus.text.terms import Token, is_function_word, name_term

_ACRONYM = re.compile(r"(?![IVXLCM]+$)[^\W\d_]{2,6}")
_BETWEEN_WORDS = re.compile(r"[\s-]")
_POSSESSIVE = re.compile("['’]s?$")


class NameKind(StrEnum):
    """What a name stands for."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: the span [start, end), and what it seems to stand for."""

    start: int
    end: int
    kind: NameKind


@dataclass(frozen=True, slots=True)
class _Signs:
    """The patterns that tell the kind of a name in a language."""

    organisation: re.Pattern[str]
    place: re.Pattern[str]
    common: re.Pattern[str]
    joins: re.Pattern[str]
    particle: re.Pattern[str]
    title: re.Pattern[str]
    before_place: re.Pattern[str]


def names(text: str, language: str, tokens: Sequence[Token]) -> list[Name]:
    """The names in a text with these tokens, in order.

    A name is one or more capitalised words in a row. In a language that capitalises all nouns it
    also has to be known, to follow "in" without an article, or to have two words.
    """
    found = (_name(run, text, language) for run in _runs(tokens, text, language))
    return [name for name in found if name]


def _runs(tokens: Sequence[Token], text: str, language: str) -> Iterator[list[Token]]:
    """Runs of capitalised words with what may join them: Ministry of Defence, John F. Doe."""
    run: list[Token] = []
    for token in tokens:
        if not _is_capitalised(token, language):
            continue
        if run and not _goes_on(run, text[run[-1].end : token.start], text, language):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _goes_on(run: Sequence[Token], between: str, text: str, language: str) -> bool:
    if between in (" ", "-"):
        return not _POSSESSIVE.search(text[: run[-1].end])
    if between == ". ":  # behind an initial
        return len(run[-1].folded) == 1
    signs = _signs(language)
    if signs.particle.fullmatch(between):  # behind a given name
        return len(run) == 1
    words = _BETWEEN_WORDS.split(text[run[0].start : run[-1].end])
    return bool(signs.joins.fullmatch(between)) and any(map(signs.organisation.fullmatch, words))


def _is_capitalised(token: Token, language: str) -> bool:
    return (
        token.is_capitalised_or_number
        and not token.folded[0].isdigit()
        and not is_function_word(token.folded, language)
    )


def _name(run: Sequence[Token], text: str, language: str) -> Name | None:
    start = run[0].start
    name = _POSSESSIVE.sub("", text[start : run[-1].end])
    bare = _without_title(name, language)
    kind = _kind(name, text[:start], language) if bare == name else NameKind.PERSON
    end = start + len(name)
    return Name(end - len(bare), end, kind) if kind else None


def _without_title(name: str, language: str) -> str:
    """A name without the titles that stand before a person's; at least two words remain."""
    words = name.split(" ")
    is_title = _signs(language).title.fullmatch
    behind = [i for i in range(1, len(words) - 1) if is_title(words[i - 1])]
    return " ".join(words[max(behind, default=0) :])


def _kind(name: str, before: str, language: str) -> NameKind | None:
    signs = _signs(language)
    words = _BETWEEN_WORDS.split(name)
    if signs.place.fullmatch(name) or name_term(name, language) in _territories(language):
        return NameKind.PLACE
    if any(map(signs.organisation.fullmatch, words)):
        return NameKind.ORGANISATION if len(words) > 1 or _capitalises(language) else None
    if name.isupper() and _ACRONYM.fullmatch(name):
        return NameKind.ORGANISATION
    if signs.before_place.search(before) and not _is_common(name, language):
        return NameKind.PLACE
    if _capitalises(language) and (
        " " not in name or any(_is_common_noun(word, language) for word in name.split())
    ):
        return None
    if len(words) > 1:
        return NameKind.PERSON if _is_person(words, language) else NameKind.UNKNOWN
    if not before.strip() or is_known(name.lower(), language):
        return None
    return NameKind.UNKNOWN


def _is_common(name: str, language: str) -> bool:
    """Whether a word after "in" is not a place: in Kraft, в Космическом центре."""
    in_dictionary = language_data(language).names.common_in_dictionary
    if in_dictionary and is_known(name.lower(), language):
        return True
    return _signs(language).common.fullmatch(name) is not None


def _is_common_noun(word: str, language: str) -> bool:
    """Whether a word is an inflected noun (Tonnen Getreide) or a compound (Öl-Exporteur)."""
    form = lemma(word, language)
    head = word.rpartition("-")[2]
    inflected = form[0].isupper() and form not in (word, word.removesuffix("s"))
    return inflected or (head != word and is_known(head, language))


def _is_person(words: Sequence[str], language: str) -> bool:
    """Whether two or more capitalised words are not all in the dictionary in lower case.

    Where nouns are capitalised, adjectives are not (Vereinigte Staaten): the first word decides.
    """
    if _capitalises(language):
        return not is_known(words[0].lower(), language)
    return not all(is_known(word.lower(), language) for word in words)


@cache
def _territories(language: str) -> frozenset[str]:
    return frozenset(name_term(name, language) for name in territories(language))


def _capitalises(language: str) -> bool:
    return language_data(language).capitalises_nouns


@cache
def _signs(language: str) -> _Signs:
    phrases = language_data(language).names
    return _Signs(
        organisation=_pattern(phrases.organisation),
        place=_pattern(phrases.place),
        common=_pattern(phrases.common),
        joins=_pattern(rf"\s(?:{phrases.joins})\s"),
        particle=_pattern(rf"\s(?:{phrases.particle})\s"),
        title=_pattern(phrases.title),
        before_place=_pattern(rf"(?<!\w)(?:{phrases.before_place})\s(?:(?:{phrases.article})\s)?$"),
    )


def _pattern(alternatives: str) -> re.Pattern[str]:
    return re.compile(alternatives, re.IGNORECASE)
