"""What the test run says of itself, and what tests of the bot have in common."""

import logging
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import redirect_stderr
from functools import cache
from io import StringIO
from pathlib import Path

import httpx
import pytest

from bot.log import log_without
from bot.settings import Settings, load_settings
from bot.telegram import rate_limiter
from index import Index, calibration
from index.lexicon.dictionaries import installed
from tests.support.botapi import FakeBotApi
from tests.support.program import served_beside
from tests.support.telegram import MEETINGS, TOKEN, TROOPS
from tests.support.tiny import TINY_CONSTANTS, SlowEmbedder, TinyEmbedder, index_of

# The library warns whenever it writes how long Telegram wants it to wait, unless it may write that
# as it will from its next version on. The bot never reads it.
os.environ["PTB_TIMEDELTA"] = "true"


def pytest_report_header() -> str:
    """The dictionaries that are installed: what is found across languages depends on them."""
    names = [path.name for path in installed(load_settings().dictionaries)]
    return f"dictionaries: {', '.join(names) or 'none'}"


@pytest.fixture(scope="session", autouse=True)
def _calibrated() -> Iterator[None]:
    """The tiny model has constants, too."""
    shipped = calibration.file_of

    def file_of(name: str) -> Path:
        return TINY_CONSTANTS if name == TinyEmbedder.model.name else shipped(name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration, "file_of", file_of)
        yield


@pytest.fixture(scope="session", autouse=True)
def _certificates_read_once() -> Iterator[None]:
    """Each bot would read the certificates twice, for half the time of its test."""
    with pytest.MonkeyPatch.context() as patch:
        once = cache(httpx.create_ssl_context)
        patch.setattr("httpx._transports.default.create_ssl_context", once)
        yield


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of two small reports."""
    folder = tmp_path_factory.mktemp("index")
    return index_of(folder, {"troops.md": TROOPS, "meetings.md": MEETINGS})


@pytest.fixture
def slow() -> SlowEmbedder:
    return SlowEmbedder()


@pytest.fixture
def slow_index(slow: SlowEmbedder, tmp_path: Path) -> Index:
    """An index of the same reports, in which a search takes as long as it is told to."""
    return index_of(tmp_path, {"troops.md": TROOPS, "meetings.md": MEETINGS}, slow)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file for what the bot keeps, also from one run to the next."""
    return tmp_path / "records.db"


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """What the program logs to standard error."""
    root, requests = logging.getLogger(), logging.getLogger("httpx")
    others, level, requests_level = root.handlers[:], root.level, requests.level
    root.handlers.clear()  # else they would be closed
    with redirect_stderr(StringIO()) as log:
        log_without(TOKEN)
    [handler] = root.handlers
    root.handlers += others
    yield log
    root.removeHandler(handler)
    root.setLevel(level)
    requests.setLevel(requests_level)


@pytest.fixture
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting and no proxy of the one who runs the tests; and chats may be sent much at once."""
    for name in (*Settings.model_fields, "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(rate_limiter, "_CHAT_PERIOD", 0.001)
    monkeypatch.setattr(rate_limiter, "_GROUP_RATE", 1000.0)


@pytest.fixture
async def api(_unhurried: None) -> AsyncIterator[FakeBotApi]:
    """Telegram's end of the line."""
    async with FakeBotApi() as api:
        yield api


@pytest.fixture
def beside(_unhurried: None) -> Iterator[FakeBotApi]:
    """Telegram's end of the line, in a thread of its own, for the program as people start it."""
    with served_beside() as api:
        yield api
