"""What is asked of the bot, and what is not."""

import pytest

from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.telegram import (
    NOT_A_QUESTION,
    PHOTO,
    STICKER,
    TEXT_ONLY,
    TROOPS_QUOTE,
    ask,
    ask_in_group,
    covered,
    is_reply,
    question_of,
    running,
    state_of,
)

ASK = "/ask how many soldiers?"
ASK_ELSE = "/ask how many meetings?"


# With a command or a mention


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("/ask how many soldiers?", "how many soldiers?"),
        ("/ASK\nhow many\nsoldiers?", "how many soldiers?"),
        ("/Ask@BelegBot how many soldiers?", "how many soldiers?"),
        ("/ask how many soldiers, @belegbot?", "how many soldiers ?"),
        ("@belegbot how many soldiers?", "how many soldiers?"),
        ("@BELEGBOT: how many soldiers?", ": how many soldiers?"),
        ("How many soldiers? @belegbot", "How many soldiers?"),
        ("Tell us, @Belegbot, how many soldiers?", "Tell us , how many soldiers?"),
        ("🙂 @belegbot how many soldiers?", "🙂 how many soldiers?"),
        ("👨‍👩‍👧🇺🇦@belegbot how many soldiers?", "👨👩👧🇺🇦 how many soldiers?"),
        ("@belegbot how many soldiers, @BelegBot?", "how many soldiers ?"),
        ("@ada @belegbot how many soldiers?", "@ada how many soldiers?"),
        ("ada@belegbot.org @belegbot how many soldiers?", "ada@belegbot.org how many soldiers?"),
        ("@belegbot_x or @belegbot, how many soldiers?", "@belegbot_x or , how many soldiers?"),
    ],
)
async def test_a_group_asks_with_a_command_or_a_mention(
    api: FakeBotApi, index: Index, text: str, question: str
) -> None:
    async with running(api, index) as app:
        asked = api.group(text)
        [message] = await api.sent(1)
    assert message["chat"]["id"] == asked["chat"]["id"]
    assert is_reply(message, asked)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert covered(message, "bold") == ["20,000"]
    assert question_of(app, message).text == question


@pytest.mark.parametrize(
    "text",
    [
        "How many soldiers?",
        "belegbot, how many soldiers?",
        "@belegbot_x how many soldiers?",
        "@other_bot how many soldiers?",
        "ada@belegbot how many soldiers?",
        "/ask@other_bot how many soldiers?",
        "/ask@belegbot_x how many soldiers?",
        "/ask@other_bot how many soldiers, @belegbot?",
        "/asks how many soldiers?",
        "/foo how many soldiers?",
        "/foo@other_bot",
        "/start@other_bot",
        "/source@other_bot",
        "Try /ask how many soldiers?",
    ],
)
async def test_a_group_is_left_alone_otherwise(api: FakeBotApi, index: Index, text: str) -> None:
    async with running(api, index) as app:
        said = api.group(text)
        asked = api.group(ASK_ELSE)
        [message] = await api.sent(1)
        assert state_of(app).conversations.with_message(-5, said["message_id"]) is None
    assert len(api.messages) == 1
    assert is_reply(message, asked)


@pytest.mark.parametrize("text", ["/help", "/help@belegbot", "/foo@belegbot", "/HELP@BELEGBOT"])
async def test_a_command_that_names_the_bot_is_its_own(
    api: FakeBotApi, index: Index, text: str
) -> None:
    async with running(api, index):
        asked = api.group(text)
        [message] = await api.sent(1)
    assert is_reply(message, asked)


