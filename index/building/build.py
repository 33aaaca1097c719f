"""Documents -> a new version of the index."""

from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from pydantic import TypeAdapter

from corpus import library_versions, reading, split
from corpus.digest import key
from corpus.document import Document
from corpus.progress import Track
from index import analysis, versions
from index.analysis import PassageAnalysis, analyse
from index.bm25 import Postings
from index.building import encode, inventory
from index.building.cache import Cache
from index.building.gather import BuildInput
from index.building.repeats import Repeats
from index.embed import Embedder
from index.lexicon.lexicon import Lexicon
from index.search import Index
from index.store import vectors
from index.store.reader import Store
from index.store.writer import Writer
from index.versions import Manifest

_BATCH = 50  # documents whose analyses are read at once
_TOOLS = ("belegbot", "faiss-cpu", "sentence-transformers", *reading.LIBRARIES, *analysis.LIBRARIES)

_PASSAGES = TypeAdapter(tuple[PassageAnalysis, ...])

# Is shown a version before it serves; raises what the build shall end with instead.
Gate = Callable[[Index], None]


def build(
    material: BuildInput,
    index: Path,
    embedder: Embedder,
    lexicon: Lexicon,
    cache: Cache,
    track: Track,
    gate: Gate | None = None,
) -> Manifest:
    """Build a version of the index in the folder `index`.

    It serves as soon as it is complete and has passed the gate; until then the version before does.
    What is in the cache is not worked out again.
    """
    with versions.building(index) as folder:
        passages, sentences = _write_store(folder, material, lexicon, cache, track)
        _check(folder, material.documents)
        dimension = _write_vectors(folder, passages, sentences, embedder, cache, track)
        inventory.write(folder, material.sources)
        manifest = Manifest(
            *versions.new_version(),
            model=embedder.model,
            inputs=material.inputs,
            dimension=dimension,
            documents=len(material.documents),
            passages=len(passages),
            sentences=len(sentences),
            languages=dict(Counter(document.language for document in material.documents)),
            tools=library_versions.versions(_TOOLS),
            files=versions.digests(folder),
        )
        versions.seal(folder, manifest)
        if gate:
            with closing(Index(index, embedder, folder.name)) as built:
                gate(built)
        versions.publish(index, folder, manifest)
    return manifest


def ingredients(lexicon: Lexicon) -> str:
    """A fingerprint of all that is in a version besides what comes from documents and model."""
    made_by = f"{versions.FORMAT} {split.VERSION} {analysis.VERSION}"
    return key(made_by, analysis.ingredients(), lexicon.fingerprint())


def _write_store(
    folder: Path, material: BuildInput, lexicon: Lexicon, cache: Cache, track: Track
) -> tuple[list[str], list[str]]:
    """Write all but the vectors; gives the texts of the passages and sentences in their order."""
    originals_first = sorted(material.documents, key=lambda one: one.id in material.originals)
    repeats, postings = Repeats(material.originals), Postings()
    passages: list[str] = []
    sentences: list[str] = []
    with closing(Writer(folder)) as writer:
        for document, analysed in _analysed(originals_first, lexicon, cache, track):
            searched, repeated = repeats.add(document.id, writer.documents, analysed)
            writer.add(document, searched, repeated)
            for passage in searched:
                postings.add(passage.counts, passage.length)
                passages.append(document.text[passage.start : passage.end])
                sentences += [document.text[s.start : s.end] for s in passage.sentences]
        writer.also(repeats.also())
        writer.postings(postings.weighted())
        writer.translations(lexicon.translations_into(postings.terms()))
        writer.finish()
    return passages, sentences


def _analysed(
    documents: Sequence[Document], lexicon: Lexicon, cache: Cache, track: Track
) -> Iterator[tuple[Document, tuple[PassageAnalysis, ...]]]:
    """Each document with its passages, analysed if they are not in the cache."""
    made_of = ingredients(lexicon)
    phrases: Container[str] | None = None
    for batch in track(documents, "Splitting", _BATCH):
        keys = {document.id: _analysis_key(document, made_of) for document in batch}
        known = cache.get(list(keys.values()))
        new = {}
        for document in batch:
            if (found := known.get(keys[document.id])) is not None:
                yield document, _PASSAGES.validate_json(found)
            else:
                phrases = lexicon.phrases() if phrases is None else phrases
                analysed = analyse(document, phrases)
                new[keys[document.id]] = _PASSAGES.dump_json(analysed)
                yield document, analysed
        cache.put(new)


def _analysis_key(document: Document, made_of: str) -> str:
    """A key for all that an analysis depends on: a title may be the file's name, and a language
    detected, neither of which is in the document's id.
    """
    told = document.title, document.language, str(document.languages)
    return key("analysis", made_of, document.id, *told)


def _write_vectors(
    folder: Path,
    passages: Sequence[str],
    sentences: Sequence[str],
    embedder: Embedder,
    cache: Cache,
    track: Track,
) -> int:
    """Write the vectors of these texts; gives their dimension."""
    encode.encode([*passages, *sentences], embedder, cache, track)
    return vectors.write(
        folder,
        encode.read(encode.keys(passages, embedder.model), cache, track, "Writing passages"),
        encode.read(encode.keys(sentences, embedder.model), cache, track, "Writing sentences"),
    )


def _check(folder: Path, documents: Sequence[Document]) -> None:
    """Raise RuntimeError unless each document, of which all else are spans, reads as it was."""
    expected = {document.id: document for document in documents}
    with closing(Store(folder)) as written:
        for document in written.documents():
            if document != expected[document.id]:
                raise RuntimeError(f"{document.path} was stored wrongly")
