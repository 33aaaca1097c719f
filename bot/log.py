"""Log lines without secrets."""

import logging


class _Redacted(logging.Formatter):
    """Writes a placeholder where a line or a traceback would show the secret."""

    def __init__(self, secret: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace(self._secret, "<token>")


def log_without(secret: str) -> None:
    """Log to standard error from now on, never showing the secret."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Redacted(secret))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # Each request is a line at INFO, several a minute when nothing happens.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # A call that Telegram asks to repeat later is worth a line only when it is given up.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
