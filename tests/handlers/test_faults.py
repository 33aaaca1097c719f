"""What goes wrong while the bot is at work: who hears of it, and what goes on."""

import logging

import pytest
from telegram.error import BadRequest, Conflict, NetworkError, RetryAfter, TelegramError, TimedOut

from index.search import Index
from tests.botapi import FakeBotApi
from tests.telegram import QUESTION, TROOPS_QUOTE, covered, running

MAINTAINER = 9


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "bot")
    return caplog


def lines(log: pytest.LogCaptureFixture) -> list[tuple[str, str, bool]]:
    """What the bot logged: the level, the sentence, and whether there was a traceback."""
    return [
        (record.levelname, record.getMessage(), bool(record.exc_info))
        for record in log.records
        if record.name.startswith("bot")
    ]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (BadRequest("Bad Request: chat not found"), "Telegram did not take a message: Chat not found."),
        (TimedOut(), "Telegram did not confirm a message in time; it was not sent again."),
        (NetworkError("Bad Gateway"), "Telegram could not be reached: Bad Gateway."),
        (Conflict("Conflict: terminated by other getUpdates request"), "Another program fetches the updates of this bot; only one may."),
        (RetryAfter(30), "Telegram wanted a message later and later; it was given up."),
        (TelegramError("Internal Server Error"), "An update was not handled: TelegramError: Internal Server Error."),
    ],
)  # fmt: skip
async def test_what_telegram_says_is_one_sentence(
    api: FakeBotApi, index: Index, log: pytest.LogCaptureFixture, error: Exception, sentence: str
) -> None:
    async with running(api, index) as app:
        await app.process_error(None, error)
    assert lines(log) == [("ERROR", sentence, False)]


async def test_a_fault_of_the_program_is_logged_with_its_traceback(
    api: FakeBotApi,
    index: Index,
    log: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr("bot.handlers.welcome.how_to_ask")
    async with running(api, index):
        api.private("/help")
        api.private(QUESTION)
        [answer] = await api.sent(1)
    assert covered(answer, "blockquote") == [TROOPS_QUOTE]
    [(level, sentence, has_traceback)] = lines(log)
    assert (level, has_traceback) == ("ERROR", True)
    assert sentence.startswith("An update was not handled: NameError: name 'how_to_ask' is not")


async def test_a_connection_that_breaks_leaves_one_line(
    api: FakeBotApi, index: Index, log: pytest.LogCaptureFixture
) -> None:
    async with running(api, index):
        api.lose_next("sendMessage")
        api.private(QUESTION)
        await api.sent(1)
        api.private(QUESTION, user=8)
        await api.sent(2)
    assert [message["chat"]["id"] for message in api.messages] == [7, 8]
    [(level, sentence, has_traceback)] = lines(log)
    assert (level, has_traceback) == ("ERROR", False)
    assert sentence.startswith("Telegram could not be reached: ")


@pytest.mark.parametrize(
    "error",
    [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot can't initiate conversation with a user",
    ],
)
async def test_who_cannot_be_written_to_is_forgotten(
    api: FakeBotApi, index: Index, log: pytest.LogCaptureFixture, error: str
) -> None:
    async with running(api, index, maintainers=[MAINTAINER]):
        api.private(QUESTION)
        await api.sent(1)
        api.fail_next("sendMessage", 403, error)
        api.private("and the troops?")
        assert await api.until(lambda: len(api.called("sendMessage")) == 2)
        api.private("and the troops?")
        _, answer = await api.sent(2)
        api.private("/status", user=MAINTAINER)
        *_, status = await api.sent(3)
    assert covered(answer, "bold") == []
    assert lines(log) == [("INFO", f"{error}.", False)]
    assert "Last errors" not in status["text"]


async def test_a_group_that_removes_the_bot_while_many_ask_is_no_error(
    api: FakeBotApi, index: Index, log: pytest.LogCaptureFixture
) -> None:
    async with running(api, index):
        for user in range(1, 11):
            api.group("/ask how many soldiers?", user=user)
        api.remove_bot()
        api.private(QUESTION)
        [message] = await api.sent(1)
        refused = "Forbidden: bot was kicked from the supergroup chat."
        assert await api.until(lambda: len(lines(log)) == 11)
    assert message["chat"]["id"] == 7
    assert {level for level, _, _ in lines(log)} == {"INFO"}
    assert [sentence for _, sentence, _ in lines(log)].count(refused) == 10


async def test_the_maintainers_see_the_last_five(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, maintainers=[MAINTAINER]) as app:
        for number in range(1, 8):
            await app.process_error(None, BadRequest(f"Bad Request: fault {number}"))
        api.private("/status", user=MAINTAINER)
        [message] = await api.sent(1)
    _, errors = message["text"].split("Last errors:\n")
    told = [line.split(" UTC: ")[1] for line in errors.split("\n")]
    assert told == [f"Telegram did not take a message: Fault {number}." for number in range(3, 8)]


async def test_a_long_error_leaves_room_for_the_others(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, maintainers=[MAINTAINER]) as app:
        for _ in range(5):
            await app.process_error(None, ValueError("very " * 1000 + "long\nand more"))
        api.private("/status", user=MAINTAINER)
        [message] = await api.sent(1)
    _, errors = message["text"].split("Last errors:\n")
    lengths = [len(line.split(" UTC: ")[1]) for line in errors.split("\n")]
    assert len(lengths) == 5
    assert all(140 < length <= 150 for length in lengths)
    assert errors.endswith("…")
