"""Documents -> a new version of the index."""

import hashlib
from collections.abc import Container, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path

import numpy as np

from corpus.document import Document
from corpus.errors import StaleIndexError
from corpus.figures import figures
from corpus.progress import Track
from corpus.split import split
from index import store, vectors, versions
from index.bm25 import postings
from index.embed import Embedder, Model, Vectors
from index.lexicon import GLOSSARY, Lexicon, lexicon
from index.store import Store, Stored
from index.terms import passage_terms
from index.versions import Manifest

_BATCH = 64  # texts that are embedded between two steps of a progress bar


def build(
    documents: Sequence[Document], source: str, index: Path, embedder: Embedder, track: Track
) -> Manifest:
    """Build a version of the index in the folder `index` from documents, at least one.

    It serves as soon as it is complete; until then the version before it does. `source` is a
    fingerprint of what the documents were read from.
    """
    translations = lexicon({document.language for document in documents})
    passages, sentences, bags = _split(documents, translations, track)
    found_by = postings(bags)
    with versions.building(index) as folder:
        store.write(folder, passages, sentences, found_by, _in_corpus(translations, found_by))
        _check(folder, passages, sentences)
        passage_vectors = _embed(passages, embedder, track, "Encoding passages")
        sentence_vectors = _embed(sentences, embedder, track, "Encoding sentences")
        vectors.write(folder, passage_vectors, sentence_vectors)
        manifest = Manifest(
            *versions.new_version(),
            model=embedder.model,
            inputs=_inputs(source),
            documents=len(documents),
            passages=len(passages),
            sentences=len(sentences),
            files=versions.digests(folder),
        )
        versions.publish(index, folder, manifest)
    return manifest


def is_current(index: Path, source: str, model: Model) -> bool:
    """Whether the version that serves was built by this model from just this source."""
    try:
        _, manifest = versions.current(index)
    except StaleIndexError:
        return False
    return manifest.model == model and manifest.inputs == _inputs(source)


def _inputs(source: str) -> str:
    """A fingerprint of all that a version is built from besides the model."""
    return hashlib.sha256(source.encode() + GLOSSARY.read_bytes()).hexdigest()


def _split(
    documents: Sequence[Document], phrases: Container[str], track: Track
) -> tuple[list[Stored], list[Stored], list[list[str]]]:
    """The passages and sentences of the documents, and the terms of each passage."""
    passages: list[Stored] = []
    sentences: list[Stored] = []
    bags: list[list[str]] = []
    for document in track(documents, "Splitting"):
        for passage, spans in split(document):
            number = len(passages)
            bags.append(passage_terms(passage.text, document.language, phrases))
            passages.append(Stored(number, number, passage, frozenset(bags[-1])))
            for span in spans:
                terms = frozenset(passage_terms(span.text, document.language, phrases))
                figures_in_it = tuple(figures(span.text, document.language))
                sentences.append(Stored(len(sentences), number, span, terms, figures_in_it))
    return passages, sentences, bags


def _embed(spans: Sequence[Stored], embedder: Embedder, track: Track, doing: str) -> Vectors:
    batches = [spans[i : i + _BATCH] for i in range(0, len(spans), _BATCH)]
    return np.concatenate(
        [
            embedder.embed([stored.span.text for stored in batch], "passage")
            for batch in track(batches, doing)
        ]
    )


def _in_corpus(translations: Lexicon, postings: Container[str]) -> Lexicon:
    """The translations that lead to a term of the corpus."""
    kept = {
        source: {target: p for target, p in targets.items() if target in postings}
        for source, targets in translations.items()
    }
    return {source: targets for source, targets in kept.items() if targets}


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
