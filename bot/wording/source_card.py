"""The source card: all that is known of a report, and a quote in the text around it."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from bot.answering.candidates import Span
from bot.wording.html import linked, marked
from bot.wording.link import link
from bot.wording.permalink import Permalink
from bot.wording.translations import Translation
from bot.wording.utf16 import shortened
from corpus.document import Passage
from index.search import Index, Surroundings

_LONGEST_URL = 80  # UTF-16 units of it that are shown


@dataclass(frozen=True, slots=True)
class Card:
    """A quote, and a passage of its document with its neighbours.

    `built` is when the index that it was looked up in was built.
    """

    quote: Passage
    around: Surroundings
    built: datetime


def card(index: Index, permalink: Permalink, offset: int | None = None) -> Card | None:
    """The card of a quote, with the passage that it is in, or with that at another offset.

    None when the index has no such document any more.
    """
    quote = permalink.passage(index)
    around = index.around(permalink.document, permalink.start if offset is None else offset)
    if quote is None or around is None:
        return None
    return Card(quote, around, datetime.fromisoformat(index.manifest.built))


def render_card(card: Card, ui: Translation) -> str:
    """The card as Telegram HTML, the quote bold."""
    passage, document = card.around.passage, card.quote.document
    known = [known for known in (document.author, document.publisher) if known]
    if document.date:
        known.append(ui.date(document.date))
    known.append(ui.name_of(document.language))
    if len(document.pages) > 1:
        known.append(ui.gettext("p. {page}", page=passage.page))
    url = linked(shortened(document.url, _LONGEST_URL), link(card.quote)) if document.url else ""
    before, behind = ("… " if card.around.earlier else ""), (" …" if card.around.later else "")
    lines = [
        f"<b>{escape(document.title)}</b>",
        escape(", ".join(known)),
        url,
        escape(ui.gettext("Index of {time}", time=ui.time(card.built))),
        f"<blockquote>{before}{marked(passage.text, _quoted(card))}{behind}</blockquote>",
    ]
    return "\n".join(line for line in lines if line)


def _quoted(card: Card) -> list[Span]:
    """Where the quote stands in the passage shown; nowhere in another passage."""
    quote, passage = card.quote, card.around.passage
    if not passage.start <= quote.start < quote.end <= passage.end:
        return []
    return [(quote.start - passage.start, quote.end - passage.start)]
