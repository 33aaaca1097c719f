"""An answer in a terminal, and a chat there."""

import sys
from collections.abc import Iterator
from contextlib import suppress

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.answering import Answer, Quote, ask
from bot.wording.citation import also_in, citation, first_mark, short_citation
from bot.wording.pieces import pieces
from bot.wording.sentences import heading, how_to_ask
from bot.wording.translations import Translation, translation
from index import Index

with suppress(ImportError):  # line editing, where the system has it
    import readline  # noqa: F401

_PROMPT = "[bold]?[/bold] "


def chat(index: Index, limit: int, console: Console) -> None:
    """Answer questions from standard input, one a line, until it ends."""
    if sys.stdin.isatty():
        console.print(how_to_ask(translation()), style="dim")
    previous = None
    for line in _lines(console):
        if line.strip():
            index = index.newest()
            answer = ask(index, line, limit, previous=previous)
            previous = answer.question
            show(answer, console)


def show(answer: Answer, console: Console) -> None:
    """Print an answer: figures side by side, then each quote in a panel with its citation."""
    ui = translation(answer.question.language)
    if above := heading(answer, ui):
        console.print(above, markup=False)
    for quote in answer.figures:
        line = Text(f"• {first_mark(quote)}", style="bold")
        console.print(line, "–", short_citation(quote.passage, ui), soft_wrap=True, markup=False)
    for quote in answer.quotes or answer.nearest:
        console.print(Panel(_marked(quote, styled=console.is_terminal)))
        console.print(_cited(quote, ui), style="dim", soft_wrap=True)


def _lines(console: Console) -> Iterator[str]:
    while True:
        try:
            yield console.input(_PROMPT if sys.stdin.isatty() else "")
        except (EOFError, KeyboardInterrupt):
            return


def _marked(quote: Quote, styled: bool) -> Text:
    """The quote with its marks bold, or between asterisks where nothing can be bold."""
    text = Text(f"{quote.head.text}\n", style="italic") if quote.head else Text()
    for piece, is_marked in pieces(quote.passage.text, quote.marks):
        if is_marked:
            text.append(piece if styled else f"**{piece}**", style="bold reverse")
        else:
            text.append(piece)
    return text


def _cited(quote: Quote, ui: Translation) -> Text:
    lines = [citation(quote.passage, ui), also_in(quote, ui), quote.passage.document.url]
    return Text("\n".join(line for line in lines if line))
