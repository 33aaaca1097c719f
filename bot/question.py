"""Text that somebody sent -> a question: its language and the kind of answer it wants."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from corpus.language import probabilities
from corpus.numbers import NUMBER
from index.morphology import is_known
from index.terms import function_words, is_function_word, tokenize

_FOLLOW_UP = "follow_up"
_NUMBER = re.compile(NUMBER)
_WORD = re.compile(r"[^\W\d_]+")

# Log-odds, measured on the first three words of questions in four languages: with langdetect
# alone 94 % of them were told right, so 99 %.
_FUNCTION_WORD = 2.0
_SPANISH_MARK = 3.0
_DICTIONARY_WORDS = 3.0
_CORPUS_LANGUAGE = 0.7
_ASKERS_LANGUAGE = 1.5
_DOUBT = 0.1  # langdetect is sure of itself even where it errs


class Kind(StrEnum):
    """What kind of answer a question wants."""

    NUMBER = "number"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    DATE = "date"
    YEAR = "year"
    DURATION = "duration"
    PERSON = "person"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its text, its language (ISO 639-1), and the kind of answer that it wants."""

    text: str
    language: str
    wants: Kind


def understand(
    text: str, corpus: Collection[str], asker: str | None = None, before: Question | None = None
) -> Question:
    """The question in a text, given the languages of the corpus and of the one who asks.

    A follow-up borrows what it lacks from the question `before`: "and in 2023?" the words, "and
    the officers?" the kind of answer.
    """
    text = " ".join(text.encode("utf-8", "replace").decode().replace("\ufeff", " ").split())
    code = language(text, corpus, before.language if before else asker)
    question = Question(text, code, wanted_kind(text, code))
    if before is None or not _follows_up(question):
        return question
    if not _has_content(question):
        text = f"{_NUMBER.sub('', before.text).strip(' ?!.')} {text}"
    kind = before.wants if question.wants is Kind.OTHER else question.wants
    return Question(text, code, kind)


def _follows_up(question: Question) -> bool:
    cue = _cues().get(question.language, {}).get(_FOLLOW_UP)
    return cue is not None and cue.search(question.text) is not None


def _has_content(question: Question) -> bool:
    """Whether a question has words of its own besides numbers."""
    return any(
        not token.folded[0].isdigit() and not is_function_word(token.folded, question.language)
        for token in tokenize(question.text, question.language)
    )


def language(text: str, corpus: Collection[str], asker: str | None = None) -> str:
    """The language of a short text: langdetect's opinion, its words and what is likely."""
    words = _WORD.findall(text)
    codes = {*function_words(), *corpus, *([asker] if asker else [])}
    opinion = probabilities(text, dict.fromkeys(codes, 1 / len(codes)))

    def score(code: str) -> float:
        known = function_words().get(code, frozenset())
        return (
            math.log(opinion.get(code, 0.0) + _DOUBT)
            + _FUNCTION_WORD * sum(word.lower() in known for word in words)
            + _DICTIONARY_WORDS
            * sum(_in_dictionary(word, code) for word in words)
            / max(len(words), 1)
            + _SPANISH_MARK * (code == "es" and ("¿" in text or "¡" in text))
            + _CORPUS_LANGUAGE * (code in corpus)
            + _ASKERS_LANGUAGE * (code == asker)
        )

    return max(sorted(codes), key=score)


def _in_dictionary(word: str, language: str) -> bool:
    return is_known(word, language) or is_known(word.lower(), language)


def wanted_kind(text: str, language: str) -> Kind:
    """The kind of answer that a question wants, by the first cue in it that tells.

    Of two that begin together ("how many", "how many years"), the one listed first decides.
    """
    cues = _cues().get(language, {})
    found = {Kind(kind): cue.search(text) for kind, cue in cues.items() if kind != _FOLLOW_UP}
    starts = {kind: match.start() for kind, match in found.items() if match}
    return min(starts, key=lambda kind: starts[kind], default=Kind.OTHER)


@cache
def _cues() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    path = Path(__file__).with_name("cues.yaml")
    lists: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {
        language: {
            kind: re.compile(rf"(?<!\w)(?:{cues.strip()})(?!\w)", re.IGNORECASE)
            for kind, cues in kinds.items()
        }
        for language, kinds in lists.items()
    }
