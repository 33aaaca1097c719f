"""Updates that Telegram posts to the program, which listens behind a proxy."""

import re
import socket
from pathlib import Path

import httpx
import pytest

from bot.settings import Settings
from corpus.errors import SettingsError
from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.program import run_during
from tests.support.telegram import QUESTION, TOKEN, TROOPS_QUOTE, covered, settings

PATH = "/belegbot"
URL = f"https://bot.example.org{PATH}"
SECRET = "only-Telegram_knows"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
    assert isinstance(number, int)
    return number


@pytest.fixture
def chosen(beside: FakeBotApi, port: int, kept: Path) -> Settings:
    return settings(
        beside.url,
        records_file=kept,
        webhook_url=URL,
        webhook_listen=f"127.0.0.1:{port}",
        webhook_secret=SECRET,
    )


async def listening(api: FakeBotApi, port: int) -> Json:
    """How the bot told Telegram where it listens, as soon as it does."""

    def does() -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", port)) == 0

    assert await api.until(does)
    return api.called("setWebhook")[-1]


async def posted(api: FakeBotApi, port: int, secret: str | None = SECRET, path: str = PATH) -> int:
    """The status that a post of the oldest update gets."""
    async with httpx.AsyncClient() as client:
        answer = await client.post(
            f"http://127.0.0.1:{port}{path}",
            json=api.updates.pop(0),
            headers={HEADER: secret} if secret else {},
        )
    return answer.status_code


def test_telegram_is_told_the_address_and_the_secret(
    beside: FakeBotApi, port: int, chosen: Settings, index: Index
) -> None:
    async def scene() -> None:
        webhook = await listening(beside, port)
        assert (webhook["url"], webhook["secret_token"]) == (URL, SECRET)

    run_during(scene, chosen, index)
    assert beside.webhook == URL  # also after it: the updates wait for the next start
    assert beside.called("getUpdates") == []


def test_what_is_posted_with_the_secret_is_answered(
    beside: FakeBotApi, port: int, chosen: Settings, index: Index
) -> None:
    async def scene() -> None:
        await listening(beside, port)
        beside.private(QUESTION)
        assert await posted(beside, port) == 200
        [message] = await beside.sent(1)
        assert covered(message, "blockquote") == [TROOPS_QUOTE]
        beside.press(message, "👍")
        assert await posted(beside, port) == 200
        assert await beside.until(lambda: bool(beside.answers))

    run_during(scene, chosen, index)


@pytest.mark.parametrize(
    ("secret", "path", "status"),
    [
        (None, PATH, 403),
        ("only-telegram_knows", PATH, 403),
        (SECRET, "/", 404),
        (SECRET, f"{PATH}/more", 404),
        (SECRET, f"/{TOKEN}", 404),
    ],
)
def test_what_others_post_is_not_taken(
    beside: FakeBotApi,
    port: int,
    chosen: Settings,
    index: Index,
    secret: str | None,
    path: str,
    status: int,
) -> None:
    async def scene() -> None:
        await listening(beside, port)
        beside.private(QUESTION, user=8)
        assert await posted(beside, port, secret, path) == status
        beside.private(QUESTION)
        assert await posted(beside, port) == 200
        await beside.sent(1)

    run_during(scene, chosen, index)
    assert [message["chat"]["id"] for message in beside.messages] == [7]


def test_without_a_secret_in_the_settings_there_is_a_new_one_at_each_start(
    beside: FakeBotApi, port: int, chosen: Settings, index: Index
) -> None:
    async def scene() -> None:
        webhook = await listening(beside, port)
        beside.private(QUESTION)
        assert await posted(beside, port, secret=None) == 403
        beside.private(QUESTION)
        assert await posted(beside, port, webhook["secret_token"]) == 200

    for _ in range(2):
        run_during(scene, chosen.model_copy(update={"webhook_secret": None}), index)
    secrets = {webhook["secret_token"] for webhook in beside.called("setWebhook")}
    assert len(secrets) == 2
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{40,256}", secret) for secret in secrets)


def test_an_update_that_cannot_be_read_holds_up_no_other(
    beside: FakeBotApi, port: int, chosen: Settings, index: Index
) -> None:
    async def scene() -> None:
        await listening(beside, port)
        beside.update("message", {"message_id": 1})
        assert await posted(beside, port) == 400
        beside.private(QUESTION)
        assert await posted(beside, port) == 200
        await beside.sent(1)

    run_during(scene, chosen, index)


def test_an_address_where_another_program_listens_is_named(
    beside: FakeBotApi, port: int, chosen: Settings, index: Index
) -> None:
    async def scene() -> None:
        """Nothing needs to happen."""

    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(SettingsError, match=f"WEBHOOK_LISTEN .*127.0.0.1:{port}"),
    ):
        run_during(scene, chosen, index, ends_by_itself=True)


def test_an_address_that_telegram_does_not_take_is_named(
    beside: FakeBotApi, chosen: Settings, index: Index
) -> None:
    async def scene() -> None:
        for _ in range(20):
            beside.fail_next("setWebhook", 400, "Bad Request: bad webhook: failed to resolve host")

    with pytest.raises(SettingsError, match=r"WEBHOOK_URL .*failed to resolve host"):
        run_during(scene, chosen, index, ends_by_itself=True)
