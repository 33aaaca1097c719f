from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.metadata import metadata
from corpus.readers import READERS, Extract


def read(folder: Path, mail: EmailMessage | bytes) -> Extract:
    path = folder / "a.eml"
    path.write_bytes(mail if isinstance(mail, bytes) else bytes(mail))
    return READERS[".eml"](path)


def mail(text: str, charset: str = "utf-8", transfer: str = "quoted-printable") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Prüfung der Wehre"
    message["From"] = "Käthe Böhm <boehm@amt.example>"
    message["Date"] = "Mon, 28 Oct 2024 23:40:00 -0500"
    message.set_content(text, charset=charset, cte=transfer)
    return message


def test_a_mail_is_its_text_and_says_who_wrote_it_when(tmp_path: Path) -> None:
    extract = read(tmp_path, mail("31 Wehre werden saniert.\n"))
    known, warnings = metadata((extract.found,), "de")
    assert extract.pages == ("31 Wehre werden saniert.\n",)
    assert (known.title, known.author) == ("Prüfung der Wehre", "Käthe Böhm")
    assert (known.date, warnings) == (date(2024, 10, 28), ())


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-u"])
def test_a_mail_is_decoded(tmp_path: Path, charset: str, transfer: str) -> None:
    extract = read(tmp_path, mail("Міст відкриють у жовтні.\n", charset, transfer))
    assert extract.pages == ("Міст відкриють у жовтні.\n",)


def test_text_is_preferred_to_html_and_attachments_are_named(tmp_path: Path) -> None:
    message = mail("As text.\n")
    message.add_alternative("<p>As HTML.</p>", subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="Plan.pdf")
    message.add_attachment("Notes.", filename="notes.txt")
    extract = read(tmp_path, message)
    assert extract.pages == ("As text.\n",)
    assert extract.warnings == ("not read: Plan.pdf, notes.txt",)


def test_a_mail_in_html_is_read_like_a_page(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "amt@example.org"
    message.set_content("<p>Das Wehr wurde geprüft.</p><p>Es hält.</p>", subtype="html")
    extract = read(tmp_path, message)
    assert extract.pages == ("Das Wehr wurde geprüft.\n\nEs hält.",)
    assert extract.found == {"title": None, "author": "amt@example.org", "date": None}


def test_quoted_text_stays(tmp_path: Path) -> None:
    text = "I agree.\n\n> The weir is safe.\n> It was tested.\n"
    assert read(tmp_path, mail(text)).pages == (text,)


def test_a_mail_with_a_wrong_charset_or_date_is_read(tmp_path: Path) -> None:
    extract = read(
        tmp_path,
        b"Subject: =?x-none?q?a?=\nDate: yesterday\nContent-Type: text/plain; charset=x-none\n\n"
        + "Das Wehr wurde geprüft.".encode("cp1252"),
    )
    assert extract.pages == ("Das Wehr wurde geprüft.",)
    assert extract.found["date"] is None


def test_a_file_that_is_no_mail_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="it is not an email: it should begin with lines such as"):
        read(tmp_path, b"\n\nOnly text.")


@pytest.mark.parametrize("sender", ["<", "office: ;", "a <@>", "=?utf-8?b?*?= <a@b.example>", ""])
def test_a_mail_with_a_broken_sender_is_read(tmp_path: Path, sender: str) -> None:
    extract = read(tmp_path, f"From: {sender}\nSubject: Note\n\nText.".encode())
    assert (extract.pages, extract.found["title"]) == (("Text.",), "Note")
