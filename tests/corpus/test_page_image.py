"""Pictures of pages: what is marked is where it was drawn, and nothing else is."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from corpus import Document, Passage
from corpus.errors import CorpusError
from corpus.page_image import has_pages
from corpus.pdf.marked_page import draw_marked_page
from corpus.split import split
from tests.support.pdfs import A4, Column, Drawn, Typesetter, turned
from tests.support.tiny import read

NEAR = 2.0  # points around a word that its mark may take


def marked(path: Path, passage: Passage, width: float = A4[0]) -> tuple[NDArray[np.bool_], float]:
    """Which pixels of the picture are yellow, and how many there are to a point."""
    picture = Image.open(io.BytesIO(draw_marked_page(path, passage)))
    red, _, blue = (np.asarray(channel, int) for channel in picture.convert("RGB").split())
    return red - blue > 60, picture.width / width


def assert_marked(
    path: Path, passage: Passage, drawn: Sequence[Drawn], width: float = A4[0]
) -> None:
    """What is marked is what was drawn there: half of each box at least, and nothing elsewhere."""
    yellow, scale = marked(path, passage, width)
    elsewhere = yellow.copy()
    for box in drawn:
        inside = np.s_[
            round(scale * box.top) : round(scale * box.bottom),
            round(scale * box.left) : round(scale * box.right),
        ]
        assert yellow[inside].mean() > 0.5
        around = np.s_[
            int(scale * (box.top - NEAR)) : int(scale * (box.bottom + NEAR)),
            int(scale * (box.left - 5)) : int(scale * (box.right + 5)),
        ]
        elsewhere[around] = False
    assert not elsewhere.any()


def sentences(document: Document) -> list[Passage]:
    return [sentence for _, group in split(document) for sentence in group]


def test_a_sentence_that_stands_twice_is_marked_where_it_is_quoted(tmp_path: Path) -> None:
    page = Typesetter(tmp_path / "a.pdf")
    column = [Column(72, 300)]
    words = "Twelve ships came to the harbour in the winter of this year. ".split()
    drawn = [page.paragraph(words, column)[0] for _ in range(2)]
    document = read(page.save(), tmp_path)
    for sentence, boxes in zip(sentences(document), drawn, strict=True):
        assert_marked(page.path, sentence, [box for parts in boxes for box in parts])


def test_a_part_of_a_sentence_is_marked_alone(tmp_path: Path) -> None:
    page = Typesetter(tmp_path / "a.pdf")
    words = "Twelve ships and four boats came.".split()
    drawn, _ = page.paragraph(words, [Column(72, 300)])
    document = read(page.save(), tmp_path)
    start = document.text.index("four boats")
    quote = Passage(document, start, start + len("four boats"))
    assert_marked(page.path, quote, [*drawn[3], *drawn[4]])


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_marked_rightly_whatever_way_it_is_turned_and_cut(
    tmp_path: Path, turn: int
) -> None:
    """The picture is turned so that the text is upright; its upper left corner is the box's."""
    page = Typesetter(tmp_path / "a.pdf")
    first, _ = page.paragraph("Twelve ships came to the harbour.".split(), [Column(172, 300, 200)])
    page.paragraph("Four boats came.".split(), [Column(172, 300, 400)])
    left, bottom, right, top = 100, 200, 500, 742
    path = turned(page.save(), turn, (left, bottom, right, top))
    moved = [
        Drawn(
            1,
            box.left - left,
            box.top - (A4[1] - top),
            box.right - left,
            box.bottom - (A4[1] - top),
        )
        for boxes in first
        for box in boxes
    ]
    document = read(path, tmp_path)
    assert_marked(path, sentences(document)[0], moved, right - left)


def test_a_sentence_over_a_page_break_is_marked_as_far_as_its_first_page_goes(
    tmp_path: Path,
) -> None:
    page = Typesetter(tmp_path / "a.pdf")
    words = (
        "Twelve ships came to the harbour in the winter of this year, and four of them " * 2
    ).split()
    drawn, _ = page.paragraph([*words, "left."], [Column(72, 300, 740, 780)])
    document = read(page.save(), tmp_path)
    [sentence] = sentences(document)
    assert sentence.page == 1
    assert_marked(page.path, sentence, [box for parts in drawn for box in parts if box.page == 1])


