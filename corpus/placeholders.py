"""Titles and authors that programs write into a file's properties when no person does."""

import re

_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel|office)|libreoffice|openoffice|adobe|quarkxpress"
    r"|indesign|acrobat|latex with)\b.*"
    r"|.*\.(?:docx?|docm|dotx?|odt|rtf|pdf|indd|qxp|qxd|tex|dvi|pptx?|xlsx?|html?|txt|pages|pub|pmd"
    r"|fm|cdr)"
    r"|(?:(?:word|powerpoint|pdf)[ -])?(?:untitled|unbenannt|ohne titel|document|documento|dokument"
    r"|документ|presentation|präsentation|без названия|без назви|sans titre|bez tytułu|normal"
    r"|template|vorlage|scan|img|doc|title|titel|layout|print|pdf|slide|folie|unknown|none|null"
    r"|\W?anonymous)[\W_\d]*",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:(?:microsoft )?office(?: user|-anwender)?|microsoft.*|windows.*"
    r"|(?:the )?users?|author|autor|anwender|benutzer|administrator|admin|owner|guest|test"
    r"|home|default|unknown|unbekannt|\W?anonymous\W?|none|root|pc|hp|dell|lenovo|acer|asus|python-docx"
    r"|libreoffice|openoffice(?:\.org)?|apache poi|un-?named|пользователь(?: windows)?"
    r"|користувач(?: windows)?|админ|адміністратор|администратор|utilisateur(?: windows)?|usuario"
    r"|\W*)[ \d]*",
    re.IGNORECASE,
)


def real_title(title: str | None) -> str | None:
    """The title; None if it is a file's name or a program's name for an untitled document."""
    title = " ".join((title or "").split())
    return title if title and not _NO_TITLE.fullmatch(title) else None


def real_author(author: str | None) -> str | None:
    """The author; None if it is a name that a program or a computer gives to any user."""
    author = " ".join((author or "").split())
    return author if author and not _NO_AUTHOR.fullmatch(author) else None
