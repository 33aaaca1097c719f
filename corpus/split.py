"""Document -> sentences, and passages of a few whole sentences."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import sentencex

from corpus.document import Document, Passage
from corpus.lines import ROW, is_row, lines
from corpus.text.figures import figure_patterns
from corpus.text.languages import language_data
from corpus.text.locales import locale
from corpus.text.morphology import is_known
from corpus.text.terms import fold, is_function_word

VERSION = 2  # of the splitting; a new one splits all documents again

# Lengths are in characters. Embedding models read 256 or 512 word pieces, about one passage even in
# a language that a model was not made for; they would silently ignore the rest.
_PASSAGE = 900
_PARAGRAPH = 300  # a shorter paragraph shares its passage with the next one
_SENTENCE = 1000  # text without full stops (a table, a list of names) is cut at a space

_WORD_AND_DIGIT = re.compile(r"(?<![^\W\d_])(?P<word>[^\W\d_]{3,})(?P<stop>\.)\s+\d")
_LONG_ENOUGH = 40  # characters that hold any abbreviation
_LONG = 8  # letters of a word that is no abbreviation

_DAY = re.compile(r"(?:^\W*(?:\w+\s)?|[,(–-]\s?|(?<!\w)[^\W\d_A-ZÄÖÜ]+\s)\d{1,2}\.$")


def split(document: Document) -> list[tuple[Passage, list[Passage]]]:
    """The passages of a document in order, each with its sentences.

    A passage holds whole sentences. It ends with its page, where the language changes, with a
    paragraph if it is long enough, and before it gets too long for the embedding model. A sentence
    ends with its line; dates, abbreviations and decimal commas do not end it. Headings, menu lines
    and the heads of tables are not sentences; any other row of a table is one.
    """
    groups: list[list[Passage]] = []
    for sentence in _sentences(document):
        if groups and _belongs(sentence, groups[-1]):
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    return [(Passage(document, group[0].start, group[-1].end), group) for group in groups]


def has_sentence(document: Document) -> bool:
    """Whether a document holds a sentence that could be quoted."""
    return next(_sentences(document), None) is not None


def _sentences(document: Document) -> Iterator[Passage]:
    for line in lines(document):
        if line.says_something:
            text, language = document.text[line.start : line.end], document.language_at(line.start)
            is_whole = is_row(text) and len(text) <= ROW
            spans = [(0, len(text))] if is_whole else sentence_spans(text, language)
            for start, end in spans:
                yield Passage(document, line.start + start, line.start + end)


def _belongs(sentence: Passage, group: Sequence[Passage]) -> bool:
    start, end = group[0].start, group[-1].end
    new_paragraph = "\n" in sentence.document.text[end : sentence.start]
    return (
        sentence.page == group[0].page
        and sentence.language == group[0].language
        and sentence.end - start <= _PASSAGE
        and not (new_paragraph and end - start >= _PARAGRAPH)
    )


def sentence_spans(line: str, language: str) -> Iterator[tuple[int, int]]:
    """The span of each sentence in a line of text, without surrounding spaces."""
    found = {
        boundary["end_index"] for boundary in sentencex.get_sentence_boundaries(language, line)
    }
    hidden = {*_behind_figures(line, language), *_before_digits(line, language)}
    start = 0
    for end in sorted(found | hidden):
        before, after = line[start:end].rstrip(), line[end:].lstrip()
        if after and (end in hidden or not _goes_on(before, after, language)):
            yield from _cut(line, start, end)
            start = end
    yield from _cut(line, start, len(line))


def _behind_figures(line: str, language: str) -> Iterator[int]:
    """The ends that sentencex misses as it takes a unit for an abbreviation: 2,2 Mio. t. Die …

    A scale may be one and yet end a sentence: $61,4 млрд. Это … Before a noun it does not.
    """
    for match in _figure_and_stop(language).finditer(line):
        word, unit = match["word"], match["unit"]
        is_initial = unit is not None and unit.isupper() and len(unit) == 1  # In 2015 M. Smith
        is_function = is_function_word(fold(word, language), language)
        may_be_noun = word.isupper() or language_data(language).capitalises_nouns
        is_end = bool(unit) or is_function or not may_be_noun
        if is_end and not is_initial and not word[0].islower():
            yield match.start("next")


def _before_digits(line: str, language: str) -> Iterator[int]:
    """The ends before a number, where a full stop may also make it an ordinal: … Wasser. 140 …

    A word that is in the dictionary, or is long, is no abbreviation.
    """
    if not _writes_days_with_dot(language):
        return
    for match in _WORD_AND_DIGIT.finditer(line):
        word = match["word"]
        before = line[max(0, match.end("stop") - _LONG_ENOUGH) : match.end("stop")]
        is_word = len(word) >= _LONG or is_known(word, language)
        if is_word and not _is_abbreviated(before, language):
            yield match.end("stop")


def _goes_on(before: str, after: str, language: str) -> bool:
    """Whether a sentence goes on after a boundary that sentencex found."""
    return (
        after[:1].islower()
        or _is_abbreviated(before, language)
        or (_writes_days_with_dot(language) and _DAY.search(before) is not None)
    )


def _is_abbreviated(before: str, language: str) -> bool:
    """Whether a text ends with an abbreviation."""
    is_short = _abbreviation(language).search(before) is not None
    return is_short or before.endswith(_short_months(language))


def _cut(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without outer spaces, in pieces of limited length; nothing if it is blank."""
    while end - start > _SENTENCE:
        space = line.rfind(" ", start + 1, start + _SENTENCE)
        piece = space if space > 0 else start + _SENTENCE
        yield from _stripped(line, start, piece)
        start = piece
    yield from _stripped(line, start, end)


def _stripped(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    text = line[start:end]
    if text.strip():
        yield start + len(text) - len(text.lstrip()), start + len(text.rstrip())


@cache
def _figure_and_stop(language: str) -> re.Pattern[str]:
    """A figure with a scale or a unit, a full stop, which may be the scale's own, and a word."""
    words = figure_patterns(language)
    scale = rf"(?i:{words['scale']}|{words['money']})"
    unit = rf"(?P<unit>(?i:%|{words['percent']}|{words['unit']}))"
    return re.compile(
        rf"\d\s?(?:(?:{scale}\s?)?{unit}|{scale}(?:\s{scale})?)(?:\.|(?<=\.))\s+"
        r"(?P<next>[\"'“„«(]?(?P<word>[^\W_]+))"
    )


@cache
def _abbreviation(language: str) -> re.Pattern[str]:
    """An initial or an abbreviation at the end, whose full stop sentencex takes for an end."""
    abbreviations = language_data(language).sentences.abbreviations
    return re.compile(rf"(?<!\w)(?:[A-ZА-ЯЁІЇЄҐ]|(?i:{abbreviations}))\.$")


@cache
def _short_months(language: str) -> tuple[str, ...]:
    known = locale(language)
    months = known.months["format"]["abbreviated"].values() if known else ()
    return tuple(f" {month}" for month in months if month.endswith("."))


@cache
def _writes_days_with_dot(language: str) -> bool:
    """Whether the language writes "28. Oktober", as CLDR's long date format shows."""
    known = locale(language)
    return known is not None and "d." in known.date_formats["long"].pattern
