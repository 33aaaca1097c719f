"""What a rebuild works with."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from corpus.progress import Track, silently
from index.building.cache import Cache
from index.embedding.embedder import Embedder
from index.lexicon.lexicon import Lexicon

_CACHE = "cache.db"


@dataclass(frozen=True, slots=True)
class BuildTools:
    """The embedder and the lexicon to build with, the cache of results, and who shows progress."""

    embedder: Embedder
    lexicon: Lexicon = field(default_factory=Lexicon)
    track: Track = silently
    cache: Cache = field(default_factory=Cache)

    @classmethod
    def beside(cls, index: Path, embedder: Embedder, lexicon: Lexicon, track: Track) -> Self:
        """Tools with the cache that is kept in the folder of an index."""
        return cls(embedder, lexicon, track, Cache(index / _CACHE))
