"""The order in which updates are handled."""

from collections.abc import Sequence
from pathlib import Path

from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.telegram import (
    NOT_A_QUESTION,
    QUESTION,
    TROOPS,
    ask,
    ask_in_group,
    covered,
    running,
)
from tests.support.tiny import SlowEmbedder, index_of


def chats(messages: Sequence[Json]) -> list[int]:
    return [message["chat"]["id"] for message in messages]


def figures(messages: Sequence[Json]) -> list[str]:
    """What is bold in messages."""
    return [figure for message in messages for figure in covered(message, "bold")]


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


async def test_a_chat_waits_for_its_own_answers_only(
    api: FakeBotApi, slow: SlowEmbedder, slow_index: Index
) -> None:
    async with running(api, slow_index):
        api.private(QUESTION, user=7)
        assert await api.until(slow.asked.is_set)
        api.private("thanks", user=7)
        api.private("thanks", user=8)
        api.private("How many meetings?", user=9)
        await api.sent(1)
        slow.released.set()
        messages = await api.sent(4)
    assert chats(messages)[0] == 8
    _, second = [message["text"] for message in messages if message["chat"]["id"] == 7]
    assert second == NOT_A_QUESTION
    assert sorted(figures(messages)) == ["20,000", "24"]


async def test_however_much_waits_in_a_chat_others_are_answered(
    api: FakeBotApi, slow: SlowEmbedder, slow_index: Index
) -> None:
    async with running(api, slow_index):
        api.group("/ask how many soldiers?")
        assert await api.until(slow.asked.is_set)
        for _ in range(300):
            api.group("Something else.")
        message = await ask(api, "thanks")
        slow.released.set()
        await api.sent(2)
    assert message["text"] == NOT_A_QUESTION


async def test_a_chat_does_not_wait_until_telegram_has_confirmed_the_answers_of_others(
    api: FakeBotApi, index: Index
) -> None:
    api.delay_next("sendMessage", 0.5)
    async with running(api, index):
        await ask(api, QUESTION, user=7)
        api.private(QUESTION, user=7)
        for user in (8, 9, 10):
            api.private(QUESTION, user=user)
        messages = await api.sent(5)
    assert sorted(chats(messages[1:4])) == [8, 9, 10]
    assert chats(messages[4:]) == [7]


# How much one may ask


async def test_buttons_do_not_wait_for_the_questions_of_their_chat(
    api: FakeBotApi, tmp_path: Path
) -> None:
    embedder = SlowEmbedder()
    index = index_of(tmp_path, {"troops.md": TROOPS}, embedder)
    embedder.released.set()
    async with running(api, index):
        message = await ask_in_group(api, "/ask how many soldiers?")
        embedder.released.clear()
        api.group("/ask how many soldiers?")
        query = api.press(message, "👍")
        assert (await api.answered(query))["text"].startswith("Thank you")
        assert len(api.messages) == 1
        embedder.released.set()
        await api.sent(2)
