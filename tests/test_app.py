"""The bot as people meet it: over HTTP, with the network's other end alone replaced."""

import asyncio
import logging
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path

import pytest

from bot.interface import LANGUAGES
from bot.log import log_without
from bot.serving import run
from bot.settings import load_settings
from corpus.errors import SettingsError
from index.embed import Role, Vectors
from index.search import Index
from tests.botapi import FakeBotApi
from tests.telegram import (
    QUESTION,
    TOKEN,
    TROOPS,
    TROOPS_QUOTE,
    answer,
    covered,
    running,
    settings,
)
from tests.tiny import TinyEmbedder, index_of

PATIENCE = 10.0  # seconds
NOT_A_QUESTION = "Ask a question, for example: how many soldiers?"
HOW_TO_ASK = "Ask a question, in English, German, Ukrainian, Russian, French or Spanish."
REFUSAL = "The reports do not say."


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the program logs to standard error."""
    root, httpx = logging.getLogger(), logging.getLogger("httpx")
    others, level, httpx_level = root.handlers[:], root.level, httpx.level
    root.handlers.clear()  # else they would be closed
    with redirect_stderr(StringIO()) as log:
        log_without(TOKEN)
    [handler] = root.handlers
    root.handlers += others
    yield log
    root.removeHandler(handler)
    root.setLevel(level)
    httpx.setLevel(httpx_level)


# Time, faults and secrets


class SlowEmbedder(TinyEmbedder):
    """Embeds a question only when it is told to."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.released = threading.Event()

    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        if role == "query":
            self.asked.set()
            assert self.released.wait(PATIENCE)
        return super().embed(texts, role)


async def test_others_are_answered_during_a_search(api: FakeBotApi, tmp_path: Path) -> None:
    embedder = SlowEmbedder()
    async with running(api, index_of(tmp_path, {"troops.md": TROOPS}, embedder)):
        api.private(QUESTION, user=7)
        assert await api.until(embedder.asked.is_set)
        api.private("/help", user=8)
        [first] = await api.sent(1)
        embedder.released.set()
        _, second = await api.sent(2)
    assert (first["chat"]["id"], first["text"].startswith(HOW_TO_ASK)) == (8, True)
    assert (second["chat"]["id"], covered(second, "blockquote")) == (7, [TROOPS_QUOTE])


async def test_a_fault_is_logged_and_the_next_question_answered(
    api: FakeBotApi, index: Index, log: StringIO
) -> None:
    async with running(api, index):
        api.fail_next("sendMessage", 400, "Bad Request: something is wrong")
        api.private(QUESTION)
        assert await api.until(lambda: bool(api.called("sendMessage")))
        api.private(QUESTION)
        [message] = await api.sent(1)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    lines = log.getvalue()
    assert (
        "ERROR bot.handlers.faults: Telegram did not take a message: Something is wrong." in lines
    )
    assert TOKEN not in lines


async def test_an_answer_that_telegram_wants_later_is_sent_later(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        api.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        api.private(QUESTION)
        [message] = await api.sent(1)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert len(api.called("sendMessage")) == 2


async def test_an_outage_while_polling_is_waited_out(
    api: FakeBotApi, index: Index, log: StringIO
) -> None:
    api.fail_next("getUpdates", 502, "Bad Gateway")
    message = await answer(api, index)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert "telegram.error.NetworkError: Bad Gateway" in log.getvalue()
    assert TOKEN not in log.getvalue()


async def test_no_log_line_holds_the_token(api: FakeBotApi, index: Index, log: StringIO) -> None:
    await answer(api, index)
    assert "httpx" not in log.getvalue()
    logging.getLogger("httpx").setLevel(logging.INFO)
    async with running(api, index):
        api.private(QUESTION)
        await api.sent(2)
    lines = log.getvalue()
    assert f'INFO httpx: HTTP Request: POST {api.url}/bot<token>/getMe "HTTP/1.1 200 OK"' in lines
    assert f"{api.url}/bot<token>/sendMessage" in lines
    assert TOKEN not in lines


# The program, which has an event loop of its own


@contextmanager
def served_beside() -> Iterator[FakeBotApi]:
    """A fake in a thread of its own."""
    api = FakeBotApi()
    ready, over = threading.Event(), threading.Event()

    async def serve() -> None:
        async with api:
            ready.set()
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(PATIENCE)
        yield api
    finally:
        over.set()
        thread.join()


@pytest.fixture
def beside() -> Iterator[FakeBotApi]:
    """A fake for `run`, and an event loop that `run` may close."""
    asyncio.set_event_loop(asyncio.new_event_loop())
    with served_beside() as api:
        yield api
    asyncio.get_event_loop_policy().get_event_loop().close()
    asyncio.set_event_loop(None)


def run_until(
    holds: Callable[[], bool], api: FakeBotApi, index: Index, folder: Path, url: str = ""
) -> None:
    """Run the bot until something holds, when it is interrupted as from a terminal."""

    ended = threading.Event()

    def interrupt() -> None:
        asyncio.run(api.until(lambda: holds() or ended.is_set()))
        if not ended.is_set():
            os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        run(settings(url or api.url, records_file=folder / "records.db"), TOKEN, index)
    finally:
        ended.set()
        thread.join()


def test_a_token_is_taken_and_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    settings = load_settings()
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == TOKEN
    assert TOKEN not in repr(settings)


def test_what_is_no_token_is_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "TEST-token_abc")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == (
        "TELEGRAM_BOT_TOKEN should be a token from @BotFather, such as 123456:ABC-def, not the "
        "value it has."
    )


def test_the_program_announces_itself_and_polls(
    beside: FakeBotApi, index: Index, tmp_path: Path, log: StringIO
) -> None:
    run_until(lambda: bool(beside.called("getUpdates")), beside, index, tmp_path)
    methods = [method for method, _ in beside.calls]
    announced = ["setMyCommands", "setMyDescription", "setMyShortDescription"] * len(LANGUAGES)
    assert methods[: len(announced) + 3] == ["getMe", *announced, "deleteWebhook", "getUpdates"]
    assert TOKEN not in log.getvalue()


def test_the_program_serves_although_its_commands_are_not_taken(
    beside: FakeBotApi, index: Index, tmp_path: Path, log: StringIO
) -> None:
    beside.fail_next("setMyCommands", 502, "Bad Gateway")
    run_until(lambda: bool(beside.called("getUpdates")), beside, index, tmp_path)
    assert beside.called("getUpdates")
    assert TOKEN not in log.getvalue()


def test_the_address_of_the_server_may_end_in_a_slash(
    beside: FakeBotApi, index: Index, tmp_path: Path
) -> None:
    run_until(lambda: bool(beside.called("getUpdates")), beside, index, tmp_path, f"{beside.url}/")
    assert beside.called("getUpdates")


def test_a_token_that_is_not_valid_is_not_shown(
    beside: FakeBotApi, index: Index, tmp_path: Path, log: StringIO
) -> None:
    logging.getLogger("httpx").setLevel(logging.INFO)
    beside.fail_next("getMe", 401, "Unauthorized")
    with pytest.raises(SettingsError) as caught:
        run(settings(beside.url, records_file=tmp_path / "records.db"), TOKEN, index)
    assert str(caught.value) == (
        "TELEGRAM_BOT_TOKEN should be a token from @BotFather that is still valid; Telegram does "
        "not accept this one."
    )
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    lines = log.getvalue()
    assert f'{beside.url}/bot<token>/getMe "HTTP/1.1 401 Unauthorized"' in lines
    assert TOKEN not in lines
