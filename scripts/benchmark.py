"""Measure how long rebuilds of a folder of generated reports take, and how much memory."""

import os
import random
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from console.measurements import print_measurements

from index.versions import served

REBUILD = Path(__file__).with_name("rebuild_index.py")

PLACES = "Ahrfeld Bergau Dornik Elmstad Fahrenow Grünau Hallin Iskra Jarowo Kaltenbach".split()
UNITS = "soldiers tanks trucks houses schools bridges nurses engineers refugees volunteers".split()
VERBS = "reported counted expected registered confirmed denied promised demanded".split()
BODIES = ["The ministry", "The council", "The institute", "The agency", "The committee", "The army"]
ENDS = [
    "The figure was given on {day}.",
    "Nobody in {place} wanted to comment on it.",
    "A year before it had been {other:,}.",
    "The costs are put at {other:,} euros.",
    "Work on the road to {place} goes on until {day}.",
]


def main(
    documents: Annotated[int, typer.Option(min=1, help="Reports in the folder.")] = 10_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Build the index of a folder, then again unchanged, with a report more, and with one less."""
    with TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus", Path(folder) / "index"
        corpus.mkdir()
        for number in range(documents):
            path = corpus / f"{number // 1000:03}" / f"{number}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(report(number), encoding="utf-8")
        time.sleep(3)  # so that all files are older than what may still change unnoticed
        figures: dict[str, Any] = {"documents": documents}
        figures |= rebuilt("first build", corpus, index)
        figures |= rebuilt("unchanged", corpus, index)
        (corpus / "new.md").write_text(report(documents), encoding="utf-8")
        figures |= rebuilt("one added", corpus, index)
        (corpus / "new.md").unlink()
        figures |= rebuilt("one removed", corpus, index)
        figures["MB of the index"] = round(size(index / served(index)) / 1e6)
        figures["MB of the cache"] = round(size(index / "cache.db") / 1e6)
    print_measurements(figures, as_json)


def report(number: int) -> str:
    """A report in Markdown, the same for the same number and no other one like it."""
    chance = random.Random(number)
    day = date(2015, 1, 1) + timedelta(days=chance.randrange(3600))
    title = f"Report {number} on {chance.choice(PLACES)}"
    paragraphs = [" ".join(sentence(chance) for _ in range(4)) for _ in range(2)]
    return "\n\n".join([f"---\ntitle: {title}\ndate: {day}\n---", f"# {title}", *paragraphs]) + "\n"


def sentence(chance: random.Random) -> str:
    if chance.random() < 0.4:
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(3600))
        return chance.choice(ENDS).format(
            day=f"{day:%d %B %Y}", place=chance.choice(PLACES), other=chance.randrange(10, 99_999)
        )
    return (
        f"{chance.choice(BODIES)} {chance.choice(VERBS)} {chance.randrange(2, 99_999):,} "
        f"{chance.choice(UNITS)} in {chance.choice(PLACES)} and {chance.choice(PLACES)}."
    )


def rebuilt(what: str, corpus: Path, index: Path) -> dict[str, Any]:
    """The seconds that a rebuild took, start of Python included, and its peak memory."""
    command = [sys.executable, str(REBUILD), "--corpus", str(corpus), "--index", str(index)]
    start = time.perf_counter()
    process = subprocess.Popen([*command, "--json"], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{what}: rebuild_index.py ended with {status}.")
    return {
        f"{what}: seconds": round(seconds, 1),
        f"{what}: peak MB": round(used.ru_maxrss / 1e3),
    }


def size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files)


if __name__ == "__main__":
    typer.run(main)
