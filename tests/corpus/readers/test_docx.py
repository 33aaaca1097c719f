import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.parser import parse_xml

from corpus.errors import CorpusError
from corpus.readers import READERS, Extract

NAMES = " ".join(
    f'xmlns:{prefix}="http://schemas.{rest}"'
    for prefix, rest in {
        "w": "openxmlformats.org/wordprocessingml/2006/main",
        "mc": "openxmlformats.org/markup-compatibility/2006",
        "wps": "microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def read(path: Path) -> Extract:
    return READERS[path.suffix](path)


def written(folder: Path, fill: Callable[[Any], object], name: str = "a.docx") -> Path:
    document = docx.Document()
    fill(document)
    document.save(str(folder / name))
    return folder / name


def paragraphs(*xml: str) -> Callable[[Any], None]:
    """Paragraphs as Word writes them, which python-docx cannot."""

    def fill(document: Any) -> None:
        for runs in xml:
            document.element.body.insert(-1, parse_xml(f"<w:p {NAMES}>{runs}</w:p>"))

    return fill


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def changed(path: Path, **parts: Callable[[bytes], bytes]) -> Path:
    """The same archive with parts of it changed or added, by the names of their files."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for stem, change in parts.items():
        name = next((name for name in files if stem in name), f"word/{stem}.xml")
        files[name] = change(files.get(name, b""))
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_document_is_its_paragraphs_lists_and_tables_in_order(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.add_heading("A report", 0)
        document.add_heading("Costs", 1)
        document.add_paragraph("It costs ").add_run("5 million").bold = True
        document.add_paragraph("An item.", style="List Bullet")
        document.add_paragraph("A numbered one.", style="List Number")
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ("Year", "Sum", "2020", "5"), strict=True):
            cell.text = text
        document.add_paragraph("After it.")
        document.sections[0].header.paragraphs[0].text = "Header"
        document.sections[0].footer.paragraphs[0].text = "Page 1"

    assert read(written(tmp_path, fill)).pages[0].split("\n\n") == [
        "A report",
        "Costs",
        "It costs 5 million",
        "• An item.",
        "A numbered one.",
        "Year | Sum",
        "2020 | 5",
        "After it.",
    ]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (f'{run("It was ")}<w:del><w:r><w:delText>not </w:delText></w:r></w:del><w:ins>{run("built")}</w:ins>{run(".")}', "It was built."),
        (f'<w:moveFrom>{run("Old place. ")}</w:moveFrom><w:moveTo>{run("New place.")}</w:moveTo>', "New place."),
        (f'{run("See ")}<w:hyperlink>{run("the plan")}</w:hyperlink>{run(".")}', "See the plan."),
        (f'{run("On page ")}<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF a </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("7")}<w:r><w:fldChar w:fldCharType="end"/></w:r>', "On page 7"),
        (f'{run("One")}<w:r><w:br/></w:r>{run("Two")}<w:r><w:tab/></w:r>{run("three")}', "One\nTwo three"),
        (f'{run("Seen.")}<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r>', "Seen."),
        (f'<w:sdt><w:sdtContent>{run("In a control.")}</w:sdtContent></w:sdt>', "In a control."),
        (f'{run("well")}<w:r><w:noBreakHyphen/></w:r>{run("known")}', "well\u2011known"),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_word_shows_it(tmp_path: Path, xml: str, text: str) -> None:
    assert read(written(tmp_path, paragraphs(xml))).pages == (text,)


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent><w:p>{run('In a box.')}</w:p></w:txbxContent>"
    xml = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{run('Around it.')}"
    )
    text = read(written(tmp_path, paragraphs(xml, run("Next.")))).pages[0]
    assert text == "Around it.\n\nIn a box.\n\nNext."


def test_a_footnote_is_not_glued_into_a_sentence(tmp_path: Path) -> None:
    xml = f'{run("It costs 5 million")}<w:r><w:footnoteReference w:id="1"/></w:r>{run(" a year.")}'
    notes = (
        f'<w:footnotes {NAMES}><w:footnote w:type="separator" w:id="0"><w:p>{run("---")}</w:p></w:footnote>'
        f'<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>{run(" Prices of 2019.")}</w:p></w:footnote></w:footnotes>'
    ).encode()
    relation = (
        f'<Relationship Id="rId99" Type="{FOOTNOTES}" Target="footnotes.xml"/></Relationships>'
    )
    kind = b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
    path = changed(
        written(tmp_path, paragraphs(xml, run("The end."))),
        **{
            "word/_rels/document": lambda old: old.replace(b"</Relationships>", relation.encode()),
            "Content_Types": lambda old: old.replace(b"</Types>", kind),
            "footnotes": lambda _: notes,
        },
    )
    assert read(path).pages == ("It costs 5 million a year.\n\nThe end.\n\nPrices of 2019.",)


def test_contents_are_no_text(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("Costs\t7", style="toc 1")
        document.add_paragraph("It costs 5 million.")

    assert read(written(tmp_path, fill)).pages == ("It costs 5 million.",)


def test_merged_and_nested_cells_are_read_once(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        table = document.add_table(2, 2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Over both"
        table.cell(1, 0).text = "Left"
        table.cell(1, 1).add_table(1, 2)._cells[1].text = "Inner"
        box = document.add_table(1, 1).cell(0, 0)
        box.text = "A box."
        box.add_paragraph("With two paragraphs.")

    assert read(written(tmp_path, fill)).pages == (
        "Over both\n\nLeft |  | Inner\n\nA box.\n\nWith two paragraphs.",
    )


def test_properties_say_what_a_document_is(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        document.core_properties.title = "Bridges"
        document.core_properties.author = "Ada Example"
        document.core_properties.created = datetime(2024, 3, 12, 8, tzinfo=UTC)

    assert read(written(tmp_path, fill)).found == {
        "title": "Bridges",
        "author": "Ada Example",
        "date": datetime(2024, 3, 12, 8, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    "title", ["Microsoft Word - Bridges_final2.doc", "Dokument1", "report.docx", " "]
)
@pytest.mark.parametrize(
    "author", ["python-docx", "Microsoft Office User", "user", "Пользователь Windows", "Admin"]
)
def test_what_programs_fill_in_by_themselves_is_left_out(
    tmp_path: Path, title: str, author: str
) -> None:
    def fill(document: Any) -> None:
        document.core_properties.title = title
        document.core_properties.author = author
        document.add_heading("Costs", 1)
        document.add_paragraph("The real title", style="Title")

    assert read(written(tmp_path, fill)).found == {"title": "The real title"}


def test_a_document_without_properties_has_its_heading_for_a_title(tmp_path: Path) -> None:
    path = written(tmp_path, lambda document: document.add_heading("Costs", 1))
    with zipfile.ZipFile(path) as archive:
        relations = archive.read("_rels/.rels").decode()
    start = relations.index("<Relationship", relations.index("core-properties") - 150)
    end = relations.index("/>", start) + 2
    changed(path, **{"_rels/.rels": lambda _: (relations[:start] + relations[end:]).encode()})
    assert read(path).found == {"title": "Costs"}


def test_a_document_with_macros_is_read(tmp_path: Path) -> None:
    path = changed(
        written(tmp_path, lambda document: document.add_paragraph("Text."), "a.docm"),
        Content_Types=lambda old: old.replace(
            b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"vnd.ms-word.document.macroEnabled.main+xml",
        ),
    )
    assert read(path).pages == ("Text.",)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "it is encrypted; save it without a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "it is from an older version of Word; save it as .docx or .pdf"),
        (b"", "it is damaged or not a Word document; save it again as .docx"),
        (b"PK\x03\x04 cut off", "it is damaged or not a Word document; save it again as .docx"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(CorpusError) as refused:
        read(path)
    assert str(refused.value) == reason


def test_another_archive_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("a.txt", "Text.")
    with pytest.raises(CorpusError, match="not a Word document"):
        read(tmp_path / "a.docx")


def test_a_document_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as file,
    ):
        for _ in range(30):
            file.write(bytes(10_000_000))
    with pytest.raises(CorpusError, match="it unpacks to 300 MB, which is too much"):
        read(path)
    # The sizes that an archive declares are all that is ever unpacked.
    path.write_bytes(path.read_bytes().replace((300_000_000).to_bytes(4, "little"), bytes(4)))
    with pytest.raises(CorpusError, match="it is damaged"):
        read(path)
