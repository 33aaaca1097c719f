"""What is sent to Telegram, and when: no more than it takes, and nothing twice."""

import asyncio
from asyncio import SelectorEventLoop
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from selectors import SelectorKey, SelectSelector

import pytest
from cachetools import TTLCache
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.telegram import rate_limiter
from bot.telegram.rate_limiter import ChatRateLimiter
from index import Index
from tests.support.botapi import FakeBotApi
from tests.support.telegram import QUESTION, ask, covered, faults, running

# By a clock of its own


_TICK = 1e-6  # seconds that whatever happens takes


class Clock(SelectSelector):
    """Waiting takes no time, and moves the clock."""

    now = 0.0  # seconds

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        self.now += max(timeout or 0.0, _TICK)
        return super().select(0)


class ClockLoop(SelectorEventLoop):
    """An event loop that lives by such a clock."""

    def __init__(self) -> None:
        self._clock = Clock()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now


def now() -> float:
    return asyncio.get_running_loop().time()


class Wire:
    """Where calls go, and when they got there; what goes wrong does so in this order."""

    def __init__(self, *faults: Exception) -> None:
        self.calls: list[tuple[float, object]] = []
        self._faults = list(faults)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rate_limiter, "TTLCache", partial(TTLCache, timer=now))
            self._limiter = ChatRateLimiter()

    async def send(self, chat: object, method: str = "sendMessage") -> None:
        data = {} if chat is None else {"chat_id": chat}
        await self._limiter.process_request(self._arrive, (chat,), {}, method, data, None)

    async def _arrive(self, chat: object) -> bool:
        self.calls.append((round(now(), 2), chat))
        if self._faults:
            raise self._faults.pop(0)
        return True

    def times(self, chat: object) -> list[float]:
        return [time for time, to in self.calls if to == chat]


def at_once(*calls: Awaitable[None]) -> None:
    """Make calls at the same time, and wait until all have been made."""

    async def gathered() -> None:
        await asyncio.gather(*calls)

    by_clock(gathered)


