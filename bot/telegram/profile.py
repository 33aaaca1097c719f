"""The bot's profile in Telegram: commands and descriptions."""

import logging
from typing import Any

from telegram import BotCommand
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.telegram.context import App
from bot.wording.translations import CODE_LANGUAGE, LANGUAGES, Translation, translation

_log = logging.getLogger(__name__)


async def set_profile(app: App) -> None:
    """Set commands and descriptions in each language that has them, and English for others."""
    _log.info("Serving as @%s.", app.bot.username)
    try:
        for language in LANGUAGES:
            await _set_profile(
                app.bot, translation(language), None if language == CODE_LANGUAGE else language
            )
    except TelegramError as error:  # the bot can answer without them
        _log.warning("The bot's profile could not be set: %s", error)


async def _set_profile(bot: ExtBot[Any], ui: Translation, language: str | None) -> None:
    await bot.set_my_commands(_commands(ui), language_code=language)
    await bot.set_my_description(_description(ui), language_code=language)
    await bot.set_my_short_description(_short_description(ui), language_code=language)


def _commands(ui: Translation) -> list[BotCommand]:
    return [
        BotCommand("ask", ui.gettext("Ask what the reports say")),
        BotCommand(
            "source", ui.gettext("Source of an answer, or what the reports say about a message")
        ),
        BotCommand(
            "sources", ui.gettext("All reports, or those with certain words in title, author, date")
        ),
        BotCommand("settings", ui.gettext("Language, number of quotes, quiet mode")),
        BotCommand("privacy", ui.gettext("What is stored, and for how long")),
        BotCommand("forget", ui.gettext("Delete what belongs to you")),
        BotCommand("help", ui.gettext("How to ask")),
    ]


def _description(ui: Translation) -> str:
    return ui.gettext(
        "Ask me what the reports say. I answer with their own sentences, word for word, each with "
        "its source, date and page. When the reports do not say, I tell you so."
    )


def _short_description(ui: Translation) -> str:
    return ui.gettext("Answers with verbatim, cited quotes from reports.")
