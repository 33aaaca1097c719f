"""The source card: a report's metadata, and a quote in the text around it."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from bot.wording.html import linked, marked
from bot.wording.permalink import Permalink
from bot.wording.translations import Translation
from bot.wording.utf16 import shortened
from bot.wording.web_link import link
from corpus import Passage
from corpus.document import Span
from index import Index
from index.search import Surroundings

_LONGEST_URL = 80  # UTF-16 units of it that are shown


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A quote, and a passage of its document with its neighbours.

    `built` is the time when the index was built.
    """

    quote: Passage
    surroundings: Surroundings
    built: datetime


def source_card(index: Index, permalink: Permalink, offset: int | None = None) -> SourceCard | None:
    """The card of a quote, with the passage around it or the one at another offset.

    None when the index no longer has the document.
    """
    quote = permalink.passage(index)
    surroundings = index.surroundings(
        permalink.document, permalink.start if offset is None else offset
    )
    if quote is None or surroundings is None:
        return None
    return SourceCard(quote, surroundings, datetime.fromisoformat(index.manifest.built))


def render_card(card: SourceCard, ui: Translation) -> str:
    """The card as Telegram HTML, the quote bold."""
    passage, document = card.surroundings.passage, card.quote.document
    known = [known for known in (document.author, document.publisher) if known]
    if document.date:
        known.append(ui.date(document.date))
    known.append(ui.name_of(document.language))
    if len(document.pages) > 1:
        known.append(ui.gettext("p. {page}", page=passage.page))
    url = linked(shortened(document.url, _LONGEST_URL), link(card.quote)) if document.url else ""
    before, after = (
        ("… " if card.surroundings.earlier else ""),
        (" …" if card.surroundings.later else ""),
    )
    lines = [
        f"<b>{escape(document.title)}</b>",
        escape(", ".join(known)),
        url,
        escape(ui.gettext("Index of {time}", time=ui.time(card.built))),
        f"<blockquote>{before}{marked(passage.text, _quoted(card))}{after}</blockquote>",
    ]
    return "\n".join(line for line in lines if line)


def _quoted(card: SourceCard) -> list[Span]:
    """The quote as a span of the passage that is shown; none when that is another one."""
    quote, passage = card.quote, card.surroundings.passage
    if not passage.start <= quote.start < quote.end <= passage.end:
        return []
    return [(quote.start - passage.start, quote.end - passage.start)]
