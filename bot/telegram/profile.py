"""What Telegram shows of the bot before it says anything: commands and descriptions."""

import logging
from typing import Any

from telegram import BotCommand
from telegram.error import TelegramError
from telegram.ext import Application, ExtBot

from bot.wording.translations import LANGUAGES, SOURCE, Translation, interface

_log = logging.getLogger(__name__)


async def set_profile(app: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Set commands and descriptions in each language of the interface, and English for others."""
    _log.info("Serving as @%s.", app.bot.username)
    try:
        for language in LANGUAGES:
            await _announce(app.bot, interface(language), None if language == SOURCE else language)
    except TelegramError as error:  # no reason not to answer
        _log.warning("The commands could not be announced: %s", error)


async def _announce(bot: ExtBot[Any], ui: Translation, language: str | None) -> None:
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
