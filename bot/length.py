"""Lengths as Telegram counts them, in UTF-16 units."""


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
