"""Buttons that somebody's own program presses, and presses that come too late."""

import pytest

from bot.records import ChatSettings
from bot.state import STATE
from index.search import Index
from tests.botapi import FakeBotApi, Json
from tests.telegram import QUESTION, TROOPS_QUOTE, buttons, covered, running

NOBODY = "0123456789abcdef"
GONE = "That report is no longer in the index, or it was changed."
CANNOT = "This file cannot be sent."


def pressed(api: FakeBotApi, data: str, message: Json | None) -> Json:
    """The callback query of a program that says what it likes."""
    query = {
        "id": str(api.next_id()),
        "from": {"id": 7, "is_bot": False, "first_name": "Eve", "language_code": "en"},
        "chat_instance": "1",
        "data": data,
        **({"message": message} if message else {"inline_message_id": "inline-1"}),
    }
    api.queries[query["id"]] = query
    api.update("callback_query", query)
    return query


def inaccessible(message: Json) -> Json:
    """What Telegram tells of a message that is too old."""
    return {"chat": message["chat"], "message_id": message["message_id"], "date": 0}


async def asked(api: FakeBotApi, text: str) -> Json:
    """What the bot says to a text in a private chat."""
    count = len(api.messages)
    api.private(text)
    return (await api.sent(count + 1))[count]


def nonsense(document: str) -> list[str]:
    """Data of buttons that no message has, some with the id of a report that there is."""
    huge = "9" * 40
    references = ["", "x", "0-0", "1-2-3-4", f"{NOBODY}-0-1", f"{document}-zzz-zzzzz"]
    return [
        *(f"card:{reference}" for reference in references[:-1]),
        *(f"card:{end}" for end in (":", "::", "../../etc/passwd", "' or 1=1 --", "\x00", "😀")),
        *(f"turn:{reference}:0" for reference in references[:-1]),
        *(f"turn:{reference}" for reference in references[:-1]),
        "turn::",
        *(f"turn:{NOBODY}-0-1:{offset}" for offset in ("", "-1", "x", "1.5", huge, "²")),
        *(f"file:{id}" for id in ("", "x", "../../etc/passwd", "/etc/passwd", "troops.md", "%")),
        *(f"file:{id}" for id in (NOBODY, f"{document}x", f"{document}-0-1", ".", "\x00")),
        *(f"good:{reference}" for reference in references),
        *(f"bad:{reference}" for reference in references),
        "card",
        "turn",
        "CARD:",
        "nothing",
        "",
    ]


async def test_what_no_button_does_is_neither_done_nor_a_fault(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index) as app:
        messages = [await asked(api, text) for text in (QUESTION, "/help", "/sources")]
        reference = messages[0]["reply_markup"]["inline_keyboard"][0][0]["callback_data"][5:]
        document, *_ = reference.split("-")
        meant = [f"turn:{reference}:0", f"turn:{document}-zzz-zzzzz", f"card:{document}-0-5"]
        meant += [f"file:{document}", "list:0:Eve was here", "list:1:"]
        for data in (*nonsense(document), *meant):
            for message in (*messages, inaccessible(messages[0]), None):
                if data not in meant or message in messages:
                    pressed(api, data, message)
        told = await api.answered(pressed(api, f"file:{NOBODY}", messages[0]))
        state = app.bot_data[STATE]
        assert not state.activity.faults
        assert state.records.settings(7) == ChatSettings()
        # Nothing is known of a message that is too old but that a button was pressed.
        assert state.records.forget_votes(7) == 1
    assert (told["text"], told["show_alert"]) == (CANNOT, True)
    assert {message["text"] for message in api.messages[3:]} == {GONE}
    assert not api.edits
    assert not api.called("sendDocument")


@pytest.mark.parametrize(
    "data",
    [
        "list:",
        "list::",
        "list:x",
        "list:-1:",
        "list:99999:",
        "list:99999999999999999999:",
        "list:0",
        "list:1.5:",
        "list:²:",
    ],
)
async def test_a_list_has_the_pages_that_it_has(api: FakeBotApi, index: Index, data: str) -> None:
    async with running(api, index) as app:
        listed = await asked(api, "/sources troops")
        pressed(api, data, inaccessible(listed))
        listed = await api.edited(listed)
        assert not app.bot_data[STATE].activity.faults
    assert listed["text"].startswith("2 reports:\n1. Troops in the East – ")
    assert buttons(listed) == [["1", "2"]]


async def test_a_card_is_turned_no_further_than_its_report(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        answer = await asked(api, QUESTION)
        api.press(answer, "Source")
        _, card = await api.sent(2)
        before = card["text"]
        reference = answer["reply_markup"]["inline_keyboard"][0][0]["callback_data"][5:]
        offsets = (":0", ":5", ":-5", ":", ":x", ":99999999", f":{'9' * 50}", ":1:2", "")
        for offset in offsets:
            query = pressed(api, f"turn:{reference}{offset}", inaccessible(card))
            assert (await api.answered(query))["text"] == ""
        await asked(api, "/help")
        assert not app.bot_data[STATE].activity.faults
    assert card["text"] == before
    assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]


