"""Answer questions: in Telegram where there is a token, else in this terminal."""

from rich.console import Console

from bot import faults
from bot.settings import Settings, load_settings
from bot.wording.terminal import chat
from index.embedding.encoder import load_embedder
from index.search import Index


def main() -> None:
    settings = load_settings()
    if settings.telegram_bot_token is None:
        chat(_index(settings), settings.quotes, Console())
        return
    # Imported here: a chat in the terminal needs nothing of Telegram.
    from bot.log import log_without
    from bot.telegram.run import run
    from bot.telegram.served_index import ServedIndex

    token = settings.telegram_bot_token.get_secret_value()
    log_without(token)
    run(settings, token, ServedIndex(_index(settings)))


def _index(settings: Settings) -> Index:
    return Index(settings.index_dir, load_embedder(settings.embedding_model))


if __name__ == "__main__":
    faults.run(main)
