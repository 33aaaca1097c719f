"""A file -> a document."""

from datetime import date
from pathlib import Path

import pytest

from corpus.errors import CorpusError, EmptyError
from tests.support.tiny import read


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_text_file_has_its_title_in_the_first_line(tmp_path: Path) -> None:
    document = read(write(tmp_path, "a.txt", "The title\nA sentence is here."), tmp_path)
    assert document.title == "The title"
    assert document.text == "The title\nA sentence is here."
    assert (document.language, document.path, document.pages) == ("en", "a.txt", (0,))


def test_lines_broken_to_fit_a_width_are_joined(tmp_path: Path) -> None:
    text = """\
The title of the report

The soldiers of the north went to
the east of Russia in order to be
trained there for several weeks or
perhaps months, as reports say.

Over.
"""
    document = read(write(tmp_path, "a.txt", text), tmp_path)
    assert document.text == (
        "The title of the report\n\nThe soldiers of the north went to the east of Russia in order "
        "to be trained there for several weeks or perhaps months, as reports say.\n\nOver."
    )


def test_lines_that_were_not_broken_to_fit_stay(tmp_path: Path) -> None:
    text = (
        "A long title that fills its line\nMore.\nNeudorf: 31 houses and one mill\nTotal: 50 houses"
    )
    assert read(write(tmp_path, "a.txt", text), tmp_path).text == text


def test_markdown_is_read_without_its_markup(tmp_path: Path) -> None:
    text = """\
---
title: A study
author: [Ada Example, Ben Sample]
publisher: An institute
date: 2024-10-28
url: https://example.org/study
language: de
tags: [ignored]
---
# Heading

Some **bold** text with a
[link](https://example.org) &amp; more.

- one item
- another

| a | b |
|---|---|
| 1 | 2 |
"""
    document = read(write(tmp_path, "a.md", text), tmp_path)
    assert document.text == (
        "Heading\n\nSome bold text with a link & more.\n\n• one item\n\n• another\n\na | b\n\n1 | 2"
    )
    assert document.title == "A study"
    assert document.author == "Ada Example, Ben Sample"
    assert document.publisher == "An institute"
    assert document.date == date(2024, 10, 28)
    assert document.url == "https://example.org/study"
    assert document.language == "de"


def test_markdown_keeps_numbers_and_html(tmp_path: Path) -> None:
    text = "28. Oktober 2024 kam er.\n\n<p>Es sind 5.</p>\n\na<br>b.\n\n- \n\nEnde 1."
    document = read(write(tmp_path, "a.md", text), tmp_path)
    assert document.text == "28. Oktober 2024 kam er.\n\nEs sind 5.\n\na\nb.\n\nEnde 1."


def test_text_between_rules_is_no_front_matter(tmp_path: Path) -> None:
    text = "---\n\nOn 5 May 20 soldiers arrived.\n\n---\n\nMore."
    assert (
        read(write(tmp_path, "a.md", text), tmp_path).text
        == "On 5 May 20 soldiers arrived.\n\nMore."
    )


def test_metadata_is_one_clean_line(tmp_path: Path) -> None:
    write(
        tmp_path, "a.yaml", 'publisher: "\\e[31mWÃ¤hrend\\n<p>x"\nauthor: "' + "name " * 100 + '"\n'
    )
    document = read(write(tmp_path, "a.txt", "Title\nText is here."), tmp_path)
    assert document.publisher == "Während x"
    assert document.author is not None
    assert len(document.author) <= 200


def test_a_sidecar_describes_any_file_and_front_matter_comes_first(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "title: From the sidecar\nauthor: Ada\n")
    write(tmp_path, "b.md.yaml", "title: From the sidecar\nauthor: Ada\n")
    a = read(write(tmp_path, "a.txt", "First line\nA sentence is here."), tmp_path)
    b = read(write(tmp_path, "b.md", "---\ntitle: Own\n---\nA sentence is here."), tmp_path)
    assert (a.title, a.author) == ("From the sidecar", "Ada")
    assert (b.title, b.author) == ("Own", "Ada")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", "  \n ", "it holds no text"),
        ("a.txt", "Only a heading", "it holds no sentence that could be quoted"),
        ("a.xyz", "Text.", "there is no reader for .xyz; save it as .pdf, .docx, .html, .md or .txt"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_has_its_reason(
    tmp_path: Path, name: str, content: str, reason: str
) -> None:
    with pytest.raises(CorpusError) as raised:
        read(write(tmp_path, name, content), tmp_path)
    assert str(raised.value).startswith(reason)
    assert isinstance(raised.value, EmptyError) == ("it holds no" in reason)


def test_metadata_may_be_empty_or_a_number(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\ntitle: 2021\nauthor: ''\nlanguage: en-US\n---\nText is here.")
    write(tmp_path, "b.txt", "Title\nText is here.")
    write(tmp_path, "b.yaml", "")
    a, b = read(tmp_path / "a.md", tmp_path), read(tmp_path / "b.txt", tmp_path)
    assert (a.title, a.author, a.language) == ("2021", None, "en")
    assert b.title == "Title"


def test_each_passage_has_its_language(tmp_path: Path) -> None:
    german = "Der Bericht sagt, dass es im Osten des Landes etwa zwanzigtausend Soldaten gibt und nicht mehr."
    english = (
        "The report says that there are about twenty thousand soldiers in the east of the country."
    )
    document = read(
        write(
            tmp_path,
            "a.txt",
            f"{german}\n\n{german}\n\n{german}\n\n{english}\n\nMore.\n\n{english}\n\nSo ist es.",
        ),
        tmp_path,
    )
    assert document.language == "de"
    start = document.text.index("The report")
    end = document.text.index("So ist es.")
    assert document.languages == ((start, "en"), (end, "de"))
    assert document.language_at(start - 1) == "de"
    assert document.language_at(document.text.index("More.")) == "en"


def test_a_document_is_told_by_its_text_and_its_metadata(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "Title\nA sentence is here.")
    first = read(path, tmp_path)
    write(tmp_path, "a.yaml", "author: Ada")
    second = read(path, tmp_path)
    path.rename(tmp_path / "b.txt")
    (tmp_path / "a.yaml").rename(tmp_path / "b.yaml")
    third = read(tmp_path / "b.txt", tmp_path)
    assert first.id != second.id == third.id
    assert first.digest == second.digest == third.digest
