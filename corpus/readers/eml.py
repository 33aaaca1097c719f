"""Emails, and web pages saved as an email (MHTML)."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from corpus.encoding import as_declared, decode
from corpus.errors import CorpusError
from corpus.extract import Extract
from corpus.readers import html, text


def read(path: Path) -> Extract:
    """The text of an email; the text of its HTML if it has no plain text.

    Attachments are not read. Subject, sender and date are `found` metadata.
    """
    mail = _message(path)
    part = mail.get_body(("plain", "html"))
    attachments = list(mail.iter_attachments()) if mail.is_multipart() else []
    names = [part.get_filename() or part.get_content_type() for part in attachments]
    return Extract(
        pages=(_text(cast(EmailMessage, part)) if part else "",),
        found={
            "title": _header(mail, "subject"),
            "author": _sender(_header(mail, "from")),
            "date": getattr(_header(mail, "date"), "datetime", None),
        },
        warnings=(f"not read: {', '.join(names)}",) if names else (),
    )


def read_page(path: Path) -> Extract:
    """The main text of a web page that a browser saved in one file (.mhtml)."""
    mail = _message(path)
    part = mail.get_body(("html",))
    if part is None:
        raise CorpusError("it holds no web page")
    return html.page(
        _characters(cast(EmailMessage, part)), _header(mail, "snapshot-content-location")
    )


def _message(path: Path) -> EmailMessage:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    if not mail.keys():
        raise CorpusError("it is not an email: it should begin with lines such as 'From: …'")
    return mail


def _text(part: EmailMessage) -> str:
    characters = _characters(part)
    if part.get_content_subtype() == "html":
        return html.page(characters).pages[0]
    return text.unwrapped(characters)


def _characters(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    if declared := part.get_content_charset():
        return as_declared(data, declared)
    return html.source(data) if part.get_content_subtype() == "html" else decode(data)


def _header(mail: EmailMessage, name: str) -> Any:
    """A header; None if it is so broken that the standard library raises an error."""
    try:
        return mail[name]
    except (AttributeError, LookupError, TypeError, ValueError):
        return None


def _sender(header: Any) -> str | None:
    try:
        senders = [one.display_name or one.addr_spec for one in header.addresses]
    except (AttributeError, LookupError, ValueError):
        return None
    return ", ".join(senders) or None
