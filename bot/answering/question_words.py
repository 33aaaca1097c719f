"""The words that show what a question wants, and what a sentence gives."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from corpus.text.languages import NOTHING, QuestionPatterns, askable, language_data


class AnswerKind(StrEnum):
    """What kind of answer a question wants."""

    NUMBER = "number"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    DATE = "date"
    YEAR = "year"
    DURATION = "duration"
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    REASON = "reason"
    DEFINITION = "definition"
    OTHER = "other"


# The kinds that ask how many or how much.
COUNTED = frozenset((AnswerKind.NUMBER, AnswerKind.AMOUNT, AnswerKind.PERCENTAGE))


_LONGEST_REMARK = 80  # characters of a text that is nothing but thanks, or asks for a source
_EDGES = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The kind of answer that a question wants, and where its words that ask end.

    `end` is None where no word asks.
    """

    kind: AnswerKind = AnswerKind.OTHER
    end: int | None = None


@dataclass(frozen=True, slots=True)
class _Cues:
    """The cues of a language, as patterns."""

    follow_up: re.Pattern[str]
    where_from: re.Pattern[str]
    is_true: re.Pattern[str]
    thanks: re.Pattern[str]
    asks: Mapping[AnswerKind, re.Pattern[str]]
    nouns: Mapping[AnswerKind, re.Pattern[str]]
    gives: Mapping[AnswerKind, re.Pattern[str]]


def question_words(text: str, language: str) -> QuestionWords:
    """The words of a question that ask, and what they ask for.

    The first word that asks decides: when, how many. Where it leaves the kind open ("what is"), or
    no word asks, a noun near the beginning does: "What is the price?", "Trade volume in 2023?"
    """
    cues = _cues().get(language)
    if cues is None:
        return QuestionWords()
    asks = _first(cues.asks, text)
    if asks.kind is not AnswerKind.OTHER:
        return asks
    return QuestionWords(_first(cues.nouns, text).kind, asks.end)


def follows_up(text: str, language: str) -> bool:
    """Whether a question begins as a follow-up to the previous one: "and in 2023?" """
    cues = _cues().get(language)
    return cues is not None and cues.follow_up.search(text.lstrip("¿¡ ")) is not None


def is_asking(text: str) -> bool:
    """Whether a text, in any language, has the form of a question or of a follow-up."""
    return "?" in text or any(
        question_words(text, language) != QuestionWords() or follows_up(text, language)
        for language in _cues()
    )


def asks_where_from(text: str) -> bool:
    """Whether a text, in any language, asks only for a source: "Where is that from?" """
    return _is_whole(text, [cues.where_from for cues in _cues().values()])


def asks_whether_true(text: str) -> bool:
    """Whether a text, in any language, asks only whether something is true."""
    return _is_whole(text, [cues.is_true for cues in _cues().values()])


def thanks(text: str) -> bool:
    """Whether a text, in any language, only thanks, greets or says "I see"."""
    return _is_whole(text, [cues.thanks for cues in _cues().values()])


def _is_whole(text: str, cues: Iterable[re.Pattern[str]]) -> bool:
    """Whether a text as a whole is one of these, with any signs around it."""
    if len(text) > _LONGEST_REMARK:
        return False
    words = _EDGES.sub("", text)
    return any(cue.fullmatch(words) for cue in cues)


def gives(text: str, language: str, kind: AnswerKind) -> bool:
    """Whether the words of a text show that it gives a reason or a definition."""
    cues = _cues().get(language)
    words = cues.gives.get(kind) if cues else None
    return words is not None and words.search(text) is not None


def _first(cues: Mapping[AnswerKind, re.Pattern[str]], text: str) -> QuestionWords:
    """What the first cue in a text asks for; of two at one place the first listed."""
    found = [(kind, match) for kind, cue in cues.items() if (match := cue.search(text))]
    if not found:
        return QuestionWords()
    kind, first = min(found, key=lambda pair: pair[1].start())
    ends = (match.end() for _, match in found if match.start() == first.start())
    return QuestionWords(kind, max(ends))


@cache
def _cues() -> Mapping[str, _Cues]:
    return {code: _compiled(language_data(code).questions) for code in askable()}


def _compiled(phrases: QuestionPatterns) -> _Cues:
    open_words = phrases.asks.get("other", NOTHING)
    lead = rf"(?:{phrases.lead})\s|(?!{open_words})"
    near_the_beginning = rf"(?:^\W*|,\s¿?)(?:{lead})(?:[\w’'-]+\s){{0,3}}"
    before = rf"(?:{near_the_beginning}|(?<!\w)(?:{open_words})\s)"
    return _Cues(
        follow_up=re.compile(rf"^(?:{phrases.follow_up})(?!\w)", re.IGNORECASE),
        where_from=_any_of(phrases.where_from),
        is_true=_any_of(phrases.is_true),
        thanks=_any_of(phrases.thanks),
        asks={AnswerKind(kind): _whole_words(words) for kind, words in phrases.asks.items()},
        nouns={
            AnswerKind(kind): re.compile(rf"{before}(?:{words})(?!\w)", re.IGNORECASE)
            for kind, words in phrases.nouns.items()
        },
        gives={AnswerKind(kind): _whole_words(words) for kind, words in phrases.gives.items()},
    )


def _whole_words(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


def _any_of(alternatives: str) -> re.Pattern[str]:
    return re.compile(alternatives, re.IGNORECASE)
