"""Measure how fast models encode, against the English one in PyTorch."""

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from console.measurements import print_measurements
from evaluation.squad import read_squad

from bot.faults import run
from corpus.split import split
from index.embedding.embedder import Embedder, Role
from index.embedding.encoder import TorchEmbedder, load_embedder
from index.embedding.models import ENGLISH, MULTILINGUAL, identify

_BATCH = 32  # sentences encoded at once, as in a build


def main(
    questions: Annotated[Path, typer.Argument(help="A SQuAD file.")],
    rounds: Annotated[int, typer.Option(min=1, help="How often each text is encoded.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Encode questions one by one, and sentences in batches, with each model in turn.

    The models take turns, text by text, so that other programs slow all of them alike. A ratio is
    the median time of a model by that of the English one in PyTorch.
    """
    cases = read_squad(questions, [questions])
    asked = list(dict.fromkeys(case.question for case in cases))[:100]
    documents = dict.fromkeys(case.document for case in cases)
    said = [s.text for document in documents for _, those in split(document) for s in those]
    batches = [said[i : i + _BATCH] for i in range(0, min(len(said), 16 * _BATCH), _BATCH)]
    embedders: dict[str, Embedder] = {
        f"{ENGLISH}, PyTorch": TorchEmbedder(identify(ENGLISH)),
        f"{ENGLISH}, ONNX": load_embedder(ENGLISH),
        f"{MULTILINGUAL}, ONNX": load_embedder(MULTILINGUAL),
    }
    one = in_turns(embedders, "query", [[question] for question in asked] * rounds)
    many = in_turns(embedders, "passage", batches * rounds)
    print_measurements(table("question", one) | table(f"{_BATCH} sentences", many), as_json)


def in_turns(
    embedders: dict[str, Embedder], role: Role, batches: Sequence[Sequence[str]]
) -> dict[str, float]:
    """The median milliseconds that each embedder takes for one of the batches."""
    times: dict[str, list[float]] = {name: [] for name in embedders}
    for texts in batches:
        for name, embedder in embedders.items():
            start = time.perf_counter()
            embedder.embed(texts, role)
            times[name].append((time.perf_counter() - start) * 1000)
    return {name: median(found) for name, found in times.items()}


def table(what: str, times: dict[str, float]) -> dict[str, str]:
    """Milliseconds, and the ratio to the first."""
    first = next(iter(times.values()))
    return {
        f"{what}, {name}": f"{found:.1f} ms, {found / first:.2f}×" for name, found in times.items()
    }


if __name__ == "__main__":
    run(lambda: typer.run(main))
