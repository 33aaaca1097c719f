from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from corpus.metadata import Metadata, metadata
from corpus.readers import READERS, Extract
from corpus.sidecar import defaults, sidecar
from tests.support.tiny import read


def described(
    fields: Mapping[str, object], language: str = "en"
) -> tuple[Metadata, tuple[str, ...]]:
    return metadata((fields,), language)


def read_markdown(folder: Path, content: str) -> Extract:
    path = folder / "a.md"
    path.write_text(content, encoding="utf-8")
    return READERS[".md"](path)


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("2024-10-28", "en"),
        ("2024-10-28T23:40:00-05:00", "en"),
        ("2024/10/28 10:00", "en"),
        (date(2024, 10, 28), "en"),
        (datetime(2024, 10, 28, 23, 40, tzinfo=timezone(timedelta(hours=-11))), "en"),
        ("28.10.2024", "en"),
        ("28.10.24", "de"),
        ("28. Oktober 2024", "de"),
        ("28. Oktober 2024", "en"),
        ("28 октября 2024 г.", "ru"),
        ("28 жовтня 2024", "uk"),
        ("28 жовтня 2024 року", "uk"),
        ("le 28 octobre 2024", "fr"),
        ("28 de octubre de 2024", "es"),
        ("28 października 2024 r.", "pl"),
        ("2024年10月28日", "ja"),
        ("Oct 28, 2024", "en"),
        ("Monday, 28th October 2024", "en"),
        ("Mon, 28 Oct 2024 21:40:00 -0500", "en"),
        ("10/28/2024", "en"),
        ("28/10/2024", "fr"),
        ("28-10-2024", "en-GB"),
    ],
)
def test_a_day_is_read_as_its_language_writes_it(written: object, language: str) -> None:
    assert described({"date": written}, language) == (Metadata(date=date(2024, 10, 28)), ())


@pytest.mark.parametrize(
    ("language", "month"), [("en-US", 10), ("en-GB", 11), ("en_GB", 11), ("de", 11), ("fr-CA", 11)]
)
def test_the_country_says_which_number_is_the_month(language: str, month: int) -> None:
    known, warnings = described({"date": "10/11/2024", "language": language}, "en")
    assert known.date == date(2024, month, 21 - month)
    assert warnings == ()


def test_a_date_that_may_be_another_is_kept_with_a_warning() -> None:
    known, warnings = described({"date": "10/11/2024"}, "en")
    assert known.date == date(2024, 10, 11)
    assert warnings == ("the date 10/11/2024 is read as 2024-10-11; write it so if that is wrong",)
    assert described({"date": "1204-10-28"})[1] == ("the date 1204-10-28 is long ago",)
    known, warnings = described({"date": "9024-10-28"})
    assert (known.date, warnings) == (date(9024, 10, 28), ("the date 9024-10-28 is in the future",))


@pytest.mark.parametrize(
    "written",
    ["yesterday", "last week", "12", "2024", 2024, "May", "2024-10", "October 2024", "2024-02-30", "soon", ["2024"], True],
)  # fmt: skip
def test_what_is_no_day_is_left_out_with_a_warning(written: object) -> None:
    known, warnings = described({"title": "A study", "date": written})
    assert known == Metadata(title="A study")
    assert warnings == (
        f"date should be a day such as 2024-10-28, not {written!r}; it is left out",
    )


@pytest.mark.parametrize(
    ("field", "value", "should"),
    [
        ("url", "example.org", "an address that starts with https:// and has no spaces"),
        (
            "url",
            "https://example.org/a b",
            "an address that starts with https:// and has no spaces",
        ),
        ("language", "german", "a two-letter code such as de"),
        ("title", {"a": "b"}, "a line of text"),
        ("author", [["a"]], "a name or a list of names"),
    ],
)
def test_a_wrong_field_is_left_out_and_the_next_source_asked(
    field: str, value: object, should: str
) -> None:
    known, warnings = metadata(({field: value}, {"publisher": "An institute"}), "en")
    assert known == Metadata(publisher="An institute")
    assert warnings == (f"{field} should be {should}, not {value!r}; it is left out",)
    right = {"url": "https://example.org", "language": "de"}.get(field, "Ada")
    assert getattr(metadata(({field: value}, {field: right}), "en")[0], field) == right


def test_the_first_source_comes_first() -> None:
    sources = (
        {"title": "Stated", "author": ""},
        {"author": "Beside", "date": None},
        {"title": "Found"},
    )
    assert metadata(sources, "en") == (Metadata(title="Stated", author="Beside"), ())


@pytest.mark.parametrize(
    ("given", "meant"),
    [("titel", "title"), ("autor", "author"), ("sorce", "source"), ("pubisher", "publisher"), ("dates", "date"), ("Lnaguage", "language")],
)  # fmt: skip
def test_a_slip_in_a_name_is_pointed_out(given: str, meant: str) -> None:
    assert described({given: "x"}) == (
        Metadata(),
        (f"{given} is not a field; did you mean {meant}?",),
    )


def test_fields_of_other_programs_are_ignored() -> None:
    names = (
        "tags layout subtitle categories draft slug updated description created keywords id weight"
    )
    assert described(dict.fromkeys(names.split(), "x")) == (Metadata(), ())


