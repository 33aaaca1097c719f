"""Asking Telegram for updates, whatever it answers."""

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from corpus.errors import SettingsError
from index.search import Index
from tests.botapi import FakeBotApi
from tests.program import run_during, served_beside
from tests.telegram import QUESTION, TOKEN, TROOPS_QUOTE, covered, running, settings

ADA = {"id": 7, "is_bot": False, "first_name": "Ada"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ada"}


# Updates that cannot be read


@pytest.mark.parametrize(
    ("kind", "broken"),
    [
        ("message", {}),
        ("message", {"message_id": 1, "date": "today", "chat": PRIVATE}),
        ("message", {"message_id": 1, "date": 0, "chat": PRIVATE, "entities": [{"type": "bold"}]}),
        ("my_chat_member", {"chat": PRIVATE, "from": ADA, "date": 0, "new_chat_member": {"user": ADA, "status": "restricted"}}),
        ("callback_query", {"id": "1", "from": {}}),
        ("inline_query", {"id": "1"}),
    ],
)  # fmt: skip
async def test_an_update_that_cannot_be_read_holds_up_no_other(
    api: FakeBotApi,
    index: Index,
    caplog: pytest.LogCaptureFixture,
    kind: str,
    broken: dict[str, object],
) -> None:
    async with running(api, index):
        api.private(QUESTION)
        api.update(kind, broken)
        api.private(QUESTION, user=8)
        number = api.updates[-2]["update_id"]
        messages = await api.sent(2)
    assert {message["chat"]["id"] for message in messages} == {7, 8}
    assert [record.getMessage() for record in caplog.records] == [
        f"Update {number} cannot be read and is left out."
    ]
    assert max(call.get("offset", 0) for call in api.called("getUpdates")) > number


async def test_an_update_of_a_kind_that_is_not_known_yet_is_left_out(
    api: FakeBotApi, index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(api, index):
        api.update("brand_new", {"id": 1})
        api.private(QUESTION)
        [message] = await api.sent(1)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert caplog.records == []


# The program


@pytest.fixture
def beside(_unhurried: None) -> Iterator[FakeBotApi]:
    with served_beside() as api:
        yield api


@pytest.fixture
def chosen(beside: FakeBotApi, tmp_path: Path) -> Settings:
    return settings(beside.url, records_file=tmp_path / "records.db")


def errors(log: pytest.LogCaptureFixture) -> list[str]:
    """What the bot logged as an error."""
    return [
        record.getMessage()
        for record in log.records
        if record.name.startswith("bot.") and record.levelno >= logging.ERROR
    ]


@pytest.mark.parametrize(
    ("status", "description", "sentence"),
    [
        (409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", "Another program fetches the updates of this bot; only one may."),
        (502, "Bad Gateway", "Telegram could not be reached: Bad Gateway."),
    ],
)  # fmt: skip
def test_polling_goes_on_after_an_error(
    beside: FakeBotApi,
    chosen: Settings,
    index: Index,
    caplog: pytest.LogCaptureFixture,
    status: int,
    description: str,
    sentence: str,
) -> None:
    async def scene() -> None:
        beside.fail_next("getUpdates", status, description)
        assert await beside.until(lambda: bool(beside.called("getUpdates")))
        beside.private(QUESTION)
        await beside.sent(1)

    run_during(scene, chosen, index)
    assert errors(caplog) == [sentence]
    assert "Traceback" not in caplog.text


def test_a_token_that_is_revoked_ends_the_program(
    beside: FakeBotApi, chosen: Settings, index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> None:
        beside.private(QUESTION)
        await beside.sent(1)
        for _ in range(5):
            beside.fail_next("getUpdates", 401, "Unauthorized")
        beside.private(QUESTION)

    with pytest.raises(SettingsError) as caught:
        run_during(scene, chosen, index, ends_by_itself=True)
    assert str(caught.value) == (
        "TELEGRAM_BOT_TOKEN should be a token from @BotFather that is still valid; Telegram does "
        "not accept this one."
    )
    assert TOKEN not in "".join(traceback.format_exception(caught.value)) + caplog.text
