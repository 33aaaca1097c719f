from pathlib import Path

import pytest

from corpus.readers import READERS, Extract

ARTICLE = """
<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A crane | The Herald</title>
<link rel="canonical" href="https://herald.example/crane"><meta name="author" content="Joan Fields">
<meta property="og:site_name" content="The Herald"><meta property="og:title" content="A crane">
<meta property="article:published_time" content="2024-03-12T23:40:00-05:00"></head><body>
<div id="cookie-banner"><p>We use cookies to improve your experience.</p></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<main><article><h1>A crane</h1>
<p>The harbour board voted on Tuesday to buy a <b>second</b> <a href="/crane">crane</a> for 3.2 million pounds.</p>
<aside class="related"><h3>Related</h3><ul><li><a href="/x">Ferry line closes</a></li></ul></aside>
<h2>Ships</h2>
<table><tr><th>Year</th><th>Ships</th></tr><tr><td>2022</td><td><p>378</p></td></tr></table>
<p>The crane will lift loads<sup><a href="#n1">1</a></sup> of up to 60 tonnes,<br>twice as much as the old one, m<sup>2</sup> for m<sup>2</sup>.</p>
<ul><li>It arrives in <i>May</i>.</li><li><p>It works from June.</p></li></ul>
<ol start="3"><li>A third point is made here.</li><li>And a fourth one.</li></ol></article>
<section id="comments" class="comments"><p>I think that the old crane was fine.</p></section></main>
<footer><p>© 2019 The Herald. All rights reserved.</p></footer></body></html>
"""


def read(folder: Path, content: bytes | str, name: str = "a.html") -> Extract:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return READERS[path.suffix](path)


def body(text: str, head: str = "") -> str:
    return f"<html><head><title>Note</title>{head}</head><body><h1>Note</h1><p>{text}</p></body></html>"


def test_a_page_is_its_main_text_with_a_line_for_each_part(tmp_path: Path) -> None:
    assert read(tmp_path, ARTICLE).pages[0].split("\n\n") == [
        "A crane",
        "The harbour board voted on Tuesday to buy a second crane for 3.2 million pounds.",
        "Ships",
        "Year | Ships",
        "2022 | 378",
        "The crane will lift loads of up to 60 tonnes,",
        "twice as much as the old one, m2 for m2.",
        "• It arrives in May.",
        "• It works from June.",
        "3. A third point is made here.",
        "4. And a fourth one.",
    ]


def test_a_page_says_what_it_is(tmp_path: Path) -> None:
    assert read(tmp_path, ARTICLE).found == {
        "title": "A crane",
        "author": "Joan Fields",
        "date": "2024-03-12",
        "publisher": "The Herald",
        "url": "https://herald.example/crane",
    }


def test_metadata_of_search_engines_is_read(tmp_path: Path) -> None:
    data = (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",'
        ' "headline": "Note", "datePublished": "2024-07-18T10:00:00+03:00", "author":'
        ' [{"@type": "Person", "name": "Ruth Okoro"}, {"@type": "Person", "name": "Ian Lee"}]}</script>'
    )
    text = "The mill was found beneath a car park."
    for page in (body(text, data), body(f"{text}</p>{data}<p>")):
        extract = read(tmp_path, page)
        assert extract.pages == (f"Note\n\n{text}",)
        assert extract.found["author"] == "Ruth Okoro, Ian Lee"
        assert extract.found["date"] == "2024-07-18"


@pytest.mark.parametrize(
    "page",
    [
        body("The mill is old.") + "<p>© 2019 The Herald</p>",
        body("It was built on 3 May 1921 and closed on 4 June 1987."),
        body("The mill is old.<aside><time datetime='2022-01-01'>1 January</time> More</aside>"),
        body("The mill is old.", "<meta name='date' content='soon'>"),
    ],
)
def test_a_date_is_not_guessed(tmp_path: Path, page: str) -> None:
    assert read(tmp_path, page).found["date"] is None


@pytest.mark.parametrize(
    ("note", "url"),
    [
        ("saved from url=(0031)https://works.example/heat.htm ", "https://works.example/heat.htm"),
        ("\n Page saved with SingleFile \n url: https://works.example/a?b=1 \n saved date: Mon\n", "https://works.example/a?b=1"),
        ("saved from url=(0022)http://internet.e-mail ", None),
        ("saved from url=(0014)about:internet ", None),
    ],
)  # fmt: skip
def test_the_address_that_a_browser_noted_is_the_url(tmp_path: Path, note: str, url: str) -> None:
    page = body("It runs.")
    assert (
        read(tmp_path, f"<!DOCTYPE html>\n<!-- {note}-->\n{page}", "A (1).html").found["url"] == url
    )


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://works.example/heat">', "https://works.example/heat"),
        (
            '<meta property="og:url" content="https://works.example/heat">',
            "https://works.example/heat",
        ),
        ('<base href="https://works.example/">', "https://works.example/a?from=mail"),
        (
            '<link rel="canonical" href="https://works.example/">',
            "https://works.example/a?from=mail",
        ),
    ],
)
def test_the_address_that_a_page_gives_itself_comes_first(
    tmp_path: Path, head: str, url: str
) -> None:
    note = "<!-- saved from url=(0031)https://works.example/a?from=mail -->"
    assert read(tmp_path, f"{note}{body('It runs.', head)}").found["url"] == url


