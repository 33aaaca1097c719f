"""The HTML of a message -> its text and entities, as strict as Telegram documents it."""

import re
from html import unescape
from typing import Any

Entity = dict[str, Any]

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
_PIECE = re.compile(
    r'<(?P<end>/?)(?P<tag>[a-z]+)(?:\s+(?P<name>[a-z]+)(?:="(?P<value>[^"<>]*)")?)?>'
    r"|&(?P<entity>lt|gt|amp|quot|#\d+|#x[0-9a-f]+);"
    r"|(?P<text>[^<&]+)"
)
# As tdlib finds them: https://github.com/tdlib/td/blob/master/td/telegram/MessageEntity.cpp
_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}+(?:@[A-Za-z0-9_]{3,32}+)?+(?![\w/<>])")
_MENTION = re.compile(r"(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w)")


class MarkupError(Exception):
    """What Telegram does not accept as HTML."""


def units(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, entity: Entity) -> str:
    """What an entity covers of a text."""
    start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
    return text.encode("utf-16-le")[start:end].decode("utf-16-le")


def found(text: str) -> list[Entity]:
    """The commands and mentions that Telegram finds in what a user writes."""
    kinds = {"bot_command": _COMMAND, "mention": _MENTION}
    entities = [
        {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}
        for kind, pattern in kinds.items()
        for match in pattern.finditer(text)
    ]
    return sorted(entities, key=lambda entity: entity["offset"])


def parse(html: str) -> tuple[str, list[Entity]]:
    """The plain text, and the entities in the order of their start tags."""
    text = ""
    entities: list[Entity] = []
    open_tags: list[tuple[str, Entity]] = []
    at = 0
    while at < len(html):
        if (piece := _PIECE.match(html, at)) is None:
            raise MarkupError(f"unexpected {html[at : at + 20]!r} at offset {at}")
        at = piece.end()
        if piece["tag"] is None:
            text += unescape(piece.group())
        elif piece["end"]:
            _close(piece["tag"], open_tags, units(text))
        else:
            entities.append(_opened(piece, open_tags, units(text)))
            open_tags.append((piece["tag"], entities[-1]))
    if open_tags:
        raise MarkupError(f"can't find the end tag of {open_tags[-1][0]!r}")
    return text, [entity for entity in entities if entity["length"]]


def _opened(piece: re.Match[str], open_tags: list[tuple[str, Entity]], offset: int) -> Entity:
    tag = piece["tag"]
    if tag not in _KINDS:
        raise MarkupError(f"unsupported start tag {tag!r}")
    if tag == "blockquote" and any(tag == outer for outer, _ in open_tags):
        raise MarkupError("a blockquote in a blockquote")
    entity = {"type": _KINDS[tag], "offset": offset, "length": 0}
    if tag == "a":
        return entity | {"url": unescape(piece["value"] or "")}
    if tag == "blockquote" and piece["name"] == "expandable":
        return entity | {"type": "expandable_blockquote"}
    return entity


def _close(tag: str, open_tags: list[tuple[str, Entity]], offset: int) -> None:
    if not open_tags or open_tags[-1][0] != tag:
        raise MarkupError(f"unexpected end tag {tag!r}")
    entity = open_tags.pop()[1]
    entity["length"] = offset - entity["offset"]
