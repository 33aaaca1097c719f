"""The tables of an index database, and documents as rows of one."""

import json
from datetime import date
from typing import Any
from unicodedata import normalize

from babel.dates import format_date
from sqlite_utils import Database

from corpus.document import Document
from corpus.text import locales
from corpus.text.languages import askable

FILE = "index.db"

_DATES = ("long", "medium", "LLLL y")  # 28 October 2024, 28.10.2024, October 2024


def create_tables(database: Database) -> None:
    """Create the tables, empty.

    Passages are numbered from 0 in the order of their vectors. Those with negative numbers are not
    searched, as another document has the same sentences. `repeats` holds the documents that share
    a wording.
    """
    database.table("documents").create(
        {
            "number": int,
            "id": str,
            "path": str,
            "searchable": str,
            "title": str,
            "publisher": str,
            "author": str,
            "date": str,
            "url": str,
            "language": str,
            "text": str,
            "pages": str,
            "languages": str,
            "digest": str,
            "passages": int,
        },
        pk="number",
    ).create_index(["id"])
    span = {"id": int, "passage": int, "document": int, "start": int, "end": int}
    database.table("passages").create(span, pk="id").create_index(["document", "start"])
    database.table("sentences").create(
        span
        | {"wording": int, "terms": str, "figures": str, "names": str}
        | {"years": str, "head": str, "context": str},
        pk="id",
    ).create_index(["passage"])
    database.table("repeats").create({"wording": int, "document": int}, pk=("wording", "document"))
    database.table("postings").create({"term": str, "passages": bytes, "weights": bytes}, pk="term")
    database.table("spellings").create({"variant": str, "term": str}, pk=("variant", "term"))
    database.table("countries").create({"term": str}, pk="term")
    database.table("translations").create(
        {"term": str, "translation": str, "probability": float}, pk=("term", "translation")
    )


def row_of(document: Document) -> dict[str, Any]:
    """A document as a row, without its number and its count of passages."""
    return {
        "id": document.id,
        "path": document.path,
        "searchable": _searchable(document),
        "title": document.title,
        "publisher": document.publisher,
        "author": document.author,
        "date": document.date.isoformat() if document.date else None,
        "url": document.url,
        "language": document.language,
        "text": document.text,
        "pages": json.dumps(document.pages),
        "languages": json.dumps(document.languages),
        "digest": document.digest,
    }


def document_of(row: dict[str, Any]) -> Document:
    """The document that a row holds."""
    return Document(
        id=row["id"],
        path=row["path"],
        title=row["title"],
        publisher=row["publisher"],
        author=row["author"],
        date=date.fromisoformat(row["date"]) if row["date"] else None,
        url=row["url"],
        language=row["language"],
        text=row["text"],
        pages=tuple(json.loads(row["pages"])),
        languages=tuple((offset, code) for offset, code in json.loads(row["languages"])),
        digest=row["digest"],
    )


def folded(text: str) -> str:
    """A text in the form in which metadata are searched."""
    return normalize("NFC", text).casefold()


def _searchable(document: Document) -> str:
    """A document's metadata in the form in which they are searched.

    Its date and its language are there as each language of questions writes them.
    """
    known = [document.title, document.publisher, document.author]
    for locale in filter(None, map(locales.locale, askable())):
        known.append(locale.languages.get(document.language))
        if document.date:
            known += [format_date(document.date, form, locale) for form in _DATES]
    known.append(document.date.isoformat() if document.date else None)
    return folded("\n".join(part for part in known if part))
