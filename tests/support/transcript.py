"""What happened in the fake, as Markdown for people to read."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from textwrap import shorten

from tests.support.botapi import BOT, Event, Json
from tests.support.botapi.markup import Entity

_LONGEST_EXCERPT = 40  # characters that are shown of the message replied to
_QUOTE = "\0"  # stands before and behind a blockquote, which holds no other
_SPECIAL = re.compile(r"[\\`*_\[\]<>&]")
_LIST_ITEM = re.compile(r"^(\d*)([.)#+-])", re.MULTILINE)
_SINGLE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")


def transcript(events: Sequence[Event], topics: Mapping[int, str]) -> str:
    """What was said and done, in order. `topics` are the names of topics by their ids."""
    return "\n\n".join(told for event in events if (told := _told(event, topics)))


def _told(event: Event, topics: Mapping[int, str]) -> str:
    """An event as paragraphs; nothing where a press is answered without a word."""
    data, text = event.data, _markdown(event.text)
    who = data.get("from", BOT)["first_name"]
    match event.kind:
        case "joined":
            return f"*{who} adds {BOT['first_name']} to the group {text}.*"
        case "said":
            return f"**{who}**{_place(data, topics)}: {text}"
        case "edited":
            return f"*{who} edits the message:* {text}"
        case "sent":
            return f"**{who}**{_place(data, topics)}:\n\n{_message(data)}"
        case "changed":
            return f"*{who} edits its message:*\n\n{_message(data)}"
        case "pressed" if "copy_text" in data:
            pressed = f"*{who} presses* {_button(event.text)} *and has copied:*"
            return f"{pressed}\n\n{_quoted(_markdown(data['copy_text']['text']))}"
        case "pressed":
            return f"*{who} presses* {_button(event.text)}"
        case "answered":
            return f"*{who} shows a note:* {text}" if text else ""
        case "asked":
            return f"*{who} begins a message, in any chat:* @{BOT['username']} {text}"
        case "offered":
            return f"*{who} offers:*\n\n{_offered(data['results'])}"
        case "chosen":
            return f"**{who}**, via {BOT['first_name']}:\n\n{_message(data)}"
    raise NotImplementedError(event.kind)


def _place(message: Json, topics: Mapping[int, str]) -> str:
    """Where a message is: its topic, and what of somebody else's it replies to."""
    place = []
    if message["chat"]["type"] == "private":
        place.append("privately")
    if message.get("is_topic_message"):
        place.append(topics[message["message_thread_id"]])
    if (replied := message.get("reply_to_message")) and replied["from"] != message["from"]:
        place.append(f"in reply to {_replied(replied)}")
    return f" ({', '.join(place)})" if place else ""


def _replied(message: Json) -> str:
    """Whose message it is; of the bot's many, its beginning too."""
    who = str(message["from"]["first_name"])
    if message["from"]["id"] != BOT["id"]:
        return who
    return f"{who}: “{_escaped(shorten(message['text'], _LONGEST_EXCERPT, placeholder=' …'))}”"


def _message(message: Json) -> str:
    """A message as a blockquote, its buttons below."""
    if "document" in message:
        return _quoted(f"📎 {_markdown(message['document']['file_name'])}")
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = "\\\n".join(" ".join(_button(button["text"]) for button in row) for row in rows)
    body = _markdown(message["text"], message["entities"])
    return _quoted("\n\n".join(part for part in (body, buttons) if part))


def _button(label: str) -> str:
    return f"`[{label}]`"


def _offered(results: Sequence[Json]) -> str:
    """The results of an inline query, from which a user chooses."""
    return "\n".join(
        f"{number}. **{_markdown(result['title'])}**: {_markdown(result['description'])}"
        for number, result in enumerate(results, 1)
    )


def _markdown(text: str, entities: Sequence[Entity] = ()) -> str:
    """A text with its entities; what stands in blockquotes is every other piece of it."""
    pieces = [_lines(piece) for piece in _marked_up(text, entities).split(_QUOTE)]
    pieces[1::2] = [_quoted(piece) for piece in pieces[1::2]]
    return "\n\n".join(piece for piece in pieces if piece)


def _marked_up(text: str, entities: Sequence[Entity]) -> str:
    """A text, its signs escaped, with the marks of its entities in their places."""
    opening: defaultdict[int, str] = defaultdict(str)
    closing: defaultdict[int, str] = defaultdict(str)
    encoded = text.encode("utf-16-le")
    for entity in entities:
        before, behind = _marks(entity)
        end = entity["offset"] + entity["length"]
        opening[entity["offset"]] += before
        closing[end] = behind + closing[end]  # the inner of two that end together was opened last
    cuts = sorted({0, *opening, *closing, len(encoded) // 2})
    pieces = [
        closing[start] + opening[start] + _escaped(encoded[2 * start : 2 * end].decode("utf-16-le"))
        for start, end in zip(cuts, [*cuts[1:], cuts[-1]], strict=True)
    ]
    return "".join(pieces)


def _marks(entity: Entity) -> tuple[str, str]:
    """What stands before and behind an entity. Commands and mentions are as they were typed."""
    match entity["type"]:
        case "bold":
            return "**", "**"
        case "text_link":
            return "[", f"]({entity['url']})"
        case "blockquote":
            return _QUOTE, _QUOTE
    return "", ""


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _lines(text: str) -> str:
    """Lines that stay lines, and are no items of a list."""
    return _SINGLE_BREAK.sub("\\\n", _LIST_ITEM.sub(r"\1\\\2", text.strip("\n")))


def _quoted(markdown: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in markdown.split("\n"))
