"""The Telegram bot: which handler answers what."""

import logging

from telegram import BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.handlers import Handlers
from bot.settings import Settings
from corpus.errors import SettingsError
from index.search import Index

_RETRIES = 3  # of a call that Telegram wants later

_COMMANDS = [
    BotCommand("ask", "Ask what the reports say"),
    BotCommand("help", "How to ask"),
]


def application(settings: Settings, token: str, index: Index) -> Application:  # type: ignore[type-arg]
    """The bot, ready to run."""
    handlers = Handlers(index, settings.quotes)
    server = settings.telegram_api_url.rstrip("/")
    app = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{server}/bot")
        .base_file_url(f"{server}/file/bot")
        .concurrent_updates(True)
        .rate_limiter(AIORateLimiter(max_retries=_RETRIES))
        .post_init(_announce)
        .build()
    )
    new = filters.UpdateType.MESSAGE  # not the edited ones
    app.add_handler(CommandHandler(["start", "help"], handlers.help, new))
    app.add_handler(CommandHandler("ask", handlers.ask, new))
    private_text = new & filters.ChatType.PRIVATE & filters.TEXT & ~filters.COMMAND
    app.add_handler(MessageHandler(private_text, handlers.text))
    app.add_error_handler(handlers.error)
    return app


def run(settings: Settings, token: str, index: Index) -> None:
    """Serve Telegram by long polling until the process is stopped.

    Raises SettingsError when Telegram does not know the token.
    """
    logging.getLogger(__name__).info("Connecting to %s.", settings.telegram_api_url)
    try:
        application(settings, token, index).run_polling(bootstrap_retries=-1)
    except InvalidToken:
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN should be a token from @BotFather that is still valid; Telegram "
            "does not accept this one."
        ) from None  # the message of InvalidToken holds the token


async def _announce(app: Application) -> None:  # type: ignore[type-arg]
    logging.getLogger(__name__).info("Serving as @%s.", app.bot.username)
    try:
        await app.bot.set_my_commands(_COMMANDS)
    except TelegramError as error:  # the menu of commands is no reason not to answer
        logging.getLogger(__name__).warning("The commands could not be announced: %s", error)
