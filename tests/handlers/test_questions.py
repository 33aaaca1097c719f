"""The bot as people meet it: over HTTP, with the network's other end alone replaced."""

import re
import unicodedata
from pathlib import Path

import pytest

from bot.app import Bot
from bot.cues import Kind
from bot.handlers import questions
from bot.interface import interface
from bot.question import Question
from bot.records import ChatSettings
from bot.state import STATE, State
from corpus.readers import READERS, Extract
from index.search import Index
from tests.botapi import BOT, FakeBotApi, Json
from tests.botapi.markup import cut, units
from tests.telegram import (
    MEETINGS,
    QUESTION,
    TROOPS,
    TROOPS_CITATION,
    TROOPS_FRAGMENT,
    TROOPS_QUOTE,
    answer,
    buttons,
    covered,
    running,
)
from tests.test_app import SlowEmbedder
from tests.tiny import index_of

FILE: Json = {"file_id": "a", "file_unique_id": "b"}
PHOTO: Json = [FILE | {"width": 9, "height": 9}]
STICKER: Json = FILE | {
    "width": 9,
    "height": 9,
    "type": "regular",
    "is_animated": False,
    "is_video": False,
}
VOICE: Json = FILE | {"duration": 1}
NOT_A_QUESTION = "Ask a question, for example: how many soldiers?"
HOW_TO_ASK = "Ask a question, in English, German, Ukrainian, Russian, French or Spanish."
REFUSAL = "The reports do not say."


# Commands and chats


@pytest.mark.parametrize("command", ["/start", "/help"])
async def test_a_command_says_how_to_ask(api: FakeBotApi, index: Index, command: str) -> None:
    async with running(api, index):
        asked = api.private(command)
        [message] = await api.sent(1)
    assert message["text"].startswith(f"{HOW_TO_ASK} The answer is what the reports say")
    assert message["entities"] == []
    assert message["reply_to_message"]["message_id"] == asked["message_id"]


