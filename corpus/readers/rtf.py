"""Rich text."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from striprtf.striprtf import rtf_to_text

from corpus.errors import CorpusError
from corpus.extract import Extract
from corpus.placeholders import real_author, real_title

_BRACE = re.compile(r"\\[\\{}]|[{}]")
_BREAK = re.compile(r"(?<!\\)\\\r?\n")  # how macOS ends a paragraph
# Tracked deletions, and hidden text.
_UNSEEN = re.compile(r"\{(?:\\[a-z]+-?\d* ?)*?\\(?:deleted|v)(?![a-z\d])")
_INFO = re.compile(r"\{\\info\b")
_CREATED = re.compile(r"\\creatim\\yr(\d+)\\mo(\d+)\\dy(\d+)")
_CODE_PAGE = re.compile(r"\\ansicpg(\d+)")
_CELL_END = re.compile(r"\|$", re.MULTILINE)


def read(path: Path) -> Extract:
    """The text of a document without its footnotes; title, author and date are `found` metadata.

    Raises CorpusError when it is damaged or not RTF.
    """
    source = path.read_bytes().decode("latin-1")
    if not source.startswith("{\\rtf"):
        raise CorpusError("it is not an RTF document, despite its extension")
    source = _without(_UNSEEN, _BREAK.sub(r"\\par ", source))
    text = _CELL_END.sub("", _plain(source)).replace("|", " | ")
    return Extract(
        pages=(text.replace("\n", "\n\n"),),
        found=dict(_properties(source)),
        warnings=("its footnotes are not read",) if "\\footnote" in source else (),
    )


def _plain(source: str) -> str:
    try:
        text: str = rtf_to_text(source, errors="replace")
    except (ValueError, LookupError, IndexError) as error:
        raise CorpusError("it is damaged; save it again") from error
    # RTF writes characters beyond 16 bits as two surrogates.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _properties(source: str) -> Iterator[tuple[str, object]]:
    info = next((source[start:end] for start, end in _groups(_INFO, source)), "")
    code_page = _CODE_PAGE.search(source)
    for field, tidy in (("title", real_title), ("author", real_author)):
        for start, end in _groups(re.compile(rf"\{{\\{field}\b"), info):
            value = info[start:end].replace(f"\\{field}", "", 1)
            header = rf"{{\rtf1\ansi\ansicpg{code_page.group(1) if code_page else 1252} "
            yield field, tidy(_plain(f"{header}{value}}}"))
    if made := _CREATED.search(info):
        try:
            yield "date", date(*map(int, made.groups()))
        except ValueError:  # year 0: the clock was not set
            return


def _without(groups: re.Pattern[str], source: str) -> str:
    kept, last = [], 0
    for start, end in _groups(groups, source):
        kept.append(source[last:start])
        last = end
    return "".join((*kept, source[last:]))


def _groups(opening: re.Pattern[str], source: str) -> Iterator[tuple[int, int]]:
    """The start and end of each outermost group that begins with `opening`."""
    position = 0
    while found := opening.search(source, position):
        depth = 0
        position = len(source)
        for brace in _BRACE.finditer(source, found.start()):
            depth += {"{": 1, "}": -1}.get(brace.group(), 0)
            if depth == 0:
                position = brace.end()
                break
        yield found.start(), position
