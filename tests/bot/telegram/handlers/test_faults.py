"""What goes wrong while the bot is at work: who hears of it, and what goes on."""

import logging

import pytest
from telegram.error import BadRequest, Conflict, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.upkeep.records import ChatSettings
from index import Index
from tests.support.botapi import FakeBotApi
from tests.support.telegram import QUESTION, TROOPS_QUOTE, ask, covered, faults, running, state_of

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
        (BadRequest("Bad Request: chat not found"), "Telegram did not accept a message: Chat not found."),
        (TimedOut(), "Telegram did not confirm a message in time; it was not sent again."),
        (NetworkError("Bad Gateway"), "Telegram could not be reached: Bad Gateway."),
        (Conflict("Conflict: terminated by other getUpdates request"), "Another program fetches the updates of this bot; only one may."),
        (RetryAfter(30), "Telegram kept asking to send a message later; it was given up."),
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
    monkeypatch.delattr("bot.telegram.handlers.welcome.how_to_ask")
    async with running(api, index):
        excuse = await ask(api, "/help")
        answer = await ask(api, QUESTION)
    assert excuse["text"] == "Something went wrong. Please try again later."
    assert covered(answer, "blockquote") == [TROOPS_QUOTE]
    [(level, sentence, has_traceback)] = lines(log)
    assert (level, has_traceback) == ("ERROR", True)
    assert sentence.startswith("An update was not handled: NameError: name 'how_to_ask' is not")


async def test_what_is_lost_on_the_way_is_not_sent_again(
    api: FakeBotApi, index: Index, log: pytest.LogCaptureFixture
) -> None:
    async with running(api, index):
        api.lose_next("sendMessage")
        await ask(api, QUESTION, user=7)
        await ask(api, QUESTION, user=8)
    assert [message["chat"]["id"] for message in api.messages] == [7, 8]
    assert len(api.called("sendMessage")) == 2
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
        await ask(api, QUESTION)
        api.fail_next("sendMessage", 403, error)
        api.private("and the troops?")
        assert await api.until(lambda: len(api.called("sendMessage")) == 2)
        answer = await ask(api, "and the troops?")
        status = await ask(api, "/status", user=MAINTAINER)
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
        message = await ask(api, QUESTION)
        refused = "Forbidden: bot was kicked from the supergroup chat."
        assert await api.until(lambda: len(lines(log)) == 11)
    assert message["chat"]["id"] == 7
    assert {level for level, _, _ in lines(log)} == {"INFO"}
    assert [sentence for _, sentence, _ in lines(log)].count(refused) == 10


async def test_the_maintainers_see_the_last_five(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, maintainers=[MAINTAINER]) as app:
        for number in range(1, 8):
            await app.process_error(None, BadRequest(f"Bad Request: fault {number}"))
        message = await ask(api, "/status", user=MAINTAINER)
    _, errors = message["text"].split("Last errors:\n")
    told = [line.split(" UTC: ")[1] for line in errors.split("\n")]
    assert told == [f"Telegram did not accept a message: Fault {number}." for number in range(3, 8)]


async def test_a_long_error_leaves_room_for_the_others(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, maintainers=[MAINTAINER]) as app:
        for _ in range(5):
            await app.process_error(None, ValueError("very " * 1000 + "long\nand more"))
        message = await ask(api, "/status", user=MAINTAINER)
    _, errors = message["text"].split("Last errors:\n")
    lengths = [len(line.split(" UTC: ")[1]) for line in errors.split("\n")]
    assert len(lengths) == 5
    assert all(140 < length <= 150 for length in lengths)
    assert errors.endswith("…")


@pytest.mark.parametrize(
    "error", ["Forbidden: CHAT_WRITE_FORBIDDEN", "Bad Request: not enough rights to send text"]
)
async def test_a_chat_that_mutes_the_bot_keeps_its_settings(
    api: FakeBotApi, index: Index, log: pytest.LogCaptureFixture, error: str
) -> None:
    chosen = ChatSettings(quotes=5)
    async with running(api, index) as app:
        state_of(app).records.set(7, chosen)
        api.fail_next("sendMessage", 403 if error.startswith("F") else 400, error)
        api.private(QUESTION)
        await ask(api, QUESTION)
        assert state_of(app).records.settings(7) == chosen
        assert faults(app) == []
    assert [level for level, _, _ in lines(log)] == ["INFO"]


async def test_who_presses_a_button_hears_that_something_went_wrong(
    api: FakeBotApi, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    async with running(api, index) as app:
        message = await ask(api, QUESTION)
        monkeypatch.setattr(type(state_of(app).records), "vote", full)
        answer = await api.answered(api.press(message, "👍"))
    assert answer["text"] == "Something went wrong. Please try again later."
