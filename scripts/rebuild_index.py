"""Build the index of a folder of reports; the version before it serves until it is complete."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import track

from bot.edge import run
from bot.settings import load_settings
from corpus.folder import Reading, fingerprint, read_folder
from index.build import build, is_current
from index.dictionaries import Dictionary, installed
from index.embed import SentenceTransformerEmbedder, identify
from index.lexicon import Lexicon

T = TypeVar("T")
console = Console(soft_wrap=True, highlight=False)


def main(
    corpus: Annotated[Path | None, typer.Option(help="Folder of the reports.")] = None,
    index: Annotated[Path | None, typer.Option(help="Folder of the index.")] = None,
) -> None:
    """Build the index of a folder of reports; nothing is done when it is up to date."""
    settings = load_settings()
    corpus = corpus or settings.corpus_dir
    index = index or settings.index_dir
    index.mkdir(parents=True, exist_ok=True)
    source = fingerprint(corpus)
    lexicon = Lexicon([Dictionary(path) for path in installed(settings.dictionaries)])
    if is_current(index, source, identify(settings.embedding_model), lexicon):
        console.print(f"The index in {index} is up to date with {corpus}.")
        return
    reading = read_folder(corpus, progress)
    show(reading)
    for dictionary in lexicon.dictionaries:
        console.print(f"dictionary  {dictionary.path} ({' and '.join(dictionary.languages)})")
    embedder = SentenceTransformerEmbedder(settings.embedding_model)
    built = build(reading.documents, source, index, embedder, lexicon, progress)
    console.print(
        f"Version {built.version} serves: {built.documents} documents, {built.passages} passages, "
        f"{built.sentences} sentences."
    )


def progress(items: Sequence[T], doing: str) -> Iterable[T]:
    """The items, with a bar where somebody watches and a line where nobody does."""
    if console.is_terminal:
        return track(items, f"{doing} …", console=console)
    console.print(f"{doing}: {len(items)} …")
    return items


def show(reading: Reading) -> None:
    """Print what was read, and what was skipped and why."""
    for document in reading.documents:
        title = f"read     {document.path} ({document.language}): {document.title}"
        console.print(title, markup=False)
    for skipped in reading.skipped:
        console.print(f"skipped  {skipped.path}: {skipped.reason}", markup=False)


if __name__ == "__main__":
    run(lambda: typer.run(main))
