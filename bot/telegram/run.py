"""Running the bot, until the process is stopped."""

import logging
import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import BadRequest, InvalidToken, NetworkError
from tornado.netutil import bind_sockets

from bot.settings import Settings
from bot.telegram.app import application
from bot.telegram.context import App
from bot.telegram.served_index import ServedIndex
from corpus.errors import SettingsError

_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
]
_log = logging.getLogger(__name__)


def run(settings: Settings, token: str, served_index: ServedIndex) -> None:
    """Run the bot: by webhook where one is set, else by polling.

    Raises SettingsError when Telegram rejects the token or the webhook, or when the webhook's
    address is taken by another program.
    """
    _log.info("Connecting to %s.", settings.telegram_api_url)
    app = application(settings, token, served_index)
    try:
        if settings.webhook_url:
            _run_webhook(app, settings, settings.webhook_url)
        else:
            app.run_polling(bootstrap_retries=-1, allowed_updates=_UPDATES)
    except InvalidToken:
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN should be a token from @BotFather that is still valid; Telegram "
            "does not accept this one."
        ) from None  # the message of InvalidToken holds the token


def _run_webhook(app: App, settings: Settings, url: str) -> None:
    """Receive posts behind a proxy that forwards the path of the address."""
    host, _, port = settings.webhook_listen.rpartition(":")
    _check_is_free(settings.webhook_listen, host, int(port))
    prepare = app.post_init
    hook: dict[str, Any] = {"allowed_updates": _UPDATES, "secret_token": _secret(settings)}

    async def prepare_with_webhook(app: App) -> None:
        # Otherwise the library would retry forever, without a word.
        try:
            await app.bot.set_webhook(url, **hook)
        except BadRequest as error:
            raise SettingsError(
                f"WEBHOOK_URL should be an address that Telegram can post to; of {url} it says: "
                f"{error.message}."
            ) from error
        except NetworkError as error:  # the library tries again
            _log.warning("The webhook could not be set yet: %s.", error.message)
        if prepare:
            await prepare(app)

    app.post_init = prepare_with_webhook
    app.run_webhook(
        host,
        int(port),
        re.escape(urlsplit(url).path.lstrip("/")),  # the library takes it for a pattern
        webhook_url=url,
        bootstrap_retries=-1,
        **hook,
    )


def _secret(settings: Settings) -> str:
    """The secret that Telegram sends with each post: the setting, else a new one at each start."""
    chosen = settings.webhook_secret
    return chosen.get_secret_value() if chosen else secrets.token_urlsafe()


def _check_is_free(listen: str, host: str, port: int) -> None:
    try:
        for taken in bind_sockets(port, host):
            taken.close()
    except OSError as error:
        raise SettingsError(
            f"WEBHOOK_LISTEN should be an address of this machine and a free port, and {listen} "
            f"is not: {error.strerror or error}."
        ) from error
