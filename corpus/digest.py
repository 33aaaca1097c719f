"""SHA-256 of files, bytes and texts; the only module that hashes, except for keyed hashes."""

import hashlib
from pathlib import Path

_KEY_DIGITS = 32  # hexadecimal, 128 bits


def file_digest(*paths: Path) -> str:
    """SHA-256 of a file, or of several files one after another, in hexadecimal digits.

    Raises OSError when a file cannot be read.
    """
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            hashlib.file_digest(file, lambda: digest)
    return digest.hexdigest()


def bytes_digest(*parts: bytes) -> str:
    """SHA-256 of bytes, with a null byte between several parts, in hexadecimal digits."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def key(*parts: str) -> str:
    """A key of 32 hexadecimal digits for a value that depends on all these texts."""
    return bytes_digest(*(part.encode("utf-8", "surrogatepass") for part in parts))[:_KEY_DIGITS]
