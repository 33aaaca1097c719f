"""Documents -> a new version of the index."""

from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from pydantic import TypeAdapter

from corpus import Document, library_versions, reading, split
from corpus.digest import key
from corpus.text.languages import askable
from index import analysis, versions
from index.analysis import PassageAnalysis, analyse, in_context
from index.bm25 import Postings
from index.building import encode, inventory
from index.building.gather import BuildInput
from index.building.repeats import Repeats
from index.building.tools import BuildTools
from index.lexicon.countries import country_terms
from index.lexicon.lexicon import Lexicon
from index.search import Index
from index.spelling import spellings
from index.store import vectors
from index.store.reader import StoreReader
from index.store.writer import StoreWriter
from index.versions import Manifest

_BATCH = 50  # documents whose analyses are read at once
_LIBRARIES = (
    "belegbot",
    "faiss-cpu",
    "sentence-transformers",
    *reading.LIBRARIES,
    *analysis.LIBRARIES,
)

_PASSAGES = TypeAdapter(tuple[PassageAnalysis, ...])

# Sees a version before it is published, and raises an error to prevent that.
Gate = Callable[[Index], None]


def build(given: BuildInput, index: Path, tools: BuildTools, gate: Gate | None = None) -> Manifest:
    """Build a version of the index in the folder `index`, and publish it.

    The previous version serves until the new one is complete and has passed the gate. What is in
    the cache is not computed again.
    """
    with versions.building(index) as folder:
        passages, sentences = _write_store(folder, given, tools)
        _check(folder, given.documents)
        dimension = _write_vectors(folder, passages, sentences, tools)
        inventory.write(folder, given.inventory)
        version, built = versions.new_version()
        manifest = Manifest(
            version=version,
            built=built,
            model=tools.embedder.model,
            input_fingerprint=given.fingerprint,
            dimension=dimension,
            documents=len(given.documents),
            passages=len(passages),
            sentences=len(sentences),
            languages=dict(Counter(document.language for document in given.documents)),
            libraries=library_versions.installed_versions(_LIBRARIES),
            files=versions.digests(folder),
        )
        versions.seal(folder, manifest)
        if gate:
            with closing(Index(index, tools.embedder, folder.name)) as unpublished:
                gate(unpublished)
        versions.publish(index, folder, manifest)
    return manifest


def fingerprint(lexicon: Lexicon) -> str:
    """A fingerprint of all that a version depends on besides documents and model."""
    made_by = f"{versions.FORMAT} {split.VERSION} {analysis.VERSION}"
    return key(made_by, analysis.fingerprint(), lexicon.fingerprint())


def _write_store(folder: Path, given: BuildInput, tools: BuildTools) -> tuple[list[str], list[str]]:
    """Write all but the vectors; return the texts of passages and sentences in their order."""
    originals_first = sorted(given.documents, key=lambda one: one.id in given.originals)
    repeats, postings = Repeats(given.originals), Postings()
    contexts: set[str] = set()
    passages: list[str] = []
    sentences: list[str] = []
    with closing(StoreWriter(folder)) as writer:
        for document, analysed in _analysed(originals_first, tools):
            searched, repeated = repeats.add(document.id, writer.documents, analysed)
            writer.add(document, searched, repeated)
            for passage in searched:
                postings.add(passage.counts, passage.length)
                passages.append(in_context(document, passage.sentences[0], passage.end))
                sentences += [in_context(document, one) for one in passage.sentences]
                contexts.update(*(sentence.context for sentence in passage.sentences))
        writer.repeats(repeats.pairs())
        writer.postings(postings.weighted())
        translations = tools.lexicon.translations_into(postings.terms() | contexts)
        writer.translations(translations)
        writer.countries(term for language in askable() for term in country_terms(language))
        writer.spellings(spellings(postings.terms() | translations.keys()))
        writer.finish()
    return passages, sentences


def _analysed(
    documents: Sequence[Document], tools: BuildTools
) -> Iterator[tuple[Document, tuple[PassageAnalysis, ...]]]:
    """Each document with its passages, analysed if they are not in the cache."""
    made_of = fingerprint(tools.lexicon)
    phrases: Container[str] | None = None
    for batch in tools.track(documents, "Splitting", _BATCH):
        keys = {document.id: _analysis_key(document, made_of) for document in batch}
        known = tools.cache.get(list(keys.values()))
        new = {}
        for document in batch:
            if (found := known.get(keys[document.id])) is not None:
                yield document, _PASSAGES.validate_json(found)
            else:
                phrases = tools.lexicon.phrases() if phrases is None else phrases
                analysed = analyse(document, phrases)
                new[keys[document.id]] = _PASSAGES.dump_json(analysed)
                yield document, analysed
        tools.cache.put(new)


def _analysis_key(document: Document, made_of: str) -> str:
    """A key of all that an analysis depends on.

    The document's id lacks a title that is the file's name, and languages that were detected.
    """
    known = document.title, document.language, str(document.languages)
    return key("analysis", made_of, document.id, *known)


def _write_vectors(
    folder: Path, passages: Sequence[str], sentences: Sequence[str], tools: BuildTools
) -> int:
    """Write the vectors of these texts; return their dimension."""
    encode.encode([*passages, *sentences], tools)
    model = tools.embedder.model
    return vectors.write(
        folder,
        encode.read(encode.keys(passages, model), tools, "Writing passages"),
        encode.read(encode.keys(sentences, model), tools, "Writing sentences"),
    )


def _check(folder: Path, documents: Sequence[Document]) -> None:
    """Raise RuntimeError unless each document, of which all else are spans, is stored rightly."""
    expected = {document.id: document for document in documents}
    with closing(StoreReader(folder)) as written:
        for document in written.documents():
            if document != expected[document.id]:
                raise RuntimeError(f"{document.path} was stored wrongly")
