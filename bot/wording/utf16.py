"""Lengths as Telegram counts them, in UTF-16 units."""


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def shortened(text: str, longest: int, sign: str = "…") -> str:
    """A text of at most so many UTF-16 units: cut at a word, with a sign for the rest."""
    if utf16_length(text) <= longest:
        return text
    room = longest - utf16_length(f" {sign}")
    start = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    whole, _, _ = start.rpartition(" ")
    return f"{whole or start} {sign}"
