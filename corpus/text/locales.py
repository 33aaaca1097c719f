"""What CLDR knows of a language, through Babel."""

from functools import cache

from babel import Locale, UnknownLocaleError


@cache
def locale(language: str) -> Locale | None:
    """The locale of a language by its code; None when CLDR does not know it."""
    try:
        return Locale(language)
    except (UnknownLocaleError, ValueError):
        return None


@cache
def territories(language: str) -> frozenset[str]:
    """The names of countries and regions in a language."""
    known = locale(language)
    return frozenset(known.territories.values()) if known else frozenset()
