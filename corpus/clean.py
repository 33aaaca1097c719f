"""Scraped text -> text that can be quoted."""

import re

import ftfy

# Only names of HTML elements count as tags, and a space is allowed after "<" or before ">", not
# both: "if a < b and c > d" and "p < i > 3" stay as they are.
_BLOCKS = (
    "article|aside|blockquote|body|br|center|div|figcaption|figure|footer|h[1-6]|head|header|hr"
    "|html|iframe|li|link|main|meta|nav|ol|p|pre|script|section|style|table|tbody|td|tfoot|th"
    "|thead|title|tr|ul"
)
_INLINE = "a|abbr|b|cite|code|em|font|i|img|q|s|small|span|strong|sub|sup|u"
_ATTRIBUTE = r"""\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)"""


def _tag(names: str) -> re.Pattern[str]:
    return re.compile(rf"</?(?:{names})(?:{_ATTRIBUTE})*\s*/?>|<\s+/?(?:{names})>", re.IGNORECASE)


_BLOCK_TAG = _tag(_BLOCKS)
_INLINE_TAG = _tag(_INLINE)
_INVISIBLE = re.compile("[\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"[ \t]+")
_SPACE_AT_LINE_END = re.compile(r" *\n *")
_BLANK_LINES = re.compile(r"\n{3,}")

# Quotation marks belong to the report's wording; only broken encoding is repaired.
_FTFY = ftfy.TextFixerConfig(uncurl_quotes=False, normalization="NFC", explain=False)


def clean(text: str) -> str:
    """`text` without stray tags, mojibake, control and invisible characters, in NFC.

    Line breaks stay, a block tag becomes one, and one blank line separates paragraphs.
    """
    text = ftfy.fix_text(_INLINE_TAG.sub("", _BLOCK_TAG.sub("\n", text)), _FTFY)
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    text = _SPACE_AT_LINE_END.sub("\n", text)
    return _BLANK_LINES.sub("\n\n", text).strip()
