"""Where a quote comes from, in words."""

from corpus.document import Passage


def citation(passage: Passage) -> str:
    """Title, author, publisher, date and page, as far as they are known, without the link."""
    document = passage.document
    parts = [document.title, document.author, document.publisher]
    if document.date:
        parts.append(document.date.isoformat())
    if len(document.pages) > 1:
        parts.append(f"p. {passage.page}")
    return ", ".join(part for part in parts if part)
