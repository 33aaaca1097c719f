"""Words -> tokens: the text between two spaces, and its place on the page."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.pdf.hyphens import Spelling, is_broken, joined
from corpus.pdf.words import Word

# Dots between a heading and its page number in a table of contents.
_LEADERS = re.compile(r"(?:[.…_·]\s?){4,}|^[.…_·]$")
_UNREADABLE = "\ufffd"


@dataclass(frozen=True, slots=True)
class PageToken:
    """The text between two spaces, and its words on the page, on two lines if it was broken."""

    text: str
    words: tuple[Word, ...] = ()


def page_tokens(words: Iterable[Word]) -> list[PageToken]:
    """The tokens of a line, without footnote marks; a hyphen at its end stays."""
    groups: list[list[Word]] = []
    for word in words:
        if word.mark:
            continue
        if word.glued and groups:
            groups[-1].append(word)
        else:
            groups.append([word])
    found = [token for group in groups for token in _tokens(group)]
    last = len(found) - 1
    return [
        PageToken(_without_soft_hyphens(t.text, at == last), t.words) for at, t in enumerate(found)
    ]


def _tokens(words: Sequence[Word]) -> Iterator[PageToken]:
    text = "".join(word.text for word in words).replace(_UNREADABLE, "")
    for part in _LEADERS.sub(" ", text).split():
        yield PageToken(part, tuple(words))


def _without_soft_hyphens(text: str, last: bool) -> str:
    end = "\u00ad" if last and text.endswith("\u00ad") else ""
    return text.replace("\u00ad", "") + end


def continued(
    tokens: Sequence[PageToken], more: Sequence[PageToken], spelling: Spelling
) -> list[PageToken]:
    """The tokens of two lines; a word that was broken between them is joined."""
    if not tokens or not more or not is_broken(tokens[-1].text):
        return [*tokens, *more]
    last, first = tokens[-1], more[0]
    whole, _, apart = joined(last.text, first.text, spelling).partition(" ")
    if apart:
        return [*tokens, *more]
    return [*tokens[:-1], PageToken(whole, last.words + first.words), *more[1:]]
