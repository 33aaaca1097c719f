"""An HTML tree -> the lines that a browser shows."""

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from corpus.lines import SENTENCE_END

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main ol option p pre section"
    " summary table tbody td tfoot th thead tr ul".split()
)
_CELLS = frozenset(("td", "th"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_UNSEEN = "|".join(
    f"//{path}"
    for path in (
        *"style noscript template svg iframe object nav aside button select textarea".split(),
        *"dialog del s strike comment() processing-instruction()".split(),
        "body//script[not(@type='application/ld+json')]",  # JSON-LD names the page's author
        "*[@hidden]",
        "*[contains(translate(@style, ' ', ''), 'display:none')]",
        "sup[a]",  # note marks
        "sup[contains(@class, 'reference')]",
    )
)
# Class names and ids of elements beside the main text.
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|nav|navbar|navigation|menu|breadcrumbs?|sidebar|related|share"
    r"|sharing|social|newsletter|subscribe|signup|comments?|disqus|promo|advert|ads?"
    r"|popup|modal|widget-area|footer|toc|mw-editsection)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BESIDE_SHARE = 0.5  # of a page's text; an element with more is the main text, whatever its name
# A row whose cells hold one of these is page layout rather than values.
_LAYOUT = ".//table|.//h1|.//h2|.//h3|.//p[2]|.//div[2]|.//ul|.//ol"
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_BULLET = re.compile(r"^[·▪◦●][ \u00a0]+")  # as Word writes them
_MENU = 0.7  # share of linked characters in a line of a menu
_NOTE_MARK = re.compile(r"\W*(?:\d+|[*†‡]+)\W*")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_WHOLE_NUMBER = re.compile("-?[0-9]{1,9}")


def prune(tree: HtmlElement) -> None:
    """Remove what a browser hides, menus, and elements named as something beside the text."""
    enough = _BESIDE_SHARE * len(tree.text_content())
    for element in tree.xpath(_UNSEEN):
        if element.getparent() is not None:
            element.drop_tree()  # but keeps the text that follows it
    for element in tree.xpath("//a[starts-with(@href, '#')]"):
        if _NOTE_MARK.fullmatch(element.text_content()):
            element.drop_tree()
    for element in tree.xpath("//body//*[@class or @id][not(self::main or self::article)]"):
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if _BESIDE.search(names) and len(element.text_content()) < enough:
            element.drop_tree()


def lines(tree: HtmlElement) -> list[str]:
    """Each paragraph, heading, list item ("• a", "1. a") and table row ("a | b") of a page.

    Lines that are mostly links, and copyright lines, are left out.
    """
    page = _Page()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            page.open(element)
        else:
            page.close(element)
    return page.lines


@dataclass
class _Page:
    """The lines so far, and the state of the current line."""

    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    bullet: str = ""
    links: int = 0  # open ones
    linked: int = 0  # characters of the line that are linked
    row: HtmlElement | None = None

    def open(self, element: HtmlElement) -> None:
        tag = element.tag
        if self.row is not None:
            if tag in _CELLS and element.getprevious() is not None:
                self.words.append(" | ")
            elif tag in _BLOCKS:
                self.words.append(" ")
        elif tag in _BLOCKS:
            self.end_line(tag)
        if tag == "tr" and self.row is None and not element.xpath(_LAYOUT):
            self.row = element
        if tag == "li":
            self.bullet = _bullet(element)
        self.links += tag == "a"
        self.add(element.text if tag != "script" else None)

    def close(self, element: HtmlElement) -> None:
        if element is self.row:
            self.row = None
        if element.tag in _BLOCKS and self.row is None:
            self.end_line(element.tag)
        elif element.tag in _BLOCKS:
            self.words.append(" ")
        if element.tag == "li":
            self.bullet = ""
        self.links -= element.tag == "a"
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        if text:
            self.words.append(text)
            self.linked += len(text.strip()) if self.links else 0

    def end_line(self, tag: str) -> None:
        line = _SPACES.sub(" ", "".join(self.words)).strip()
        is_menu = self.linked > _MENU * len(line) and not SENTENCE_END.search(line)
        if line and (tag in _HEADINGS or not is_menu) and not _COPYRIGHT.match(line):
            self.lines.append(_BULLET.sub("• ", self.bullet + line))
            self.bullet = ""
        self.words.clear()
        self.linked = 0


def _bullet(item: HtmlElement) -> str:
    siblings = item.getparent()
    if siblings is None or siblings.tag != "ol":
        return "• "
    start = siblings.get("start", "")
    first = int(start) if _WHOLE_NUMBER.fullmatch(start) else 1  # as browsers do
    return f"{siblings.index(item) + first}. "
