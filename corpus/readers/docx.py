"""Word documents."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import PartFactory
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.package import Package
from docx.parts.document import DocumentPart
from docx.text.paragraph import Paragraph

from corpus.errors import CorpusError
from corpus.readers.extract import Extract
from corpus.readers.properties import real_author, real_title

_LARGEST = 200_000_000  # bytes of an unpacked document, pictures included
_OLE = b"\xd0\xcf\x11\xe0"  # an encrypted document, and one of Word 97, is such a file
_DAMAGED = "it is damaged, or no Word document; save it again as .docx"
_SMALL_TABLE_CELL = 2  # paragraphs; a cell of more is a place on the page rather than a value
# When python-docx's own template was made, which its documents keep.
_TEMPLATE = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)

# Documents with macros, and templates, hold their text as others do.
for _kind in (
    CONTENT_TYPE.WML_DOCUMENT_MAIN,
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
):
    PartFactory.part_type_for[_kind] = DocumentPart

_PARAGRAPH, _TABLE, _ROW, _CELL = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc"))
_VALUE = qn("w:val")
_BOX = qn("w:txbxContent")
_CHARACTERS = {
    qn("w:tab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "\u2011",
}
_TEXT = frozenset((qn("w:t"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"))
_LEFT_OUT = frozenset(
    (
        *map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:rt", "w:txbxContent")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)


def read(path: Path) -> Extract:
    """The text of a document: paragraphs, list items and table rows as lines, then its footnotes.

    Insertions are in, deletions are out. Title, author and date of creation are found metadata.
    Raises CorpusError when it is encrypted, damaged, of an older Word or too large.
    """
    _check(path)
    try:
        package = Package.open(str(path))
        part = package.main_document_part
        if not isinstance(part, DocumentPart):
            raise CorpusError("it is no Word document, although its name ends as if it were")
        blocks = [*_blocks(part.element.body, part.document), *_notes(part)]
        found = {"title": _title(part.document), **_properties(package)}
    except (CorpusError, MemoryError):
        raise
    except Exception as error:  # whatever python-docx stumbles over in a damaged document
        raise CorpusError(_DAMAGED) from error
    return Extract(pages=("\n\n".join(blocks),), found=found)


def _check(path: Path) -> None:
    """Raises CorpusError when a file should not or cannot be opened."""
    with path.open("rb") as file:
        if file.read(4) == _OLE:
            file.seek(0)
            raise CorpusError(_ole_reason(file.read(_LARGEST)))
    try:
        with zipfile.ZipFile(path) as archive:
            # No more than this is ever unpacked of each file in the archive.
            size = sum(file.file_size for file in archive.infolist())
    except zipfile.BadZipFile as error:
        raise CorpusError(_DAMAGED) from error
    if size > _LARGEST:
        raise CorpusError(
            f"it unpacks to {size // 1_000_000} MB, which is too much; "
            "save it with smaller pictures, or as .pdf"
        )


def _ole_reason(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "it is encrypted; save it without a password"
    return "it is a document of an older Word; save it as .docx or .pdf"


def _blocks(container: BaseOxmlElement, document: Document) -> Iterator[str]:
    """The text of each paragraph and table row in an element, in order."""
    for element in container.iterchildren():
        if element.tag == _PARAGRAPH:
            yield from _paragraph(element, document)
        elif element.tag == _TABLE:
            for row in element.iterchildren(_ROW):
                yield from _row(row, document)
        elif element.tag not in _LEFT_OUT:  # a content control, an insertion
            yield from _blocks(element, document)


def _paragraph(element: BaseOxmlElement, document: Document) -> Iterator[str]:
    style = _style(element, document)
    text = "".join(_words(element)).strip()
    if text and not style.lower().startswith("toc "):  # lines of the table of contents
        yield ("• " if _is_bullet(element, document) else "") + text
    for box in element.iter(_BOX):
        if not any(parent.tag in _LEFT_OUT for parent in box.iterancestors()):
            yield from _blocks(box, document)


def _row(row: BaseOxmlElement, document: Document) -> Iterator[str]:
    cells = [list(_blocks(cell, document)) for cell in row.iter(_CELL) if _row_of(cell) is row]
    if len(cells) == 1 or any(len(cell) > _SMALL_TABLE_CELL for cell in cells):
        for cell in cells:
            yield from cell
    elif any(cells):
        yield " | ".join(" ".join(cell).replace("\n", " ") for cell in cells)


def _row_of(cell: BaseOxmlElement) -> BaseOxmlElement | None:
    return next(cell.iterancestors(_ROW), None)


def _words(element: BaseOxmlElement) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag in _TEXT:
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag not in _LEFT_OUT and not _is_hidden(child):
            yield from _words(child)


def _is_hidden(run: BaseOxmlElement) -> bool:
    hidden = run.find("w:rPr/w:vanish", nsmap)
    return hidden is not None and hidden.get(_VALUE) not in ("0", "false")


def _style(element: BaseOxmlElement, document: Document) -> str:
    """The name of a paragraph's style, which is English in documents of any language."""
    style = Paragraph(element, document).style
    return (style and style.name) or ""


def _is_bullet(element: BaseOxmlElement, document: Document) -> bool:
    """Whether a paragraph is an item of a list that is not numbered."""
    style = Paragraph(element, document).style
    sources = [element]
    while style is not None:
        sources.append(style.element)
        style = style.base_style
    for source in sources:
        number = source.find("w:pPr/w:numPr/w:numId", nsmap)
        if number is not None:
            level = source.find("w:pPr/w:numPr/w:ilvl", nsmap)
            depth = "0" if level is None else level.get(_VALUE)
            return _number_format(document, number.get(_VALUE), depth) == "bullet"
    return False


def _number_format(document: Document, number: str, level: str) -> str | None:
    try:
        lists = parse_xml(document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).blob)
    except KeyError:
        return None
    used = lists.find(f"w:num[@w:numId='{number}']/w:abstractNumId", nsmap)
    if used is None:
        return None
    path = f"w:abstractNum[@w:abstractNumId='{used.get(_VALUE)}']/w:lvl[@w:ilvl='{level}']/w:numFmt"
    found = lists.find(path, nsmap)
    return None if found is None else str(found.get(_VALUE))


def _notes(part: DocumentPart) -> Iterator[str]:
    """Each footnote and endnote; the lines that separate them from the text are none."""
    for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
        try:
            notes = parse_xml(part.part_related_by(kind).blob)
        except KeyError:
            continue
        for note in notes.iterchildren():
            if note.get(qn("w:type")) is None:
                text = " ".join(_blocks(note, part.document))
                if text:
                    yield text


def _title(document: Document) -> str | None:
    """The first paragraph in the style of titles, else the first heading."""
    paragraphs = document.element.body.iterchildren(_PARAGRAPH)
    styled = [(_style(one, document), "".join(_words(one)).strip()) for one in paragraphs]
    for kind in ("Title", "Heading"):
        for style, text in styled:
            if text and style.startswith(kind):
                return text
    return None


def _properties(package: Package) -> dict[str, object]:
    """What the document says of itself; a field only where it does."""
    try:
        package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    except KeyError:  # python-docx would invent some
        return {}
    properties = package.core_properties
    known = {
        "title": real_title(properties.title),
        "author": real_author(properties.author),
        "date": properties.created if properties.created != _TEMPLATE else None,
    }
    return {field: value for field, value in known.items() if value}
