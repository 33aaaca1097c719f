"""The body of a Word document -> its lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.document import DocumentPart

_SMALL_CELL = 2  # paragraphs; a cell with more is page layout rather than a value

_PARAGRAPH, _TABLE, _ROW, _CELL = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc"))
_BOX = qn("w:txbxContent")
_VALUE = qn("w:val")
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


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles of a document, by their ids.

    `names` are English, in lower case, in documents of any language. `lists` holds the list of a
    style and the level in it; `bullets` holds those lists and levels that are not numbered.
    """

    names: Mapping[str, str]
    lists: Mapping[str, tuple[str, str]]
    bullets: frozenset[tuple[str, str]]

    def name(self, paragraph: BaseOxmlElement) -> str:
        return self.names.get(_attribute(paragraph, "w:pPr/w:pStyle") or "", "")

    def is_bullet(self, paragraph: BaseOxmlElement) -> bool:
        style = _attribute(paragraph, "w:pPr/w:pStyle") or ""
        return (_place(paragraph) or self.lists.get(style)) in self.bullets


def styles(part: DocumentPart) -> Styles:
    """The styles of a document."""
    found = {style.get(qn("w:styleId"), ""): style for style in part.styles.element.iterchildren()}
    places = {}
    for identity, style in found.items():
        seen = {identity}
        while (place := _place(style)) is None:
            base = _attribute(style, "w:basedOn") or ""
            if base in seen or base not in found:
                break
            seen.add(base)
            style = found[base]
        if place:
            places[identity] = place
    return Styles(
        names={key: (_attribute(style, "w:name") or "").lower() for key, style in found.items()},
        lists=places,
        bullets=frozenset(_bullets(part)),
    )


def _bullets(part: DocumentPart) -> Iterator[tuple[str, str]]:
    try:
        numbering = parse_xml(part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).blob)
    except KeyError:
        return
    unnumbered = {
        (kind.get(qn("w:abstractNumId")), level.get(qn("w:ilvl")))
        for kind in numbering.iterchildren(qn("w:abstractNum"))
        for level in kind.iterchildren(qn("w:lvl"))
        if _attribute(level, "w:numFmt") == "bullet"
    }
    for number in numbering.iterchildren(qn("w:num")):
        for kind, level in unnumbered:
            if kind == _attribute(number, "w:abstractNumId"):
                yield number.get(qn("w:numId")), level


def _place(element: BaseOxmlElement) -> tuple[str, str] | None:
    """The list that a paragraph or a style belongs to, and its level in the list."""
    number = _attribute(element, "w:pPr/w:numPr/w:numId")
    return (number, _attribute(element, "w:pPr/w:numPr/w:ilvl") or "0") if number else None


def _attribute(element: BaseOxmlElement, path: str) -> str | None:
    found = element.find(path, nsmap)
    return None if found is None else found.get(_VALUE)


def blocks(container: BaseOxmlElement, styles: Styles) -> Iterator[str]:
    """The text of each paragraph and table row in an element, in order."""
    for element in container.iterchildren():
        if element.tag == _PARAGRAPH:
            yield from _paragraph(element, styles)
        elif element.tag == _TABLE:
            for row in element.iterchildren(_ROW):
                yield from _row(row, styles)
        elif element.tag not in _LEFT_OUT:  # a content control, an insertion
            yield from blocks(element, styles)


def _paragraph(element: BaseOxmlElement, styles: Styles) -> Iterator[str]:
    text = words(element)
    if text and not styles.name(element).startswith("toc "):  # lines of the table of contents
        yield ("• " if styles.is_bullet(element) else "") + text
    for box in element.iter(_BOX):
        if not any(parent.tag in _LEFT_OUT for parent in box.iterancestors()):
            yield from blocks(box, styles)


def _row(row: BaseOxmlElement, styles: Styles) -> Iterator[str]:
    cells = [list(blocks(cell, styles)) for cell in row.iter(_CELL) if _row_of(cell) is row]
    if len(cells) == 1 or any(len(cell) > _SMALL_CELL for cell in cells):
        for cell in cells:
            yield from cell
    elif any(cells):
        yield " | ".join(" ".join(cell).replace("\n", " ") for cell in cells)


def _row_of(cell: BaseOxmlElement) -> BaseOxmlElement | None:
    return next(cell.iterancestors(_ROW), None)


def words(paragraph: BaseOxmlElement) -> str:
    """The text of a paragraph as Word shows it, without deleted and hidden text."""
    return "".join(_words(paragraph)).strip()


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
