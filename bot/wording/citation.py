"""Where a quote comes from, in words."""

from collections.abc import Iterator

from bot.answering.answer import Quote
from bot.wording.translations import Translation
from bot.wording.utf16 import shortened, utf16_length
from corpus.document import Passage

# In UTF-16 units.
_LONGEST_COPY = 256  # of a text that Telegram's button copies
_LONGEST_COPIED_CITATION = 160  # so that there is room for a quote
_LONGEST_TITLES = 500  # so that there is room for the quote that other reports have as well


def citation(passage: Passage, ui: Translation) -> str:
    """Title, author, publisher, date and page, as far as they are known, without the link.

    At the end the passage's language, where it is not the reader's.
    """
    cited = ", ".join(_cited(passage, ui))
    if passage.language == ui.language:
        return cited
    return f"{cited} · {ui.name_of(passage.language)}"


def also_in(quote: Quote, ui: Translation) -> str:
    """The other reports that say the same, in words; empty when there is none."""
    titles = shortened("; ".join(document.title for document in quote.also), _LONGEST_TITLES)
    return ui.gettext("Also in: {titles}", titles=titles) if titles else ""


def short_citation(passage: Passage, ui: Translation) -> str:
    """Publisher, else author, else title, and the date."""
    document = passage.document
    source = document.publisher or document.author or document.title
    return ", ".join([source, *([ui.date(document.date)] if document.date else [])])


def marked_figure(quote: Quote) -> str:
    """The figure that a marked quote answers with."""
    start, end = quote.marks[0]
    return quote.passage.text[start:end]


def copyable_citation(passage: Passage, ui: Translation) -> str:
    """The quote and its citation with the link, as a button can copy them.

    Where they are too long the quote is cut at a word, and what is missing shown as "[…]"; of a
    citation that is too long itself the last parts are left out.
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
