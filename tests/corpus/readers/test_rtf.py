from datetime import date
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.readers import READERS, Extract


def read(folder: Path, source: bytes) -> Extract:
    path = folder / "a.rtf"
    path.write_bytes(source)
    return READERS[".rtf"](path)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (rb"\ansicpg1251 \'cc\'ee\'f1\'f2 5.\par", "Мост 5."),
        (rb"\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f0 caf\'e9 \f1\'cc\'ee\'f1\'f2", "café Мост"),
        (rb"\uc1 Br\u252?cke \u8222?Ja\u8220? \u1052?\u1086?\u-10179?\u-8704?", "Brücke „Ja“ Мо😀"),
        (rb"It was {\deleted\revauthdel1 not }built.{\v  Hidden.}{\rtlch\fcs1 \ltrch\deleted  Never.}", "It was built."),
        (rb"{\header Head\par}{\footer Foot\par}Body{\footnote A note.}.\par", "Body."),
        (rb'See {\field{\*\fldinst HYPERLINK "http://x.example"}{\fldrslt the plan}}.', "See the plan."),
        (rb"\trowd a\cell b\cell\row\trowd 1\cell 2\cell\row\pard After.\par", "a | b\n\n1 | 2\n\nAfter."),
        (rb"{\pict\pngblip 89504e470d0a1a0a}Body.", "Body."),
        (b"Title\\\n\\\nA lo\r\nng line.", "Title\n\n\n\nA long line."),
        (rb"a \{b\} c\\d", "a {b} c\\d"),
    ],
)  # fmt: skip
def test_rich_text_is_read_as_it_is_shown(tmp_path: Path, source: bytes, text: str) -> None:
    assert read(tmp_path, rb"{\rtf1\ansi " + source + b"}").pages[0].strip() == text


def test_footnotes_are_left_out_with_a_warning(tmp_path: Path) -> None:
    assert read(tmp_path, rb"{\rtf1\ansi Text{\footnote A note.}.}").warnings == (
        "its footnotes are not read",
    )


def test_its_properties_are_read(tmp_path: Path) -> None:
    info = rb"{\info{\title \'cc\'ee\'f1\'f2}{\author \u1040?\u1076?\u1072?}{\creatim\yr2024\mo3\dy12}}"
    extract = read(tmp_path, rb"{\rtf1\ansi\ansicpg1251" + info + rb"Text.\par}")
    assert extract.pages[0].strip() == "Text."
    assert extract.found == {"title": "Мост", "author": "Ада", "date": date(2024, 3, 12)}


def test_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="it is not an RTF document"):
        read(tmp_path, b"\xd0\xcf\x11\xe0")