async def test_the_commands_are_announced(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        assert app.post_init is not None
        await app.post_init(app)
    everywhere, german, *_ = api.called("setMyCommands")
    names = [command["command"] for command in everywhere["commands"]]
    assert names == ["ask", "source", "sources", "settings", "privacy", "forget", "help"]
    assert "language_code" not in everywhere
    assert [command["command"] for command in german["commands"]] == names
    assert german["language_code"] == "de"


async def test_a_private_text_is_answered_with_a_quote(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        asked = api.private(QUESTION)
        [message] = await api.sent(1)
    assert message["chat"]["id"] == asked["chat"]["id"]
    assert message["reply_to_message"]["message_id"] == asked["message_id"]
    assert message["text"] == f"{TROOPS_QUOTE}\n{TROOPS_CITATION}"
    assert message["entities"] == [
        {"type": "blockquote", "offset": 0, "length": 46},
        {"type": "bold", "offset": 18, "length": 6},
        {
            "type": "text_link",
            "offset": 47,
            "length": 68,
            "url": f"https://example.org/troops?page=1&view=all{TROOPS_FRAGMENT}",
        },
    ]
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert covered(message, "bold") == ["20,000"]
    assert covered(message, "text_link") == [TROOPS_CITATION]
    [parameters] = api.called("sendMessage")
    assert parameters["link_preview_options"] == {"is_disabled": True}


@pytest.mark.parametrize("language", ["en", "de-at", None])
async def test_an_answer_is_found_in_another_language(
    api: FakeBotApi, index: Index, language: str | None
) -> None:
    async with running(api, index):
        api.private("Wie viele Soldaten?", language=language)
        [message] = await api.sent(1)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert covered(message, "bold") == ["20,000"]


@pytest.mark.parametrize("command", ["/ask", f"/ask@{BOT['username']}"])
async def test_a_group_asks_with_a_command(api: FakeBotApi, index: Index, command: str) -> None:
    async with running(api, index):
        asked = api.group(f"{command} how many\nsoldiers?")
        [message] = await api.sent(1)
    assert message["chat"]["id"] == asked["chat"]["id"]
    assert message["reply_to_message"]["message_id"] == asked["message_id"]
    assert covered(message, "blockquote") == [TROOPS_QUOTE]


async def test_a_command_without_a_question_gets_a_hint(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        api.group("/ask")
        api.private("/ask  \n")
        messages = await api.sent(2)
    assert [message["text"] for message in messages] == [NOT_A_QUESTION, NOT_A_QUESTION]


async def test_a_group_is_answered_in_the_thread_it_asked_in(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        api.group("/ask how many soldiers?", message_thread_id=9, is_topic_message=True)
        await api.sent(1)
    [parameters] = api.called("sendMessage")
    assert parameters["message_thread_id"] == 9


async def test_what_nobody_asked_the_bot_is_not_answered(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        api.group("How many soldiers?")
        api.group("/ask@other_bot how many soldiers?")
        asked = api.group("/help")
        await api.sent(1)
    [message] = api.messages
    assert message["reply_to_message"]["message_id"] == asked["message_id"]


async def test_an_edited_message_is_not_answered_again(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        asked = api.private(QUESTION)
        command = api.private("/ask how many soldiers?")
        await api.sent(2)
        api.edit(asked, "How many meetings?")
        api.edit(command, "/ask how many meetings?")
        api.private("/help")
        await api.sent(3)
    assert [message["text"].startswith(HOW_TO_ASK) for message in api.messages[2:]] == [True]


async def test_an_answer_is_sent_although_the_question_is_gone(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        api.delete(api.private(QUESTION))
        [message] = await api.sent(1)
    assert "reply_to_message" not in message
    assert covered(message, "blockquote") == [TROOPS_QUOTE]


async def test_each_of_many_who_ask_at_once_gets_an_answer(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        for user in range(1, 21):
            api.private(QUESTION if user % 2 else "How many meetings?", user=user)
        messages = await api.sent(20)
    answers = {message["chat"]["id"]: covered(message, "bold") for message in messages}
    assert answers == {user: ["20,000"] if user % 2 else ["24"] for user in range(1, 21)}
    assert len(api.messages) == 20


# What an answer says


@pytest.mark.parametrize("question", ["Who is the author?", "<b>&</b>"])
async def test_what_the_reports_do_not_answer_is_refused(
    api: FakeBotApi, index: Index, question: str
) -> None:
    message = await answer(api, index, question)
    assert message["text"] == REFUSAL
    assert message["entities"] == []


async def test_markup_in_a_question_does_no_harm(api: FakeBotApi, index: Index) -> None:
    message = await answer(api, index, 'How many <soldiers> & "troops" </soldiers>?')
    assert covered(message, "blockquote") == [TROOPS_QUOTE]


async def test_what_looks_like_markup_is_quoted_verbatim(api: FakeBotApi, tmp_path: Path) -> None:
    lines = [
        'The report says "10,000 soldiers" & counts <them> at </x> twice.',
        "It's 10,000 soldiers' report in «quotes» – and “more” of ‘them’.",
        "Where x < y > z, the report has 10,000 soldiers &amp; more.",
    ]
    files = {
        "a.txt": "\n".join(lines),
        "a.yaml": "title: Signs\nlanguage: en\n",
        # Entities are decoded in a text that has no signs of its own.
        "b.txt": "The report has 10,000 &lt;b&gt;soldiers&lt;/blockquote&gt; &amp; more.",
        "b.yaml": "title: Signs\nlanguage: en\n",
    }
    message = await answer(api, index_of(tmp_path, files), quotes=10)
    expected = {*lines, "The report has 10,000 <b>soldiers</blockquote> & more."}
    assert set(covered(message, "blockquote")) == expected
    side_by_side, *quotes = message["text"].split("\n\n")
    assert side_by_side == "• 10,000 – Signs\n• 10,000 – Signs"
    numbered = [quote.rsplit("\n", 1) for quote in quotes]
    assert {quote for quote, _ in numbered} == expected
    assert [cited for _, cited in numbered] == ["1. Signs", "2. Signs", "3. Signs", "4. Signs"]
    assert covered(message, "bold") == ["10,000"] * 6


async def test_what_looks_like_markup_in_metadata_is_verbatim(
    api: FakeBotApi, tmp_path: Path
) -> None:
    url = "https://example.org/?a=\"b\"&c=<d>&e='f'"
    stated = f"""\
title: R&D <Study> "A" </x> & 'B'
author: <Ada>
publisher: Example & Sons
url: {url}
language: en
"""
    index = index_of(tmp_path, {"a.txt": TROOPS_QUOTE, "a.yaml": stated})
    message = await answer(api, index)
    citation = "R&D <Study> \"A\" </x> & 'B', <Ada>, Example & Sons"
    assert message["text"] == f"{TROOPS_QUOTE}\n{citation}"
    [link] = [entity for entity in message["entities"] if entity["type"] == "text_link"]
    assert link["url"] == f"{url}{TROOPS_FRAGMENT}"
    assert cut(message["text"], link) == citation


async def test_an_emoji_does_not_shift_marks_and_links(api: FakeBotApi, tmp_path: Path) -> None:
    quote = "The 🇺🇦 report 🙂 counts 20,000 soldiers."
    report = f"---\ntitle: 🙂 Troops\nurl: https://example.org/\nlanguage: en\n---\n\n{quote}\n"
    message = await answer(api, index_of(tmp_path, {"a.md": report}))
    assert message["text"] == f"{quote}\n🙂 Troops"
    assert covered(message, "blockquote") == [quote]
    assert covered(message, "bold") == ["20,000"]
    assert covered(message, "text_link") == ["🙂 Troops"]
    [mark] = [entity for entity in message["entities"] if entity["type"] == "bold"]
    assert (mark["offset"], mark["length"]) == (26, 6)


async def test_a_page_is_cited_where_a_report_has_several(
    api: FakeBotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def paged(path: Path) -> Extract:
        pages = path.read_text(encoding="utf-8").split("\f")
        return Extract(tuple(pages), {"title": "Paged", "date": "2024-10-28", "language": "en"})

    monkeypatch.setitem(READERS, ".paged", paged)
    several = "Trade went on.\fThere were 24 meetings.\fThe report counts 500 soldiers."
    index = index_of(tmp_path, {"a.paged": several, "b.paged": "Soldiers: 20 in the report."})
    message = await answer(api, index)
    assert message["text"].split("\n\n") == [
        "• 500 – Paged, Oct 28, 2024\n• 20 – Paged, Oct 28, 2024",
        "The report counts 500 soldiers.\n1. Paged, Oct 28, 2024, p. 3",
        "Soldiers: 20 in the report.\n2. Paged, Oct 28, 2024",
    ]


def long_sentences(filling: str) -> list[str]:
    """Sentences of about 900 characters."""
    starts = [f"The report counts {n}0,000 soldiers" for n in range(1, 9)]
    return [f"{start} {filling * ((900 - len(start)) // len(filling))}." for start in starts]


@pytest.mark.parametrize(("filling", "fit"), [("and so on ", 4), ("🙂", 2), ("🙂 and on ", 4)])
async def test_quotes_that_do_not_fit_are_left_out_whole(
    api: FakeBotApi, tmp_path: Path, filling: str, fit: int
) -> None:
    sentences = long_sentences(filling)
    files = {"a.txt": "\n\n".join(sentences), "a.yaml": "title: Long\nlanguage: en\n"}
    message = await answer(api, index_of(tmp_path, files), quotes=10)
    quotes = covered(message, "blockquote")
    assert set(quotes) <= set(sentences)
    assert len(set(quotes)) == len(quotes) == fit
    blocks = [block.rsplit("\n", 1) for block in message["text"].split("\n\n")]
    assert [quote for quote, _ in blocks] == quotes
    assert all(re.fullmatch(r"\d\. Long", cited) for _, cited in blocks)
    assert units(message["text"] + f"\n\n{sentences[0]}\n1. Long") > 4096


async def test_a_report_whose_title_is_a_whole_page_is_quoted(
    api: FakeBotApi, tmp_path: Path
) -> None:
    text = " ".join([TROOPS_QUOTE, *(["Trade went on as it always did."] * 150)])
    index = index_of(tmp_path, {"a.txt": text, "a.yaml": "language: en\n"})
    message = await answer(api, index)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]


async def test_a_follow_up_borrows_from_the_askers_last_question(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        api.private("How many soldiers?", user=7)
        await api.sent(1)
        api.private("and the troops?", user=7)
        api.private("and the troops?", user=8)
        messages = await api.sent(3)
    by_user = {message["chat"]["id"]: message for message in messages[1:]}
    assert covered(by_user[7], "bold") == ["20,000"]
    assert covered(by_user[8], "bold") == []


# Who is asked in a group


def question_of(app: Bot, message: Json) -> Question:
    """The question that a message of the bot answers, as it was understood."""
    exchange = state_of(app).conversations.with_message(message["chat"]["id"], number(message))
    assert exchange is not None
    return exchange.question


def state_of(app: Bot) -> State:
    state: State = app.bot_data[STATE]
    return state


def number(message: Json) -> int:
    return int(message["message_id"])


def answered(message: Json) -> int:
    """The number of the message that a message replies to."""
    return number(message["reply_to_message"])


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("/ask how many soldiers?", "how many soldiers?"),
        ("/ASK\nhow many soldiers?", "how many soldiers?"),
        ("/Ask@BelegBot how many soldiers?", "how many soldiers?"),
        ("/ask how many soldiers, @belegbot?", "how many soldiers, @belegbot?"),
        ("@belegbot how many soldiers?", "how many soldiers?"),
        ("@BELEGBOT: how many soldiers?", ": how many soldiers?"),
        ("How many soldiers? @belegbot", "How many soldiers?"),
        ("Tell us, @Belegbot, how many soldiers?", "Tell us, , how many soldiers?"),
        ("🙂 @belegbot how many soldiers?", "🙂 how many soldiers?"),
        ("👨‍👩‍👧🇺🇦@belegbot how many soldiers?", "👨👩👧🇺🇦 how many soldiers?"),
        ("@belegbot how many soldiers, @BelegBot?", "how many soldiers, ?"),
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
    assert answered(message) == number(asked)
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
        api.group(text)
        asked = api.group("/ask how many meetings?")
        await api.sent(1)
        assert state_of(app).conversations.with_message(-5, number(asked) - 1) is None
    [message] = api.messages
    assert answered(message) == number(asked)


@pytest.mark.parametrize("text", ["/help", "/help@belegbot", "/foo@belegbot", "/HELP@BELEGBOT"])
async def test_a_command_that_names_the_bot_is_its_own(
    api: FakeBotApi, index: Index, text: str
) -> None:
    async with running(api, index):
        asked = api.group(text)
        [message] = await api.sent(1)
    assert answered(message) == number(asked)


async def test_a_reply_to_the_bot_is_a_question_in_a_group(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        api.group("/ask how many soldiers?")
        [first] = await api.sent(1)
        asked = api.group("How many meetings?", reply_to=first)
        _, second = await api.sent(2)
    assert answered(second) == number(asked)
    assert covered(second, "bold") == ["24"]


async def test_a_reply_to_somebody_else_is_not(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        said = api.group("Something about soldiers.", user=8)
        api.group("How many soldiers?", reply_to=said)
        asked = api.group("/ask how many meetings?")
        await api.sent(1)
    [message] = api.messages
    assert answered(message) == number(asked)


@pytest.mark.parametrize("text", ["/ask", "/ask@belegbot", "@belegbot", "🙂 @belegbot?", "/ask ?"])
@pytest.mark.parametrize(
    "said",
    [
        {"text": "How many soldiers?"},
        {"text": None, "caption": "How many soldiers?", "photo": PHOTO},
    ],
    ids=["a text", "a caption"],
)
async def test_who_only_addresses_the_bot_asks_what_is_replied_to(
    api: FakeBotApi, index: Index, said: Json, text: str
) -> None:
    async with running(api, index):
        replied = api.group(**said, user=8)
        asked = api.group(text, reply_to=replied)
        [message] = await api.sent(1)
    assert answered(message) == number(asked)
    assert covered(message, "bold") == ["20,000"]


async def test_who_quotes_a_part_asks_what_that_part_says(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        said = api.group("How many meetings? How many soldiers?", user=8)
        quote = {"text": "How many soldiers?", "position": 19}
        api.group("@belegbot", reply_to=said, quote=quote)
        [message] = await api.sent(1)
    assert covered(message, "bold") == ["20,000"]
    assert question_of(app, message).text == "How many soldiers?"


async def test_words_of_ones_own_go_before_what_is_replied_to(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        said = api.group("How many meetings?", user=8)
        api.group("@belegbot how many soldiers?", reply_to=said)
        [message] = await api.sent(1)
    assert covered(message, "bold") == ["20,000"]


@pytest.mark.parametrize("said", [{"photo": PHOTO}, {"sticker": STICKER}], ids=["photo", "sticker"])
async def test_what_has_no_words_cannot_be_asked_about(
    api: FakeBotApi, index: Index, said: Json
) -> None:
    async with running(api, index):
        replied = api.group(None, user=8, **said)
        api.group("/ask", reply_to=replied)
        [message] = await api.sent(1)
    assert message["text"] == NOT_A_QUESTION


@pytest.mark.parametrize("caption", ["@belegbot how many soldiers?", "/ask how many soldiers?"])
async def test_a_caption_asks_as_a_text_does(api: FakeBotApi, index: Index, caption: str) -> None:
    async with running(api, index):
        api.group(None, caption="How many meetings?", photo=PHOTO)
        asked = api.group(None, caption=caption, photo=PHOTO)
        [message] = await api.sent(1)
        api.private(None, caption="How many meetings?", photo=PHOTO)
        _, private = await api.sent(2)
    assert answered(message) == number(asked)
    assert covered(message, "bold") == ["20,000"]
    assert covered(private, "bold") == ["24"]


async def test_a_command_in_a_caption_is_not_read(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        api.group(None, caption="/sources@belegbot", photo=PHOTO)
        api.private(None, caption="/sources", photo=PHOTO)
        [message] = await api.sent(1)
    assert message["text"] == "I read text only. Write your question, please."
    assert len(api.messages) == 1


async def test_an_edited_caption_edits_the_answer(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        asked = api.group(None, caption="@belegbot how many soldiers?", photo=PHOTO)
        [message] = await api.sent(1)
        api.edit(asked, "@belegbot how many meetings?")
        message = await api.edited(message)
    assert covered(message, "bold") == ["24"]


@pytest.mark.parametrize(
    "sent",
    [{"sticker": STICKER}, {"photo": PHOTO}, {"voice": VOICE}],
    ids=["sticker", "photo", "voice"],
)
async def test_a_reply_without_words_gets_silence_in_a_group(
    api: FakeBotApi, index: Index, sent: Json
) -> None:
    async with running(api, index):
        api.group("/ask how many soldiers?")
        [first] = await api.sent(1)
        api.group(None, reply_to=first, **sent)
        asked = api.group("/ask how many meetings?")
        _, second = await api.sent(2)
    assert len(api.messages) == 2
    assert answered(second) == number(asked)


async def test_a_quote_that_is_posted_inline_is_no_question(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        api.private(QUESTION)
        await api.sent(1)
        query = api.inline(QUESTION)
        [result] = (await api.offered(query))["results"]
        api.choose(query, result["id"], chat=7)
        asked = api.private("How many meetings?")
        _, message = await api.sent(2)
    assert len(api.messages) == 2
    assert answered(message) == number(asked)


@pytest.mark.parametrize(
    "text", ["thanks!", "Danke!", "👍", "ok", "дякую", "...", "@belegbot thanks"]
)
async def test_thanks_get_silence_in_a_group_and_a_hint_privately(
    api: FakeBotApi, index: Index, text: str
) -> None:
    async with running(api, index):
        api.group("/ask how many soldiers?")
        [first] = await api.sent(1)
        api.group(text, reply_to=first)
        asked = api.group("/ask how many meetings?")
        _, second = await api.sent(2)
        api.private(text)
        *_, private = await api.sent(3)
    assert answered(second) == number(asked)
    assert private["text"] == NOT_A_QUESTION
    assert len(api.messages) == 3


async def test_a_reaction_to_a_part_of_an_answer_gets_silence(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        api.group("/ask how many soldiers?")
        [first] = await api.sent(1)
        api.group("👍", reply_to=first, quote={"text": TROOPS_QUOTE, "position": 0})
        asked = api.group("/ask how many meetings?")
        _, second = await api.sent(2)
    assert len(api.messages) == 2
    assert answered(second) == number(asked)


# Where the answer goes


async def test_an_answer_goes_to_the_chat_itself_if_its_topic_is_gone(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        api.group("/ask how many soldiers?", thread=9)
        api.delete_topic(-5, 9)
        [message] = await api.sent(1)
    assert covered(message, "bold") == ["20,000"]
    assert "reply_to_message" not in message
    assert "message_thread_id" not in message
    threads = [parameters.get("message_thread_id") for parameters in api.called("sendMessage")]
    assert threads == [9, None]


async def test_a_thread_of_replies_is_no_topic(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        asked = api.group("/ask how many soldiers?", message_thread_id=9)
        [message] = await api.sent(1)
    [parameters] = api.called("sendMessage")
    assert "message_thread_id" not in parameters
    assert answered(message) == number(asked)


async def test_a_question_in_a_topic_that_is_gone_is_answered_without_reply(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        api.delete(api.group("/ask how many soldiers?", thread=9))
        [message] = await api.sent(1)
    assert "reply_to_message" not in message
    assert message["message_thread_id"] == 9


# Follow-ups


async def test_a_follow_up_goes_on_with_the_answer_replied_to(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index) as app:
        api.group("/ask how many soldiers?", user=7)
        [soldiers] = await api.sent(1)
        api.group("/ask how many meetings?", user=7)
        await api.sent(2)
        api.group("and in 2023?", user=7, reply_to=soldiers)
        follow_up = (await api.sent(3))[-1]
        api.group("/ask who is the author?", user=7)
        await api.sent(4)
        api.group("and the officers?", user=7, reply_to=follow_up)
        another = (await api.sent(5))[-1]
    assert question_of(app, follow_up).text == "how many soldiers and in 2023?"
    assert question_of(app, another).text == "and the officers?"
    assert question_of(app, another).wants is Kind.NUMBER


async def test_somebody_else_may_go_on_with_an_answer(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        api.group("/ask how many soldiers?", user=7)
        [soldiers] = await api.sent(1)
        api.group("/ask how many meetings?", user=8)
        await api.sent(2)
        api.group("and in 2023?", user=8, reply_to=soldiers)
        message = (await api.sent(3))[-1]
    assert question_of(app, message).text == "how many soldiers and in 2023?"


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
        "how many soldiers and in 2023?",
        "how many meetings and in 2023?",
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
        "how many soldiers and in 2023?",
        "how many meetings and in 2023?",
        "who is the author and in 2023?",
        "and in 2023?",
    ]


async def test_the_chats_of_a_user_do_not_mix(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        api.private("How many soldiers?", user=7)
        await api.sent(1)
        api.group("/ask and in 2023?", user=7)
        _, message = await api.sent(2)
    assert question_of(app, message).text == "and in 2023?"


async def test_who_writes_in_the_name_of_a_group_goes_on_asking(
    api: FakeBotApi, index: Index
) -> None:
    group = {"id": -5, "type": "supergroup", "title": "Group"}
    channel = {"id": -6, "type": "channel", "title": "Channel"}
    async with running(api, index) as app:
        api.group("/ask how many soldiers?", sender_chat=group)
        api.group("/ask how many meetings?", sender_chat=channel)
        api.group("/ask and in 2023?", sender_chat=group)
        messages = await api.sent(3)
    assert question_of(app, messages[2]).text == "how many soldiers and in 2023?"


async def test_a_new_question_does_not_borrow(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        api.private("How many soldiers?")
        [first] = await api.sent(1)
        api.private("Who is the author?", reply_to=first)
        _, second = await api.sent(2)
    assert second["text"] == REFUSAL
    assert question_of(app, second).text == "Who is the author?"


async def test_a_refused_follow_up_is_kept_with_what_it_borrows(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index, maintainers=[7]):
        api.private("Who is the author?")
        api.private("and in 2023?")
        api.private("/unanswered")
        messages = await api.sent(3)
    assert messages[2]["text"].splitlines() == [
        "• Who is the author? (refused 1 time)",
        "• Who is the author and in 2023? (refused 1 time)",
    ]


# Edited questions


async def test_an_edited_question_edits_text_and_buttons_of_its_answer(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        asked = api.private("Who is the author?")
        [message] = await api.sent(1)
        assert (message["text"], buttons(message)) == (REFUSAL, [["👍", "👎"]])
        api.edit(asked, QUESTION)
        message = await api.edited(message)
        assert message["text"] == f"{TROOPS_QUOTE}\n{TROOPS_CITATION}"
        assert buttons(message) == [["Source", "Copy citation"], ["👍", "👎"]]
        assert covered(message, "bold") == ["20,000"]
        api.edit(asked, "Who is the author?")
        message = await api.edited(message, 2)
    assert (message["text"], buttons(message)) == (REFUSAL, [["👍", "👎"]])
    assert len(api.messages) == 1
    assert answered(message) == number(asked)
    options = [call["link_preview_options"] for call in api.called("editMessageText")]
    assert options == [{"is_disabled": True}] * 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/ask how many soldiers?", "/ask how many meetings?"),
        ("/ask how many soldiers?", "@belegbot how many meetings?"),
        ("@belegbot how many soldiers?", "🙂 how many meetings, @BELEGBOT?"),
    ],
)
async def test_an_edited_question_is_read_as_a_new_one_is(
    api: FakeBotApi, index: Index, before: str, after: str
) -> None:
    async with running(api, index):
        asked = api.group(before, thread=9)
        [message] = await api.sent(1)
        api.edit(asked, after)
        message = await api.edited(message)
    assert covered(message, "bold") == ["24"]
    assert message["message_thread_id"] == 9
    assert len(api.messages) == 1


async def test_a_question_edited_to_the_same_meaning_is_no_fault(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index) as app:
        asked = api.private(QUESTION)
        [message] = await api.sent(1)
        api.edit(asked, "How many soldiers??")
        assert await api.until(lambda: bool(api.called("editMessageText")))
        api.edit(asked, "How many meetings?")
        message = await api.edited(message)
    assert covered(message, "bold") == ["24"]
    assert len(api.called("editMessageText")) == 2
    assert list(state_of(app).activity.faults) == []


@pytest.mark.parametrize(
    "text",
    [
        "👍",
        "Thanks!",
        "\u200b",
        "...",
        "",
        "How many meetings?",
        "/help",
        "/ask@other_bot how many?",
    ],
)
async def test_a_question_edited_into_none_keeps_its_answer(
    api: FakeBotApi, index: Index, text: str
) -> None:
    async with running(api, index):
        asked = api.group("/ask how many soldiers?")
        await api.sent(1)
        api.edit(asked, text)
        api.group("/ask how many meetings?")
        await api.sent(2)
    assert covered(api.messages[0], "bold") == ["20,000"]
    assert api.called("editMessageText") == []
    assert len(api.messages) == 2


async def test_a_question_edited_into_one_for_the_source_keeps_its_answer(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        api.private(QUESTION)
        [first] = await api.sent(1)
        asked = api.private("How many meetings?", reply_to=first)
        _, second = await api.sent(2)
        api.edit(asked, "Where is that from?")
        api.private("How many soldiers?")
        await api.sent(3)
    assert covered(second, "bold") == ["24"]
    assert api.called("editMessageText") == []


@pytest.mark.parametrize("said", ["Good morning", "/foo", "/ask@other_bot how many?", "/help"])
async def test_what_was_never_answered_is_not_answered_when_edited(
    api: FakeBotApi, index: Index, said: str
) -> None:
    async with running(api, index):
        message = api.group(said)
        api.edit(message, "/ask how many soldiers?")
        asked = api.group("/ask how many meetings?")
        assert await api.until(lambda: answers_to(api, asked) != [])
    assert [covered(message, "bold") for message in answers_to(api, asked)] == [["24"]]
    assert "20,000" not in "".join(message["text"] for message in api.messages)


def answers_to(api: FakeBotApi, asked: Json) -> list[Json]:
    return [message for message in api.messages if answered(message) == number(asked)]


async def test_an_edited_follow_up_keeps_its_context(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        api.private("How many soldiers?")
        follow_up = api.private("and in 2023?")
        api.private("How many meetings?")
        _, message, _ = await api.sent(3)
        api.edit(follow_up, "and in 2024?")
        assert await api.until(lambda: bool(api.called("editMessageText")))
    assert question_of(app, message).text == "How many soldiers and in 2024?"


async def test_what_follows_an_edited_question_goes_on_with_it(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index) as app:
        asked = api.private("How many soldiers?")
        [first] = await api.sent(1)
        api.edit(asked, "How many meetings?")
        await api.edited(first)
        api.private("and in 2023?")
        _, message = await api.sent(2)
    assert question_of(app, message).text == "How many meetings and in 2023?"


async def test_a_question_may_be_edited_while_it_is_answered(
    api: FakeBotApi, tmp_path: Path
) -> None:
    embedder = SlowEmbedder()
    reports = {"troops.md": TROOPS, "meetings.md": MEETINGS}
    async with running(api, index_of(tmp_path, reports, embedder)):
        asked = api.private(QUESTION)
        assert await api.until(embedder.asked.is_set)
        api.edit(asked, "How many meetings?")
        embedder.released.set()
        [message] = await api.sent(1)
        message = await api.edited(message)
    assert covered(message, "bold") == ["24"]
    assert len(api.messages) == 1


async def test_a_question_whose_answer_was_deleted_may_be_edited(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index) as app:
        asked = api.private(QUESTION)
        [message] = await api.sent(1)
        api.delete(message)
        api.edit(asked, "How many meetings?")
        api.private(QUESTION)
        await api.sent(2)
    assert len(api.messages) == 2
    assert list(state_of(app).activity.faults) == []


async def test_after_a_restart_an_edited_question_keeps_its_answer(
    api: FakeBotApi, index: Index, tmp_path: Path
) -> None:
    records = tmp_path / "records.db"
    async with running(api, index, records_file=records):
        asked = api.private(QUESTION)
        await api.sent(1)
    async with running(api, index, records_file=records):
        api.edit(asked, "How many meetings?")
        api.private("How many meetings?")
        first, _ = await api.sent(2)
    assert covered(first, "bold") == ["20,000"]
    assert len(api.messages) == 2


# What a chat has chosen


@pytest.fixture
def several(tmp_path: Path) -> Index:
    """An index of four reports that answer one question."""
    report = "---\ntitle: Report {0}\nlanguage: en\n---\n\nThe report counts {0}00 soldiers.\n"
    return index_of(tmp_path, {f"{n}.md": report.format(n) for n in range(1, 5)})


@pytest.mark.parametrize(
    ("chosen", "quotes", "rows"),
    [
        (ChatSettings(), 3, 4),
        (ChatSettings(quotes=1), 1, 2),
        (ChatSettings(quotes=2), 2, 3),
        (ChatSettings(quotes=10), 4, 5),
        (ChatSettings(quiet=True), 1, 0),
        (ChatSettings(quotes=10, quiet=True), 1, 0),
    ],
)
async def test_a_chat_has_as_many_quotes_and_buttons_as_it_chose(
    api: FakeBotApi, several: Index, chosen: ChatSettings, quotes: int, rows: int
) -> None:
    async with running(api, several) as app:
        state_of(app).records.set(-5, chosen)
        api.group("/ask how many soldiers?")
        [message] = await api.sent(1)
        api.private(QUESTION)
        _, elsewhere = await api.sent(2)
    assert len(covered(message, "blockquote")) == quotes
    assert len(buttons(message)) == rows
    assert len(covered(elsewhere, "blockquote")) == 3


async def test_a_question_edited_after_a_choice_is_answered_as_chosen(
    api: FakeBotApi, several: Index
) -> None:
    async with running(api, several) as app:
        asked = api.private(QUESTION)
        [message] = await api.sent(1)
        state_of(app).records.set(7, ChatSettings(quiet=True))
        api.edit(asked, "How many soldiers, please?")
        message = await api.edited(message)
    assert len(covered(message, "blockquote")) == 1
    assert buttons(message) == []


@pytest.mark.parametrize(
    ("chosen", "users", "question", "language"),
    [
        (None, "en", "Wer ist der Autor?", "en"),
        (None, "de", "Who is the author?", "de"),
        (None, "de-AT", "Who is the author?", "de"),
        (None, "DE", "Who is the author?", "de"),
        (None, "ja", "Wer ist der Autor?", "de"),
        (None, None, "Wer ist der Autor?", "de"),
        (None, "zh-hans", "Who is the author?", "en"),
        (None, "ja", "著者は誰ですか？", "en"),
        ("de", "en", "Who is the author?", "de"),
        ("en", "de", "Wer ist der Autor?", "en"),
    ],
)
async def test_the_interface_speaks_the_chats_language_then_the_users_then_the_questions(
    api: FakeBotApi,
    index: Index,
    chosen: str | None,
    users: str | None,
    question: str,
    language: str,
) -> None:
    async with running(api, index) as app:
        state_of(app).records.set(7, ChatSettings(language=chosen))
        api.private(question, language=users)
        [message] = await api.sent(1)
    assert message["text"] == interface(language).gettext(REFUSAL)


async def test_a_hint_speaks_the_users_language(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        api.private("danke", language="de")
        api.private("дякую", language="xx")
        messages = await api.sent(2)
    assert [message["text"] for message in messages] == [
        interface("de").gettext(NOT_A_QUESTION),
        NOT_A_QUESTION,
    ]


# While an answer is under way


@pytest.fixture
def slow() -> SlowEmbedder:
    return SlowEmbedder()


async def test_typing_is_shown_while_an_answer_takes_long(
    api: FakeBotApi, tmp_path: Path, slow: SlowEmbedder
) -> None:
    async with running(api, index_of(tmp_path, {"troops.md": TROOPS}, slow)):
        api.private(QUESTION)
        assert await api.until(lambda: bool(api.called("sendChatAction")))
        assert api.messages == []
        slow.released.set()
        [message] = await api.sent(1)
    assert api.called("sendChatAction") == [{"chat_id": 7, "action": "typing"}]
    assert covered(message, "bold") == ["20,000"]


async def test_an_answer_does_not_depend_on_showing_that_it_is_under_way(
    api: FakeBotApi, tmp_path: Path, slow: SlowEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "_BLINK", 0.0)
    api.fail_next("sendChatAction", 400, "Bad Request: something is wrong")
    async with running(api, index_of(tmp_path, {"troops.md": TROOPS}, slow)) as app:
        api.private(QUESTION)
        assert await api.until(lambda: bool(api.called("sendChatAction")))
        slow.released.set()
        [message] = await api.sent(1)
    assert covered(message, "bold") == ["20,000"]
    assert list(state_of(app).activity.faults) == []


async def test_typing_is_not_shown_where_an_answer_is_quick(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        api.private(QUESTION)
        await api.sent(1)
    assert api.called("sendChatAction") == []


async def test_typing_is_never_shown_in_a_group(
    api: FakeBotApi, tmp_path: Path, slow: SlowEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "_BLINK", 0.0)
    async with running(api, index_of(tmp_path, {"troops.md": TROOPS}, slow)):
        api.group("/ask how many soldiers?")
        assert await api.until(slow.asked.is_set)
        api.private("/help")
        await api.sent(1)
        slow.released.set()
        _, message = await api.sent(2)
    assert covered(message, "bold") == ["20,000"]
    assert api.called("sendChatAction") == []


# Whatever people type


@pytest.mark.parametrize(
    "text",
    [
        "\u202eHow many soldiers?\u202c",
        "\u200f\u2067How many soldiers?\u2069",
        "\u061cHow many soldiers?",
        "How many sol\u00addiers?",
        "How\u00a0many\u2003sol\u200bdiers?",
        "\ufeffHow many\x00 soldiers\x1b?\x7f\x9f",
        "How\t\tmany\r\n\u2028\u2029soldiers\u0085?",
        "HOW MANY SOLDIERS",
        "how many soldiers" + "?" * 4000,
        "How many soldiers? " + "and so on " * 400,
        "How many soldiers?" + "\n" * 4000,
        "How many soldiers? 🙂🇺🇦👨‍👩‍👧",
        "\ud83d How many soldiers?",
    ],
)
async def test_whatever_surrounds_a_question_it_is_answered(
    api: FakeBotApi, index: Index, text: str
) -> None:
    async with running(api, index) as app:
        api.private(text)
        [message] = await api.sent(1)
    assert covered(message, "bold") == ["20,000"]
    assert list(state_of(app).activity.faults) == []


@pytest.mark.parametrize(
    "text",
    [
        " ",
        "?",
        "?!…–—",
        "🙂",
        "\u200b",
        "\u202e\u202d",
        "\x00\x01\x1b",
        "\u0301",
        "\u2800",
        "\ud83d",
        "<>&\"'",
        "?" * 4096,
        "\u200d" * 4096,
    ],
)
async def test_what_has_no_words_gets_a_hint(api: FakeBotApi, index: Index, text: str) -> None:
    async with running(api, index) as app:
        api.private(text)
        [message] = await api.sent(1)
    assert message["text"] == NOT_A_QUESTION
    assert list(state_of(app).activity.faults) == []


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "2023",
        "x" * 4096,
        "Ж" * 4096,
        "ab " * 1365,
        "x\u0301\u0302\u0303" * 1000,
        "السؤال: كم عدد؟",
        "有多少士兵？",
        "\ud83d author?",
        "\x00author\x00?",
        "SELECT * FROM passages; --",
        '"author" OR (author AND NOT *) NEAR/2',
        "{user} {0} %s %(x)s",
        "/usr/bin",
        "[](https://example.org) *author* _author_ `author`",
    ],
)
async def test_what_the_reports_do_not_speak_of_is_refused(
    api: FakeBotApi, index: Index, text: str
) -> None:
    async with running(api, index) as app:
        api.private(text)
        [message] = await api.sent(1)
    assert message["text"].startswith(REFUSAL)
    assert list(state_of(app).activity.faults) == []


async def test_letters_with_their_marks_apart_are_the_same_letters(
    api: FakeBotApi, tmp_path: Path
) -> None:
    report = "---\ntitle: Küche\nlanguage: de\n---\n\nDie Küche zählt 12 Köche.\n"
    async with running(api, index_of(tmp_path, {"a.md": report})) as app:
        api.private(unicodedata.normalize("NFD", "Wie viele Köche?"))
        [message] = await api.sent(1)
    assert covered(message, "bold") == ["12"]
    assert question_of(app, message).text == "Wie viele Köche?"
