"""The source of a quote, in words."""

from collections.abc import Iterator

from bot.answering import Quote
from bot.wording.translations import Translation
from bot.wording.utf16 import shortened, utf16_length
from corpus import Passage

# In UTF-16 units.
_LONGEST_COPY = 256  # a text that Telegram's button copies
_LONGEST_COPIED_CITATION = 160  # leaves room for a quote
_LONGEST_TITLES = 500  # leaves room for the quote itself


def citation(passage: Passage, ui: Translation) -> str:
    """Title, author, publisher, date and page, where known, without the link.

    The passage's language stands at the end where it is not the reader's.
    """
    cited = ", ".join(_cited(passage, ui))
    if passage.language == ui.language:
        return cited
    return f"{cited} · {ui.name_of(passage.language)}"


def also_in(quote: Quote, ui: Translation) -> str:
    """The titles of the other reports with the same sentence, in words; empty without any."""
    titles = shortened("; ".join(document.title for document in quote.also), _LONGEST_TITLES)
    return ui.gettext("Also in: {titles}", titles=titles) if titles else ""


def short_citation(passage: Passage, ui: Translation) -> str:
    """Publisher, else author, else title; and the date."""
    document = passage.document
    source = document.publisher or document.author or document.title
    return ", ".join([source, *([ui.date(document.date)] if document.date else [])])


def first_mark(quote: Quote) -> str:
    """The figure that answers, in a quote that has marks."""
    start, end = quote.marks[0]
    return quote.passage.text[start:end]


def copyable_citation(passage: Passage, ui: Translation) -> str:
    """The quote and its citation with the link, short enough for a button to copy.

    A long quote is cut at a word, with "[…]" for the rest; a long citation lacks its last parts.
    """
    title, *parts = _cited(passage, ui)
    cited = shortened(title, _LONGEST_COPIED_CITATION)
    for part in [*parts, *([passage.document.url] if passage.document.url else [])]:
        if utf16_length(f"{cited}, {part}") > _LONGEST_COPIED_CITATION:
            break
        cited = f"{cited}, {part}"
    quoted = ui.gettext("“{quote}”", quote="")
    room = _LONGEST_COPY - utf16_length(f"{quoted}\n{cited}")
    text = shortened(passage.text, room, "[…]")
    return "\n".join([ui.gettext("“{quote}”", quote=text), cited])


def _cited(passage: Passage, ui: Translation) -> Iterator[str]:
    document = passage.document
    yield document.title
    yield from (known for known in (document.author, document.publisher) if known)
    if document.date:
        yield ui.date(document.date)
    if len(document.pages) > 1:
        yield ui.gettext("p. {page}", page=passage.page)
