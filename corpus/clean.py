"""Text as it was scraped -> text that can be quoted."""

import re

import ftfy

# Only names of HTML elements count as tags, and a space behind "<" only if there is none before
# ">": "if a < b and c > d" and "p < i > 3" stay as they are.
_ELEMENTS = (
    "a|abbr|article|aside|b|blockquote|body|br|center|cite|code|div|em|figcaption|figure|font"
    "|footer|h[1-6]|head|header|hr|html|i|iframe|img|li|link|main|meta|nav|ol|p|pre|q|s|script"
    "|section|small|span|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|u|ul"
)
_ATTRIBUTE = r"""\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)"""
_TAG = re.compile(
    rf"</?(?:{_ELEMENTS})(?:{_ATTRIBUTE})*\s*/?>|<\s+/?(?:{_ELEMENTS})>", re.IGNORECASE
)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SPACES = re.compile(r"[ \t]+")
_SPACE_AT_LINE_END = re.compile(r" *\n *")
_BLANK_LINES = re.compile(r"\n{3,}")

# Quotation marks are part of what a report says; only broken encoding is mended.
_FTFY = ftfy.TextFixerConfig(uncurl_quotes=False, normalization="NFC", explain=False)


def clean(text: str) -> str:
    """`text` without stray tags, mojibake, control and invisible characters, in NFC.

    Lines stay lines, and one blank line still separates paragraphs.
    """
    text = ftfy.fix_text(_TAG.sub("", text), _FTFY)
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    text = _SPACE_AT_LINE_END.sub("\n", text)
    return _BLANK_LINES.sub("\n\n", text).strip()
