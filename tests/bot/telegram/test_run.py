"""The program as people start it, which asks Telegram for updates."""

import logging
import traceback
from io import StringIO
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.wording.translations import LANGUAGES
from corpus.errors import SettingsError
from index import Index
from tests.support.botapi import FakeBotApi
from tests.support.program import run_during
from tests.support.telegram import QUESTION, TOKEN, settings

INVALID_TOKEN = (
    "TELEGRAM_BOT_TOKEN should be a token from @BotFather that is still valid; Telegram does not "
    "accept this one."
)


@pytest.fixture
def chosen(beside: FakeBotApi, kept: Path) -> Settings:
    return settings(beside.url, records_file=kept)


def errors(log: pytest.LogCaptureFixture) -> list[str]:
    """What the bot logged as an error."""
    return [
        record.getMessage()
        for record in log.records
        if record.name.startswith("bot.") and record.levelno >= logging.ERROR
    ]


# At the start


def test_it_announces_itself_and_polls(
    beside: FakeBotApi, chosen: Settings, index: Index, logged: StringIO
) -> None:
    async def scene() -> None:
        assert await beside.until(
            lambda: (
                len(beside.called("setMyShortDescription")) == len(LANGUAGES)
                and bool(beside.called("getUpdates"))
            )
        )

    run_during(scene, chosen, index)
    methods = [method for method, _ in beside.calls]
    announced = ["setMyCommands", "setMyDescription", "setMyShortDescription"] * len(LANGUAGES)
    assert [method for method in methods if method.startswith("setMy")] == announced
    assert [method for method in methods if not method.startswith("setMy")][:3] == [
        "getMe",
        "deleteWebhook",
        "getUpdates",
    ]
    assert TOKEN not in logged.getvalue()


def test_it_serves_although_its_commands_are_not_taken(
    beside: FakeBotApi, chosen: Settings, index: Index, logged: StringIO
) -> None:
    beside.fail_next("setMyCommands", 502, "Bad Gateway")

    async def scene() -> None:
        beside.private(QUESTION)
        await beside.sent(1)

    run_during(scene, chosen, index)
    assert TOKEN not in logged.getvalue()


def test_the_address_of_the_server_may_end_in_a_slash(
    beside: FakeBotApi, chosen: Settings, index: Index
) -> None:
    async def scene() -> None:
        beside.private(QUESTION)
        await beside.sent(1)

    slash = chosen.model_copy(update={"telegram_api_url": f"{beside.url}/"})
    run_during(scene, slash, index)


def test_a_token_that_is_not_valid_is_not_shown(
    beside: FakeBotApi, chosen: Settings, index: Index, logged: StringIO
) -> None:
    async def scene() -> None:
        """Nothing needs to happen."""

    logging.getLogger("httpx").setLevel(logging.INFO)
    beside.fail_next("getMe", 401, "Unauthorized")
    with pytest.raises(SettingsError) as caught:
        run_during(scene, chosen, index, ends_by_itself=True)
    assert str(caught.value) == INVALID_TOKEN
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    lines = logged.getvalue()
    assert f'{beside.url}/bot<token>/getMe "HTTP/1.1 401 Unauthorized"' in lines
    assert TOKEN not in lines


# Later


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
    assert TOKEN not in caplog.text


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
    assert str(caught.value) == INVALID_TOKEN
    assert TOKEN not in "".join(traceback.format_exception(caught.value)) + caplog.text
