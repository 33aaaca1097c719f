"""Markdown with YAML front matter."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import frontmatter
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.errors import CorpusError
from corpus.readers.extract import Extract
from corpus.readers.text import decoded


def read(path: Path) -> Extract:
    """The words of a Markdown file without its markup; the first heading is its title.

    Front matter is stated metadata. Raises CorpusError when it is not YAML.
    """
    try:
        stated, body = frontmatter.parse(decoded(path))
    except yaml.YAMLError as error:
        raise CorpusError(f"its front matter is not YAML: {one_line(error)}") from error
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    title = _first_heading(tokens)
    found = {"title": title} if title else {}
    return Extract(pages=("\n\n".join(_blocks(tokens)),), stated=stated, found=found)


def one_line(error: yaml.YAMLError) -> str:
    """What is wrong and where, in one line, without PyYAML's excerpt of the file."""
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    mark = getattr(error, "problem_mark", None)
    return f"{problem} (line {mark.line + 1})" if mark else problem


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
        if token.type == "list_item_open":
            bullet = "• "
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            yield " | ".join(cells)
            cells = None
        elif token.type in ("fence", "code_block"):
            yield token.content
        elif token.type == "inline" and cells is not None:
            cells.append(_words(token))
        elif token.type == "inline":
            yield bullet + _words(token)
            bullet = ""


def _words(inline: Token) -> str:
    """The text of an inline token: links by their text, images by their description."""
    return "".join(
        {"softbreak": " ", "hardbreak": "\n"}.get(child.type, child.content)
        for child in inline.children or ()
        if child.type != "html_inline"
    )
