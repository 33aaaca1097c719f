"""Answer -> the HTML of a Telegram message."""

from html import escape

from bot.answer import Answer, Quote
from bot.citation import citation
from bot.texts import REFUSAL
from corpus.document import Passage

_LONGEST = 4096  # UTF-16 units that Telegram counts, without the markup
_GAP = "\n\n"


def render(answer: Answer) -> str:
    """The answer as Telegram HTML: quotes, each with its marks bold and its citation under it.

    Quotes that would make the message too long for Telegram are left out whole.
    """
    shown: list[str] = []
    room = _LONGEST
    for quote in answer.quotes:
        length = _units(quote.passage.text + "\n" + citation(quote.passage) + _GAP)
        if length <= room:
            room -= length
            shown.append(f"<blockquote>{_marked(quote)}</blockquote>\n{_cited(quote.passage)}")
    return _GAP.join(shown) or escape(REFUSAL)


def _marked(quote: Quote) -> str:
    text = quote.passage.text
    pieces: list[str] = []
    at = 0
    for start, end in quote.marks:
        pieces += [escape(text[at:start]), "<b>", escape(text[start:end]), "</b>"]
        at = end
    return "".join([*pieces, escape(text[at:])])


def _cited(passage: Passage) -> str:
    cited = escape(citation(passage))
    url = passage.document.url
    return f'<a href="{escape(url)}">{cited}</a>' if url else cited


def _units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2
