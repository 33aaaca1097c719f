"""What programs write into a file's properties by themselves."""

import re

_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel) - .*|.*\.(?:docx?|docm|dotx?|odt|rtf|pdf|indd|qxd|tex)"
    r"|(?:word[ -]|powerpoint |pdf )?(?:untitled|unbenannt|document|dokument|документ|presentation"
    r"|präsentation|без названия|без назви|sans titre|normal|template|vorlage)[ -]?\d*)",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:(?:microsoft )?office(?: user|-anwender)?|microsoft|windows[ -]user|windows-benutzer"
    r"|(?:the )?users?|author|autor|anwender|benutzer|user ?\d+|administrator|admin|owner|guest"
    r"|home|default|unknown|unbekannt|anonymous|none|root|pc|hp|dell|lenovo|acer|asus|python-docx"
    r"|libreoffice|openoffice(?:\.org)?|apache poi|un-?named|пользователь(?: windows)?"
    r"|користувач(?: windows)?|админ|адміністратор|администратор|utilisateur(?: windows)?|usuario)"
    r"[ \d]*",
    re.IGNORECASE,
)


def real_title(title: str | None) -> str | None:
    """A title unless it is a file's name or what a program calls a document without one."""
    title = (title or "").strip()
    return title if title and not _NO_TITLE.fullmatch(title) else None


def real_author(author: str | None) -> str | None:
    """An author unless it is what a program or a computer calls whoever uses it."""
    author = (author or "").strip()
    return author if author and not _NO_AUTHOR.fullmatch(author) else None
