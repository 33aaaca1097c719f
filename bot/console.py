"""The same answers in a terminal."""

from collections.abc import Iterator

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.answer import Answer, Quote, ask
from bot.citation import citation
from bot.texts import HELP, REFUSAL
from index.search import Index

_PROMPT = "[bold]?[/bold] "


def chat(index: Index, limit: int, console: Console) -> None:
    """Answer the questions that are typed or piped in, one a line, until the input ends."""
    if console.is_terminal:
        console.print(HELP, style="dim")
    for line in _lines(console):
        if line.strip():
            show(ask(line, index, limit), console)


def show(answer: Answer, console: Console) -> None:
    """Print an answer: each quote in a panel with its marks, the citation under it."""
    if not answer.quotes:
        console.print(REFUSAL)
    for quote in answer.quotes:
        console.print(Panel(_marked(quote)), _cited(quote), sep="")
        console.print()


def _lines(console: Console) -> Iterator[str]:
    while True:
        try:
            yield console.input(_PROMPT if console.is_terminal else "")
        except (EOFError, KeyboardInterrupt):
            return


def _marked(quote: Quote) -> Text:
    text = Text(quote.passage.text)
    for start, end in quote.marks:
        text.stylize("bold reverse", start, end)
    return text


def _cited(quote: Quote) -> Text:
    url = quote.passage.document.url
    return Text(f"  {citation(quote.passage)}" + (f"\n  {url}" if url else ""), style="dim")
