"""Fit the constants of an embedding model to questions whose answers are known."""

from pathlib import Path
from typing import Annotated

import typer
from evaluation.fitting import ranking_weights, refusal_weights
from evaluation.measures import CaseResult, with_and_without
from evaluation.squad import Case, read_squad

from bot.faults import run
from bot.settings import load_settings
from corpus.errors import CorpusError
from index.building.tools import BuildTools
from index.calibration import Calibration, file_of, write
from index.embedding.embedder import MemoizingEmbedder
from index.embedding.encoder import load_embedder
from index.lexicon.lexicon import installed_lexicon


def main(
    pairs: Annotated[
        list[str],
        typer.Argument(help="QUESTIONS:CONTEXTS, SQuAD files each; several contexts with commas."),
    ],
    refused: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the answerable to be refused.")
    ] = 0.07,
    to: Annotated[Path | None, typer.Option(help="Another file than the model's.")] = None,
) -> None:
    """Write the constants of EMBEDDING_MODEL that fit best over all the files.

    Each question is asked three times: of all articles, without the paragraph that answers it,
    and without the article. What is ranked best depends on the constants in force, so a second run
    may still improve them.
    """
    settings = load_settings()
    embedder = MemoizingEmbedder(load_embedder(settings.embedding_model))
    tools = BuildTools(embedder, installed_lexicon(settings.dictionaries))
    present: list[CaseResult] = []
    absent: list[CaseResult] = []
    for pair in pairs:
        with_article, without_article = with_and_without(cases(pair), tools)
        present += with_article
        absent += without_article
    found = Calibration(
        ranking=ranking_weights(present), refusal=refusal_weights(present, absent, refused)
    )
    path = to or file_of(embedder.model.name)
    write(path, found)
    print(f"Written: {path}")


def cases(pair: str) -> list[Case]:
    """The answerable questions of files that are named with a colon and commas between."""
    questions, separator, contexts = pair.partition(":")
    if not separator:
        raise CorpusError(f"{pair} should name two files with a colon between.")
    files = [Path(name) for name in contexts.split(",")]
    return [case for case in read_squad(Path(questions), files) if case.answer]


if __name__ == "__main__":
    run(lambda: typer.run(main))
