"""The words that show what a question wants, and what a sentence gives."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Literal

from bot.answering.question_language import question_language
from corpus.text.languages import (
    MARKS,
    NOTHING,
    WORD_END,
    WORD_START,
    askable,
    language_data,
    languages,
)


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
_QUESTION_MARK = re.compile("[?？؟]")
_EDGES = re.compile(rf"^[^\w{MARKS}]+|[^\w{MARKS}]+$")


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
    asks: Mapping[AnswerKind, re.Pattern[str]]
    nouns: Mapping[AnswerKind, re.Pattern[str]]
    gives: Mapping[AnswerKind, re.Pattern[str]]


def question_words(text: str, language: str) -> QuestionWords:
    """The words of a question that ask, and what they ask for.

    The first word that asks decides: when, how many. Where it leaves the kind open ("what is"), or
    no word asks, a noun near the beginning does: "What is the price?", "Trade volume in 2023?"
    """
    cues = _cues(language)
    asks = _first(cues.asks, text)
    if asks.kind is not AnswerKind.OTHER:
        return asks
    return QuestionWords(_first(cues.nouns, text).kind, asks.end)


def follows_up(text: str, language: str) -> bool:
    """Whether a question begins as a follow-up to the previous one: "and in 2023?" """
    return _cues(language).follow_up.search(text.lstrip("¿¡ ")) is not None


def follow_up_end(text: str, language: str) -> int:
    """Where the words end that make a text a follow-up."""
    stripped = text.lstrip("¿¡ ")
    found = _cues(language).follow_up.search(stripped)
    return len(text) - len(stripped) + found.end() if found else 0


def is_asking(text: str) -> bool:
    """Whether a text, in any language, has the form of a question or of a follow-up."""
    if _QUESTION_MARK.search(text):
        return True
    language = question_language(text, ())
    return question_words(text, language) != QuestionWords() or follows_up(text, language)


def asks_where_from(text: str) -> bool:
    """Whether a text, in any language, asks only for a source: "Where is that from?" """
    return _is_whole(text, _remarks("where_from"))


def asks_whether_true(text: str) -> bool:
    """Whether a text, in any language, asks only whether something is true."""
    return _is_whole(text, _remarks("is_true"))


def thanks(text: str) -> bool:
    """Whether a text, in any language, only thanks, greets or says "I see"."""
    return _is_whole(text, _remarks("thanks"))


def _is_whole(text: str, cues: Iterable[re.Pattern[str]]) -> bool:
    """Whether a text as a whole is one of these, with any signs around it."""
    if len(text) > _LONGEST_REMARK:
        return False
    words = _EDGES.sub("", text)
    return any(cue.fullmatch(words) for cue in cues)


def gives(text: str, language: str, kind: AnswerKind) -> bool:
    """Whether the words of a text show that it gives a reason or a definition."""
    words = _cues(language).gives.get(kind)
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
def _remarks(kind: Literal["where_from", "is_true", "thanks"]) -> tuple[re.Pattern[str], ...]:
    """The patterns of a kind of remark in all languages."""
    return tuple(_any_of(getattr(languages()[code].questions, kind)) for code in askable())


@cache
def _cues(language: str) -> _Cues:
    known = language_data(language)
    phrases = known.questions
    start, end = (WORD_START, WORD_END) if known.writes_spaces else ("", "")
    space = r"\s" if known.writes_spaces else r"\s?"
    open_words = phrases.asks.get("other", NOTHING)
    lead = rf"(?:{phrases.lead}){space}|(?!{open_words})"
    near_the_beginning = rf"(?:^\W*|,\s¿?)(?:{lead})(?:[\w{MARKS}’'-]+\s){{0,3}}"
    before = rf"(?:{near_the_beginning}|{start}(?:{open_words}){space})"

    def words(alternatives: str) -> re.Pattern[str]:
        return _any_of(f"{start}(?:{alternatives}){end}")

    return _Cues(
        follow_up=_any_of(f"^(?:{phrases.follow_up}){end}"),
        asks={AnswerKind(kind): words(one) for kind, one in phrases.asks.items()},
        nouns={
            AnswerKind(kind): _any_of(f"{before}(?:{one}){end}")
            for kind, one in phrases.nouns.items()
        },
        gives={AnswerKind(kind): words(one) for kind, one in phrases.gives.items()},
    )


def _any_of(alternatives: str) -> re.Pattern[str]:
    return re.compile(alternatives, re.IGNORECASE)
