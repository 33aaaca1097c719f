"""What the test run says of itself, and what tests of the bot have in common."""

from collections.abc import AsyncIterator

import pytest

from bot import limits
from bot.settings import Settings, load_settings
from index.dictionaries import installed
from index.search import Index
from tests.botapi import FakeBotApi
from tests.telegram import MEETINGS, TROOPS
from tests.tiny import index_of


def pytest_report_header() -> str:
    """The dictionaries that are installed: what is found across languages depends on them."""
    names = [path.name for path in installed(load_settings().dictionaries)]
    return f"dictionaries: {', '.join(names) or 'none'}"


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of two small reports."""
    folder = tmp_path_factory.mktemp("index")
    return index_of(folder, {"troops.md": TROOPS, "meetings.md": MEETINGS})


@pytest.fixture
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting and no proxy of the one who runs the tests; and chats may be sent much at once."""
    for name in (*Settings.model_fields, "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(limits, "_CHAT_PERIOD", 0.001)
    monkeypatch.setattr(limits, "_GROUP_RATE", 1000.0)


@pytest.fixture
async def api(_unhurried: None) -> AsyncIterator[FakeBotApi]:
    """Telegram's end of the line."""
    async with FakeBotApi() as api:
        yield api
