"""Answer questions: in Telegram where there is a token, else in this terminal."""

from rich.console import Console

from bot import edge
from bot.console import chat
from bot.settings import load_settings
from index.embed import SentenceTransformerEmbedder
from index.search import Index


def main() -> None:
    settings = load_settings()
    index = Index(settings.index_dir, SentenceTransformerEmbedder(settings.embedding_model))
    if settings.telegram_bot_token is None:
        chat(index, settings.quotes, Console())
        return
    # Imported here: a chat in the terminal needs nothing of Telegram.
    from bot.log import log_without
    from bot.serving import run

    token = settings.telegram_bot_token.get_secret_value()
    log_without(token)
    run(settings, token, index)


if __name__ == "__main__":
    edge.run(main)
