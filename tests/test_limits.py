"""What Telegram takes, in which order chats are answered, and how much one may ask."""

import asyncio
from asyncio import SelectorEventLoop
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from selectors import SelectorKey, SelectSelector

import pytest
from cachetools import TTLCache
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot import limits
from bot.app import Bot
from bot.limits import AskersLimit, ChatRateLimiter, Turn
from bot.state import STATE
from index.search import Index
from tests.botapi import FakeBotApi, Json
from tests.telegram import MEETINGS, QUESTION, TROOPS, covered, running
from tests.test_app import SlowEmbedder
from tests.tiny import index_of

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")

TOO_MANY = "That is a lot of questions. Ask again in a minute, please."
HINT = "Ask a question, for example: how many soldiers?"

# What Telegram takes, by a clock of its own


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
            patch.setattr(limits, "TTLCache", partial(TTLCache, timer=now))
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


def test_nobody_is_sent_anything_while_telegram_wants_it_later() -> None:
    wire = Wire(RetryAfter(3))

    async def meanwhile() -> None:
        await asyncio.sleep(1)
        await wire.send(8)

    at_once(wire.send(7), meanwhile())
    assert wire.times(8) == [3.1]


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


def chats(messages: Sequence[Json]) -> list[int]:
    return [message["chat"]["id"] for message in messages]


def figures(messages: Sequence[Json]) -> list[str]:
    """What is bold in messages."""
    return [figure for message in messages for figure in covered(message, "bold")]


def faults(app: Bot) -> list[str]:
    """What went wrong, as the maintainers are told."""
    return [fault.sentence for fault in app.bot_data[STATE].activity.faults]