async def test_a_button_that_is_gone_meanwhile_is_pressed_in_vain(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index) as app:
        question = api.private(QUESTION)
        [answer] = await api.sent(1)
        data = [
            button["callback_data"]
            for row in answer["reply_markup"]["inline_keyboard"]
            for button in row
            if "callback_data" in button
        ]
        api.edit(question, "How many meetings?")
        answer = await api.edited(answer)
        for before in data:
            assert (await api.answered(pressed(api, before, answer)))["text"] == ""
        assert app.bot_data[STATE].records.forget_votes(7) == 0
    assert len(api.messages) == 1


async def test_only_answers_are_voted_on(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        answer = await asked(api, QUESTION)
        api.press(answer, "Source")
        _, card = await api.sent(2)
        data = [button["callback_data"] for button in answer["reply_markup"]["inline_keyboard"][-1]]
        for message in (card, await asked(api, "/help"), await asked(api, "/sources")):
            for thumb in (*data, "good:", "bad:", f"good:{NOBODY}-0-1"):
                assert (await api.answered(pressed(api, thumb, message)))["text"] == ""
        records = app.bot_data[STATE].records
        assert records.forget_votes(7) == 0
        await api.answered(pressed(api, data[1], answer))
        [voted] = records.unanswered(10)
    assert (voted.question, voted.voted_down) == (QUESTION, 1)


async def test_a_message_that_is_too_old_has_its_buttons(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        answer = await asked(api, QUESTION)
        for button in answer["reply_markup"]["inline_keyboard"][1]:
            told = await api.answered(pressed(api, button["callback_data"], inaccessible(answer)))
            assert told["text"].startswith("Thank you")
        assert app.bot_data[STATE].records.unanswered(10)[0].question == QUESTION
        assert app.bot_data[STATE].records.forget_votes(7) == 1

        source = answer["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        pressed(api, source, inaccessible(answer))
        _, card = await api.sent(2)
        assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]
        assert card["reply_to_message"]["message_id"] == answer["message_id"]

        listed = await asked(api, "/sources")
        pressed(api, "list:0:troops", inaccessible(listed))
        assert (await api.edited(listed))["text"].startswith("1 report with “troops”:")
        pressed(api, source.replace("card", "turn") + ":0", inaccessible(listed))
        assert (await api.edited(listed, 2))["text"] == card["text"]
        assert not app.bot_data[STATE].activity.faults


async def test_a_press_that_is_answered_too_late_does_what_it_should(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index) as app:
        answer = await asked(api, QUESTION)
        for button in ("👎", "Source"):
            api.expire(api.press(answer, button))
        _, card = await api.sent(2)
        listed = await asked(api, "/sources")
        api.expire(pressed(api, f"file:{NOBODY}", card))
        api.expire(pressed(api, f"turn:{NOBODY}-0-1:0", card))
        api.expire(pressed(api, "list:0:troops", inaccessible(listed)))
        await api.edited(listed)
        assert not app.bot_data[STATE].activity.faults
        assert app.bot_data[STATE].records.forget_votes(7) == 1
    assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]
    assert listed["text"].startswith("1 report with “troops”:")


async def test_a_press_on_what_is_deleted_is_no_fault(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        answer = await asked(api, QUESTION)
        listed = await asked(api, "/sources")
        for message in (answer, listed):
            api.delete(message)
        reference = answer["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        pressed(api, reference, answer)
        *_, card = await api.sent(3)
        await api.answered(
            pressed(api, reference.replace("card", "turn") + ":0", inaccessible(answer))
        )
        await api.answered(pressed(api, "list:0:troops", inaccessible(listed)))
        await asked(api, "/help")
        assert not app.bot_data[STATE].activity.faults
    assert "reply_to_message" not in card
    assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]


async def test_settings_are_set_by_their_buttons_only(api: FakeBotApi, index: Index) -> None:
    forged = ("set:", "set:quotes", "set:quotes:", "set:quotes:x", "set:quotes:999", "set:a:b")
    async with running(api, index) as app:
        messages = [await asked(api, text) for text in ("/settings", "/help")]
        for data in (*forged, "set:quotes:-1", "set:language:xx", "set:quiet:2"):
            for message in (*messages, inaccessible(messages[0])):
                pressed(api, data, message)
        await asked(api, "/help")
        assert not app.bot_data[STATE].activity.faults
        assert app.bot_data[STATE].records.settings(7) == ChatSettings()
