"""How many questions a user may ask."""

from collections.abc import Sequence

import pytest

from bot.telegram import quota
from bot.telegram.quota import Quota, QuotaDecision
from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.telegram import (
    NOT_A_QUESTION,
    QUESTION,
    ask,
    ask_in_group,
    covered,
    is_reply,
    running,
)

TOO_MANY = "That is a lot of questions. Please ask again in a minute."


def figures(messages: Sequence[Json]) -> list[str]:
    """What is bold in messages."""
    return [figure for message in messages for figure in covered(message, "bold")]


# The order of answers


def test_the_first_question_too_many_is_told_so_and_the_others_are_not() -> None:
    of_users = Quota(2)
    assert [of_users.decide(7) for _ in range(5)] == [
        QuotaDecision.ANSWER,
        QuotaDecision.ANSWER,
        QuotaDecision.SAY_SO,
        QuotaDecision.SILENCE,
        QuotaDecision.SILENCE,
    ]
    assert of_users.decide(8) is QuotaDecision.ANSWER


def test_after_a_minute_one_may_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert quota._MINUTE == 60
    monkeypatch.setattr(quota, "_MINUTE", 0)  # it is over at once
    of_users = Quota(1)
    assert [of_users.decide(7) for _ in range(3)] == [QuotaDecision.ANSWER] * 3


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
    assert private[2:] == [TOO_MANY, NOT_A_QUESTION]
    in_group = [message for message in messages if message["chat"]["id"] == -5]
    assert figures(in_group) == ["24"]
    assert len(api.messages) == 5


async def test_questions_are_counted_wherever_one_asks(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, questions_per_minute=1):
        await ask_in_group(api, "/ask how many soldiers?", group=-5, user=7)
        asked = api.group("/ask how many soldiers?", group=-6, user=7)
        _, message = await api.sent(2)
    assert message["text"] == TOO_MANY
    assert is_reply(message, asked)


async def test_what_asks_nothing_is_not_counted(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, questions_per_minute=1):
        for text in ("thanks", "🙂", "/help", "/sources"):
            await ask(api, text)
        message = await ask(api, QUESTION)
    assert figures([message]) == ["20,000"]


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
    assert [message["text"] for message in api.messages[2:]] == [NOT_A_QUESTION]
    assert api.called("editMessageText") == []


async def test_claims_are_counted_like_questions(api: FakeBotApi, index: Index) -> None:
    async with running(api, index, questions_per_minute=1):
        await ask(api, QUESTION)
        assert (await ask(api, "/source 20,000 soldiers"))["text"] == TOO_MANY
