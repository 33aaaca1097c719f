"""What people do, and what a bot is told of it."""

import pytest
from telegram import Bot, ChatMemberAdministrator, ChatMemberMember, MessageEntity
from telegram.error import ChatMigrated, Forbidden

from tests.support.botapi import BOT, FakeBotApi
from tests.support.botapi.calls import article, button, buttons, refused, updates

# What people say


async def test_a_group_has_people_replies_and_topics(api: FakeBotApi, bot: Bot) -> None:
    first = api.group("@belegbot how many?", user=8, name="Bo", language=None, thread=9)
    second = api.group("So?", user=9, reply_to=first)
    api.group("And?", reply_to=second)
    [one, two, three] = [update.message for update in await updates(bot)]
    assert one and two and three
    assert one.from_user and (one.from_user.id, one.from_user.first_name) == (8, "Bo")
    assert one.from_user.language_code is None
    assert one.parse_entities(["mention"]) == {MessageEntity("mention", 0, 9): "@belegbot"}
    assert (one.message_thread_id, one.is_topic_message, one.chat.is_forum) == (9, True, True)
    assert two.message_thread_id == 9
    assert two.reply_to_message and two.reply_to_message.message_id == one.message_id
    assert three.reply_to_message and three.reply_to_message.message_id == two.message_id
    assert three.reply_to_message.reply_to_message is None
    assert three.from_user and three.from_user.id == 5


async def test_a_reply_shows_the_keyboard_of_what_it_answers(api: FakeBotApi, bot: Bot) -> None:
    await bot.send_message(7, "a", reply_markup=buttons([button()]))
    api.private("b", reply_to=api.messages[0])
    [update] = await updates(bot)
    assert update.message and update.message.reply_to_message
    assert update.message.reply_to_message.reply_markup == buttons([button()])


async def test_a_message_may_have_no_text(api: FakeBotApi, bot: Bot) -> None:
    voice = {"file_id": "v", "file_unique_id": "u", "duration": 3}
    api.private(None, voice=voice, caption="See /help")
    [update] = await updates(bot)
    assert update.message and update.message.voice
    assert update.message.text is None
    assert list(update.message.parse_caption_entities().values()) == ["/help"]


async def test_an_anonymous_administrator_is_nobody(api: FakeBotApi, bot: Bot) -> None:
    api.group("a", sender_chat={"id": -5, "type": "supergroup", "title": "Group"})
    [update] = await updates(bot)
    assert update.message and update.message.from_user and update.message.sender_chat
    assert update.message.from_user.username == "GroupAnonymousBot"
    assert update.message.sender_chat.id == -5


async def test_an_edited_message_has_new_entities(api: FakeBotApi, bot: Bot) -> None:
    asked = api.group("/ask a", thread=9)
    api.edit(asked, "well, /help")
    before, after = await updates(bot)
    assert before.message and before.message.text == "/ask a"
    assert after.edited_message and after.edited_message.message_thread_id == 9
    assert after.edited_message.parse_entities() == {MessageEntity("bot_command", 6, 5): "/help"}
    assert after.edited_message.edit_date is not None
    assert asked["text"] == "well, /help"


# Members


async def test_members_and_administrators_are_told_apart(api: FakeBotApi, bot: Bot) -> None:
    api.group("a", user=8, name="Bo")
    api.administrators[-5] |= {8, BOT["id"]}
    bo = await bot.get_chat_member(-5, 8)
    assert isinstance(bo, ChatMemberAdministrator)
    assert bo.user.first_name == "Bo"
    assert isinstance(await bot.get_chat_member(-5, 7), ChatMemberMember)
    administrators = await bot.get_chat_administrators(-5)
    assert [administrator.user.id for administrator in administrators] == [BOT["id"], 8]
    with refused("there are no administrators in the private chat"):
        await bot.get_chat_administrators(7)
    with refused("chat not found"):
        await bot.get_chat_member(-9, 7)


async def test_a_chat_is_described(api: FakeBotApi, bot: Bot) -> None:
    api.add_bot(-5, title="Team")
    chat = await bot.get_chat(-5)
    assert (chat.type, chat.title) == ("supergroup", "Team")


