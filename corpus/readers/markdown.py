"""Markdown with YAML or TOML front matter."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.encoding import broken, decoded
from corpus.errors import CorpusError
from corpus.extract import Extract
from corpus.sidecar import fields

_FRONT_MATTER = re.compile(
    r"\s*^(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>.*?)^(?:(?P=fence)|\.\.\.)[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_NOTE = re.compile(r"^ {0,3}\[\^[^\]\s]+\]:[ \t]*", re.MULTILINE)
_NOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_FIELD = re.compile(r"(?:#.*\n)*[\w\"' -]+[:=]")


def read(path: Path) -> Extract:
    """The text of a Markdown file without its markup; the first heading is its title.

    Front matter is `stated` metadata; if it is broken, it is left out with a warning.
    """
    content = decoded(path)
    stated, body, warnings = _front_matter(content)
    # A blank line, so that notes on consecutive lines become separate paragraphs.
    tokens = MarkdownIt("commonmark").enable("table").parse(_NOTE.sub("\n", body))
    return Extract(
        pages=("\n\n".join(_blocks(tokens)),),
        stated=stated,
        found={"title": _first_heading(tokens)},
        warnings=warnings + broken(content),
    )


def _front_matter(content: str) -> tuple[Mapping[str, object], str, tuple[str, ...]]:
    """The fields of the front matter, the text after it, and warnings about it."""
    block = _FRONT_MATTER.match(content)
    if block is None:
        return {}, content, ()
    rest = content[block.end() :]
    # Blank lines for those above, so that errors name the line number in the file.
    above = "\n" * content.count("\n", 0, block.start("fields"))
    try:
        read = tomllib.loads if block["fence"] == "+++" else fields
        return read(above + block["fields"]), rest, ()
    except (CorpusError, tomllib.TOMLDecodeError) as error:
        if not _FIELD.match(block["fields"]):  # it is text between two horizontal rules
            return {}, content, ()
        what = f"is not TOML: {error}" if block["fence"] == "+++" else error
        return {}, rest, (f"its front matter {what}; it is left out",)


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
        elif token.type == "html_block":
            yield bullet + _UNSEEN.sub("", token.content)
            bullet = ""
        elif token.type in ("fence", "code_block"):
            yield bullet + token.content
            bullet = ""
        elif token.type == "inline" and cells is not None:
            cells.append(_words(token))
        elif token.type == "inline":
            yield bullet + _words(token)
            bullet = ""


def _words(inline: Token) -> str:
    """The text of an inline token: links by their text, images by their description.

    HTML tags stay in it: `clean` knows which of them are line breaks.
    """
    shown = {"softbreak": " ", "hardbreak": "\n"}
    return "".join(
        _NOTE_MARK.sub("", child.content)
        if child.type == "text"
        else _UNSEEN.sub("", shown.get(child.type, child.content))
        for child in inline.children or ()
    )
