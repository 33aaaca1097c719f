"""Documents -> a new version of the index."""

import hashlib
from collections.abc import Container, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path

import numpy as np

from corpus.document import Document, Passage
from corpus.errors import StaleIndexError
from corpus.figures import FIGURE_WORDS, figures
from corpus.numerals import NUMERALS
from corpus.progress import Track
from corpus.split import split
from index import store, vectors, versions
from index.bm25 import Posting, postings
from index.embed import Embedder, Model, Vectors
from index.lexicon import Lexicon
from index.names import NAME_WORDS, names
from index.store import Store, Stored
from index.terms import passage_terms, tokenize
from index.versions import Manifest

_BATCH = 64  # texts that are embedded between two steps of a progress bar


def build(
    documents: Sequence[Document],
    source: str,
    index: Path,
    embedder: Embedder,
    lexicon: Lexicon,
    track: Track,
) -> Manifest:
    """Build a version of the index in the folder `index` from documents, at least one.

    It serves as soon as it is complete; until then the version before it does. `source` is a
    fingerprint of what the documents were read from.
    """
    passages, sentences, found_by = _split(documents, lexicon.phrases(), track)
    translations = lexicon.translations_into(found_by)
    with versions.building(index) as folder:
        store.write(folder, passages, sentences, found_by, translations)
        _check(folder, passages, sentences)
        passage_vectors = _embed(passages, embedder, track, "Encoding passages")
        sentence_vectors = _embed(sentences, embedder, track, "Encoding sentences")
        vectors.write(folder, passage_vectors, sentence_vectors)
        manifest = Manifest(
            *versions.new_version(),
            model=embedder.model,
            inputs=_inputs(source, lexicon),
            dimension=passage_vectors.shape[1],
            documents=len(documents),
            passages=len(passages),
            sentences=len(sentences),
            files=versions.digests(folder),
        )
        versions.publish(index, folder, manifest)
    return manifest


def is_current(index: Path, source: str, model: Model, lexicon: Lexicon) -> bool:
    """Whether the version that serves was built by these from just this source."""
    try:
        version, manifest = versions.current(index)
        versions.check(version, manifest)
    except StaleIndexError:
        return False
    return manifest.model == model and manifest.inputs == _inputs(source, lexicon)


def _inputs(source: str, lexicon: Lexicon) -> str:
    """A fingerprint of all that a version is built from besides the model."""
    words = (path.read_bytes() for path in (FIGURE_WORDS, NUMERALS, NAME_WORDS))
    data = f"{source} {lexicon.fingerprint()} ".encode() + b"".join(words)
    return hashlib.sha256(data).hexdigest()


def _split(
    documents: Sequence[Document], phrases: Container[str], track: Track
) -> tuple[list[Stored], list[Stored], dict[str, Posting]]:
    """The passages and sentences of the documents, and the postings of the passages."""
    passages: list[Stored] = []
    sentences: list[Stored] = []
    counts: list[dict[str, float]] = []
    lengths: list[int] = []
    for document in track(documents, "Splitting"):
        for passage, spans in split(document):
            number = len(passages)
            tokens = tokenize(passage.text, document.language)
            counts.append(passage_terms(tokens, document.language, phrases))
            lengths.append(len(tokens))
            passages.append(Stored(number, number, passage))
            for span in spans:
                sentences.append(_sentence(len(sentences), number, span, phrases))
    return passages, sentences, postings(counts, lengths)


def _sentence(number: int, within: int, span: Passage, phrases: Container[str]) -> Stored:
    language = span.document.language
    tokens = tokenize(span.text, language)
    return Stored(
        number,
        within,
        span,
        frozenset(passage_terms(tokens, language, phrases)),
        tuple(figures(span.text, language)),
        tuple(names(span.text, language, tokens)),
    )


def _embed(spans: Sequence[Stored], embedder: Embedder, track: Track, doing: str) -> Vectors:
    batches = [spans[i : i + _BATCH] for i in range(0, len(spans), _BATCH)]
    return np.concatenate(
        [
            embedder.embed([stored.span.text for stored in batch], "passage")
            for batch in track(batches, doing)
        ]
    )


def _check(folder: Path, passages: Sequence[Stored], sentences: Sequence[Stored]) -> None:
    """Raise RuntimeError unless each span reads from the database as it was split."""
    with closing(Store(folder)) as written:
        for i in range(0, len(passages), _BATCH):
            batch = passages[i : i + _BATCH]
            if written.passages([passage.number for passage in batch]) != batch:
                raise RuntimeError(f"a passage of {batch[0].span.document.path} was stored wrongly")
        for number, spans in groupby(sentences, key=lambda sentence: sentence.within):
            if written.sentences([number]) != list(spans):
                raise RuntimeError(f"a sentence of passage {number} was stored wrongly")
