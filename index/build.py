"""A folder of reports -> a new version of the index."""

import hashlib
from collections.abc import Container, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from corpus.document import Document
from corpus.errors import CorpusError, StaleIndexError
from corpus.figures import figures
from corpus.read import read, report_files
from corpus.split import split
from index import store, vectors, versions
from index.bm25 import postings
from index.embed import Embedder, Model, Vectors
from index.lexicon import GLOSSARY, Lexicon, lexicon
from index.store import Store, Stored
from index.terms import passage_terms
from index.versions import Manifest

_BATCH = 64  # texts that are embedded between two steps of a progress bar

T = TypeVar("T")


class Track(Protocol):
    """Passes items on, and shows meanwhile what is being done with them."""

    def __call__(self, items: Sequence[T], doing: str) -> Iterable[T]: ...


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not in the index, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a build published, and what it left out."""

    manifest: Manifest
    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]


def build(corpus: Path, index: Path, embedder: Embedder, track: Track) -> Report:
    """Build a version of the index in the folder `index` from all reports in `corpus`.

    It serves as soon as it is complete; until then the version before it does. A file that
    cannot be read is left out. Raises CorpusError when that leaves no report at all.
    """
    inputs = fingerprint(corpus)
    documents, skipped = _read(corpus, track)
    if not documents:
        raise CorpusError(f"{corpus} should hold reports, but none of its files can be read.")
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
            inputs=inputs,
            documents=len(documents),
            passages=len(passages),
            sentences=len(sentences),
            files=versions.digests(folder),
        )
        versions.publish(index, folder, manifest)
    return Report(manifest, documents, skipped)


def is_current(corpus: Path, index: Path, model: Model) -> bool:
    """Whether the version that serves was built by this model from just these reports."""
    try:
        _, manifest = versions.current(index)
    except StaleIndexError:
        return False
    return manifest.model == model and manifest.inputs == fingerprint(corpus)


def fingerprint(corpus: Path) -> str:
    """A hash of all that an index is built from besides the model: the files and the glossary."""
    digest = hashlib.sha256()
    for path in [*sorted(corpus.rglob("*")), GLOSSARY]:
        if path.is_file():
            name = path.relative_to(corpus).as_posix() if path != GLOSSARY else path.name
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{name}\0{content}\n".encode())
    return digest.hexdigest()


def _read(corpus: Path, track: Track) -> tuple[tuple[Document, ...], tuple[Skipped, ...]]:
    documents: dict[str, Document] = {}
    skipped: list[Skipped] = []
    for path in track(report_files(corpus), "Reading"):
        name = path.relative_to(corpus).as_posix()
        try:
            document = read(path, corpus)
            if not split(document):
                raise CorpusError("it has no sentence that could be quoted")
            if (twin := documents.get(document.id)) is not None:
                raise CorpusError(f"it is the same report as {twin.path}")
        except CorpusError as error:
            skipped.append(Skipped(name, str(error)))
        else:
            documents[document.id] = document
    return tuple(documents.values()), tuple(skipped)


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
