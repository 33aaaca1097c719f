"""Document -> what the index stores of its passages and sentences, besides their vectors."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from corpus.digest import key
from corpus.document import Document, Passage
from corpus.library_versions import installed_versions
from corpus.split import split
from corpus.text import languages, terms
from corpus.text.figures import Figure, figures
from corpus.text.names import Name, names
from corpus.text.terms import passage_terms, tokenize

VERSION = 3  # of what is found in a text; a new version re-analyses all documents

# A new version of any of these re-analyses all documents.
LIBRARIES = ("sentencex", *terms.LIBRARIES)

# A change of these fields of a language re-analyses all documents, too.
_LANGUAGE_FIELDS = ("function_words", "names", "sentences")

# A word, and signs that make the same digits another figure: -5, 3.4, 3-4, $5, 5 %.
_WORD = re.compile(r"\w+|(?<!\w)-(?=\d)|(?<=\d)[.,:/-](?=\d)|[%‰]|[€$£¥₴₽]")
_DASHES = str.maketrans("‐‑‒–−", "-----")
_WORDING_DIGITS = 14  # hexadecimal: 56 bits fit SQLite's integers, which have 64 with a sign


@dataclass(frozen=True, slots=True)
class SentenceAnalysis:
    """The span [start, end) of a sentence in its document, and what is in it.

    `wording_id` is the same for sentences with the same words and figures, whatever stands between
    them. The offsets of figures and names count from the sentence's start.
    """

    start: int
    end: int
    wording_id: int
    terms: frozenset[str]
    figures: tuple[Figure, ...]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class PassageAnalysis:
    """The span of a passage, the count of each term in it, its length in words, its sentences."""

    start: int
    end: int
    counts: Mapping[str, float]
    length: int
    sentences: tuple[SentenceAnalysis, ...]


def analyse(document: Document, phrases: Container[str]) -> tuple[PassageAnalysis, ...]:
    """The passages of a document in order."""
    return tuple(_passage(passage, sentences, phrases) for passage, sentences in split(document))


def fingerprint() -> str:
    """A fingerprint of the languages and libraries that an analysis depends on."""
    of_languages = languages.fingerprint(*_LANGUAGE_FIELDS)
    return f"{of_languages} {terms.fingerprint()} {installed_versions(LIBRARIES)}"


def _passage(
    passage: Passage, sentences: list[Passage], phrases: Container[str]
) -> PassageAnalysis:
    tokens = tokenize(passage.text, passage.language)
    return PassageAnalysis(
        start=passage.start,
        end=passage.end,
        counts=passage_terms(tokens, passage.language, phrases),
        length=len(tokens),
        sentences=tuple(_sentence(sentence, phrases) for sentence in sentences),
    )


def _sentence(sentence: Passage, phrases: Container[str]) -> SentenceAnalysis:
    text, language = sentence.text, sentence.language
    tokens = tokenize(text, language)
    return SentenceAnalysis(
        start=sentence.start,
        end=sentence.end,
        wording_id=_wording_id(text),
        terms=frozenset(passage_terms(tokens, language, phrases)),
        figures=tuple(figures(text, language)),
        names=tuple(names(text, language, tokens)),
    )


def _wording_id(text: str) -> int:
    words = " ".join(_WORD.findall(text.casefold().translate(_DASHES)))
    return int(key(words)[:_WORDING_DIGITS], 16)
