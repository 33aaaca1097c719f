"""The language of a text (the only user of langdetect)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache

from langdetect import LangDetectException
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

from corpus.text.languages import function_words

# The beginning tells the language of a report; more text takes time and changes nothing.
_ENOUGH = 4000

# A line is in another language than its document only if it is long enough, and certain.
_WORDS_OF_A_LINE = 12
_CERTAIN = 0.99
_OWN = 0.15  # minimum share of function words for a line to be in their language

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]+")


def probabilities(text: str, prior: Mapping[str, float] | None = None) -> dict[str, float]:
    """ISO 639-1 code -> probability, for the languages that `text` may be in.

    With a `prior`, only its languages are considered. A text without letters gives {}.
    """
    detector = _factory().create()
    if prior is not None:
        known = {one: p for one in _factory().langlist if (p := prior.get(_code(one)))}
        if not known:
            return {}
        detector.set_prior_map(known)
    detector.append(text[:_ENOUGH])
    found: dict[str, float] = defaultdict(float)
    with suppress(LangDetectException):  # no letters at all: numbers, an emoji
        for guess in detector.get_probabilities():
            found[_code(guess.lang)] += guess.prob
    return dict(found)


def _code(detected: str) -> str:
    """The ISO 639-1 code of what langdetect calls zh-cn and zh-tw."""
    return detected[:2]


def detect(text: str) -> str:
    """The language that `text` is most likely in; "und" (undetermined) if it has no letters."""
    found = probabilities(text)
    return max(found, key=lambda code: found[code]) if found else "und"


def language_changes(text: str, language: str) -> tuple[tuple[int, str], ...]:
    """The offsets at which a text, mostly in `language`, changes its language, with the codes.

    These are starts of lines. A line too short to tell is in the language of the lines around it if
    they agree, else in that of the text.
    """
    lines = list(_LINE.finditer(text))
    told = _filled([_of_line(line.group(), language) for line in lines], language)
    found: list[tuple[int, str]] = []
    for line, code in zip(lines, told, strict=True):
        if code != (found[-1][1] if found else language):
            found.append((line.start(), code))
    return tuple(found)


def _of_line(line: str, language: str) -> str | None:
    """The language of a line; None if it is too short or not certain."""
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
    return best if found.get(best, 0.0) >= _CERTAIN else None


def _filled(told: Sequence[str | None], language: str) -> Iterator[str]:
    """The languages of lines, with those filled in that are not certain."""
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
