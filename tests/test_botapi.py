"""The stand-in for Telegram is as strict as Telegram."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, ReplyParameters
from telegram.error import BadRequest, NetworkError, RetryAfter

from tests.botapi import FakeBotApi
from tests.markup import MarkupError, cut, parse


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as api:
        api.private("Hello", user=7)
        yield api


@pytest.fixture
async def bot(api: FakeBotApi) -> AsyncIterator[Bot]:
    async with Bot("1:a", base_url=f"{api.url}/bot") as bot:
        yield bot


def test_markup_becomes_text_and_entities() -> None:
    html = '<blockquote>🙂 a &lt;<b>b&#x27;</b></blockquote>\n<a href="http://c/?d&amp;e">f</a>'
    text, entities = parse(html)
    assert text == "🙂 a <b'\nf"
    assert [(entity["type"], cut(text, entity)) for entity in entities] == [
        ("blockquote", "🙂 a <b'"),
        ("bold", "b'"),
        ("text_link", "f"),
    ]
    assert entities[1] == {"type": "bold", "offset": 6, "length": 2}
    assert entities[2]["url"] == "http://c/?d&e"


@pytest.mark.parametrize(
    "html",
    [
        "a < b",
        "a & b",
        "&nbsp;",
        "<b>a",
        "a</b>",
        "<b><i>a</b></i>",
        "<x>a</x>",
        "<blockquote><b><blockquote>a</blockquote></b></blockquote>",
    ],
)
def test_wrong_markup_is_refused(html: str) -> None:
    with pytest.raises(MarkupError):
        parse(html)


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<b>a", "Can't parse entities: can't find the end tag of 'b'"),
        (" ", "Message text is empty"),
        ("<b></b>", "Message text is empty"),
        ("🙂" * 2048 + "a", "Message is too long"),
        ("<b>a</b>" * 101, "Too many entities"),
    ],
)
async def test_what_cannot_be_sent_is_refused(bot: Bot, html: str, fault: str) -> None:
    with pytest.raises(BadRequest, match=f"^{fault}$"):
        await bot.send_message(7, html, parse_mode="HTML")


async def test_the_longest_message_is_sent(bot: Bot) -> None:
    message = await bot.send_message(7, "<b>" + "🙂" * 2048 + "</b>", parse_mode="HTML")
    assert message.text == "🙂" * 2048


async def test_a_reply_needs_its_message(api: FakeBotApi, bot: Bot) -> None:
    asked = api.private("How many?", user=7)["message_id"]
    assert (await bot.send_message(7, "a", reply_to_message_id=asked)).reply_to_message
    with pytest.raises(BadRequest, match=r"^Message to be replied not found$"):
        await bot.send_message(7, "a", reply_to_message_id=asked + 1000)
    gone = ReplyParameters(asked + 1000, allow_sending_without_reply=True)
    assert not (await bot.send_message(7, "a", reply_parameters=gone)).reply_to_message


async def test_a_bot_writes_only_to_those_it_knows(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.send_message(8, "a")


async def test_updates_come_until_they_are_confirmed(api: FakeBotApi, bot: Bot) -> None:
    api.private("Second")
    first, second = await bot.get_updates()
    assert (await bot.get_updates(offset=second.update_id)) == (second,)
    assert (await bot.get_updates(offset=second.update_id + 1, timeout=0)) == ()
    assert first.message is not None
    assert first.message.text == "Hello"


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_faults_are_injected_in_order(api: FakeBotApi, bot: Bot) -> None:
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)
    api.fail_next("sendMessage", 502, "Bad Gateway")
    with pytest.raises(RetryAfter):
        await bot.send_message(7, "a")
    with pytest.raises(NetworkError, match=r"^Bad Gateway$"):
        await bot.send_message(7, "a")
    assert (await bot.send_message(7, "a")).text == "a"
