"""Which language a text is in (the only user of langdetect)."""

from collections.abc import Mapping
from functools import cache

from langdetect import LangDetectException
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

# A report is told by its beginning; more text takes time and changes nothing.
_ENOUGH = 4000


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


@cache
def _factory() -> DetectorFactory:
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.seed = 0  # langdetect samples: without a seed the same text changes its language
    return factory
