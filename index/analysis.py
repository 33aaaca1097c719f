"""Document -> what the index stores of its passages and sentences, besides their vectors."""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.digest import key
from corpus.document import Document, Passage, Span
from corpus.library_versions import installed_versions
from corpus.lines import Line, cells, line_at, lines
from corpus.split import split
from corpus.text import languages, terms
from corpus.text.figures import Figure, figures
from corpus.text.names import Name, names
from corpus.text.terms import passage_terms, tokenize
from corpus.text.years import years

VERSION = 4  # of what is found in a text; a new version re-analyses all documents

# A new version of any of these re-analyses all documents.
LIBRARIES = ("sentencex", *terms.LIBRARIES)

# A change of these fields of a language re-analyses all documents, too.
_LANGUAGE_FIELDS = ("function_words", "names", "sentences")

# A word, and signs that make the same digits another figure: -5, 3.4, 3-4, $5, 5 %.
_WORD = re.compile(r"\w+|(?<!\w)-(?=\d)|(?<=\d)[.,:/-](?=\d)|[%‰]|[€$£¥₴₽]")
_DASHES = str.maketrans("‐‑‒–−", "-----")
# What stands above a sentence, and the years spoken of there -> the terms of its context.
Context = Callable[[str, frozenset[str]], frozenset[str]]

_SEPARATOR = " › "  # between what stands above a sentence and the sentence
_WORDING_DIGITS = 14  # hexadecimal: 56 bits fit SQLite's integers, which have 64 with a sign


@dataclass(frozen=True, slots=True)
class SentenceAnalysis:
    """The span [start, end) of a sentence in its document, and what is in it.

    - `wording_id`: the same for sentences with the same words and figures, whatever stands between
      them
    - `figures`, `names`: their offsets count from the sentence's start
    - `years`: those that it says something of
    - `heading`: the span of the last heading before it
    - `head`: the span of the head of its table, where it is a row
    - `context`: the terms of what stands around it: title, publisher, author, heading, table head,
      and the years that it or one before it speaks of
    """

    start: int
    end: int
    wording_id: int
    terms: frozenset[str]
    figures: tuple[Figure, ...]
    names: tuple[Name, ...]
    years: frozenset[str]
    heading: Span | None
    head: Span | None
    context: frozenset[str]


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
    around = list(lines(document))

    @cache
    def context(above: str, spoken_of: frozenset[str]) -> frozenset[str]:
        return _context(document, above, spoken_of, phrases)

    return tuple(
        _passage(
            passage, [(one, line_at(around, one.start)) for one in sentences], phrases, context
        )
        for passage, sentences in split(document)
    )


def in_context(document: Document, sentence: SentenceAnalysis, end: int | None = None) -> str:
    """A sentence, or the text from its start to `end`, for an embedding model: behind title,
    heading and table head.
    """
    title = document.title if document.title != Path(document.path).stem else ""
    above = _above(document, sentence.heading, sentence.head)
    text = document.text[sentence.start : end or sentence.end]
    return _SEPARATOR.join(part for part in (title, *above, text) if part)


def fingerprint() -> str:
    """A fingerprint of the languages and libraries that an analysis depends on."""
    of_languages = languages.fingerprint(*_LANGUAGE_FIELDS)
    return f"{of_languages} {terms.fingerprint()} {installed_versions(LIBRARIES)}"


def _passage(
    passage: Passage,
    sentences: Sequence[tuple[Passage, Line]],
    phrases: Container[str],
    context: Context,
) -> PassageAnalysis:
    tokens = tokenize(passage.text, passage.language)
    analysed: list[SentenceAnalysis] = []
    before: frozenset[str] = frozenset()
    for sentence, line in sentences:
        analysed.append(_sentence(sentence, line, before, phrases, context))
        before = analysed[-1].years or before
    return PassageAnalysis(
        start=passage.start,
        end=passage.end,
        counts=passage_terms(tokens, passage.language, phrases),
        length=len(tokens),
        sentences=tuple(analysed),
    )


def _sentence(
    sentence: Passage,
    line: Line,
    before: frozenset[str],
    phrases: Container[str],
    context: Context,
) -> SentenceAnalysis:
    """The analysis of a sentence in a line, `before` which its passage speaks of these years."""
    text, language, document = sentence.text, sentence.language, sentence.document
    tokens, found = tokenize(text, language), figures(text, language)
    is_whole = (sentence.start, sentence.end) == (line.start, line.end)
    head = line.head if is_whole else None
    # Of a row, only the first cell may have a year: what looks like one behind it is a figure.
    row_end = cells(text)[0][1] if head else len(text)
    own = years(text, language, [one for one in found if one.end <= row_end], document.date)
    above = "\n".join(_above(document, line.heading, head))
    return SentenceAnalysis(
        start=sentence.start,
        end=sentence.end,
        wording_id=_wording_id(text),
        terms=frozenset(passage_terms(tokens, language, phrases)),
        figures=tuple(found),
        names=tuple(names(text, language, tokens)),
        years=own,
        heading=line.heading,
        head=head,
        context=context(above, own or before),
    )


def _context(
    document: Document, above: str, spoken_of: frozenset[str], phrases: Container[str]
) -> frozenset[str]:
    """The terms of metadata, of what stands above a sentence, and of the years spoken of there."""
    known = [document.title, document.publisher, document.author, above]
    text = "\n".join(part for part in known if part)
    language = document.language
    spoken_of = spoken_of or years(text, language, figures(text, language))
    if not spoken_of and document.date:
        spoken_of = frozenset({str(document.date.year)})
    text += "\n" + " ".join(sorted(spoken_of))
    return frozenset(passage_terms(tokenize(text, language), language, phrases))


def _above(document: Document, *spans: Span | None) -> list[str]:
    return [document.text[slice(*span)] for span in spans if span]


def _wording_id(text: str) -> int:
    words = " ".join(_WORD.findall(text.casefold().translate(_DASHES)))
    return int(key(words)[:_WORDING_DIGITS], 16)
