"""Word documents."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import PartFactory
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.package import Package
from docx.parts.document import DocumentPart

from corpus.errors import CorpusError
from corpus.extract import Extract
from corpus.placeholders import real_author, real_title
from corpus.readers.docx_body import Styles, blocks, styles, words

_LARGEST = 200_000_000  # bytes of an unpacked document, pictures included
_OLE = b"\xd0\xcf\x11\xe0"  # encrypted documents, and those of Word 97, are OLE files
_DAMAGED = "it is damaged or not a Word document; save it again as .docx"
# When python-docx's template was created: its documents keep this date.
_TEMPLATE = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)

# Documents with macros, and templates, hold their text like other documents.
for _kind in (
    CONTENT_TYPE.WML_DOCUMENT_MAIN,
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
):
    PartFactory.part_type_for[_kind] = DocumentPart


def read(path: Path) -> Extract:
    """The text of a document: paragraphs, list items and table rows as lines, then its footnotes.

    Tracked insertions are kept, deletions are not. Title, author and creation date are `found`
    metadata. Raises CorpusError when it is encrypted, damaged, from an older Word or too large.
    """
    _check(path)
    try:
        package = Package.open(str(path))
        part = package.main_document_part
        if not isinstance(part, DocumentPart):
            raise CorpusError("it is not a Word document, despite its extension")
        look = styles(part)
        text = [*blocks(part.element.body, look), *_notes(part, look)]
        found = {"title": _title(part, look), **_properties(package)}
    except (CorpusError, MemoryError):
        raise
    except Exception as error:  # python-docx raises anything for a damaged document
        raise CorpusError(_DAMAGED) from error
    return Extract(pages=("\n\n".join(text),), found=found)


def _check(path: Path) -> None:
    """Raise CorpusError when a file should not or cannot be opened."""
    with path.open("rb") as file:
        if file.read(4) == _OLE:
            file.seek(0)
            raise CorpusError(_ole_reason(file.read(_LARGEST)))
    try:
        with zipfile.ZipFile(path) as archive:
            # Unpacking a file in the archive stops at the size stated for it.
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
    return "it is from an older version of Word; save it as .docx or .pdf"


def _notes(part: DocumentPart, look: Styles) -> Iterator[str]:
    """The text of each footnote and endnote, without the separators that Word stores as notes."""
    for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
        try:
            notes = parse_xml(part.part_related_by(kind).blob)
        except KeyError:
            continue
        for note in notes.iterchildren():
            if note.get(qn("w:type")) is None:
                text = " ".join(blocks(note, look))
                if text:
                    yield text


def _title(part: DocumentPart, look: Styles) -> str | None:
    """The first paragraph in a title style, else the first heading."""
    for kind in ("title", "heading"):
        for paragraph in part.element.body.iterchildren(qn("w:p")):
            if look.name(paragraph).startswith(kind) and (text := words(paragraph)):
                return text
    return None


def _properties(package: Package) -> dict[str, object]:
    """Title, author and creation date from the document's properties, where it has them."""
    try:
        package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    except KeyError:  # python-docx would invent properties
        return {}
    properties = package.core_properties
    known = {
        "title": real_title(properties.title),
        "author": real_author(properties.author),
        "date": properties.created if properties.created != _TEMPLATE else None,
    }
    return {field: value for field, value in known.items() if value}
