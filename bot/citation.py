"""Where a quote comes from, in words."""

from bot.answer import Quote
from corpus.document import Passage


def citation(passage: Passage) -> str:
    """Title, author, publisher, date and page, as far as they are known, without the link."""
    document = passage.document
    parts = [document.title, document.author, document.publisher, _date(passage)]
    if len(document.pages) > 1:
        parts.append(f"p. {passage.page}")
    return ", ".join(part for part in parts if part)


def also_in(quote: Quote) -> str:
    """The other reports that say the same, in words; empty when there is none."""
    titles = "; ".join(document.title for document in quote.also)
    return f"Also in: {titles}" if titles else ""


def short_citation(passage: Passage) -> str:
    """Publisher, else author, else title, and the date."""
    document = passage.document
    source = document.publisher or document.author or document.title
    return ", ".join(part for part in (source, _date(passage)) if part)


def figure_of(quote: Quote) -> str:
    """The figure that a marked quote answers with."""
    start, end = quote.marks[0]
    return quote.passage.text[start:end]


def _date(passage: Passage) -> str | None:
    return passage.document.date.isoformat() if passage.document.date else None