@pytest.mark.parametrize(
    "page",
    [
        body("Das Wehr wurde geprüft. Es hält.", '<meta charset="iso-8859-1">').encode("latin-1"),
        body("Das Wehr wurde geprüft. Es hält.").encode("cp1252"),
        body("Das Wehr wurde geprüft. Es hält.", "<meta charset=windows-1251>").encode(),
        body("Das Wehr wurde geprüft. Es hält.").encode("utf-16"),
        body("Das Wehr wurde geprüft. Es hält.", "<meta charset=utf-16>").encode(),
        body("Das Wehr wurde geprüft. Es hält.", "<meta charset=windows-1251>").encode("utf-8-sig"),
        body("Das Wehr wurde geprüft. Es hält.", "<meta charset=none>").encode("cp1252"),
        f'<?xml version="1.0" encoding="ISO-8859-15"?>{body("Das Wehr wurde geprüft. Es hält.")}'.encode("iso8859_15"),
    ],
)  # fmt: skip
def test_a_page_is_read_in_its_encoding(tmp_path: Path, page: bytes) -> None:
    assert read(tmp_path, page).pages == ("Note\n\nDas Wehr wurde geprüft. Es hält.",)


def test_what_a_page_declares_comes_before_what_it_looks_like(tmp_path: Path) -> None:
    page = body("Ж.", '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">')
    assert read(tmp_path, page.encode("koi8_r")).pages == ("Note\n\nЖ.",)


def test_short_pages_are_read_and_menus_are_not(tmp_path: Path) -> None:
    assert read(tmp_path, body("The bridge was closed.")).pages == (
        "Note\n\nThe bridge was closed.",
    )
    menu = "<nav><a href=a>Home</a></nav><ul><li><a href=b>News</a></li><li><a href=c>About</a></li></ul>"
    for empty in (f"<html><body>{menu}</body></html>", "", "<html></html>", "<!-- -->"):
        assert read(tmp_path, empty).pages == ("",)


def test_tables_that_lay_out_a_page_are_no_rows(tmp_path: Path) -> None:
    page = """<html><title>Dam</title><table><tr><td><a href=a>Home</a><br><a href=b>Links</a></td>
    <td><h2>The dam</h2><p>The dam holds 4.2 million cubic metres.<p>It was built in 1934.</td></tr>
    </table></html>"""
    assert read(tmp_path, page).pages == (
        "The dam holds 4.2 million cubic metres.\n\nIt was built in 1934.",
    )


def test_what_was_struck_out_or_is_hidden_is_not_read(tmp_path: Path) -> None:
    text = "It costs <del>5</del><ins>6</ins> million.</p><p style='display: none'>Hidden."
    assert read(tmp_path, body(text)).pages == ("Note\n\nIt costs 6 million.",)


def test_a_page_saved_in_one_file_is_read(tmp_path: Path) -> None:
    saved = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://works.example/heat\n"
        "Subject: Note\nDate: Tue, 2 Jan 2024 10:00:00 -0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        "--b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n"
        "Content-Location: https://works.example/heat\n\n"
        '<html><head><meta charset=3D"utf-8"><title>Note</title></head><body><h1>Note</h1>\n'
        "<p>Die W=C3=A4rme kommt aus dem =C3=96rtchen.</p></body></html>\n"
        "--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n"
    )
    extract = read(tmp_path, saved, "a.mhtml")
    assert extract.pages == ("Note\n\nDie Wärme kommt aus dem Örtchen.",)
    assert extract.found["url"] == "https://works.example/heat"
    assert (extract.found["title"], extract.found["date"]) == ("Note", None)


@pytest.mark.parametrize("start", ["abc", "1.5", "", "-", "²"])
def test_a_list_whose_first_number_is_none_counts_from_one(tmp_path: Path, start: str) -> None:
    items = "<li>A first point is made here.</li><li>And a second one.</li>"
    text = read(tmp_path, body(f'Two points.</p><ol start="{start}">{items}</ol><p>All.')).pages[0]
    assert "1. A first point is made here.\n\n2. And a second one." in text
