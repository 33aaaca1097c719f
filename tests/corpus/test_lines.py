"""Lines of a document: text, headings, rows of tables."""

from corpus.document import Document
from corpus.lines import cells, lines


def document_with(text: str, title: str) -> Document:
    return Document(
        id="1",
        path="a.txt",
        title=title,
        publisher=None,
        author=None,
        date=None,
        url=None,
        language="en",
        text=text,
    )


def test_a_line_knows_its_heading_and_the_head_of_its_table() -> None:
    text = (
        "A town\n"
        "The bridge is closed.\n"
        "Traffic\n"
        "Line | 2016 | 2017\n"
        "Tram | 14 | 15\n"
        "Bus | some | none\n"
        "Buses run at night."
    )
    document = document_with(text, title="A town")
    found = list(lines(document))
    assert [line.says_something for line in found] == [False, True, False, False, True, True, True]
    assert [around(document, line.heading) for line in found] == [None] * 3 + ["Traffic"] * 4
    assert [around(document, line.head) for line in found] == (
        [None] * 4 + ["Line | 2016 | 2017"] * 2 + [None]
    )


def test_a_table_that_begins_with_figures_has_no_head() -> None:
    document = document_with("refugees | 25.4\nasylum-seekers | 3.1", title="x")
    assert [(line.says_something, line.head) for line in lines(document)] == [(True, None)] * 2


def test_cells_are_where_they_stand() -> None:
    for row, texts in [
        ("Tram | 14 | 15", ["Tram", "14", "15"]),
        ("| 2015 | 2016", ["", "2015", "2016"]),
        ("Coal | 12 | | 14", ["Coal", "12", "", "14"]),
    ]:
        assert [row[start:end].strip() for start, end in cells(row)] == texts


def test_a_table_of_two_columns_of_words_has_no_head() -> None:
    document = document_with("Author | Jane Doe\nDate | 5 May 2023", title="x")
    assert [line.says_something for line in lines(document)] == [True, True]
    document = document_with("Year | Wool\n2015 | 310", title="x")
    assert [line.says_something for line in lines(document)] == [False, True]


def around(document: Document, span: tuple[int, int] | None) -> str | None:
    return document.text[slice(*span)] if span else None
