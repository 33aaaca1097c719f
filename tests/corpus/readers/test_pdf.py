"""Reading PDFs: awkward ones first, random ones last."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from corpus.errors import CorpusError
from corpus.readers.pdf import read
from tests.support.pdfs import A4, Typesetter, scan, turned

Setting = Callable[[Typesetter], object]


def pages(folder: Path, draw: Setting, size: tuple[float, float] = A4) -> list[list[str]]:
    """The paragraphs on each page of a PDF that `draw` sets."""
    typesetter = Typesetter(folder / "a.pdf", size)
    draw(typesetter)
    return [page.split("\n\n") for page in read(typesetter.save()).pages]


def paragraphs(folder: Path, draw: Setting) -> list[str]:
    """The paragraphs of a PDF of one page."""
    [page] = pages(folder, draw)
    return page


def set_lines(*lines: str) -> Setting:
    return lambda page: page.lines(72, 100, lines)


def test_wrapped_lines_are_one_paragraph(tmp_path: Path) -> None:
    lines = (
        "The commission counted the ships that lay in the harbour",
        "during the winter, and found more of them than a year ago.",
        "It did not count boats.",
        "In spring it began anew, this time with the help of the",
        "harbour master.",
    )
    assert paragraphs(tmp_path, set_lines(*lines)) == [" ".join(lines[:3]), " ".join(lines[3:])]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("Viele Sol-", "daten kamen.", "Viele Soldaten kamen."),
        ("Viele Sol\u00ad", "daten kamen.", "Viele Soldaten kamen."),
        ("Das deutsch-", "französische Heer kam.", "Das deutsch-französische Heer kam."),
        ("Wegen COVID-", "19 kam niemand.", "Wegen COVID-19 kam niemand."),
        ("Im Winter 2023-", "2024 kam niemand.", "Im Winter 2023-2024 kam niemand."),
        ("Aus Nord-", "und Südkorea kam er.", "Aus Nord- und Südkorea kam er."),
        ("Der NATO-", "Gipfel war kurz.", "Der NATO-Gipfel war kurz."),
        ("Die Minister-", "präsidenten kamen.", "Die Ministerpräsidenten kamen."),
        ("A well-", "known man: he is well-known.", "A well-known man: he is well-known."),
        ("The men - all of", "them - came.", "The men - all of them - came."),
    ],
)  # fmt: skip
def test_a_word_broken_at_the_end_of_a_line_is_whole(
    tmp_path: Path, first: str, second: str, joined: str
) -> None:
    assert " ".join(paragraphs(tmp_path, set_lines(first, second))) == joined


def test_headings_items_and_rows_are_lines_of_their_own(tmp_path: Path) -> None:
    def draw(page: Typesetter) -> None:
        page.text(72, 80, "The report of the harbour", 18)
        page.text(72, 120, "Results of the winter", 10, "VeraBd")
        page.lines(72, 133, ["The commission counted ships and", "boats, and it found these:"])
        page.lines(72, 165, ["• twelve ships that lay in the", "  inner harbour", "• four boats"])
        for y, cells in (
            (230, ("Place", "Ships", "Boats")),
            (243, ("Harbour", "12", "4")),
            (256, ("River", "3", "140")),
        ):
            for x, cell in zip((72, 200, 300), cells, strict=True):
                page.text(x, y, cell)

    assert paragraphs(tmp_path, draw) == [
        "The report of the harbour",
        "Results of the winter",
        "The commission counted ships and boats, and it found these:",
        "• twelve ships that lay in the inner harbour",
        "• four boats",
        "Place | Ships | Boats",
        "Harbour | 12 | 4",
        "River | 3 | 140",
    ]


def furnished(page: Typesetter, headers: tuple[str, ...], footers: tuple[str, ...]) -> None:
    """Pages with a header, a footer and a line that only this page has."""
    for number, (header, footer) in enumerate(zip(headers, footers, strict=True), start=1):
        page.text(72 if number % 2 else 400, 40, header, 8)
        page.text(72, 100, f"Ship number {'i' * number} left the harbour on {number} May.")
        page.text(290, 800, footer, 8)
        if number < len(headers):
            page.turn_page()


@pytest.mark.parametrize("count", [2, 3, 8])
@pytest.mark.parametrize(
    ("header", "footer"),
    [
        ("Report of the harbour", "{}"),
        ("Report of the harbour", "Page {} of 99"),
        ("Report | {}", "- {} -"),
        ("Bericht des Hafens · Seite {}", "© Hafenamt 2024"),
    ],
)
def test_headers_footers_and_page_numbers_are_no_text(
    tmp_path: Path, header: str, footer: str, count: int
) -> None:
    numbers = range(7, 7 + count)
    headers = tuple(header.format(number) for number in numbers)
    footers = tuple(footer.format(number) for number in numbers)
    assert pages(tmp_path, lambda page: furnished(page, headers, footers)) == [
        [f"Ship number {'i' * number} left the harbour on {number} May."]
        for number in range(1, count + 1)
    ]


def test_headers_that_alternate_and_roman_numbers_are_no_text(tmp_path: Path) -> None:
    headers = ("A. Author", "The harbour", "A. Author", "The harbour")
    found = pages(tmp_path, lambda page: furnished(page, headers, ("iii", "iv", "v", "vi")))
    assert [len(page) for page in found] == [1, 1, 1, 1]


def test_what_two_pages_have_in_common_within_their_text_stays(tmp_path: Path) -> None:
    def draw(page: Typesetter) -> None:
        page.lines(72, 100, ["Ships in the harbour: 12.", "Boats in the harbour: 30."])
        page.turn_page()
        page.lines(72, 100, ["Ships in the harbour: 19.", "Boats in the harbour: 44."])

    assert pages(tmp_path, draw) == [
        ["Ships in the harbour: 12. Boats in the harbour: 30."],
        ["Ships in the harbour: 19. Boats in the harbour: 44."],
    ]


def test_the_only_page_loses_its_number_and_nothing_else(tmp_path: Path) -> None:
    def draw(page: Typesetter) -> None:
        page.text(72, 40, "Office of the harbour")
        page.text(72, 100, "Twelve ships came.")
        page.text(290, 800, "– 1 –")

    assert paragraphs(tmp_path, draw) == ["Office of the harbour", "Twelve ships came."]


def test_a_footnote_is_not_glued_into_a_sentence(tmp_path: Path) -> None:
    def draw(page: Typesetter) -> None:
        x = page.text(72, 700, "There were 10,000")
        x = page.mark(x, 700, "3")
        x = page.text(x, 700, " soldiers.")
        x = page.mark(x, 700, "4")
        page.text(x, 700, " They stayed on")
        x = page.mark(72, 760, "3")
        page.text(x, 760, " As the harbour master says.", 8)
        x = page.mark(72, 772, "4")
        page.text(x, 772, " As the commission says.", 8)
        page.turn_page()
        page.lines(72, 100, ["the ships for a week. Then they left.", "Nobody saw them again."])

    assert pages(tmp_path, draw) == [
        [
            "There were 10,000 soldiers. They stayed on the ships for a week.",
            "As the harbour master says.",
            "As the commission says.",
        ],
        ["Then they left. Nobody saw them again."],
    ]


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ("An area of 20 km|^2| was closed.", "An area of 20 km² was closed."),
        ("They emit CO|_2| and drink H|_2|O daily.", "They emit CO2 and drink H2O daily."),
        ("It weighs 3 × 10|^6| kg in all.", "It weighs 3 × 10⁶ kg in all."),
        ("On the 1|^st| of May, le XIX|^e| siècle.", "On the 1st of May, le XIXe siècle."),
        ("“They left”|^12|, he said.", "“They left”, he said."),
        ("The soldiers|^*| left.", "The soldiers left."),
        ("In 2023|^5| they left.", "In 2023 they left."),
        ("They left.⁷ All of them¹ did.", "They left. All of them did."),
    ],
)
def test_raised_marks_are_dropped_and_exponents_stay(tmp_path: Path, parts: str, text: str) -> None:
    def draw(page: Typesetter) -> None:
        x = 72.0
        for part in parts.split("|"):
            if part.startswith("^"):
                x = page.mark(x, 100, part[1:])
            elif part.startswith("_"):
                x = page.text(x, 100, part[1:], 6, rise=-2)
            else:
                x = page.text(x, 100, part)

    assert paragraphs(tmp_path, draw) == [text]


LEFT = (
    "The commission counted the ships that",
    "lay in the harbour during the winter,",
    "and found more of them than it had",
    "found a year ago. It did not count the",
    "boats of the fishermen, nor those that",
    "the harbour master keeps for his own",
)
RIGHT = (
    "use. In spring it began anew, this time",
    "with the help of the harbour master, who",
    "knows each of them by its name, and who",
    "showed the commission where the others",
    "were hidden under nets and old sails, as",
    "they had been in every single spring.",
)
BOTH = " ".join(LEFT + RIGHT)


def test_a_line_that_needs_more_room_parts_no_sentence(tmp_path: Path) -> None:
    def draw(page: Typesetter) -> None:
        page.lines(72, 100, LEFT)
        page.lines(72, 100 + 12.5 * len(LEFT) + 5, RIGHT)

    assert paragraphs(tmp_path, draw) == [BOTH]


@pytest.mark.parametrize("by_line", [True, False])
@pytest.mark.parametrize("across", [0, 5])  # how much lower the right column's lines are
def test_columns_are_read_one_after_the_other(tmp_path: Path, by_line: bool, across: float) -> None:
    def draw(page: Typesetter) -> None:
        page.text(150, 60, "A heading over both of the columns", 16)
        ys = [100 + 13 * number for number in range(len(LEFT))]
        left = [(72.0, y, line) for y, line in zip(ys, LEFT, strict=True)]
        right = [(310.0, y + across, line) for y, line in zip(ys, RIGHT, strict=True)]
        order = [line for pair in zip(left, right, strict=True) for line in pair]
        for line in order if by_line else left + right:
            page.text(*line)
        page.text(
            72, 200, "Figure 1: Ships, boats and everything else that was found in the harbour.", 9
        )

    assert paragraphs(tmp_path, draw) == [
        "A heading over both of the columns",
        BOTH,
        "Figure 1: Ships, boats and everything else that was found in the harbour.",
    ]


def test_a_heading_between_columns_parts_those_above_from_those_below(tmp_path: Path) -> None:
    def draw(page: Typesetter) -> None:
        for top in (80, 220):
            page.lines(72, top, LEFT)
            page.lines(310, top, RIGHT)
        page.text(72, 190, "The next year", 16)

    assert paragraphs(tmp_path, draw) == [BOTH, "The next year", BOTH]


def test_a_sentence_over_a_page_break_is_on_the_page_where_it_begins(tmp_path: Path) -> None:
    def draw(page: Typesetter) -> None:
        page.lines(72, 700, LEFT[:3])
        page.turn_page()
        page.lines(72, 100, (*LEFT[3:], *RIGHT))

    first, second = pages(tmp_path, draw)
    assert first == [" ".join(LEFT[:3]) + " found a year ago."]
    assert second == [BOTH[BOTH.index("It did not") :]]


@pytest.mark.parametrize("lines", [("It was found.",), ("A heading",), ("• one ship",)])
def test_a_page_that_ends_with_a_sentence_or_a_heading_takes_nothing(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    def draw(page: Typesetter) -> None:
        page.lines(72, 100, [*LEFT, *RIGHT])
        page.lines(72, 300, lines)
        page.turn_page()
        page.lines(72, 100, ["• a ship came.", "It left."])

    first, second = pages(tmp_path, draw)
    assert first[-1] == lines[-1]
    assert " ".join(second) == "• a ship came. It left."


def test_a_drop_cap_and_spaced_letters_are_words(tmp_path: Path) -> None:
    def draw(page: Typesetter) -> None:
        page.lines(72, 80, ["R E P O R T   O F   H A R B O U R S"])
        page.text(72, 124, "T", 32)
        page.lines(
            93,
            103,
            [
                "he commission counted the ships that lay in the",
                "harbour during the winter, and found many",
            ],
        )
        page.lines(72, 128, ["more of them than a year ago, as it says in its report."])

    assert " ".join(paragraphs(tmp_path, draw)) == (
        "REPORT OF HARBOURS The commission counted the ships that lay in the harbour during the "
        "winter, and found many more of them than a year ago, as it says in its report."
    )


def test_only_what_can_be_seen_is_read(tmp_path: Path) -> None:
    def draw(page: Typesetter) -> None:
        page.text(72, 100, "Twelve ships came.")
        page.canvas.setFillColorRGB(1, 1, 1)
        page.text(72, 120, "Nobody sees this.")
        page.canvas.setFillColorRGB(0, 0, 0.4)
        page.canvas.rect(70, A4[1] - 145, 200, 15, stroke=0, fill=1)
        page.canvas.setFillColorRGB(1, 1, 1)
        page.text(72, 140, "Four boats came.")
        page.canvas.setFillColorRGB(0.5, 0.5, 0.5)
        hidden = page.canvas.beginText(72, A4[1] - 160)
        hidden.setTextRenderMode(3)
        hidden.textOut("Nor this.")
        page.canvas.drawText(hidden)
        page.canvas.rotate(45)
        page.text(500, 700, "DRAFT", 60)
        page.canvas.rotate(45)
        page.text(500, 500, "a sidebar")
        page.text(72, 1200, "outside of the page")

    assert " ".join(paragraphs(tmp_path, draw)) == "Twelve ships came. Four boats came."


def test_a_table_set_across_its_page_is_read(tmp_path: Path) -> None:
    def draw(page: Typesetter) -> None:
        page.canvas.rotate(90)
        page.canvas.translate(0, -595)
        for y, cells in (
            (400, ("Place", "Ships")),
            (380, ("Harbour", "12")),
            (360, ("River", "3")),
        ):
            for x, cell in zip((72, 300), cells, strict=True):
                page.canvas.drawString(x, y, cell)

    assert paragraphs(tmp_path, draw) == ["Place | Ships", "Harbour | 12", "River | 3"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read(tmp_path: Path, turn: int) -> None:
    page = Typesetter(tmp_path / "a.pdf")
    page.lines(72, 100, LEFT)
    path = turned(page.save(), turn)
    assert read(path).pages == (" ".join(LEFT),)


def test_ligatures_and_accents_are_letters(tmp_path: Path) -> None:
    def draw(page: Typesetter) -> None:
        x = page.text(72, 100, "Der ﬂinke Schiffer ﬁel ")
        page.text(x, 100, "u")
        page.text(x + 1.2, 100, "¨")
        page.text(x + 6.4, 100, "ber das Deck.")

    assert paragraphs(tmp_path, draw) == ["Der flinke Schiffer fiel über das Deck."]


@pytest.mark.parametrize(
    ("info", "found"),
    [
        ({"title": "Ships in winter", "author": "Ada Example"}, ("Ships in winter", "Ada Example")),
        ({"title": "Microsoft Word - draft3.doc", "author": "user"}, ("The harbour", None)),
        ({"title": "untitled", "author": "Ben Sample"}, ("The harbour", "Ben Sample")),
        ({"title": "ships_final_v2.indd"}, ("The harbour", None)),
        ({"title": "A", "producer": "A"}, ("The harbour", None)),
    ],
)
def test_title_and_author_are_believed_if_somebody_wrote_them(
    tmp_path: Path, info: dict[str, str], found: tuple[str, str | None]
) -> None:
    page = Typesetter(tmp_path / "a.pdf", info=info)
    page.text(72, 80, "The harbour", 20)
    page.lines(72, 120, LEFT)
    extract = read(page.save())
    assert (extract.found["title"], extract.found["author"]) == found
    assert extract.found["date"] == date.today()


def test_a_text_without_a_heading_has_no_title(tmp_path: Path) -> None:
    page = Typesetter(tmp_path / "a.pdf")
    page.lines(72, 120, LEFT)
    assert read(page.save()).found["title"] is None


def test_pages_without_text_are_counted(tmp_path: Path) -> None:
    def draw(page: Typesetter) -> None:
        page.text(72, 100, "A ship came.")
        page.turn_page()
        page.turn_page()
        page.text(72, 100, "It left.")

    assert pages(tmp_path, draw) == [["A ship came."], [""], ["It left."]]


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    page = Typesetter(tmp_path / "a.pdf")
    page.canvas._doc.encrypt = StandardEncryption("secret")
    page.text(72, 100, "A ship came.")
    with pytest.raises(CorpusError, match=r"^it is encrypted; save it without a password$"):
        read(page.save())


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"<html>no PDF</html>"])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(CorpusError, match=r"^it is damaged or not a PDF"):
        read(tmp_path / "a.pdf")


def test_a_damaged_page_is_empty(tmp_path: Path) -> None:
    page = Typesetter(tmp_path / "a.pdf")
    page.canvas.setPageCompression(0)
    for number in ("one", "two", "three"):
        page.text(72, 100, f"This is page {number}.")
        page.turn_page()
    content = page.save().read_bytes()
    assert b"3 0 R 4 0 R 5 0 R" in content
    page.path.write_bytes(content.replace(b"3 0 R 4 0 R 5 0 R", b"3 0 R 1 0 R 5 0 R"))
    assert read(page.path).pages == ("This is page one.", "", "This is page three.")


def test_a_scan_is_reported(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"^it is a scan without text; "):
        read(scan(tmp_path, "A ship came."))


def test_the_hidden_text_of_a_scan_is_read(tmp_path: Path) -> None:
    with pdfium.PdfDocument(scan(tmp_path, "A ship came.")) as document:
        picture = document[0].render().to_pil()

    def draw(page: Typesetter) -> None:
        page.canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        hidden = page.canvas.beginText(72, A4[1] - 100)
        hidden.setTextRenderMode(3)
        hidden.textOut("A ship came.")
        page.canvas.drawText(hidden)

    assert paragraphs(tmp_path, draw) == ["A ship came."]


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
def test_a_scan_is_read_by_tesseract(tmp_path: Path) -> None:
    [page] = read(scan(tmp_path, *LEFT, "A boat came."), "eng").pages
    assert page == " ".join([*LEFT, "A boat came."])
    with pytest.raises(CorpusError, match=r"lacks the language data for xyz; install it$"):
        read(scan(tmp_path, "A ship came."), "xyz")


def test_a_scan_without_tesseract_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CorpusError, match=r"tesseract, which would read it, is not installed$"):
        read(scan(tmp_path, "A ship came."), "eng")


def test_letters_that_are_others_than_they_look_are_no_text(tmp_path: Path) -> None:
    def shifted(line: str) -> str:
        return "".join(
            chr(33 + (ord(letter) - 33 - 29) % 90) if letter != " " else " " for letter in line
        )

    page = Typesetter(tmp_path / "a.pdf")
    page.lines(72, 120, map(shifted, (*LEFT, *RIGHT)))
    with pytest.raises(CorpusError, match=r"^its fonts do not say which characters they show; "):
        read(page.save())


FIXTURES = sorted((Path(__file__).parent / "pdfs").glob("*.pdf"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_what_other_programs_set_is_read(path: Path) -> None:
    """The file beside it holds each paragraph as it was given to the program, on a line."""
    written = path.with_suffix(".txt").read_text(encoding="utf-8").split()
    assert " ".join(read(path).pages).split() == written
