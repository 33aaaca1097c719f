"""Markdown with YAML front matter."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import frontmatter
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.errors import CorpusError
from corpus.metadata import one_line
from corpus.readers.extract import Extract
from corpus.readers.text import decoded


def read(path: Path) -> Extract:
    """The words of a Markdown file without its markup; the first heading is its title.

    Front matter is stated metadata. Raises CorpusError when it is not YAML.
    """
    content = decoded(path)
    try:
        stated, body = frontmatter.parse(content)
    except (yaml.YAMLError, ValueError) as error:
        raise CorpusError(f"its front matter is not YAML: {one_line(error)}") from error
    if not stated:  # what looked like front matter may be text between two rules
        body = content
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    title = _first_heading(tokens)
    found = {"title": title} if title else {}
    return Extract(pages=("\n\n".join(_blocks(tokens)),), stated=stated, found=found)


def _first_heading(tokens: Sequence[Token]) -> str | None:
    for opening, content in pairwise(tokens):
        if opening.type == "heading_open":
            return _words(content)
    return None


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """The text of each paragraph, heading, list item, table row and code block."""
    bullet = ""
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "list_item_open":  # info and markup: "28" and "." of an ordered list
            bullet = f"{token.info}{token.markup} " if token.info else "• "
        elif token.type == "list_item_close":
            bullet = ""
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            yield " | ".join(cells)
            cells = None
        elif token.type in ("fence", "code_block", "html_block"):
            yield bullet + token.content
            bullet = ""
        elif token.type == "inline" and cells is not None:
            cells.append(_words(token))
        elif token.type == "inline":
            yield bullet + _words(token)
            bullet = ""


def _words(inline: Token) -> str:
    """The text of an inline token: links by their text, images by their description.

    Tags stay in it: cleaning knows which of them stand for a line break.
    """
    return "".join(
        {"softbreak": " ", "hardbreak": "\n"}.get(child.type, child.content)
        for child in inline.children or ()
    )