async def test_a_bot_is_added_and_removed(api: FakeBotApi, bot: Bot) -> None:
    api.add_bot(-5, by=8, title="Team", kind="group")
    said = api.group("a")
    assert said["chat"] == {"id": -5, "type": "group", "title": "Team"}
    assert await bot.send_message(-5, "a")
    api.remove_bot(-5, by=8)
    api.group("Is it gone?")
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was kicked from the group chat$"):
        await bot.send_message(-5, "a")
    api.add_bot(-5)
    assert await bot.send_message(-5, "a")
    changes = [update.my_chat_member for update in await updates(bot) if update.my_chat_member]
    assert [(one.old_chat_member.status, one.new_chat_member.status) for one in changes] == [
        ("left", "member"),
        ("member", "kicked"),
        ("kicked", "member"),
    ]
    assert [change.from_user.id for change in changes] == [8, 8, 7]


async def test_a_bot_is_removed_from_a_supergroup(api: FakeBotApi, bot: Bot) -> None:
    api.add_bot(-5)
    api.remove_bot(-5)
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was kicked from the supergroup chat$"):
        await bot.edit_message_text("a", -5, 1)


async def test_a_bot_leaves(api: FakeBotApi, bot: Bot) -> None:
    api.group("Hello")
    assert await bot.leave_chat(-5)
    [update] = [update for update in await updates(bot) if update.my_chat_member]
    assert update.my_chat_member and update.my_chat_member.from_user.id == BOT["id"]
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(-5, "a")
    with refused("chat member status can't be changed in private chats"):
        await bot.leave_chat(7)


async def test_a_user_blocks_the_bot(api: FakeBotApi, bot: Bot) -> None:
    api.block(7)
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was blocked by the user$"):
        await bot.send_message(7, "a")
    with pytest.raises(AssertionError, match="unblock"):
        api.private("b", user=7)
    api.unblock(7)
    assert await bot.send_message(7, "a")
    changes = [update.my_chat_member for update in await updates(bot) if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_a_group_becomes_a_supergroup(api: FakeBotApi, bot: Bot) -> None:
    api.add_bot(-5, title="Team", kind="group")
    api.administrators[-5].add(8)
    api.migrate(-5, to=-1005)
    [_, away, here] = await updates(bot)
    assert away.message and (away.message.chat_id, away.message.migrate_to_chat_id) == (-5, -1005)
    assert here.message and (here.message.chat_id, here.message.migrate_from_chat_id) == (-1005, -5)
    assert (here.message.chat.type, here.message.chat.title) == ("supergroup", "Team")
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(-5, "a")
    assert caught.value.new_chat_id == -1005
    assert await bot.send_message(-1005, "a")
    assert api.administrators[-1005] == {8}
    with pytest.raises(AssertionError, match="supergroup already"):
        api.migrate(-1005, to=-1006)


# What happened


async def test_the_history_is_what_happened_in_order(api: FakeBotApi, bot: Bot) -> None:
    api.add_bot(-5, by=8, title="Team")
    asked = api.group("/ask a", user=8)
    api.edit(asked, "/ask b")
    sent = await bot.send_message(-5, "c", reply_markup=buttons([button()]))
    query = api.press(api.messages[0], "More", user=9)
    await bot.answer_callback_query(query["id"], "d")
    await bot.edit_message_text("e", -5, sent.message_id)
    await bot.send_document(-5, b"f", caption="g")
    inline = api.inline("h", user=8)
    await bot.answer_inline_query(inline["id"], [article()])
    api.choose(inline, "1", -5)
    await bot.delete_message(-5, sent.message_id)
    api.remove_bot(-5, by=8)
    me = BOT["id"]
    assert [(event.kind, event.chat, event.user, event.text) for event in api.history] == [
        ("said", 7, 7, "Hello"),
        ("joined", -5, 8, "Team"),
        ("said", -5, 8, "/ask a"),
        ("edited", -5, 8, "/ask b"),
        ("sent", -5, me, "c"),
        ("pressed", -5, 9, "More"),
        ("answered", -5, me, "d"),
        ("changed", -5, me, "e"),
        ("sent", -5, me, "g"),
        ("asked", None, 8, "h"),
        ("offered", None, me, "h"),
        ("chosen", -5, 8, "A"),
        ("deleted", -5, me, "e"),
        ("left", -5, 8, "Team"),
    ]
    assert api.history[2].data["text"] == "/ask a"
    assert api.history[4].data["reply_markup"]["inline_keyboard"][0][0]["text"] == "More"
