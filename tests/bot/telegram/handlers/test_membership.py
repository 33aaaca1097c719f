"""The bot comes into a chat, leaves it, and goes with a group that gets another id."""

import logging

import pytest

from bot.wording.translations import translation
from index import Index
from tests.support.botapi import BOT, FakeBotApi, Json
from tests.support.telegram import (
    QUESTION,
    REFUSAL,
    TROOPS_QUOTE,
    ask,
    ask_in_group,
    covered,
    running,
    turn,
)

GROUP = -5
SUPERGROUP = -1005
ASK = "/ask how many soldiers?"
FOLLOW_UP = "/ask and the troops?"
ANSWERS = "I answer with what the reports say, word for word and with the source."
HOW = "Ask like this: /ask how many soldiers? Or reply to one of my messages."
MENTIONS = "You can also mention me anywhere in a message."
PRIVACY_MODE = "Privacy mode is on: a mention may not reach me; /ask@belegbot and a reply to me do."
RIGHTS = (
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos"
    " can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages"
    " can_add_web_page_previews can_change_info can_invite_users can_pin_messages"
    " can_manage_topics can_edit_tag can_react_to_messages"
).split()


def restricted(is_member: bool) -> Json:
    """The bot as a ChatMemberRestricted."""
    rights = dict.fromkeys(RIGHTS, False)
    return {"user": BOT, "status": "restricted", "is_member": is_member, "until_date": 0} | rights


def becomes(api: FakeBotApi, old: Json, new: Json, **chat: object) -> None:
    """The bot is told that it has become something else in a chat."""
    ada = {"id": 7, "is_bot": False, "first_name": "Ada", "language_code": "en"}
    place = {"id": GROUP, "type": "supergroup", "title": "Group"} | chat
    changed = {"chat": place, "from": ada, "date": 0, "old_chat_member": old}
    api.update("my_chat_member", changed | {"new_chat_member": new})


async def administrator(api: FakeBotApi) -> Json:
    """The bot as a ChatMemberAdministrator."""
    api.administrators[GROUP].add(BOT["id"])
    member = await api.result("getChatMember", {"chat_id": GROUP, "user_id": BOT["id"]})
    assert isinstance(member, dict)
    return member


# Coming


@pytest.mark.parametrize("kind", ["group", "supergroup"])
@pytest.mark.parametrize(("sees_all", "mentions"), [(True, MENTIONS), (False, PRIVACY_MODE)])
async def test_a_group_is_told_how_to_ask(
    api: FakeBotApi, index: Index, kind: str, sees_all: bool, mentions: str
) -> None:
    api.sees_all = sees_all
    async with running(api, index):
        api.add_bot(GROUP, kind=kind)
        [message] = await api.sent(1)
    assert message["chat"]["id"] == GROUP
    assert message["text"].split("\n") == [ANSWERS, HOW, mentions]


async def test_an_admin_is_not_hindered_by_the_privacy_mode(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        api.group("Hello", GROUP)
        becomes(api, api.membership(BOT, "left"), await administrator(api))
        [message] = await api.sent(1)
    assert message["text"].split("\n") == [ANSWERS, HOW, MENTIONS]


@pytest.mark.parametrize("language", ["de", "uk", "ru", "fr", "es"])
async def test_a_group_is_greeted_in_the_language_of_the_one_who_adds_the_bot(
    api: FakeBotApi, index: Index, language: str
) -> None:
    api.people[7] = {"id": 7, "is_bot": False, "first_name": "Ada", "language_code": language}
    async with running(api, index):
        api.add_bot(GROUP, by=7)
        [message] = await api.sent(1)
    ui = translation(language)
    assert message["text"].split("\n") == [
        *map(ui.gettext, (ANSWERS, HOW)),
        ui.gettext(PRIVACY_MODE.replace("belegbot", "{bot}"), bot="belegbot"),
    ]


async def test_a_group_that_lets_the_bot_say_little_is_greeted_all_the_same(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        api.group("Hello", GROUP)
        becomes(api, restricted(is_member=False), restricted(is_member=True))
        [message] = await api.sent(1)
    assert message["text"].startswith(ANSWERS)


async def test_other_changes_are_no_reason_to_speak(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        api.group("Hello", GROUP)
        member, admin = api.membership(BOT, "member"), await administrator(api)
        becomes(api, member, admin)
        becomes(api, admin, member)
        becomes(api, member, restricted(is_member=True))
        becomes(api, restricted(is_member=True), admin)
        becomes(api, api.membership(BOT, "left"), admin, type="channel")
        becomes(
            api, api.membership(BOT, "left"), api.membership(BOT, "member"), id=7, type="private"
        )
        message = await ask_in_group(api, ASK, group=GROUP)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert len(api.called("sendMessage")) == 1


async def test_a_group_that_forbids_the_greeting_is_served(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        api.fail_next(
            "sendMessage", 400, "Bad Request: not enough rights to send text messages to the chat"
        )
        api.add_bot(GROUP)
        assert await api.until(lambda: bool(api.called("sendMessage")))
        message = await ask_in_group(api, ASK, group=GROUP)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]


# Leaving


@pytest.mark.parametrize("how", ["removed", "left", "restricted"])
async def test_what_was_asked_in_a_group_goes_with_the_bot(
    api: FakeBotApi, index: Index, how: str
) -> None:
    async with running(api, index):
        api.group(ASK, GROUP)
        api.group(ASK, -6)
        await api.sent(2)
        if how == "removed":
            api.remove_bot(GROUP)
            api.add_bot(GROUP)
            await api.sent(3)
        else:
            gone = restricted(is_member=False) if how == "restricted" else api.membership(BOT, how)
            becomes(api, api.membership(BOT, "member"), gone)
        here = await ask_in_group(api, FOLLOW_UP, group=GROUP)
        elsewhere = await ask_in_group(api, FOLLOW_UP, group=-6)
    assert (covered(here, "bold"), covered(elsewhere, "bold")) == ([], ["20,000"])


async def test_a_user_who_blocks_the_bot_is_forgotten(
    api: FakeBotApi, index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    async with running(api, index):
        await ask(api, QUESTION)
        api.block()
        api.unblock()
        message = await ask(api, "and the troops?")
    assert covered(message, "bold") == []
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert lines == ["The bot left a chat; the data of the chat was deleted."]


# Another id


async def test_the_answer_to_a_group_that_has_moved_arrives_where_it_is_now(
    api: FakeBotApi, index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(api, index):
        api.add_bot(GROUP, kind="group")
        await api.sent(1)
        api.group(ASK, GROUP)
        api.migrate(GROUP, SUPERGROUP)
        [_, message] = await api.sent(2)
    assert message["chat"]["id"] == SUPERGROUP
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_group_that_has_moved_unnoticed_keeps_its_settings(
    api: FakeBotApi, index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    async with running(api, index):
        api.add_bot(GROUP, kind="group")
        await api.sent(1)
        api.administrators[GROUP].add(7)
        settings = await ask_in_group(api, "/settings", group=GROUP, user=7)
        await turn(api, settings, "Deutsch")
        api.migrate(GROUP, SUPERGROUP)
        api.updates.clear()
        api.press(settings, "10")  # of the message that is left behind
        assert await api.until(lambda: "which keeps its settings" in caplog.text)
        message = await ask_in_group(api, "/ask who is the author?", group=SUPERGROUP)
    assert message["text"] == translation("de").gettext(REFUSAL)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
