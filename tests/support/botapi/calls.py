"""What a bot sends, asks and is refused, for the tests of the fake."""

import re
from collections.abc import Sequence

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def updates(bot: Bot) -> tuple[Update, ...]:
    """The updates since the last call, but for the first message."""
    new = await bot.get_updates()
    if new:
        await bot.get_updates(offset=new[-1].update_id + 1)
    return tuple(
        update for update in new if update.message is None or update.message.text != "Hello"
    )


def refused(words: str) -> pytest.RaisesExc[BadRequest]:
    """What Telegram refuses in these words, of which PTB capitalizes the first alone."""
    return pytest.raises(BadRequest, match=f"^{re.escape(words.capitalize())}$")


def buttons(*rows: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(rows)


def button(text: str = "More", **action: object) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, **(action or {"callback_data": text.lower()}))  # type: ignore[arg-type]


def article(id: str = "1", text: str = "<b>A</b>", **more: object) -> InlineQueryResultArticle:
    content = InputTextMessageContent(text, parse_mode="HTML")
    return InlineQueryResultArticle(id, "Title", content, **more)  # type: ignore[arg-type]
