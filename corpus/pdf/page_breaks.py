"""Sentences that run over a page break."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.pdf.hyphens import Spelling
from corpus.pdf.layout import Text
from corpus.pdf.paragraphs import Paragraph
from corpus.pdf.tokens import PageToken, continued
from corpus.split import sentence_spans

_AHEAD = 4  # paragraphs on the next page in which the rest is looked for


def with_whole_sentences(texts: Sequence[Text], spelling: Spelling, language: str) -> list[Text]:
    """The pages, each sentence whole on the page where it begins, which is cited for it.

    Only the rest of the sentence moves; the rest of the paragraph stays where it is.
    """
    found = list(texts)
    filled = [page for page, text in enumerate(texts) if text.body]
    for page, following in pairwise(filled):
        body = found[following].body
        if not found[page].body:  # all of it ended a sentence of the previous page
            continue
        last = found[page].body[-1]
        place = _rest(last, body)
        if place is None:
            continue
        tokens, left = _parted(last.tokens, body[place].tokens, spelling, language)
        found[page] = _with(found[page], len(found[page].body) - 1, tokens)
        found[following] = _with(found[following], place, left)
    return found


def _rest(last: Paragraph, body: Sequence[Paragraph]) -> int | None:
    """The index of the paragraph that continues the last one: the first, or one below a figure or
    a table that begins in the middle of a sentence."""
    for place, paragraph in enumerate(body[:_AHEAD]):
        within = paragraph.tokens[0].text[0].islower()
        if (place == 0 or within) and last.goes_on_with(paragraph):
            return place
    return None


def _parted(
    last: Sequence[PageToken], rest: Sequence[PageToken], spelling: Spelling, language: str
) -> tuple[list[PageToken], list[PageToken]]:
    """The tokens of both up to the end of the sentence that they share, and those after it."""
    tokens = continued(last, rest, spelling)
    start = len(" ".join(token.text for token in tokens[: len(last)]))
    text = " ".join(token.text for token in tokens)
    ends = (end for _, end in sentence_spans(text, language) if end >= start)
    whole = len(text[: next(ends, len(text))].split())
    return tokens[:whole], tokens[whole:]


def _with(text: Text, place: int, tokens: Sequence[PageToken]) -> Text:
    paragraph = replace(text.body[place], tokens=tuple(tokens))
    body = (*text.body[:place], *([paragraph] if tokens else []), *text.body[place + 1 :])
    return replace(text, body=body)
