"""Ask the index a question, or one a line from standard input."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.answering import Answer, ask
from bot.answering.question import understand
from bot.faults import run, sentence
from bot.settings import load_settings
from bot.wording.json import as_object
from bot.wording.terminal import show
from corpus.errors import BelegbotError
from corpus.page_image import has_pages, page_image
from index import Index
from index.embedding.encoder import load_embedder


def main(
    question: Annotated[str | None, typer.Argument(help="Without it, standard input.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    index: Annotated[Path | None, typer.Option(help="Folder of the index.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Quotes in an answer.")] = None,
    corpus: Annotated[Path | None, typer.Option(help="Folder of the reports.")] = None,
    page_image: Annotated[
        Path | None, typer.Option(help="Where to put a picture of the first quote's page.")
    ] = None,
) -> None:
    """Ask the index a QUESTION; without one, answer each line of standard input in JSON.

    A line may be a JSON object with a "question" and the one "before" it, which it follows up.
    """
    settings = load_settings()
    opened = Index(index or settings.index_dir, load_embedder(settings.embedding_model))
    limit = limit or settings.quotes
    if question is not None and page_image:
        answer = ask(opened, question, limit)
        show(answer, Console())
        show_page(answer, opened, corpus or settings.corpus_dir, page_image)
        return
    if question is not None and not as_json:
        show(ask(opened, question, limit), Console())
        return
    lines = (line.strip() for line in sys.stdin if line.strip())
    for line in lines if question is None else [question]:
        try:
            text, before = question_and_before(line)
        except BelegbotError as error:  # the other lines are answered
            print(sentence(error), file=sys.stderr)
            continue
        print(json.dumps(timed(text, before, opened, limit), ensure_ascii=False), flush=True)


def show_page(answer: Answer, index: Index, corpus: Path, image: Path) -> None:
    """Write a picture of the first quote's page to a file.

    Print the passage around the quote where its report has no pages.
    """
    if not answer.quotes:
        return
    quote = answer.quotes[0].passage
    if has_pages(quote.document):
        image.write_bytes(page_image(corpus, quote))
        print(f"Page {quote.page} of {quote.document.path} is in {image}.")
    elif around := index.surroundings(quote.document.id, quote.start):
        print(f"{quote.document.path} has no pages; around the quote it says:")
        print(around.passage.text)


def question_and_before(line: str) -> tuple[str, str | None]:
    """A question, and the one that it follows up if the line is a JSON object that has it."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return line, None
    if not isinstance(found, dict):  # a number, say, which may be asked as well
        return line, None
    question, before = found.get("question"), found.get("before")
    if not isinstance(question, str) or not isinstance(before, str | None):
        raise BelegbotError(
            f'{line} should have a "question", and may have the one "before" it, as texts.'
        )
    return question, before


def timed(question: str, before: str | None, index: Index, limit: int) -> dict[str, Any]:
    """The answer to a question as JSON, with the milliseconds that it took."""
    start = time.perf_counter()
    previous = understand(before, index.languages) if before else None
    answer = ask(index, question, limit, previous=previous)
    milliseconds = (time.perf_counter() - start) * 1000
    return as_object(question, answer, index.manifest) | {"milliseconds": round(milliseconds, 1)}


if __name__ == "__main__":
    run(lambda: typer.run(main))
