"""A text that somebody sent -> Question: its language and the kind of answer it wants."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import takewhile

from bot.answering.follow_ups import put_in
from bot.answering.question_language import question_language
from bot.answering.question_words import (
    COUNTED,
    AnswerKind,
    QuestionWords,
    follow_up_end,
    follows_up,
    question_words,
    thanks,
)
from corpus.text.languages import language_data
from corpus.text.terms import Token, is_function_word, tokenize

# Invisible characters of copied text: controls, soft hyphens, zero widths, marks of direction.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_LONGEST = 1000  # characters of a question that are read


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its text, its language (ISO 639-1), and the kind of answer that it wants.

    - `subject`: the words, folded, behind the one that asks: how many "tanks", who is the
      "president"
    - `is_noun`: whether no word asks: "military spending in 2017?"
    - `begun`: of one that is only a word that asks, the question that it goes on with
    - `follows`: whether its text was put together from a follow-up and the question before
    """

    text: str
    language: str
    wants: AnswerKind
    subject: frozenset[str] = frozenset()
    is_noun: bool = False
    begun: str | None = None
    follows: bool = False


def understand(
    text: str,
    corpus_languages: Collection[str],
    asker: str | None = None,
    previous: Question | None = None,
) -> Question:
    """The question in a text, given the languages of the corpus and of the one who asks.

    A follow-up borrows what it lacks from the `previous` question (`follow_ups`), at least the
    kind of answer.
    """
    text = _readable(text)
    code = question_language(text, corpus_languages, previous.language if previous else asker)
    asks = question_words(text, code)
    question = Question(
        text=text,
        language=code,
        wants=asks.kind,
        subject=_words_behind(asks, text, code),
        is_noun=asks.end is None,
    )
    if previous is None or not (follows_up(text, code) or _only_asks(question, asks)):
        return question
    kind = previous.wants if question.wants is AnswerKind.OTHER else question.wants
    before = previous.begun or previous.text
    if _only_asks(question, asks):
        return replace(question, text=f"{before.rstrip(' ?!.')} {text}", wants=kind, begun=before)
    rest = text[follow_up_end(text, code) :]
    if not any(map(str.isalnum, rest)) and _has_content(question):
        rest = text  # what makes it a follow-up stands behind its content
    asks_itself = question_words(rest, code).end is not None
    whole = None if asks_itself else put_in(rest, code, before, previous.language, previous.subject)
    if whole is None:
        return replace(question, wants=kind)
    asks = question_words(whole, previous.language)
    return replace(
        question,
        text=whole[:_LONGEST],
        language=previous.language,
        wants=kind,
        subject=_words_behind(asks, whole, previous.language),
        is_noun=asks.end is None,
        follows=True,
    )


def _only_asks(question: Question, asks: QuestionWords) -> bool:
    """Whether a question is nothing but the words that ask: "when?", "how many now?" """
    return asks.end is not None and not _has_content(question)


def is_question(text: str) -> bool:
    """Whether a text asks anything: it has a word or a number, and is more than thanks."""
    text = _readable(text)
    return any(character.isalnum() for character in text) and not thanks(text)


def _readable(text: str) -> str:
    """The text as one line in NFC, without invisible characters, cut if very long."""
    visible = _INVISIBLE.sub("", text.encode("utf-8", "replace").decode())
    return unicodedata.normalize("NFC", " ".join(visible.split()))[:_LONGEST]


def _words_behind(asks: QuestionWords, text: str, language: str) -> frozenset[str]:
    """The first run of content words behind the words that ask; none where no word asks.

    Of what is counted only the nouns, where they can be told, as a verb may follow: "Wie viele
    Köche kochen?"
    """
    end = len(text) if asks.end is None else asks.end
    row: list[Token] = []
    for token in tokenize(text, language, with_lemmas=False):
        if token.start < end:
            continue
        if not is_function_word(token.folded, language):
            row.append(token)
        elif row:
            break
    if (
        language_data(language).capitalises_nouns
        and asks.kind in COUNTED
        and row
        and row[0].is_capitalised_or_number
    ):
        row = list(takewhile(lambda token: token.is_capitalised_or_number, row))
    return frozenset(token.folded for token in row)


def _has_content(question: Question) -> bool:
    """Whether a question has words of its own besides numbers."""
    return any(
        not token.folded[0].isdigit() and not is_function_word(token.folded, question.language)
        for token in tokenize(question.text, question.language, with_lemmas=False)
    )