def test_a_file_that_is_gone_or_another_one_is_an_error(tmp_path: Path) -> None:
    page = Typesetter(tmp_path / "a.pdf")
    page.text(72, 100, "Twelve ships came.")
    page.turn_page()
    page.text(72, 100, "Four boats came.")
    document = read(page.save(), tmp_path)
    *_, boats = sentences(document)
    other = Typesetter(tmp_path / "a.pdf")
    other.text(72, 100, "Twelve ships came.")
    other.save()
    with pytest.raises(CorpusError, match=r"^its page 2 is damaged or missing$"):
        draw_marked_page(page.path, boats)
    page.path.unlink()
    with pytest.raises(CorpusError, match=r"^it cannot be opened \(No such file or directory\)$"):
        draw_marked_page(page.path, boats)


def test_only_a_pdf_has_pictures_of_pages(tmp_path: Path) -> None:
    page = Typesetter(tmp_path / "a.PDF")
    page.text(72, 100, "Twelve ships came.")
    (tmp_path / "b.txt").write_text("Title\nTwelve ships came.")
    assert has_pages(read(page.save(), tmp_path))
    assert not has_pages(read(tmp_path / "b.txt", tmp_path))


SYLLABLES = "ba de fi go lu me ni po ra se ti vo".split()
WORDS = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map("\u00ad".join)
SENTENCES = st.lists(WORDS, min_size=4, max_size=24)
PARAGRAPHS = st.lists(st.lists(SENTENCES, min_size=2, max_size=5), min_size=3, max_size=12)


@settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # to find a smaller example takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    texts=PARAGRAPHS,
    columns=st.integers(1, 2),
    indent=st.sampled_from([0.0, 14.0]),
    bottom=st.sampled_from([300.0, 760.0]),
    chosen=st.integers(0, 1000),
)
def test_every_sentence_of_a_random_document_is_where_it_was_drawn(
    tmp_path: Path,
    texts: list[list[list[str]]],
    columns: int,
    indent: float,
    bottom: float,
    chosen: int,
) -> None:
    page = Typesetter(tmp_path / "a.pdf")
    page.header, page.footer = "Report of the harbour", "Page {} of 99"
    sides = [Column(72, 523, bottom=bottom)]
    if columns == 2:
        sides = [Column(72, 287, bottom=bottom), Column(308, 523, bottom=bottom)]
    written, places = typeset(page, sides, texts, indent)
    document = read(page.save(), tmp_path)
    header = [] if page.page > 1 else page.header.split()  # seen once, it might be a heading
    assert document.text.split() == header + written

    start = 0
    found = [sentence for sentence in sentences(document) if sentence.text != page.header]
    for number, sentence in enumerate(found):
        end = start + len(sentence.text.split())
        assert sentence.text.split() == written[start:end]
        assert sentence.page == places[start][0].page
        if number == chosen % len(found):
            boxes = [box for parts in places[start:end] for box in parts]
            there = [box for box in boxes if box.page == sentence.page]
            assert_marked(page.path, sentence, there)
        start = end
    assert start == len(written)


def typeset(
    page: Typesetter, columns: Sequence[Column], texts: list[list[list[str]]], indent: float
) -> tuple[list[str], list[list[Drawn]]]:
    """Sets paragraphs of sentences; their words, and where each was drawn."""
    written: list[str] = []
    places: list[list[Drawn]] = []
    place = number = 0
    for paragraph in texts:
        words = []
        for sentence in paragraph:
            number += 1  # so that no two sentences are the same
            words += [f"S{number}", *sentence[:-1], f"{sentence[-1]}."]
        drawn, place = page.paragraph(words, columns, place, indent)
        places += drawn
        written += [word.replace("\u00ad", "") for word in words]
        columns[place].y += 0.0 if indent else 8.0
    return written, places
