"""HTML: the main text of a page, and its metadata."""

import re
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from urllib.parse import urlsplit

import trafilatura
from lxml.html import HtmlElement
from trafilatura.settings import Document
from trafilatura.utils import load_html

from corpus.encoding import as_declared, broken, decode
from corpus.extract import Extract
from corpus.lines import SENTENCE_END
from corpus.placeholders import real_author, real_title
from corpus.readers.html_lines import lines, prune

_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?([\w:-]+)""", re.I)
_HEAD = 4096  # bytes at the start, in which an encoding is declared
_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
# How browsers and their extension SingleFile note a page's address. What Internet Explorer notes
# for a page from an email is not an address.
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)"
    r"(?!http://internet\.e-mail)(https?://\S+)"
)
_SAYS_SOMETHING = re.compile(rf"^(?:•|\d+\.) | \| |{SENTENCE_END.pattern}")
_SHORT = 1000  # characters
_RUN = 3  # words in a row; few such runs are both in the main text and beside it
_MAIN = 0.6  # share of a line's runs; the article may lack a link or a picture of the line

# Extensive search would take the year of a copyright line, or the first date in the text.
_DATES = {"extensive_search": False, "original_date": True, "min_date": "1900-01-01"}


def read(path: Path) -> Extract:
    """The main text of a page: paragraphs, headings, list items and table rows as lines.

    Menus, banners, comments and links to other pages are left out. Title, author, date, site and
    canonical address are `found` metadata.
    """
    return page(source(path.read_bytes()))


def source(data: bytes) -> str:
    """The characters of a page, in its declared encoding if that is valid, else as detected."""
    declared = _DECLARED.search(data[:_HEAD])
    return as_declared(data, declared.group(1).decode()) if declared else decode(data)


def page(content: str, address: str | None = None) -> Extract:
    """The same for a page in memory; `address` is where it was saved from."""
    tree = load_html(_PROLOG.sub("", content))
    if tree is None:
        return Extract(pages=("",))
    prune(tree)
    body = tree.find("body")
    shown = lines(tree if body is None else body)
    article = _article(tree)
    if address is None and (saved := _SAVED_FROM.search(content)):
        address = saved.group(1)
    found = {
        "title": real_title(article.title),
        "author": real_author(article.author and article.author.replace("; ", ", ")),
        "date": article.date,
        "publisher": _site(article),
        "url": _address(article.url, address),
    }
    text = "\n\n".join(_main(shown, article.text or ""))
    return Extract(pages=(text,), found=found, warnings=broken(text))


def _article(tree: HtmlElement) -> Document:
    found = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=dict(_DATES),
    )
    return found if isinstance(found, Document) else Document()


def _main(shown: Sequence[str], article: str) -> Sequence[str]:
    """The lines of a page that belong to its article.

    `article` has their words but not their shape. Sentences, table rows and list items between two
    of its lines belong to it, too. A short page of which it has little is taken as a whole.
    """
    texts = [article, *article.splitlines()]
    runs = {run for text in texts for run in _runs(_words(text))}
    inside = [_is_inside(line, runs) for line in shown]
    sentences = [line for line in shown if SENTENCE_END.search(line)]
    found = sum(len(line) for line, is_inside in zip(shown, inside, strict=True) if is_inside)
    if found < len("".join(sentences)) / 2 < _SHORT:
        return shown if sentences else []
    if True not in inside:
        return []
    span = range(inside.index(True), len(inside) - inside[::-1].index(True))
    return [shown[i] for i in span if inside[i] or _SAYS_SOMETHING.search(shown[i])]


def _is_inside(line: str, runs: Set[tuple[str, ...]]) -> bool:
    words = _words(line)
    found = [run in runs for run in _runs(words)]
    return bool(found) and sum(found) >= _MAIN * len(found)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Each run of words; a line shorter than a run is one run."""
    if 0 < len(words) < _RUN:
        yield tuple(words)
    yield from zip(*(words[start:] for start in range(_RUN)), strict=False)


def _site(article: Document) -> str | None:
    """The name of the site; None if it is only the host of the address."""
    host = article.hostname or urlsplit(article.url or "").hostname
    return article.sitename if article.sitename != host else None


def _address(canonical: str | None, saved: str | None) -> str | None:
    """The canonical address; the saved one if that is missing or only the site's root."""
    if saved and (canonical is None or not urlsplit(canonical).path.strip("/")):
        return saved
    return canonical
