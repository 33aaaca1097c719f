"""What Telegram accepts from a bot, and the words in which it refuses the rest.

The limits are those of https://core.telegram.org/bots/api; the words are Telegram's own where they
are known.
"""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from tests.support.botapi.markup import Entity, MarkupError, parse, units

Json = dict[str, Any]

LARGEST_FILE = 50 * 1024 * 1024  # bytes

_LARGEST_PICTURE = 10 * 1024 * 1024  # bytes
_LONGEST_SIDES = 10_000  # pixels, of width and height together
_LONGEST_TEXT = 4096  # UTF-16 units, without the markup
_LONGEST_CAPTION = 1024
_LONGEST_COPY = 256
_LONGEST_DATA = 64  # bytes
_LONGEST_ID = 64  # bytes
_MOST_ENTITIES = 100
_MOST_BUTTONS = 100
_WIDEST_ROW = 8
_MOST_RESULTS = 50
_MOST_COMMANDS = 100
_LONGEST_COMMAND_DESCRIPTION = 256

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_SCOPES = (
    "default all_private_chats all_group_chats all_chat_administrators chat chat_administrators"
    " chat_member"
).split()


class CallError(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.answer: Json = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.answer["parameters"] = parameters


def bad(request: str) -> CallError:
    """What Telegram says of a call that asks for something wrong."""
    return CallError(400, f"Bad Request: {request}")


# Texts


def text_of(text: str, parse_mode: str = "", entities: list[Entity] | None = None) -> Json:
    """The `text` and `entities` of a message."""
    plain, found = _formatted(text, parse_mode, entities)
    if not plain.strip():
        raise bad("message text is empty")
    if units(plain) > _LONGEST_TEXT:
        raise bad("message is too long")
    return {"text": plain, "entities": found}


def caption_of(text: str, parse_mode: str = "", entities: list[Entity] | None = None) -> Json:
    """The `caption` and `caption_entities` of a message; none if the caption is empty."""
    plain, found = _formatted(text, parse_mode, entities)
    if units(plain) > _LONGEST_CAPTION:
        raise bad("message caption is too long")
    return {"caption": plain, "caption_entities": found} if plain else {}


def picture_size(body: bytes) -> Json:
    """The `width` and `height` of a picture."""
    if len(body) > _LARGEST_PICTURE:
        raise bad("file is too big")
    try:
        with Image.open(BytesIO(body)) as picture:
            width, height = picture.size
    except UnidentifiedImageError:
        raise bad("IMAGE_PROCESS_FAILED") from None
    if width + height > _LONGEST_SIDES or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return {"width": width, "height": height}


def at_most(characters: int, text: str, refusal: str) -> None:
    """Raises CallError where a text is longer."""
    if len(text) > characters:
        raise bad(refusal)


def _formatted(
    text: str, parse_mode: str, entities: list[Entity] | None
) -> tuple[str, list[Entity]]:
    if parse_mode not in ("", "HTML"):
        raise bad("unsupported parse_mode")
    try:
        plain, found = parse(text) if parse_mode else (text, entities or [])
    except MarkupError as error:
        raise bad(f"can't parse entities: {error}") from error
    if len(found) > _MOST_ENTITIES:
        raise bad("too many entities")
    for entity in found:
        if entity["offset"] + entity["length"] > units(plain):
            raise bad(
                f"entity beginning at UTF-16 offset {entity['offset']} ends after the end of the "
                f"text at UTF-16 offset {entity['offset'] + entity['length']}"
            )
    return plain, found


# Keyboards


def keyboard_of(markup: Json | None) -> Json:
    """The `reply_markup` of a message, which keeps no markup but an inline keyboard."""
    if markup is None:
        return {}
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    rows = markup.get("inline_keyboard", [])
    if not all(rows):
        raise bad("REPLY_MARKUP_INVALID")
    if any(len(row) > _WIDEST_ROW for row in rows) or sum(map(len, rows)) > _MOST_BUTTONS:
        raise bad("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _check_button(button: Json) -> None:
    if not button.get("text", "").strip():
        raise bad("inline keyboard button text must be non-empty")
    actions = [action for action in _ACTIONS if button.get(action)]
    switches = [switch for switch in _SWITCHES if switch in button]
    if not actions and not switches:
        unallowed = "Text buttons are unallowed in the inline keyboard"
        raise bad(f"can't parse inline keyboard button: {unallowed}")
    if len(actions + switches) > 1:
        raise bad("can't parse inline keyboard button: it has more than one action")
    for action in actions:
        accepts, refusal = _ACTIONS[action]
        if not accepts(button[action]):
            raise bad(refusal)


def _is_data(data: str) -> bool:
    return len(data.encode()) <= _LONGEST_DATA


def _is_url(url: str) -> bool:
    return re.match(r"(?:https?|tg)://[^\s/]", url) is not None


def _is_copy(copy: Json) -> bool:
    return 1 <= len(copy.get("text", "")) <= _LONGEST_COPY


_ACTIONS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "callback_data": (_is_data, "BUTTON_DATA_INVALID"),
    "url": (_is_url, "BUTTON_URL_INVALID"),
    "copy_text": (_is_copy, "BUTTON_COPY_TEXT_INVALID"),
}
# Their queries may be empty.
_SWITCHES = ("switch_inline_query", "switch_inline_query_current_chat")


# Inline results


def check_offer(results: list[Json], next_offset: str = "", button: Json | None = None) -> None:
    """Raises CallError where the answer to an inline query is not accepted."""
    if len(results) > _MOST_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    ids = [result.get("id", "") for result in results]
    if not all(1 <= len(one.encode()) <= _LONGEST_ID for one in ids):
        raise bad("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    for result in results:
        _check_result(result)
    if len(next_offset.encode()) > _LONGEST_ID:
        raise bad("NEXT_OFFSET_INVALID")
    if button is not None:
        _check_offer_button(**button)


def posted(result: Json) -> Json:
    """What an inline result puts into a message: text, entities and keyboard."""
    content = result["input_message_content"]
    text = text_of(
        content["message_text"], content.get("parse_mode") or "", content.get("entities")
    )
    return text | keyboard_of(result.get("reply_markup"))


def _check_result(result: Json) -> None:
    if result.get("type") != "article":
        raise bad("unsupported inline query result type")  # by the fake
    if not result.get("title"):
        raise bad("can't parse inline query result: title must be non-empty")
    if "message_text" not in result.get("input_message_content", {}):
        raise bad("can't parse inline query result: message_text must be non-empty")
    posted(result)


def _check_offer_button(text: str = "", start_parameter: str = "", **_: object) -> None:
    if not text.strip():
        raise bad("SWITCH_PM_TEXT_EMPTY")
    if not _START_PARAMETER.fullmatch(start_parameter):
        raise bad("START_PARAM_INVALID")


# The bot's profile and its webhook


def check_commands(commands: list[Json], scope: Json | None, language_code: str) -> None:
    """Raises CallError where a list of commands is not accepted."""
    if len(commands) > _MOST_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    if not all(_COMMAND.fullmatch(command["command"]) for command in commands):
        raise bad("BOT_COMMAND_INVALID")
    for command in commands:
        if not 1 <= len(command["description"]) <= _LONGEST_COMMAND_DESCRIPTION:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    if scope is not None and scope.get("type") not in _SCOPES:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    check_language(language_code)


def check_language(code: str) -> None:
    """Raises CallError where a code is neither empty nor of two letters."""
    if not _LANGUAGE.fullmatch(code):
        raise bad("invalid language code specified")


def check_webhook(url: str, secret_token: str | None) -> None:
    """Raises CallError where a webhook is not accepted."""
    if url and not url.startswith("https://"):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if secret_token is not None and not _SECRET.fullmatch(secret_token):
        raise bad("secret token contains unallowed characters")
