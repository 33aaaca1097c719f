"""Questions that go on with another: whose, and with which."""

from bot.answering.question_words import AnswerKind
from index import Index
from tests.support.botapi import FakeBotApi
from tests.support.telegram import (
    REFUSAL,
    THE_GROUP,
    ask,
    ask_in_group,
    covered,
    question_of,
    running,
)


async def test_a_follow_up_borrows_from_the_askers_last_question(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        await ask(api, "How many soldiers?", user=7)
        follow_up = await ask(api, "and the troops?", user=7)
        other = await ask(api, "and the troops?", user=8)
    assert covered(follow_up, "bold") == ["20,000"]
    assert covered(other, "bold") == []


async def test_a_new_question_does_not_borrow(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        first = await ask(api, "How many soldiers?")
        second = await ask(api, "Who is the author?", reply_to=first)
    assert second["text"] == REFUSAL
    assert question_of(app, second).text == "Who is the author?"


async def test_a_follow_up_goes_on_with_the_answer_replied_to(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index) as app:
        soldiers = await ask_in_group(api, "/ask how many soldiers?", user=7)
        await ask_in_group(api, "/ask how many meetings?", user=7)
        follow_up = await ask_in_group(api, "and in 2023?", user=7, reply_to=soldiers)
        await ask_in_group(api, "/ask who is the author?", user=7)
        another = await ask_in_group(api, "and the officers?", user=7, reply_to=follow_up)
    assert question_of(app, follow_up).text == "how many soldiers in 2023?"
    assert question_of(app, another).text == "how many officers in 2023?"
    assert question_of(app, another).wants is AnswerKind.NUMBER


async def test_somebody_else_may_go_on_with_an_answer(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        soldiers = await ask_in_group(api, "/ask how many soldiers?", user=7)
        await ask_in_group(api, "/ask how many meetings?", user=8)
        message = await ask_in_group(api, "and in 2023?", user=8, reply_to=soldiers)
    assert question_of(app, message).text == "how many soldiers in 2023?"


async def test_the_threads_of_two_people_in_a_group_do_not_mix(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index) as app:
        api.group("/ask how many soldiers?", user=7)
        api.group("/ask how many meetings?", user=8)
        api.group("/ask and in 2023?", user=7)
        api.group("/ask and in 2023?", user=8)
        api.group("/ask and in 2023?", user=9)
        messages = await api.sent(5)
    assert [question_of(app, message).text for message in messages[2:]] == [
        "how many soldiers in 2023?",
        "how many meetings in 2023?",
        "and in 2023?",
    ]


async def test_the_topics_of_a_group_do_not_mix(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        api.group("/ask how many soldiers?", thread=1)
        api.group("/ask how many meetings?", thread=2)
        api.group("/ask who is the author?")
        api.group("/ask and in 2023?", thread=1)
        api.group("/ask and in 2023?", thread=2)
        api.group("/ask and in 2023?")
        api.group("/ask and in 2023?", thread=3)
        messages = await api.sent(7)
    threads = [message.get("message_thread_id") for message in messages]
    assert threads == [1, 2, None, 1, 2, None, 3]
    assert [question_of(app, message).text for message in messages[3:]] == [
        "how many soldiers in 2023?",
        "how many meetings in 2023?",
        "who is the author in 2023?",
        "and in 2023?",
    ]


async def test_the_chats_of_a_user_do_not_mix(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        await ask(api, "How many soldiers?", user=7)
        message = await ask_in_group(api, "/ask and in 2023?", user=7)
    assert question_of(app, message).text == "and in 2023?"


async def test_who_writes_in_the_name_of_a_group_goes_on_asking(
    api: FakeBotApi, index: Index
) -> None:
    channel = {"id": -6, "type": "channel", "title": "Channel"}
    async with running(api, index) as app:
        await ask_in_group(api, "/ask how many soldiers?", sender_chat=THE_GROUP)
        await ask_in_group(api, "/ask how many meetings?", sender_chat=channel)
        message = await ask_in_group(api, "/ask and in 2023?", sender_chat=THE_GROUP)
    assert question_of(app, message).text == "how many soldiers in 2023?"


async def test_a_refused_follow_up_is_kept_with_what_it_borrows(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index, maintainers=[7]):
        await ask(api, "Who is the author?")
        await ask(api, "and in 2023?")
        listed = await ask(api, "/unanswered")
    assert listed["text"].splitlines() == [
        "• Who is the author? (refused 1 time)",
        "• Who is the author in 2023? (refused 1 time)",
    ]
