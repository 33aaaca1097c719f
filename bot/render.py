"""Answer -> the HTML of a Telegram message."""

from collections.abc import Iterable
from html import escape

from bot.answer import Answer, Quote
from bot.citation import also_in, citation, figure_of, short_citation
from bot.texts import NEAREST, REFUSAL

Part = tuple[str, str]  # of a message: its text as people see it, and its HTML

_LONGEST = 4096  # UTF-16 units that Telegram counts, without the markup
_GAP = "\n\n"


def render(answer: Answer) -> str:
    """The answer as Telegram HTML: quotes, each with its marks bold and its citation under it.

    Figures of several reports come first, a line each. Whatever would make the message too long
    for Telegram is left out whole.
    """
    if not answer.quotes:
        heading = f"{REFUSAL} {NEAREST}" if answer.nearest else REFUSAL
        return _fitting([(heading, heading), *map(_block, answer.nearest)])
    lines = list(map(_line, answer.figures))
    figures = ("\n".join(plain for plain, _ in lines), "\n".join(html for _, html in lines))
    return _fitting([*([figures] if lines else []), *map(_block, answer.quotes)])


def _fitting(parts: Iterable[Part]) -> str:
    """The HTML of those parts that find room in a message."""
    shown: list[str] = []
    room = _LONGEST
    for plain, html in parts:
        length = _units(plain + _GAP)
        if length <= room:
            room -= length
            shown.append(html)
    return _GAP.join(shown)


def _block(quote: Quote) -> Part:
    cited = citation(quote.passage)
    url = quote.passage.document.url
    link = f'<a href="{escape(url)}">{escape(cited)}</a>' if url else escape(cited)
    also = f"\n{also_in(quote)}" if quote.also else ""
    return (
        f"{quote.passage.text}\n{cited}{also}",
        f"<blockquote>{_marked(quote)}</blockquote>\n{link}{escape(also)}",
    )


def _line(quote: Quote) -> Part:
    """A figure and where it comes from."""
    figure, source = figure_of(quote), short_citation(quote.passage)
    return f"• {figure} – {source}", f"• <b>{escape(figure)}</b> – {escape(source)}"


def _marked(quote: Quote) -> str:
    text = quote.passage.text
    pieces: list[str] = []
    at = 0
    for start, end in quote.marks:
        pieces += [escape(text[at:start]), "<b>", escape(text[start:end]), "</b>"]
        at = end
    return "".join([*pieces, escape(text[at:])])


def _units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2
