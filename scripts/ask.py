"""Ask the index a question, or one a line from standard input."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.answering.answer import Answer, Quote, ask
from bot.faults import run
from bot.settings import load_settings
from bot.wording.terminal import show
from corpus.page_image import has_pages, page_picture
from index.embed import SentenceTransformerEmbedder
from index.search import Index


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
    """Ask the index a QUESTION; without one, answer each line of standard input in JSON."""
    settings = load_settings()
    opened = Index(
        index or settings.index_dir, SentenceTransformerEmbedder(settings.embedding_model)
    )
    limit = limit or settings.quotes
    if question is not None and page_image:
        answer = ask(question, opened, limit)
        show(answer, Console())
        show_page(answer, opened, corpus or settings.corpus_dir, page_image)
        return
    if question is not None and not as_json:
        show(ask(question, opened, limit), Console())
        return
    lines = (line.strip() for line in sys.stdin if line.strip())
    for text in lines if question is None else [question]:
        print(json.dumps(timed(text, opened, limit), ensure_ascii=False), flush=True)


def show_page(answer: Answer, index: Index, corpus: Path, image: Path) -> None:
    """Put a picture of the first quote's page into a file; print what is around the quote where its
    report has no pages.
    """
    if not answer.quotes:
        return
    quote = answer.quotes[0].passage
    if has_pages(quote.document):
        image.write_bytes(page_picture(corpus, quote))
        print(f"Page {quote.page} of {quote.document.path} is in {image}.")
    elif around := index.around(quote.document.id, quote.start):
        print(f"{quote.document.path} has no pages; around the quote it says:")
        print(around.passage.text)


def timed(question: str, index: Index, limit: int) -> dict[str, Any]:
    """The answer to a question as JSON, with the milliseconds that it took."""
    start = time.perf_counter()
    answer = ask(question, index, limit)
    milliseconds = (time.perf_counter() - start) * 1000
    return as_object(question, answer, index) | {"milliseconds": round(milliseconds, 1)}


def as_object(question: str, answer: Answer, index: Index) -> dict[str, Any]:
    return {
        "question": question,
        "language": answer.question.language,
        "answered": bool(answer.quotes),
        "quotes": [_quote(quote) for quote in answer.quotes],
        "index": {
            "version": index.manifest.version,
            "built": index.manifest.built,
            "model": index.manifest.model.name,
        },
    }


def _quote(quote: Quote) -> dict[str, Any]:
    passage, document = quote.passage, quote.passage.document
    return {
        "text": passage.text,
        "marks": [list(mark) for mark in quote.marks],
        "language": passage.language,
        "score": round(quote.score, 4),
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "also": [other.path for other in quote.also],
        "document": {
            "id": document.id,
            "path": document.path,
            "title": document.title,
            "publisher": document.publisher,
            "author": document.author,
            "date": document.date.isoformat() if document.date else None,
            "url": document.url,
        },
    }


if __name__ == "__main__":
    run(lambda: typer.run(main))
