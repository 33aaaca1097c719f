"""What a button's data says, and what a press of it means.

What a button does stands in its data, so that it works after a restart as well:

    card:PERMALINK           show the source card of a quote
    turn:PERMALINK:OFFSET    show another passage on the card
    file:DOCUMENT            send the report's file
    page:PERMALINK           show the page of a PDF that a quote stands on
    list:PAGE:WORDS          show another page of the list of reports
    good:PERMALINK, bad:…    vote on an answer; without a permalink on a refusal
    set:SETTING:VALUE        choose a setting of the chat
"""

import re
from collections.abc import Iterable
from itertools import chain

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.wording.permalink import Permalink
from bot.wording.translations import Translation

CARD, TURN, FILE, PAGE, LIST = "card:", "turn:", "file:", "page:", "list:"
GOOD, BAD = "good:", "bad:"
SET = "set:"

Row = list[InlineKeyboardButton]

_LONGEST_DATA = 64  # bytes
_DEEP_LINK = re.compile(r"https://t\.me/\w+\?start=([\w-]+)")
_NUMBER = re.compile(r"[0-9]{1,9}")


def pressed(query: CallbackQuery) -> Message | None:
    """The message whose button was pressed; None if it has no such button.

    Forged data could press what is not there, and change what others read. Where Telegram no longer
    shows the buttons of a message, the press is trusted.
    """
    message = query.message
    if not isinstance(message, Message):
        return None
    data = [button.callback_data for button in _buttons(message.reply_markup)]
    return message if query.data in data or not message.is_accessible else None


def card_buttons(keyboard: InlineKeyboardMarkup | None, ui: Translation) -> Row:
    """The buttons of a keyboard that show source cards, labelled for another reader."""
    numbers = [(_NUMBER.match(b.text), b) for b in _buttons(keyboard) if _shows_card(b)]
    return [
        InlineKeyboardButton(
            numbered(int(number[0]) if number else None, ui.gettext("Source")),
            callback_data=button.callback_data,
        )
        for number, button in numbers
    ]


def permalinks(keyboard: InlineKeyboardMarkup | None) -> list[Permalink]:
    """The quotes whose source cards a keyboard shows or links to; under a card, first its own."""
    buttons = _buttons(keyboard)
    links = [b.url or (b.copy_text.text if b.copy_text else "") for b in buttons]
    own = [link[1] for text in links if (link := _DEEP_LINK.fullmatch(text))]
    others = [str(button.callback_data).removeprefix(CARD) for button in buttons]
    return [permalink for text in (*own, *others) if (permalink := Permalink.parse(text))]


def fitting_words(words: Iterable[str]) -> list[str]:
    """As many of the words as fit into the data of a button that lists reports."""
    room = _LONGEST_DATA - len(f"{LIST}9999:")
    return " ".join(words).encode()[:room].decode(errors="ignore").split()


def whole_number(text: str) -> int:
    """The number in a button's data; 0 for forged data."""
    return int(text) if _NUMBER.fullmatch(text) else 0


def numbered(number: int | None, label: str) -> str:
    """A button's label with the number of its quote, where there are several."""
    return f"{number}. {label}" if number else label


def _buttons(keyboard: InlineKeyboardMarkup | None) -> Row:
    return list(chain.from_iterable(keyboard.inline_keyboard)) if keyboard else []


def _shows_card(button: InlineKeyboardButton) -> bool:
    return str(button.callback_data).startswith(CARD)
