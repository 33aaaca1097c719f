"""Bullets and numbers at the beginning of list items."""

import re

_BULLET = re.compile(r"[•‣▪●○■□◦➢✓·*]$")
_DASH = re.compile(r"[–—-]$")
_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]$|\d{1,2}(?:\.\d{1,2})+\.?$")


def is_bullet(token: str) -> bool:
    """Whether a token can only be the beginning of a list item."""
    return _BULLET.match(token) is not None


def is_marker(token: str) -> bool:
    """Whether a token may be the beginning of a list item: "2." may begin a date as well."""
    return any(pattern.match(token) for pattern in (_BULLET, _DASH, _NUMBER))