async def test_others_are_answered_while_a_chat_waits_for_its_second_message(
    api: FakeBotApi, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_CHAT_PERIOD", 0.5)
    async with running(api, index):
        api.private(QUESTION, user=7)
        api.private(QUESTION, user=7)
        api.private(QUESTION, user=8)
        messages = await api.sent(3)
    assert chats(messages) == [7, 8, 7]


async def test_an_edited_answer_waits_as_well(
    api: FakeBotApi, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_CHAT_PERIOD", 0.5)
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
    monkeypatch.setattr(limits, "_GROUP_RATE", 2.0)
    monkeypatch.setattr(limits, "_GROUP_PERIOD", 1.0)
    async with running(api, index):
        for group in (-5, -5, -5, -6, -6):
            api.group("/ask how many soldiers?", group=group, user=7)
        messages = await api.sent(5)
    assert sorted(chats(messages[:4])) == [-6, -6, -5, -5]
    assert chats(messages[4:]) == [-5]


async def test_an_answer_that_is_given_up_is_told_and_the_next_is_sent(
    api: FakeBotApi, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_RETRIES", 0)
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    async with running(api, index) as app:
        api.private(QUESTION)
        api.private("How many meetings?")
        messages = await api.sent(1)
    assert figures(messages) == ["24"]
    assert len(api.called("sendMessage")) == 2
    assert faults(app) == ["Telegram wanted a message later and later; it was given up."]


async def test_an_answer_whose_arrival_is_not_known_is_not_sent_again(
    api: FakeBotApi, index: Index
) -> None:
    api.lose_next("sendMessage")
    async with running(api, index) as app:
        api.private(QUESTION)
        api.private("How many meetings?")
        messages = await api.sent(2)
    assert figures(messages) == ["20,000", "24"]
    assert len(api.called("sendMessage")) == 2
    [fault] = faults(app)
    assert fault.startswith("Telegram could not be reached: ")


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
    assert figures([message]) == ["20,000"]
    assert len(api.called("editMessageText")) == 2


# The order of answers


async def test_the_questions_of_a_chat_are_answered_in_order(api: FakeBotApi, index: Index) -> None:
    asked = []
    async with running(api, index):
        for n in range(20):
            question = "how many soldiers?" if n % 2 else "how many meetings?"
            asked.append(api.group(f"/ask {question}", user=n + 1))
        messages = await api.sent(20)
    replied = [message["reply_to_message"]["message_id"] for message in messages]
    assert replied == [message["message_id"] for message in asked]
    assert figures(messages) == ["24", "20,000"] * 10


async def test_a_chat_waits_for_its_own_answers_only(api: FakeBotApi, tmp_path: Path) -> None:
    slow = SlowEmbedder()
    reports = {"troops.md": TROOPS, "meetings.md": MEETINGS}
    async with running(api, index_of(tmp_path, reports, slow)):
        api.private(QUESTION, user=7)
        assert await api.until(slow.asked.is_set)
        api.private("thanks", user=7)
        api.private("thanks", user=8)
        api.private("How many meetings?", user=9)
        await api.sent(1)
        slow.released.set()
        messages = await api.sent(4)
    assert chats(messages)[0] == 8
    assert [message["text"] for message in messages if message["chat"]["id"] == 7][1:] == [HINT]
    assert sorted(figures(messages)) == ["20,000", "24"]


async def test_however_much_waits_in_a_chat_others_are_answered(
    api: FakeBotApi, tmp_path: Path
) -> None:
    slow = SlowEmbedder()
    async with running(api, index_of(tmp_path, {"troops.md": TROOPS}, slow)):
        api.group("/ask how many soldiers?")
        assert await api.until(slow.asked.is_set)
        for _ in range(300):
            api.group("Something else.")
        api.private("thanks")
        [message] = await api.sent(1)
        slow.released.set()
        await api.sent(2)
    assert message["text"] == HINT


async def test_a_chat_does_not_wait_until_telegram_has_confirmed_the_answers_of_others(
    api: FakeBotApi, index: Index
) -> None:
    api.delay_next("sendMessage", 0.5)
    async with running(api, index):
        api.private(QUESTION, user=7)
        await api.sent(1)
        api.private(QUESTION, user=7)
        for user in (8, 9, 10):
            api.private(QUESTION, user=user)
        messages = await api.sent(5)
    assert sorted(chats(messages[1:4])) == [8, 9, 10]
    assert chats(messages[4:]) == [7]


# How much one may ask


def test_the_first_question_too_many_is_told_so_and_the_others_are_not() -> None:
    askers = AskersLimit(2)
    assert [askers.turn(7) for _ in range(5)] == [
        Turn.ANSWER,
        Turn.ANSWER,
        Turn.SAY_SO,
        Turn.SILENCE,
        Turn.SILENCE,
    ]
    assert askers.turn(8) is Turn.ANSWER


def test_after_a_minute_one_may_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits._MINUTE == 60
    monkeypatch.setattr(limits, "_MINUTE", 0)  # it is over at once
    askers = AskersLimit(1)
    assert [askers.turn(7) for _ in range(3)] == [Turn.ANSWER] * 3


async def test_who_asks_too_much_is_told_so_once(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, questions_per_minute=2):
        for _ in range(5):
            api.private(QUESTION, user=7)
        api.private("thanks", user=7)
        await api.sent(4)
        api.group("/ask how many soldiers?", user=7)
        api.group("/ask how many meetings?", user=8)
        messages = await api.sent(5)
    private = [message["text"] for message in messages if message["chat"]["id"] == 7]
    assert private[2:] == [TOO_MANY, HINT]
    in_group = [message for message in messages if message["chat"]["id"] == -5]
    assert figures(in_group) == ["24"]
    assert len(api.messages) == 5


async def test_questions_are_counted_wherever_one_asks(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, questions_per_minute=1):
        api.group("/ask how many soldiers?", group=-5, user=7)
        await api.sent(1)
        asked = api.group("/ask how many soldiers?", group=-6, user=7)
        _, message = await api.sent(2)
    assert message["text"] == TOO_MANY
    assert message["reply_to_message"]["message_id"] == asked["message_id"]


async def test_what_asks_nothing_is_not_counted(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, questions_per_minute=1):
        for text in ("thanks", "🙂", "/help", "/sources"):
            api.private(text)
        api.private(QUESTION)
        messages = await api.sent(5)
    assert figures(messages[4:]) == ["20,000"]


async def test_an_edited_question_is_counted_as_well(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, questions_per_minute=1):
        asked = api.private(QUESTION)
        [message] = await api.sent(1)
        api.edit(asked, "How many meetings?")
        _, told = await api.sent(2)
        api.edit(asked, "How many meetings, then?")
        api.private(QUESTION)
        api.private("thanks")
        await api.sent(3)
    assert figures([message]) == ["20,000"]
    assert told["text"] == TOO_MANY
    assert [message["text"] for message in api.messages[2:]] == [HINT]
    assert api.called("editMessageText") == []
