"""One reader a format: file -> Extract."""

from collections.abc import Mapping

from corpus.readers import markdown, text
from corpus.readers.extract import Extract, Reader

READERS: Mapping[str, Reader] = {".md": markdown.read, ".txt": text.read}

__all__ = ["READERS", "Extract", "Reader"]
