"""An answer as Telegram HTML."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape, unescape

from bot.answering import Answer, Quote
from bot.wording.citation import also_in, citation, first_mark, short_citation
from bot.wording.permalink import Permalink
from bot.wording.pieces import pieces
from bot.wording.sentences import heading
from bot.wording.translations import Translation
from bot.wording.utf16 import utf16_length
from bot.wording.web_link import link
from corpus.document import Span

_LONGEST = 4096  # UTF-16 units of a message, without the markup
_MOST_TAGS = 100  # that Telegram accepts in a message
_MOST_MARKS = 50  # of a quote, as a list of names may have more
_MOST_LINES = 10  # figures side by side
_GAP = "\n\n"
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as Telegram HTML, and the quotes in it, which are numbered if there are several."""

    html: str
    quotes: tuple[Quote, ...]


def render(answer: Answer, ui: Translation, bot: str) -> Rendered:
    """The answer: quotes, each with its marks bold and its citation under it.

    Figures of several reports come first, a line each, whose source opens its card in a chat with
    the bot of this name. What would make the message too long for Telegram is left out whole.
    """
    above = escape(heading(answer, ui))
    if not answer.quotes:
        return _blocks(above, answer.nearest, ui)
    best = _block(1, answer.quotes[0], ui)
    lines = [above] if above else []
    lines += [_line(quote, ui, bot) for quote in answer.figures[:_MOST_LINES]]
    while lines and not _is_sendable(_GAP.join(["\n".join(lines), best])):
        lines.pop()
    return _blocks("\n".join(lines), answer.quotes, ui)


def related(answer: Answer, ui: Translation) -> Rendered:
    """The quotes that speak of a claim, whether for it or against it."""
    quotes = answer.quotes or answer.nearest
    if not quotes:
        return Rendered(escape(ui.gettext("No report mentions this.")), ())
    above = ui.gettext("Related quotes, whether or not they support the claim:")
    return _blocks(escape(above), quotes, ui)


def one(quote: Quote, ui: Translation) -> str:
    """A quote with its citation, as a message of its own."""
    return _blocks("", [quote], ui).html


def marked(text: str, marks: Iterable[Span]) -> str:
    """A text as HTML, with these spans bold."""
    return "".join(
        f"<b>{escape(piece)}</b>" if is_marked else escape(piece)
        for piece, is_marked in pieces(text, marks)
    )


def linked(text: str, url: str | None) -> str:
    """A text as HTML, linked where there is an address."""
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text)


def _is_sendable(html: str) -> bool:
    """Whether Telegram accepts a message as it is."""
    text = unescape(_TAG.sub("", html))
    return utf16_length(text) <= _LONGEST and html.count("</") <= _MOST_TAGS


def _blocks(above: str, quotes: Sequence[Quote], ui: Translation) -> Rendered:
    """A heading and those quotes that fit below it."""
    parts = [above] if above else []
    shown: list[Quote] = []
    for quote in quotes:
        block = _block(len(shown) + 1 if len(quotes) > 1 else None, quote, ui)
        if _is_sendable(_GAP.join([*parts, block])):
            parts.append(block)
            shown.append(quote)
    return Rendered(_GAP.join(parts), tuple(shown))


def _block(number: int | None, quote: Quote, ui: Translation) -> str:
    passage = quote.passage
    cited = linked(citation(passage, ui), link(passage))
    head = f"<i>{escape(quote.head.text)}</i>\n" if quote.head else ""
    lines = [
        f"<blockquote>{head}{marked(passage.text, quote.marks[:_MOST_MARKS])}</blockquote>",
        f"{number}. {cited}" if number else cited,
        escape(also_in(quote, ui)),
    ]
    return "\n".join(line for line in lines if line)


def _line(quote: Quote, ui: Translation, bot: str) -> str:
    """A figure and its source."""
    card = Permalink.to(quote.passage).deep_link(bot)
    source = linked(short_citation(quote.passage, ui), card)
    return f"• <b>{escape(first_mark(quote))}</b> – {source}"