def test_other_names_of_the_same_are_understood() -> None:
    clipped = {
        "Title": "A study",
        "source": "https://example.org/study",
        "authors": ["[[Ada Example]]", {"name": "Ben Sample"}],
        "published": "2024-10-28",
        "lang": "de-AT",
        "site": "An institute",
    }
    assert described(clipped) == (
        Metadata(
            title="A study",
            author="Ada Example, Ben Sample",
            publisher="An institute",
            date=date(2024, 10, 28),
            url="https://example.org/study",
            language="de",
        ),
        (),
    )
    assert described({"source": "An institute"})[0] == Metadata(publisher="An institute")
    assert (
        described({"link": "https://a.example", "url": "https://b.example"})[0].url
        == "https://b.example"
    )


def test_broken_front_matter_is_left_out_and_the_report_stays(tmp_path: Path) -> None:
    extract = read_markdown(tmp_path, "---\ntitle: A study\nauthor: [Ada\n---\n# Costs\n\nText.\n")
    assert extract.pages == ("Costs\n\nText.",)
    assert (extract.stated, extract.found) == ({}, {"title": "Costs"})
    assert extract.warnings == (
        "its front matter is not YAML: expected ',' or ']', but got '<stream end>' (line 4); it is left out",
    )


@pytest.mark.parametrize(
    ("content", "stated", "text"),
    [
        ("---\ntitle: 2021\ndate: 2024-02-30\n---\nText.", {"title": "2021", "date": "2024-02-30"}, "Text."),
        ("---\r\ntitle: A\r\n---\r\nText.", {"title": "A"}, "Text."),
        ("---\ntitle: A\n...\nText.", {"title": "A"}, "Text."),
        ('+++\ntitle = "A"\ndate = 2024-10-28\n+++\nText.', {"title": "A", "date": date(2024, 10, 28)}, "Text."),
        ("---\n---\nText.", {}, "Text."),
        ("---\n# Only a remark\n---\nText.", {}, "Text."),
        ("---\n\nOn 5 May: 20 soldiers: arrived.\n\n---\n\nMore.", {}, "On 5 May: 20 soldiers: arrived.\n\nMore."),
        ("Text.\n\n---\ntitle: A\n---\n", {}, "Text.\n\ntitle: A"),
        ("---\nText without an end.", {}, "Text without an end."),
    ],
)  # fmt: skip
def test_front_matter_is_told_from_text(
    tmp_path: Path, content: str, stated: object, text: str
) -> None:
    extract = read_markdown(tmp_path, content)
    assert (extract.stated, extract.pages, extract.warnings) == (stated, (text,), ())


def test_a_sidecar_may_be_in_any_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("publisher: Міністерство відбудови\n".encode("cp1251"))
    assert sidecar(tmp_path / "a.pdf") == ({"publisher": "Міністерство відбудови"}, ())


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        ("- a list", "a.yaml should hold lines such as 'title: …'; it is left out"),
        (
            "title: A\nauthor: B: C\n",
            "a.yaml is not YAML: mapping values are not allowed here (line 2); it is left out",
        ),
        ("%PDF-1.7", "a.yaml cannot be read: it is a PDF, not text; name it .pdf"),
    ],
)
def test_a_broken_sidecar_is_left_out(tmp_path: Path, content: str, warning: str) -> None:
    (tmp_path / "a.yaml").write_text(content)
    assert sidecar(tmp_path / "a.txt") == ({}, (warning,))


def test_a_folder_says_what_holds_for_all_its_reports(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").write_text(
        "publisher: An institute\nbase_url: https://example.org/reports/\n"
    )
    report = tmp_path / "2024 final" / "Übersicht.txt"
    report.parent.mkdir()
    report.write_text("Title\nA sentence is here.", encoding="utf-8")
    document = read(report, tmp_path)
    assert document.publisher == "An institute"
    assert document.url == "https://example.org/reports/2024%20final/%C3%9Cbersicht.txt"
    (report.parent / "corpus.yaml").write_text("base_url: https://nearer.example\n")
    assert defaults(report, tmp_path) == ({"url": "https://nearer.example/%C3%9Cbersicht.txt"}, ())


def test_what_a_report_says_comes_before_what_its_folder_says(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").write_text(
        "author: Ada\nlanguage: de\nbase_url: https://example.org\n"
    )
    report = tmp_path / "a.md"
    report.write_text("---\nauthor: Ben\nurl: https://other.example/a\n---\nA sentence is here.")
    document = read(report, tmp_path)
    assert (document.author, document.url, document.language) == (
        "Ben",
        "https://other.example/a",
        "de",
    )


def test_a_folder_cannot_title_its_reports(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").write_text("title: All\npublisher: An institute\n")
    assert defaults(tmp_path / "a.txt", tmp_path) == (
        {"publisher": "An institute"},
        ("corpus.yaml may hold publisher, author, language, base_url, but not title",),
    )
    (tmp_path / "corpus.yaml").write_text("publisher: [")
    fields, [warning] = defaults(tmp_path / "a.txt", tmp_path)
    assert fields == {}
    assert warning.startswith("corpus.yaml is not YAML: ")
