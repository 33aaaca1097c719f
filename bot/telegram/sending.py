"""Sending and changing messages within Telegram's rules."""

from collections.abc import Awaitable, Callable
from functools import partial
from html import escape

from telegram import (
    CallbackQuery,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated
from telegram.ext import ExtBot

_UPLOAD = 120  # seconds that a file may take
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def say(message: Message, text: str, keyboard: InlineKeyboardMarkup | None = None) -> Message:
    """Answer a message with plain text."""
    return await reply(message, escape(text), keyboard)


async def reply(
    message: Message, html: str, keyboard: InlineKeyboardMarkup | None = None
) -> Message:
    """Answer a message with HTML, in its topic, as a reply where it still exists."""
    send = partial(
        message.get_bot().send_message,
        text=html,
        parse_mode=ParseMode.HTML,
        link_preview_options=_NO_PREVIEW,
        reply_markup=keyboard,
    )
    return await _replied(message, send)


async def reply_with_file(message: Message, file: bytes | str, name: str) -> Message:
    """Answer a message with a file: its content, or its Telegram file id."""
    send = partial(
        message.get_bot().send_document,
        document=file,
        filename=name,
        write_timeout=_UPLOAD,
        read_timeout=_UPLOAD,
    )
    return await _replied(message, send)


async def reply_with_photo(message: Message, photo: bytes | str, html: str) -> Message:
    """Answer a message with a picture, its content or its Telegram file id, and a caption."""
    send = partial(
        message.get_bot().send_photo,
        photo=photo,
        caption=html,
        parse_mode=ParseMode.HTML,
        write_timeout=_UPLOAD,
        read_timeout=_UPLOAD,
    )
    return await _replied(message, send)


def topic(message: Message) -> int | None:
    """The forum topic that a message is in; other threads are not topics."""
    return message.message_thread_id if message.is_topic_message else None


async def edit(
    bot: ExtBot[None], chat: int, message: int, html: str, keyboard: InlineKeyboardMarkup | None
) -> None:
    """Change one of the bot's messages, unless it already reads so or is gone."""
    try:
        await bot.edit_message_text(
            html,
            chat,
            message,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard,
        )
    except BadRequest as error:
        if not any(harmless in error.message for harmless in ("not modified", "to edit not found")):
            raise


async def answer_press(query: CallbackQuery, text: str | None = None, alert: bool = False) -> None:
    """Answer the press of a button, unless it is too late for Telegram."""
    try:
        await query.answer(text, show_alert=alert)
    except BadRequest as error:
        if "query is too old" not in error.message.lower():
            raise


async def _replied(message: Message, send: Callable[..., Awaitable[Message]]) -> Message:
    """Send a reply to a message, in its chat and topic or in what became of them."""
    send = partial(
        send, reply_parameters=ReplyParameters(message.id, allow_sending_without_reply=True)
    )
    try:
        return await send(chat_id=message.chat_id, message_thread_id=topic(message))
    except ChatMigrated as error:
        return await send(chat_id=error.new_chat_id)
    except BadRequest as error:
        if "thread not found" not in error.message:
            raise
        return await send(chat_id=message.chat_id)
