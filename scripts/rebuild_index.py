"""Build the index of a folder of reports; the version before it serves until it is complete."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import track

from bot.edge import run
from bot.settings import load_settings
from index.build import Report, build, is_current
from index.embed import SentenceTransformerEmbedder, identify

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
    if is_current(corpus, index, identify(settings.embedding_model)):
        console.print(f"The index in {index} is up to date with {corpus}.")
        return
    show(build(corpus, index, SentenceTransformerEmbedder(settings.embedding_model), progress))


def progress(items: Sequence[T], doing: str) -> Iterable[T]:
    """The items, with a bar where somebody watches and a line where nobody does."""
    if console.is_terminal:
        return track(items, f"{doing} …", console=console)
    console.print(f"{doing}: {len(items)} …")
    return items


def show(report: Report) -> None:
    """Print what was read, and what was skipped and why."""
    for document in report.documents:
        console.print(
            f"read     {document.path} ({document.language}): {document.title}", markup=False
        )
    for skipped in report.skipped:
        console.print(f"skipped  {skipped.path}: {skipped.reason}", markup=False)
    made = report.manifest
    console.print(
        f"Version {made.version} serves: {made.documents} documents, {made.passages} passages, "
        f"{made.sentences} sentences."
    )


if __name__ == "__main__":
    run(lambda: typer.run(main))
