"""Document -> what an index stores of its passages and sentences, besides their vectors."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from corpus.digest import file_digest, key
from corpus.document import Document, Passage
from corpus.library_versions import versions
from corpus.split import split
from corpus.text.figures import FIGURE_WORDS, Figure, figures
from corpus.text.language import FUNCTION_WORDS
from corpus.text.names import NAME_WORDS, Name, names
from corpus.text.number_words import NUMERALS
from corpus.text.terms import passage_terms, tokenize

VERSION = 2  # of what is found in a text; another one has all documents analysed again

# Which another version of has all documents analysed again, too.
LIBRARIES = ("Babel", "PyStemmer", "sentencex", "simplemma", "text2num")

# A word, and what makes another figure of the same digits: -5, 3.4, 3-4, $5, 5 %.
_WORD = re.compile(r"\w+|(?<!\w)-(?=\d)|(?<=\d)[.,:/-](?=\d)|[%‰]|[€$£¥₴₽]")
_DASHES = str.maketrans("‐‑‒–−", "-----")
_SAID_DIGITS = 14  # so that it is a positive integer of SQLite, which has 64 bits with a sign


@dataclass(frozen=True, slots=True)
class SentenceAnalysis:
    """The span [start, end) of a sentence in its document, and what is in it.

    `said` is the same for sentences with the same words and figures, whatever stands between them.
    The offsets of figures and names count from the sentence's start.
    """

    start: int
    end: int
    said: int
    terms: frozenset[str]
    figures: tuple[Figure, ...]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class PassageAnalysis:
    """The span of a passage, how often each term occurs in it, its words and its sentences."""

    start: int
    end: int
    counts: Mapping[str, float]
    length: int
    sentences: tuple[SentenceAnalysis, ...]


def analyse(document: Document, phrases: Container[str]) -> tuple[PassageAnalysis, ...]:
    """The passages of a document in order."""
    return tuple(_passage(passage, sentences, phrases) for passage, sentences in split(document))


def ingredients() -> str:
    """A fingerprint of the word lists and libraries that an analysis is made with, besides the
    lexicon's.
    """
    lists = (FIGURE_WORDS, NUMERALS, NAME_WORDS, FUNCTION_WORDS)
    words = file_digest(*lists)
    return f"{words} {versions(LIBRARIES)}"


def _passage(
    passage: Passage, sentences: list[Passage], phrases: Container[str]
) -> PassageAnalysis:
    tokens = tokenize(passage.text, passage.language)
    return PassageAnalysis(
        passage.start,
        passage.end,
        passage_terms(tokens, passage.language, phrases),
        len(tokens),
        tuple(_sentence(sentence, phrases) for sentence in sentences),
    )


def _sentence(sentence: Passage, phrases: Container[str]) -> SentenceAnalysis:
    text, language = sentence.text, sentence.language
    tokens = tokenize(text, language)
    return SentenceAnalysis(
        sentence.start,
        sentence.end,
        _said(text),
        frozenset(passage_terms(tokens, language, phrases)),
        tuple(figures(text, language)),
        tuple(names(text, language, tokens)),
    )


def _said(text: str) -> int:
    words = " ".join(_WORD.findall(text.casefold().translate(_DASHES)))
    return int(key(words)[:_SAID_DIGITS], 16)
