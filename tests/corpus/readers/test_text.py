from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.readers import READERS, Extract

UKRAINIAN = (
    "Ремонт мосту\nОбласна рада виділила на ремонт мосту через річку ще 14 мільйонів гривень."
)
RUSSIAN = (
    "Выпуск удобрений\nЗавод отгрузил 412 тысяч тонн, что на 9 процентов больше, чем годом ранее."
)
GERMAN = "Rückbau der Mühle\nFür die Sanierung müssten rund 2,4 Millionen Euro ausgegeben werden, heißt es."
FRENCH = (
    "Le marché rouvrira\nLe coût total s’élève à 6,3 millions d’euros, a annoncé la municipalité."
)
SPANISH = (
    "La producción de aceite\n¿Cómo se repartirá el agua? La sequía dañó muchos olivos jóvenes."
)
POLISH = "Nowa przychodnia\nBudowa kosztowała 9,8 miliona złotych i trwała o pół roku dłużej, niż zakładano."
CZECH = "Oprava koupaliště\nPráce začnou v březnu a skončit mají nejpozději na začátku června, řekla starostka."
JAPANESE = "図書館の改修\n市議会は火曜日、築五十年の図書館を改修する予算を承認した。費用はおよそ四億円である。"
CHINESE = "供水管道\n市政府星期二宣布，将在明年春天开始修建一条新的供水管道。工程全长四十二公里。"
KOREAN = "오래된 다리\n시의회는 화요일에 강을 건너는 오래된 다리를 새로 짓는 계획을 승인했다."


def read(folder: Path, content: bytes) -> Extract:
    path = folder / "a.txt"
    path.write_bytes(content)
    return READERS[".txt"](path)


@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        (UKRAINIAN, "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 cp1251 koi8_u cp1125 mac_cyrillic"),
        (RUSSIAN, "utf-8 utf-16-le cp1251 koi8_r cp866 iso8859_5 mac_cyrillic"),
        (GERMAN, "utf-8 utf-16 utf-16-le cp1252 iso8859_1 iso8859_15 mac_roman"),
        (FRENCH, "cp1252 mac_roman"),
        (SPANISH, "cp1252 iso8859_1 iso8859_15"),
        (POLISH, "cp1250 iso8859_2"),
        (CZECH, "cp1250 iso8859_2"),
        (JAPANESE, "shift_jis euc_jp iso2022_jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "euc_kr"),
    ],
)  # fmt: skip
def test_the_encoding_is_told_by_the_text(tmp_path: Path, text: str, encodings: str) -> None:
    for encoding in encodings.split():
        extract = read(tmp_path, text.encode(encoding))
        assert (encoding, extract.pages, extract.warnings) == (encoding, (text,), ())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("It would cost £3.2 million", "cp1252"),
        ("Уильям Хэмпсон уехал в Уэльс", "cp1251"),
        ("For any relation a × b = c it holds", "cp1252"),
        ("It stands at 28.5°E and covers 12 km²", "cp1252"),
        ("Найпрацьовитішим працівникам", "utf-16-le"),
        ("x" * 50_000 + " Grüße aus der Mühle", "cp1252"),
    ],
)
def test_a_few_letters_tell_it_too(tmp_path: Path, text: str, encoding: str) -> None:
    assert read(tmp_path, text.encode(encoding)).pages == (text,)


def test_a_broken_byte_does_not_spoil_the_rest(tmp_path: Path) -> None:
    extract = read(tmp_path, f"{GERMAN} Ü".encode()[:-1])
    assert extract.pages == (f"{GERMAN} \ufffd",)
    assert extract.warnings == ("1 of its characters are broken and shown as \ufffd",)


def test_every_kind_of_line_end_ends_a_line(tmp_path: Path) -> None:
    extract = read(tmp_path, "a\r\n\r\nb\r\rc\u2028\u2028d\u0085\u0085e\u2029f\n".encode())
    assert extract.pages == ("a\n\nb\n\nc\n\nd\n\ne\n\nf",)
    assert extract.found == {"title": "a"}


def test_nul_bytes_are_no_text(tmp_path: Path) -> None:
    line = "A line of text. " * 10
    padded = f"{line}\0{line}\n".encode() + b"\0" * 512
    assert read(tmp_path, padded).pages == ((line * 2).strip(),)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "a binary file, not text"),
        (b"\xd0\xcf\x11\xe0" + bytes(range(32)) * 32, "a binary file, not text"),
        (b"PK\x03\x04\x14\0", "a zip archive, not text; name it .docx if it is one"),
        (b"%PDF-1.7\n", "a PDF, not text; name it .pdf"),
        (rb"{\rtf1\ansi Text.\par}", "an RTF document, not text; name it .rtf"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, what: str) -> None:
    with pytest.raises(CorpusError) as refused:
        read(tmp_path, content)
    assert str(refused.value) == f"it is {what}"


WRAPPED = """\
The lens of the lighthouse

The lens of the lighthouse at the cape was cleaned in the spring, as
every year. Its repair after the storm did cost the office 45
thousand euros, more than the keepers had been paid in two years.
Turnout among the keepers was 78
per cent.

Der Leuchtturm wurde im Jahr 1898 gebaut und hat 212
Stufen. Seine Linse wiegt nach Angaben des Amtes 4,2
Tonnen und wurde in diesem Jahr zuletzt im Frühjahr
gereinigt.

See https://example.org/lighthouses/of/the/cape/and/of/all/the/islands/report-2024.html
"""


def test_paragraphs_of_several_widths_are_joined_whatever_stands_among_them(tmp_path: Path) -> None:
    assert read(tmp_path, WRAPPED.encode()).pages == (
        "The lens of the lighthouse\n\n"
        "The lens of the lighthouse at the cape was cleaned in the spring, as every year. Its "
        "repair after the storm did cost the office 45 thousand euros, more than the keepers had "
        "been paid in two years. Turnout among the keepers was 78 per cent.\n\n"
        "Der Leuchtturm wurde im Jahr 1898 gebaut und hat 212 Stufen. Seine Linse wiegt nach "
        "Angaben des Amtes 4,2 Tonnen und wurde in diesem Jahr zuletzt im Frühjahr gereinigt.\n\n"
        "See https://example.org/lighthouses/of/the/cape/and/of/all/the/islands/report-2024.html",
    )


@pytest.mark.parametrize(
    "lines",
    [
        "Neudorf: 31 houses and one mill\nOldtown: 12 houses and two mills\nHilltop: 9 houses and a barn",
        "bread 45\nmilk 20\nrolls 15\nsalt 3",
        "The first line of the poem is here.\nThe second one is here as well.\nThe third is the last.",
    ],
)
def test_a_list_stays_one(tmp_path: Path, lines: str) -> None:
    assert read(tmp_path, f"Title\n\n{lines}".encode()).pages == (f"Title\n\n{lines}",)
