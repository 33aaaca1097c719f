"""What a bot says of itself, and what goes wrong on the way."""

import time

import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import Conflict, EndPointNotFound, NetworkError, RetryAfter, TimedOut

from tests.support.botapi import FakeBotApi
from tests.support.botapi.calls import refused, updates

# The bot itself


async def test_a_bot_says_what_it_may(api: FakeBotApi, bot: Bot) -> None:
    assert (bot.can_join_groups, bot.supports_inline_queries) == (True, True)
    assert (await bot.get_me()).can_read_all_group_messages is False
    api.sees_all = True
    assert (await bot.get_me()).can_read_all_group_messages is True


async def test_commands_are_set(api: FakeBotApi, bot: Bot) -> None:
    commands = [BotCommand("a" * 32, "a" * 256)] * 100
    everywhere = BotCommandScopeAllPrivateChats()
    assert await bot.set_my_commands(commands, scope=everywhere, language_code="de")
    [parameters] = api.called("setMyCommands")
    assert parameters["scope"] == {"type": "all_private_chats"}
    assert parameters["language_code"] == "de"


@pytest.mark.parametrize(
    ("fault", "commands", "language"),
    [
        ("BOT_COMMANDS_TOO_MUCH", [("a", "a")] * 101, "en"),
        ("BOT_COMMAND_INVALID", [("Ask", "a")], "en"),
        ("BOT_COMMAND_INVALID", [("a" * 33, "a")], "en"),
        ("BOT_COMMAND_DESCRIPTION_INVALID", [("a", "")], "en"),
        ("BOT_COMMAND_DESCRIPTION_INVALID", [("a", "a" * 257)], "en"),
        ("invalid language code specified", [("a", "a")], "de-AT"),
    ],
)
async def test_wrong_commands_are_refused(
    bot: Bot, fault: str, commands: list[tuple[str, str]], language: str
) -> None:
    with refused(fault):
        await bot.set_my_commands(commands, language_code=language)


async def test_a_bot_describes_itself(bot: Bot) -> None:
    assert await bot.set_my_name("a" * 64, language_code="de")
    assert await bot.set_my_description("a" * 512)
    assert await bot.set_my_short_description("a" * 120)
    with refused("bot name is too long"):
        await bot.set_my_name("a" * 65)
    with refused("bot description is too long"):
        await bot.set_my_description("a" * 513)
    with refused("bot short description is too long"):
        await bot.set_my_short_description("a" * 121)


async def test_a_webhook_takes_the_place_of_polling(api: FakeBotApi, bot: Bot) -> None:
    with refused("bad webhook: An HTTPS URL must be provided for webhook"):
        await bot.set_webhook("http://example.org")
    with refused("secret token contains unallowed characters"):
        await bot.set_webhook("https://example.org", secret_token="a b")
    assert await bot.set_webhook("https://example.org", secret_token="a-b")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_unknown_methods_are_not_found(bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendTelepathy")
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("_document")


async def test_updates_come_until_they_are_confirmed(api: FakeBotApi, bot: Bot) -> None:
    api.private("Second")
    first, second = await bot.get_updates()
    assert (await bot.get_updates(offset=second.update_id)) == (second,)
    assert (await bot.get_updates(offset=second.update_id + 1, timeout=0)) == ()
    assert first.message is not None
    assert first.message.text == "Hello"


async def test_a_bot_is_told_what_it_asks_for(api: FakeBotApi, bot: Bot) -> None:
    reaction = {"chat": {"id": 7, "type": "private"}, "message_id": 1, "date": 0}
    reaction |= {"old_reaction": [], "new_reaction": []}
    api.update("message_reaction", reaction)
    assert await updates(bot) == ()
    await bot.get_updates(allowed_updates=["message_reaction"])
    api.update("message_reaction", reaction)
    api.private("a")
    [update] = await updates(bot)
    assert update.message_reaction
    await bot.get_updates(allowed_updates=[])
    api.private("a")
    [update] = await updates(bot)
    assert update.message


# What goes wrong on the way


async def test_faults_are_injected_in_order(api: FakeBotApi, bot: Bot) -> None:
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)
    api.fail_next("sendMessage", 502, "Bad Gateway")
    with pytest.raises(RetryAfter):
        await bot.send_message(7, "a")
    with pytest.raises(NetworkError, match=r"^Bad Gateway$"):
        await bot.send_message(7, "a")
    assert (await bot.send_message(7, "a")).text == "a"


async def test_an_answer_is_late(api: FakeBotApi, bot: Bot) -> None:
    api.delay_next("sendMessage", 30)
    with pytest.raises(TimedOut):
        await bot.send_message(7, "a", read_timeout=0.2)
    assert [message["text"] for message in api.messages] == ["a"]
    api.delay_next("sendMessage", 0.2)
    start = time.monotonic()
    assert (await bot.send_message(7, "b")).text == "b"
    assert time.monotonic() - start >= 0.2


async def test_an_answer_is_lost(api: FakeBotApi, bot: Bot) -> None:
    api.lose_next("sendMessage")
    with pytest.raises(NetworkError, match="disconnected"):
        await bot.send_message(7, "a")
    assert [message["text"] for message in api.messages] == ["a"]
    assert (await bot.send_message(7, "b")).text == "b"