async def test_a_command_without_a_question_gets_a_hint(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        in_group = await ask_in_group(api, "/ask")
        privately = await ask(api, "/ask  \n")
    assert in_group["text"] == privately["text"] == NOT_A_QUESTION


# In reply


async def test_a_reply_to_the_bot_is_a_question_in_a_group(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        first = await ask_in_group(api, ASK)
        asked = api.group("How many meetings?", reply_to=first)
        _, second = await api.sent(2)
    assert is_reply(second, asked)
    assert covered(second, "bold") == ["24"]


async def test_a_reply_to_somebody_else_is_not(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        said = api.group("Something about soldiers.", user=8)
        api.group("How many soldiers?", reply_to=said)
        asked = api.group(ASK_ELSE)
        [message] = await api.sent(1)
    assert len(api.messages) == 1
    assert is_reply(message, asked)


@pytest.mark.parametrize("text", ["/ask", "/ask@belegbot", "@belegbot", "🙂 @belegbot?", "/ask ?"])
@pytest.mark.parametrize(
    "said",
    [{"text": "How many soldiers?"}, {"text": None, "caption": "How many soldiers?", **PHOTO}],
    ids=["a text", "a caption"],
)
async def test_who_only_addresses_the_bot_asks_what_is_replied_to(
    api: FakeBotApi, index: Index, said: Json, text: str
) -> None:
    async with running(api, index):
        replied = api.group(**said, user=8)
        asked = api.group(text, reply_to=replied)
        [message] = await api.sent(1)
    assert is_reply(message, asked)
    assert covered(message, "bold") == ["20,000"]


async def test_who_quotes_a_part_asks_what_that_part_says(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        said = api.group("How many meetings? How many soldiers?", user=8)
        quote = {"text": "How many soldiers?", "position": 19}
        message = await ask_in_group(api, "@belegbot", reply_to=said, quote=quote)
    assert covered(message, "bold") == ["20,000"]
    assert question_of(app, message).text == "How many soldiers?"


async def test_words_of_ones_own_go_before_what_is_replied_to(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        said = api.group("How many meetings?", user=8)
        message = await ask_in_group(api, "@belegbot how many soldiers?", reply_to=said)
    assert covered(message, "bold") == ["20,000"]


@pytest.mark.parametrize("said", [PHOTO, STICKER], ids=["photo", "sticker"])
async def test_what_has_no_words_cannot_be_asked_about(
    api: FakeBotApi, index: Index, said: Json
) -> None:
    async with running(api, index):
        replied = api.group(None, user=8, **said)
        message = await ask_in_group(api, "/ask", reply_to=replied)
    assert message["text"] == NOT_A_QUESTION


@pytest.mark.parametrize(
    "text", ["thanks!", "Danke!", "👍", "ok", "дякую", "...", "@belegbot thanks"]
)
async def test_thanks_get_silence_in_a_group_and_a_hint_privately(
    api: FakeBotApi, index: Index, text: str
) -> None:
    async with running(api, index):
        first = await ask_in_group(api, ASK)
        api.group(text, reply_to=first)
        asked = api.group(ASK_ELSE)
        _, second = await api.sent(2)
        private = await ask(api, text)
    assert is_reply(second, asked)
    assert private["text"] == NOT_A_QUESTION
    assert len(api.messages) == 3


async def test_a_reaction_to_a_part_of_an_answer_gets_silence(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        first = await ask_in_group(api, ASK)
        api.group("👍", reply_to=first, quote={"text": TROOPS_QUOTE, "position": 0})
        asked = api.group(ASK_ELSE)
        _, second = await api.sent(2)
    assert len(api.messages) == 2
    assert is_reply(second, asked)


# With a picture


@pytest.mark.parametrize("caption", ["@belegbot how many soldiers?", ASK])
async def test_a_caption_asks_as_a_text_does(api: FakeBotApi, index: Index, caption: str) -> None:
    async with running(api, index):
        api.group(None, caption="How many meetings?", **PHOTO)
        asked = api.group(None, caption=caption, **PHOTO)
        [message] = await api.sent(1)
        private = await ask(api, None, caption="How many meetings?", **PHOTO)
    assert is_reply(message, asked)
    assert covered(message, "bold") == ["20,000"]
    assert covered(private, "bold") == ["24"]


async def test_a_command_in_a_caption_is_not_read(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        api.group(None, caption="/sources@belegbot", **PHOTO)
        message = await ask(api, None, caption="/sources", **PHOTO)
    assert message["text"] == TEXT_ONLY
    assert len(api.messages) == 1


@pytest.mark.parametrize(
    "text", ["lol", "I do not believe it.", "das stimmt nicht", "не верю", "no me lo creo"]
)
async def test_a_remark_in_reply_gets_silence_in_a_group(
    api: FakeBotApi, index: Index, text: str
) -> None:
    async with running(api, index):
        message = await ask_in_group(api, ASK)
        api.group(text, reply_to=message)
        again = api.group(ASK)
        _, answer = await api.sent(2)
    assert is_reply(answer, again)


async def test_a_remark_that_names_the_bot_gets_silence_in_a_group(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        api.group("I find @belegbot quite useful")
        asked = api.group(ASK)
        [answer] = await api.sent(1)
    assert is_reply(answer, asked)
