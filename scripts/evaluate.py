"""Measure retrieval, quotes, marks and refusals on questions whose answers are known."""

from pathlib import Path
from typing import Annotated

import typer
from console.measurements import print_measurements
from evaluation.golden import golden_measurements
from evaluation.measures import measurements
from evaluation.squad import read_squad

from bot.faults import run
from bot.settings import load_settings
from bot.upkeep.golden import read_golden
from index import Index
from index.building.tools import BuildTools
from index.embedding.embedder import MemoizingEmbedder
from index.embedding.encoder import load_embedder
from index.lexicon.lexicon import installed_lexicon


def main(
    questions: Annotated[Path, typer.Option(help="A SQuAD file, or a .yaml of your own.")],
    contexts: Annotated[
        list[Path] | None,
        typer.Option(help="A SQuAD file in another language, for its paragraphs; several to mix."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Take the first questions only.")] = None,
    index: Annotated[Path | None, typer.Option(help="Folder of the index, for a .yaml.")] = None,
) -> None:
    """Measure the product on questions whose answers are known."""
    settings = load_settings()
    embedder = load_embedder(settings.embedding_model)
    lexicon = installed_lexicon(settings.dictionaries)
    if questions.suffix in (".yaml", ".yml"):
        opened = Index(index or settings.index_dir, embedder)
        found = golden_measurements(read_golden(questions), opened, settings.quotes)
    else:
        cases = read_squad(questions, contexts or [questions])[:limit]
        found = measurements(cases, BuildTools(MemoizingEmbedder(embedder), lexicon))
    print_measurements(
        {"dictionaries": [d.path.name for d in lexicon.dictionaries]} | found, as_json
    )


if __name__ == "__main__":
    run(lambda: typer.run(main))
