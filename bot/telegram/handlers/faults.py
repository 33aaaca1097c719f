"""Errors while an update is handled."""

import logging
from collections.abc import Collection
from contextlib import suppress

from telegram import Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.context import Context
from bot.telegram.handlers.membership import forget, move
from bot.telegram.sending import answer_press, say

# What Telegram says where the bot is out of a chat for good, and where it only may not write.
_GONE = ("kicked", "blocked", "not a member", "deactivated", "deleted", "initiate")
_MUTED = ("not enough rights", "write_forbidden", "topic_closed", "no rights to send")
_log = logging.getLogger(__name__)


async def fault(update: object, context: Context) -> None:
    """Clean up where the chat is gone, else log the error; the bot goes on."""
    error = context.error
    chat = update.effective_chat if isinstance(update, Update) else None
    if chat and isinstance(error, TelegramError) and _means(_MUTED, error):
        _log.info("The bot may not write in a chat: %s.", error.message)
    elif chat and isinstance(error, Forbidden) and _means(_GONE, error):
        _log.info("%s.", error.message)
        await forget(chat.id, context)
    elif chat and isinstance(error, ChatMigrated):
        await move(chat.id, error.new_chat_id, context)
    else:
        sentence = _sentence(error)
        context.state.activity.failed(sentence)
        _log.error(sentence, exc_info=None if isinstance(error, TelegramError) else error)
        if isinstance(update, Update) and not isinstance(error, TelegramError):
            await _apologise(update, context)


async def _apologise(update: Update, context: Context) -> None:
    """Tell the one who waits for an answer that there is none."""
    text = context.translation().gettext("Something went wrong. Please try again later.")
    with suppress(TelegramError):
        if update.callback_query:
            await answer_press(update.callback_query, text, alert=True)
        elif update.message:
            await say(update.message, text)


def _means(words: Collection[str], error: TelegramError) -> bool:
    """Whether Telegram's message contains one of these."""
    return any(word in error.message.lower() for word in words)


def _sentence(error: Exception | None) -> str:
    match error:
        case Conflict():
            return "Another program fetches the updates of this bot; only one may."
        case RetryAfter():
            return "Telegram kept asking to send a message later; it was given up."
        case BadRequest():
            return f"Telegram did not accept a message: {error.message}."
        case TimedOut():  # a kind of NetworkError; what timed out may have arrived all the same
            return "Telegram did not confirm a message in time; it was not sent again."
        case NetworkError():
            return f"Telegram could not be reached: {error.message}."
        case _:
            return f"An update was not handled: {type(error).__name__}: {error}."
