"""An answer for programs: values that `json.dumps` takes."""

from typing import Any

from bot.answering import Answer, Quote
from bot.wording.pieces import pieces
from index.versions import Manifest


def as_object(question: str, answer: Answer, manifest: Manifest) -> dict[str, Any]:
    """The answer to a question, given the manifest of the version that gave it.

    `figures` and `nearest` hold quotes like `quotes`: the figures of several reports side by side,
    and what comes nearest when nothing answers; `read_as` holds what misspelt words were read as.
    """
    return {
        "question": question,
        "language": answer.question.language,
        "read_as": list(answer.read_as),
        "answered": bool(answer.quotes),
        "quotes": [_quote(quote) for quote in answer.quotes],
        "figures": [_quote(quote) for quote in answer.figures],
        "nearest": [_quote(quote) for quote in answer.nearest],
        "index": {
            "version": answer.version,
            "built": manifest.built,
            "model": manifest.model.name,
        },
    }


def _quote(quote: Quote) -> dict[str, Any]:
    passage, document = quote.passage, quote.passage.document
    return {
        "text": passage.text,
        "head": quote.head.text if quote.head else None,
        "marks": [list(mark) for mark in quote.marks],
        "marked": [piece for piece, is_marked in pieces(passage.text, quote.marks) if is_marked],
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
