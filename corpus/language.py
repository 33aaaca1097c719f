"""Which language a text is in (the only user of langdetect)."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import yaml
from langdetect import LangDetectException
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.utils.ngram import NGram
from numpy.typing import NDArray

FUNCTION_WORDS = Path(__file__).with_name("function_words.yaml")

# A report is told by its beginning; more text takes time and changes nothing.
_ENOUGH = 4000

# A line is in another language than its document only if it is long enough to tell, and certain.
_WORDS_OF_A_LINE = 12
_CERTAIN = 0.99
_OWN = 0.15  # share of function words, from which on a line is in the language that they are of

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]+")


def probabilities(text: str, prior: Mapping[str, float] | None = None) -> dict[str, float]:
    """ISO 639-1 code -> probability, for the languages that `text` may be in.

    With a `prior`, only its languages are considered. A text without letters gives {}.
    """
    detector = _factory().create()
    if prior is not None:
        known = {code: p for code, p in prior.items() if code in _factory().langlist}
        if not known:
            return {}
        detector.set_prior_map(known)
    detector.append(text[:_ENOUGH])
    try:
        return {guess.lang: guess.prob for guess in detector.get_probabilities()}
    except LangDetectException:  # no letters at all: numbers, an emoji
        return {}


def detect(text: str) -> str:
    """The language that `text` is most likely in; "und" (undetermined) if it has no letters."""
    found = probabilities(text)
    return max(found, key=lambda code: found[code])[:2] if found else "und"


def changes(text: str, language: str) -> tuple[tuple[int, str], ...]:
    """The offsets at which a text, most of it in `language`, changes its language, with the codes.

    It does so at the beginning of a line. A line too short to tell is in the language of the lines
    around it if they agree, else in that of the text.
    """
    lines = list(_LINE.finditer(text))
    told = _filled([_of_line(line.group(), language) for line in lines], language)
    found: list[tuple[int, str]] = []
    for line, code in zip(lines, told, strict=True):
        if code != (found[-1][1] if found else language):
            found.append((line.start(), code))
    return tuple(found)


@cache
def function_words() -> Mapping[str, frozenset[str]]:
    """The function words of each language that has a list, in lower case."""
    lists: dict[str, str] = yaml.safe_load(FUNCTION_WORDS.read_text(encoding="utf-8"))
    return {language: frozenset(words.split()) for language, words in lists.items()}


def _of_line(line: str, language: str) -> str | None:
    """The language of a line; None if it is too short or says too little to tell."""
    words = _WORD.findall(line.lower())
    if len(words) < _WORDS_OF_A_LINE:
        return None
    shares = {
        code: sum(word in known for word in words) / len(words)
        for code, known in function_words().items()
    }
    own = shares.get(language, 0.0)
    if own >= _OWN and own == max(shares.values()):  # detection takes a thousand times as long
        return language
    found = probabilities(line)
    best = max(found, key=lambda code: found[code], default=language)
    return best[:2] if found.get(best, 0.0) >= _CERTAIN else None


def _filled(told: Sequence[str | None], language: str) -> Iterator[str]:
    """The languages of lines, those in between that are not told among them."""
    behind: list[str | None] = [None]
    for code in reversed(told):
        behind.append(code or behind[-1])
    before = None
    for code, after in zip(told, reversed(behind[1:]), strict=True):
        before = code or before
        yield code or (before if before and before == after else language)


@cache
def _factory() -> DetectorFactory:
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.seed = 0  # langdetect samples: without a seed the same text changes its language
    return factory


# What follows tells a text from one that was decoded wrongly.
_UNSEEN = math.log(1e-6)  # about as rare as the rarest n-gram in a profile
_LONELY = 0.7  # a sign between spaces is less of a surprise
_ENOUGH_LETTERS = 1500
_LAST_LATIN = "\u024f"
_BESIDE_WORDS = frozenset("„“”‘’‚«»‹›–—…¿¡。、，！？「」《》（）：；・°²³\u00a0")
_ALONE = _BESIDE_WORDS | frozenset("•·§©®™№€£½×′\u3000")
_IN_WORDS = frozenset("’·—\u00ad")
_AFTER_WORDS = frozenset("”’—")  # of scripts other than Latin, if there is no space


def plausibility(text: str) -> float:
    """How well the characters outside ASCII go with their neighbours; 0 where there are none.

    The mean log-probability of their n-grams, in the language where it is highest. A text that
    was decoded wrongly has less of it: its n-grams are rare, signs and capitals stand within
    words, two scripts share a word.
    """
    total, count = np.zeros(len(_factory().langlist)), 0
    for before, letter, after in zip(f" {text}", text, f"{text} "[1:], strict=False):
        if not letter.isascii():
            total += _log_probability(before, letter, after)
            count += 1
        if count == _ENOUGH_LETTERS:
            break
    return float(total.max()) / max(count, 1)


@lru_cache(maxsize=50_000)  # about 30 MB; wrong readings of many files have no end of n-grams
def _log_probability(before: str, letter: str, after: str) -> NDArray[np.float64] | float:
    """By language; of what no language writes, a number for all of them."""
    words = before.isalpha() + after.isalpha()
    if not letter.isalpha():
        misplaced = letter in _AFTER_WORDS and words == 1 and _is_not_latin(after)
        if misplaced or letter not in (_ALONE, _BESIDE_WORDS, _IN_WORDS)[words]:
            return 2 * _UNSEEN
        return _UNSEEN if words else _LONELY * _UNSEEN
    if letter.isupper() and before.islower():
        return 2 * _UNSEEN
    if _is_not_latin(letter) and any(one.isascii() and one.isalpha() for one in (before, after)):
        return 2 * _UNSEEN
    if letter.isupper() and (before.isupper() or after.isupper()):  # the profiles have few of them
        before, letter, after = before.lower(), letter.lower(), after.lower()
    before, letter, after = map(_normalized, (before, letter, after))
    grams = (letter, before + letter, letter + after, before + letter + after)
    return sum(map(_profile, grams), np.zeros(1)) / 2


def _is_not_latin(letter: str) -> bool:
    return letter.isalpha() and letter > _LAST_LATIN


def _normalized(letter: str) -> str:
    return str(NGram.normalize(letter)) if letter.isalpha() else " "


def _profile(gram: str) -> NDArray[np.float64] | float:
    """The log-probability of an n-gram in each language."""
    known = _factory().word_lang_prob_map.get(gram)
    return np.log(np.array(known) + math.exp(_UNSEEN)) if known else _UNSEEN
