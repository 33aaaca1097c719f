"""Whether a version is what it should be, down to the last offset."""

from contextlib import closing
from pathlib import Path

from corpus.errors import StaleIndexError
from index import versions
from index.store.reader import StoreReader
from index.store.vectors import VectorStore
from index.versions import Manifest


def verify(folder: Path) -> Manifest:
    """Check the version that serves: its files, and each passage and sentence against its document.

    Raises StaleIndexError with what is wrong.
    """
    place, manifest = versions.opened(folder)
    versions.check(place, manifest)
    with closing(StoreReader(place)) as store:
        wrong = store.misplaced_spans()
        counted, languages = store.counts(), store.languages()
    if wrong:
        raise StaleIndexError(
            f"{wrong} passages or sentences of the index in {folder} lie outside their document or "
            "page; build it with scripts/rebuild_index.py --full."
        )
    stated = manifest.documents, manifest.passages, manifest.sentences
    if (counted, counted[1:], languages) != (
        stated,
        VectorStore(place).counts(),
        manifest.languages,
    ):
        raise StaleIndexError(
            f"The index in {folder} does not hold what its manifest says; build it with "
            "scripts/rebuild_index.py --full."
        )
    return manifest
