"""What holds for documents of any content in every format that has a structure."""

from collections.abc import Callable
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Document
from corpus.split import split
from tests.support.tiny import read

# Paragraphs of words, each with how it stands out.
Words = list[list[tuple[str, str]]]
LOOKS = ("plain", "plain", "plain", "strong", "link", "note")
words = st.text("abcdefgstuyzäöüßéñабвгіїєґжя", min_size=1, max_size=9) | st.integers(0, 99999).map(
    str
)
# Where every other word is a link, a paragraph is taken for a menu.
paragraphs = st.lists(
    st.lists(st.tuples(words, st.sampled_from(LOOKS)), min_size=4, max_size=20).filter(
        lambda paragraph: 4 * sum(look == "link" for _, look in paragraph) <= len(paragraph)
    ),
    min_size=1,
    max_size=8,
)
tables = st.lists(st.lists(words, min_size=2, max_size=2), max_size=3)
examples = settings(max_examples=12, derandomize=True, deadline=None)


def text_of(paragraph: list[tuple[str, str]]) -> str:
    return f"So {' '.join(word for word, _ in paragraph)} it is."


def html(content: Words, rows: list[list[str]]) -> bytes:
    shapes = {
        "plain": "{}",
        "strong": "<b>{}</b>",
        "link": '<a href="/a">{}</a>',
        "note": '{}<sup><a href="#1">1</a></sup>',
    }
    parts = [
        f"<p>So {' '.join(shapes[look].format(escape(word)) for word, look in paragraph)} it is.</p>"
        for paragraph in content
    ]
    cells = [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows]
    table = f"<table>{''.join(cells)}</table>" if rows else ""
    page = f"<html><head><meta charset=utf-8></head><body>{parts[0]}{table}{''.join(parts[1:])}</body></html>"
    return page.encode()


def markdown(content: Words, rows: list[list[str]]) -> bytes:
    shapes = {
        "plain": "{}",
        "strong": "**{}**",
        "link": "[{}](https://a.example)",
        "note": "{}[^1]",
    }
    parts = [
        f"So {' '.join(shapes[look].format(word) for word, look in paragraph)} it is."
        for paragraph in content
    ]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    table = "\n".join([lines[0], "|---|---|", *lines[1:]]) if rows else ""
    return "\n\n".join([parts[0], table, *parts[1:]]).encode()


def word(content: Words, rows: list[list[str]]) -> bytes:
    document = docx.Document()
    first, *others = content
    runs(document.add_paragraph(), first)
    if rows:
        table = document.add_table(len(rows), 2)
        for cell, text in zip(table._cells, (cell for row in rows for cell in row), strict=True):
            cell.text = text
    for paragraph in others:
        runs(document.add_paragraph(), paragraph)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.docx"
        document.save(str(path))
        return path.read_bytes()


def runs(place: Paragraph, paragraph: list[tuple[str, str]]) -> None:
    place.add_run("So")
    for text, look in paragraph:
        place.add_run(f" {text}").bold = look == "strong"
    place.add_run(" it is.")


def read_as(suffix: str, content: bytes) -> Document:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(content)
        return read(path, Path(folder))


@pytest.mark.parametrize(
    ("suffix", "write"),
    [(".html", html), (".md", markdown), (".docx", word)],
    ids=[".html", ".md", ".docx"],
)
@examples
@given(content=paragraphs, rows=tables)
def test_every_paragraph_comes_back_once_in_order(
    suffix: str,
    write: Callable[[Words, list[list[str]]], bytes],
    content: Words,
    rows: list[list[str]],
) -> None:
    document = read_as(suffix, write(content, rows))
    lines = [" | ".join(row) for row in rows]
    first, *others = map(text_of, content)
    assert document.text.split("\n\n") == [first, *lines, *others]
    for passage, sentences in split(document):
        assert passage.text == document.text[passage.start : passage.end]
        for sentence in sentences:
            assert sentence.text == document.text[sentence.start : sentence.end]
            assert any(sentence.text in line for line in (first, *lines, *others))
