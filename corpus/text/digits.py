"""Numbers in digits, as reports write them -> one spelling."""

import re
from functools import cache

from babel.numbers import get_decimal_symbol

from corpus.text.locales import locale

_SPACES = "'’ \u00a0\u202f"
# 20.000 · 20,000 · 20 000 (also with narrow and non-breaking spaces) · 20'000 · 1,234.5 · 5,5
NUMBER = (
    r"(?:(?<!\d)\d{1,3}(?:"
    rf"(?:[{_SPACES}]\d{{3}})+(?:[.,]\d+)?|(?:٬\d{{3}})+(?:٫\d+)?|(?:,\d\d)+,\d{{3}}(?:\.\d+)?|"
    rf"(?:\.\d{{3}})+(?:,\d+)?|(?:,\d{{3}})+(?:\.\d+)?"
    r")(?!\d)|\d+(?:[.,٫]\d+)?)"
)

# A number that is most likely a year.
YEAR = r"(?<!\d)(?:[1١۱१]\d|[2٢۲२][0٠۰०])\d\d(?!\d)"

_SIGN = re.compile(r"[.,]")
_SPACE_OR_APOSTROPHE = re.compile(f"[{_SPACES}]")


def canonical(number: str, language: str) -> str:
    """A number matched by NUMBER, without grouping and with a decimal point: 20.000 -> 20000.

    A sign before exactly three digits groups them, unless it is the language's decimal sign and
    occurs once: 5.125 is a bit more than five in English.
    """
    digits = _SPACE_OR_APOSTROPHE.sub("", number)
    signs = _SIGN.findall(digits)
    if not signs:
        return digits
    whole, sign, fraction = digits.rpartition(signs[-1])
    grouped = len(fraction) == 3 and (sign != _decimal_sign(language) or fraction == "000")
    if grouped or signs.count(sign) > 1:
        return _SIGN.sub("", digits)
    return f"{_SIGN.sub('', whole)}.{fraction}".rstrip("0").rstrip(".")


@cache
def _decimal_sign(language: str) -> str:
    known = locale(language)
    return get_decimal_symbol(known) if known else "."