def by_clock(job: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        await job()

    with asyncio.Runner(loop_factory=ClockLoop) as runner:
        runner.run(run())


def most_within(seconds: float, times: Sequence[float]) -> int:
    """How many of these times lie within so many seconds at most."""
    return max(sum(start <= time <= start + seconds for time in times) for start in times)


def test_a_chat_is_sent_a_message_a_second() -> None:
    wire = Wire()
    at_once(*(wire.send(7) for _ in range(5)))
    assert wire.times(7) == [0, 1, 2, 3, 4]


def test_a_group_is_sent_twenty_messages_a_minute() -> None:
    wire = Wire()
    at_once(*(wire.send(-5) for _ in range(60)))
    times = wire.times(-5)
    assert times[:10] == [0, 1, 2, 3, 4, 5, 8, 12, 16, 20]
    assert most_within(60, times) == 20
    assert times[-1] == 220


def test_edits_are_messages_too() -> None:
    wire = Wire()
    methods = ["sendMessage", "editMessageText", "sendDocument", "editMessageReplyMarkup"]
    at_once(*(wire.send(-5, method) for method in methods * 6))
    assert wire.times(-5)[:10] == [0, 1, 2, 3, 4, 5, 8, 12, 16, 20]
    assert most_within(60, wire.times(-5)) == 20


@pytest.mark.parametrize("chat", [7, -5])
def test_what_is_no_message_is_not_charged(chat: int) -> None:
    wire = Wire()
    free = ["sendChatAction", "getChatMember", "getChat", "deleteMessage", "leaveChat"]
    at_once(*(wire.send(chat, method) for method in free * 20), wire.send(chat))
    assert wire.times(chat) == [0] * 101


def test_a_chat_does_not_wait_for_another() -> None:
    wire = Wire()
    at_once(*(wire.send(chat) for chat in (7, 7, 8, -5, -5, -6)))
    assert sorted(wire.calls, key=lambda call: call[0]) == [
        (0, 7),
        (0, 8),
        (0, -5),
        (0, -6),
        (1, 7),
        (1, -5),
    ]


def test_all_chats_are_sent_thirty_messages_a_second() -> None:
    wire = Wire()
    at_once(*(wire.send(chat) for chat in range(1, 201)))
    times = [time for time, _ in wire.calls]
    assert times[:7] == [0, 0, 0, 0, 0, 0.04, 0.08]
    assert most_within(1, times) == 30
    assert times[-1] == 7.8


def test_a_chat_that_was_silent_is_answered_at_once() -> None:
    wire = Wire()

    async def later() -> None:
        await wire.send(7)
        await asyncio.sleep(5)
        await wire.send(7)

    by_clock(later)
    assert wire.times(7) == [0, 5]


def test_a_chat_is_sent_no_more_however_long_it_goes_on() -> None:
    wire = Wire()

    async def one_after_the_other() -> None:
        for _ in range(10):
            await wire.send(7)

    by_clock(one_after_the_other)
    assert wire.times(7) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_what_telegram_wants_later_is_sent_later() -> None:
    wire = Wire(RetryAfter(3), RetryAfter(10))
    at_once(wire.send(7))
    assert wire.times(7) == [0, 3.1, 13.2]


def test_what_telegram_wants_later_in_one_chat_holds_up_no_other() -> None:
    wire = Wire(RetryAfter(3))

    async def meanwhile() -> None:
        await asyncio.sleep(1)
        await wire.send(8)

    at_once(wire.send(7), meanwhile())
    assert wire.times(7) == [0, 3.1]
    assert wire.times(8) == [1]


def test_what_telegram_always_wants_later_is_given_up() -> None:
    wire = Wire(*(RetryAfter(1) for _ in range(9)))
    with pytest.raises(RetryAfter):
        at_once(wire.send(7))
    assert len(wire.calls) == 4


@pytest.mark.parametrize("fault", [TimedOut(), NetworkError("The connection broke.")])
def test_what_may_have_arrived_is_not_sent_again(fault: Exception) -> None:
    wire = Wire(fault)
    with pytest.raises(type(fault)):
        at_once(wire.send(7))
    assert wire.times(7) == [0]


# The same over HTTP


async def test_others_are_answered_while_a_chat_waits_for_its_second_message(
    api: FakeBotApi, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limiter, "_CHAT_PERIOD", 0.5)
    async with running(api, index):
        api.private(QUESTION, user=7)
        api.private(QUESTION, user=7)
        api.private(QUESTION, user=8)
        messages = await api.sent(3)
    assert [message["chat"]["id"] for message in messages] == [7, 8, 7]


async def test_an_edited_answer_waits_as_well(
    api: FakeBotApi, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limiter, "_CHAT_PERIOD", 0.5)
    async with running(api, index):
        asked = api.private(QUESTION, user=7)
        [message] = await api.sent(1)
        api.edit(asked, "How many meetings?")
        api.private(QUESTION, user=8)
        await api.edited(message)
    told = [(event.kind, event.chat) for event in api.history if event.user == 1]
    assert told == [("sent", 7), ("sent", 8), ("changed", 7)]


async def test_a_group_waits_when_it_was_sent_much(
    api: FakeBotApi, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limiter, "_GROUP_RATE", 2.0)
    monkeypatch.setattr(rate_limiter, "_GROUP_PERIOD", 1.0)
    async with running(api, index):
        for group in (-5, -5, -5, -6, -6):
            api.group("/ask how many soldiers?", group=group, user=7)
        messages = await api.sent(5)
    groups = [message["chat"]["id"] for message in messages]
    assert (sorted(groups[:4]), groups[4:]) == ([-6, -6, -5, -5], [-5])


async def test_an_answer_that_telegram_wants_later_is_sent_later(
    api: FakeBotApi, index: Index
) -> None:
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    async with running(api, index):
        message = await ask(api, QUESTION)
    assert covered(message, "bold") == ["20,000"]
    assert len(api.called("sendMessage")) == 2


async def test_an_answer_that_is_given_up_is_told_and_the_next_is_sent(
    api: FakeBotApi, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limiter, "_RETRIES", 0)
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    async with running(api, index) as app:
        api.private(QUESTION)
        message = await ask(api, "How many meetings?")
    assert covered(message, "bold") == ["24"]
    assert len(api.called("sendMessage")) == 2
    assert faults(app) == ["Telegram kept asking to send a message later; it was given up."]


async def test_an_edit_whose_arrival_is_not_known_is_not_made_again(
    api: FakeBotApi, index: Index
) -> None:
    api.lose_next("editMessageText")
    async with running(api, index):
        asked = api.private(QUESTION)
        [message] = await api.sent(1)
        api.edit(asked, "How many meetings?")
        await api.edited(message)
        api.edit(asked, "How many soldiers?")
        message = await api.edited(message, 2)
    assert covered(message, "bold") == ["20,000"]
    assert len(api.called("editMessageText")) == 2
