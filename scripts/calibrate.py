"""Fit the constants of an embedding model to questions whose answers are known."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from evaluation.fitting import (
    Observations,
    observed,
    observed_golden,
    ranking_weights,
    refusal_weights,
)
from evaluation.measures import with_and_without
from evaluation.squad import read_squad

from bot.faults import run
from bot.settings import load_settings
from bot.upkeep.golden import read_golden
from corpus.errors import CorpusError
from index import Index
from index.building.rebuild import rebuild
from index.building.tools import BuildTools
from index.calibration import Calibration, file_of, write
from index.embedding.embedder import MemoizingEmbedder
from index.embedding.encoder import load_embedder
from index.lexicon.lexicon import Lexicon, installed_lexicon

_LEFT_OUT = 12  # documents missing at a time


def main(
    pairs: Annotated[
        list[str],
        typer.Argument(
            help="QUESTIONS:CONTEXTS, SQuAD files each, several contexts with commas; or golden"
            " questions (.yaml) and the folder of their reports."
        ),
    ],
    refused: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the answerable to be refused.")
    ] = 0.07,
    to: Annotated[Path | None, typer.Option(help="Another file than the model's.")] = None,
) -> None:
    """Write the constants of EMBEDDING_MODEL that fit best over all the files.

    Each question is asked three times: of all articles, without the paragraph that answers it,
    and without the article; with the dictionaries and without any. What is ranked best depends on
    the constants in force, so a second run may still improve them.
    """
    settings = load_settings()
    embedder = MemoizingEmbedder(load_embedder(settings.embedding_model))
    lexicons = {
        one.fingerprint(): one for one in (Lexicon(), installed_lexicon(settings.dictionaries))
    }
    seen: list[Observations] = []
    for lexicon in lexicons.values():
        for pair in pairs:
            seen.append(observations(pair, BuildTools(embedder, lexicon)))
            print(f"Asked: {pair}, dictionaries: {len(lexicon.dictionaries)}", flush=True)
    found = Calibration(ranking=ranking_weights(seen), refusal=refusal_weights(seen, refused))
    path = to or file_of(embedder.model.name)
    write(path, found)
    print(f"Written: {path}")


def observations(pair: str, tools: BuildTools) -> Observations:
    """What is seen of the questions in files that are named with a colon and commas between."""
    questions, separator, contexts = pair.partition(":")
    if not separator:
        raise CorpusError(f"{pair} should name two files with a colon between.")
    if Path(questions).suffix == ".yaml":
        golden = read_golden(Path(questions))
        with TemporaryDirectory() as folder:
            rebuild(Path(contexts), Path(folder), tools)
            with closing(Index(Path(folder), tools.embedder)) as index:
                return observed_golden(golden, index)
    files = [Path(name) for name in contexts.split(",")]
    cases = [case for case in read_squad(Path(questions), files) if case.answer]
    return observed(*with_and_without(cases, tools, _LEFT_OUT))


if __name__ == "__main__":
    run(lambda: typer.run(main))
