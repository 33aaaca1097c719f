"""Text -> terms, tagged with their language.

A term is a string: "de:soldat" is a German stem, "de:nord korea" a phrase of two, and
"=:rutte" or "=:20000" a name or a number, which all languages share.
"""

import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.library_versions import installed_versions
from corpus.text import languages
from corpus.text.digits import NUMBER, canonical
from corpus.text.languages import LETTERS, MARKS, NOTHING, function_words, language_data
from corpus.text.morphology import compound_parts, lemma, stem
from corpus.text.phonetics import phonetic_key
from corpus.text.quantities import Quantity, quantities

_TOKEN = re.compile(rf"(?P<number>{NUMBER})|(?P<word>{LETTERS}(?:['’]{LETTERS})*)")
_LONGEST_PHRASE = 4

# The letters of Thai, Japanese and Chinese.
_UNSPACED = (
    r"\u0e00-\u0e7f\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_LETTER = re.compile(rf"[{_UNSPACED}][{MARKS}]*")
_GRAM = 2

SHARED = "="  # stands for the language in the terms that all languages share

# A new version of any of these, or a change of these fields of a language, changes terms.
LIBRARIES = ("Babel", "PyStemmer", "simplemma", "text2num")
_LANGUAGE_FIELDS = (
    "folding", "capitalises_nouns", "compound_links", "endings", "figures", "function_words",
    "number_words", "writes_spaces",
)  # fmt: skip

_PART = 0.5
_NO_MORE = Quantity(sys.maxsize, sys.maxsize, "")
_COMBINING = re.compile(r"[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a number of a text, its span, its folded form and its stem.

    - `parts`: the stems of the words that a compound is made of
    - `value`: of a number or a part of one; of "twenty thousand" both words have the value 20000
    """

    start: int
    end: int
    folded: str
    stem: str
    is_capitalised_or_number: bool
    parts: tuple[str, ...] = ()
    value: str | None = None


def tokenize(text: str, language: str, with_lemmas: bool = True) -> list[Token]:
    """The words and numbers of a text in order.

    Without lemmas, which take a dictionary, stems are cruder and compounds are not taken apart.
    """
    numbers = iter([*quantities(text, language), _NO_MORE])
    number = next(numbers)
    tokens = []
    for start, end in _spans(text, language):
        while number.end < end:
            number = next(numbers)
        value = number.value if number.start <= start else None
        tokens.append(_token(text, (start, end), language, value, with_lemmas))
    return tokens


def passage_terms(
    tokens: Sequence[Token], language: str, phrases: Container[str]
) -> dict[str, float]:
    """The terms that a passage is found by, with their counts.

    These are its words, names, numbers and known phrases; a part of a compound counts half.
    """
    counts: dict[str, float] = defaultdict(float)
    for token in tokens:
        counts[stem_term([token.stem], language)] += 1
        for part in token.parts:
            counts[stem_term([part], language)] += _PART
        if token.is_capitalised_or_number or token.value:
            for term in shared_terms(token):
                counts[term] += 1
    for _, _, phrase in ngrams(tokens, language):
        if phrase in phrases:
            counts[phrase] += 1
    return counts


def fingerprint() -> str:
    """A fingerprint of all that the terms of a text depend on."""
    return f"{languages.fingerprint(*_LANGUAGE_FIELDS)} {installed_versions(LIBRARIES)}"


def name_term(name: str, language: str) -> str:
    """The term of a word or a phrase, as questions have it, and mostly passages, too."""
    with_lemmas = language_data(language).dictionary_for_questions
    stems = [
        _stem_of(name[start:end], language, with_lemmas) for start, end in _spans(name, language)
    ]
    return stem_term(stems, language)


def language_of(term: str) -> str:
    """The language of a term, or SHARED."""
    return term.partition(":")[0]


def stem_of(term: str) -> str:
    """A term without its language."""
    return term.partition(":")[2]


def shared_terms(token: Token) -> list[str]:
    """The shared terms of a word, taken as a name, or of a number."""
    if token.value is None:
        return [f"{SHARED}:{phonetic_key(token.folded)}"]
    return [f"{SHARED}:{number}" for number in {token.value, token.folded} if number[0].isdigit()]


def ngrams(tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int, str]]:
    """(first, end, term) of each run of two to four tokens."""
    for first in range(len(tokens)):
        for end in range(first + 2, min(first + _LONGEST_PHRASE, len(tokens)) + 1):
            yield first, end, stem_term([token.stem for token in tokens[first:end]], language)


def stem_term(stems: Sequence[str], language: str) -> str:
    return f"{language}:{' '.join(stems)}"


def is_function_word(folded: str, language: str) -> bool:
    """Whether a folded word carries no content; never in a language without function words."""
    return folded in _folded_function_words(language)


@cache
def _folded_function_words(language: str) -> frozenset[str]:
    return frozenset(fold(word, language) for word in function_words().get(language, ()))


def fold(word: str, language: str) -> str:
    """A word without case and Latin accents; letters as their language folds them: ä as ae."""
    word = word.casefold().translate(_folding(language))
    if word.isascii() or not _is_latin(word):
        return word
    return _COMBINING.sub("", unicodedata.normalize("NFKD", word))


@cache
def _folding(language: str) -> Mapping[int, str]:
    return str.maketrans(dict(language_data(language).folding))


def _spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    """The spans of the words and numbers of a text in order."""
    for match in _TOKEN.finditer(text):
        if match["number"] or language_data(language).writes_spaces:
            yield match.span()
        else:
            yield from _pieces(text, match.span(), language)


def _pieces(text: str, span: tuple[int, int], language: str) -> Iterator[tuple[int, int]]:
    """The words in a run of letters of a language that writes no spaces.

    Where words end is not known without a dictionary: between function words, each two letters that
    follow each other count as a word (after Nie et al., On the Use of Words and N-grams for Chinese
    Information Retrieval, 2000).
    """
    for match in _unspaced(language).finditer(text, *span):
        start, end = match.span()
        if match["run"] is None:
            yield start, end
            continue
        letters = [start + letter.start() for letter in _LETTER.finditer(match["run"])]
        firsts = letters[: 1 - _GRAM] or letters
        yield from zip(firsts, [*letters[_GRAM:], end], strict=True)


@cache
def _unspaced(language: str) -> re.Pattern[str]:
    words = sorted(language_data(language).function_words, key=len, reverse=True)
    known = "|".join(map(re.escape, words)) or NOTHING
    letter = rf"(?!{known})[{_UNSPACED}][{MARKS}]*"
    return re.compile(rf"(?P<function>{known})|(?P<run>(?:{letter})+)|[^{_UNSPACED}]+")


def _token(
    text: str, span: tuple[int, int], language: str, value: str | None, with_lemmas: bool
) -> Token:
    start, end = span
    word = text[start:end]
    if word[0].isdigit():
        number = canonical(word, language)
        return Token(
            start=start,
            end=end,
            folded=number,
            stem=number,
            is_capitalised_or_number=True,
            value=value,
        )
    parts = compound_parts(word, language) if with_lemmas else ()
    return Token(
        start=start,
        end=end,
        folded=fold(word, language),
        stem=_stem(word, language, with_lemmas),
        is_capitalised_or_number=word[0].isupper(),
        parts=tuple(_stem(part, language) for part in parts),
        value=value,
    )


def _stem_of(word: str, language: str, with_lemmas: bool) -> str:
    return canonical(word, language) if word[0].isdigit() else _stem(word, language, with_lemmas)


def _stem(word: str, language: str, with_lemmas: bool = True) -> str:
    return stem(fold(lemma(word, language) if with_lemmas else word, language), language)


def _is_latin(word: str) -> bool:
    return unicodedata.name(word[0], "").startswith("LATIN")
