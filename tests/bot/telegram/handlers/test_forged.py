"""Buttons that somebody's own program presses, and presses that come too late."""

import pytest

from bot.upkeep.records import ChatSettings
from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.telegram import (
    FILE_REFUSED,
    QUESTION,
    REPORT_GONE,
    TROOPS_QUOTE,
    VOTE_COUNTED,
    ask,
    buttons,
    covered,
    faults,
    is_reply,
    keyboard,
    press,
    reference_of,
    running,
    state_of,
)

NOBODY = "0123456789abcdef"


def forged(api: FakeBotApi, data: str, message: Json | None) -> Json:
    """The callback query of a program that says what it likes."""
    query: Json = {
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


def nonsense(document: str) -> list[str]:
    """Data of buttons that no message has, some with the id of a report that there is."""
    huge = "9" * 40
    references = ["", "x", "0-0", "1-2-3-4", f"{NOBODY}-0-1", f"{document}-zzz-zzzzz"]
    return [
        *(f"card:{permalink}" for permalink in references[:-1]),
        *(f"card:{end}" for end in (":", "::", "../../etc/passwd", "' or 1=1 --", "\x00", "😀")),
        *(f"turn:{permalink}:0" for permalink in references[:-1]),
        *(f"turn:{permalink}" for permalink in references[:-1]),
        "turn::",
        *(f"turn:{NOBODY}-0-1:{offset}" for offset in ("", "-1", "x", "1.5", huge, "²")),
        *(f"page:{permalink}" for permalink in references),
        "page:../../etc/passwd",
        *(f"file:{id}" for id in ("", "x", "../../etc/passwd", "/etc/passwd", "troops.md", "%")),
        *(f"file:{id}" for id in (NOBODY, f"{document}x", f"{document}-0-1", ".", "\x00")),
        *(f"good:{permalink}" for permalink in references),
        *(f"bad:{permalink}" for permalink in references),
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
        messages = [await ask(api, text) for text in (QUESTION, "/help", "/sources")]
        permalink = reference_of(messages[0])
        document, *_ = permalink.split("-")
        meant = [f"turn:{permalink}:0", f"turn:{document}-zzz-zzzzz", f"card:{document}-0-5"]
        meant += [f"file:{document}", "list:0:Eve was here", "list:1:"]
        for data in (*nonsense(document), *meant):
            for message in (*messages, inaccessible(messages[0]), None):
                if data not in meant or message in messages:
                    forged(api, data, message)
        told = await api.answered(forged(api, f"file:{NOBODY}", messages[0]))
        state = state_of(app)
        assert faults(app) == []
        assert state.records.settings(7) == ChatSettings()
        # Nothing is known of a message that is too old but that a button was pressed.
        assert state.records.forget_votes(7) == 1
    assert (told["text"], told["show_alert"]) == (FILE_REFUSED, True)
    assert {message["text"] for message in api.messages[3:]} == {REPORT_GONE}
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
        listed = await ask(api, "/sources troops")
        forged(api, data, inaccessible(listed))
        listed = await api.edited(listed)
        assert faults(app) == []
    assert listed["text"].startswith("2 reports:\n1. Troops in the East – ")
    assert buttons(listed) == [["1", "2"]]


async def test_a_card_is_turned_no_further_than_its_report(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        answer = await ask(api, QUESTION)
        card = await press(api, answer, "Source")
        before = card["text"]
        permalink = reference_of(answer)
        offsets = (":0", ":5", ":-5", ":", ":x", ":99999999", f":{'9' * 50}", ":1:2", "")
        for offset in offsets:
            query = forged(api, f"turn:{permalink}{offset}", inaccessible(card))
            assert (await api.answered(query))["text"] == ""
        await ask(api, "/help")
        assert faults(app) == []
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
            for row in keyboard(answer)
            for button in row
            if "callback_data" in button
        ]
        api.edit(question, "How many meetings?")
        answer = await api.edited(answer)
        for before in data:
            assert (await api.answered(forged(api, before, answer)))["text"] == ""
        assert state_of(app).records.forget_votes(7) == 0
    assert len(api.messages) == 1


async def test_only_answers_are_voted_on(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        answer = await ask(api, QUESTION)
        card = await press(api, answer, "Source")
        data = [button["callback_data"] for button in keyboard(answer)[-1]]
        for message in (card, await ask(api, "/help"), await ask(api, "/sources")):
            for thumb in (*data, "good:", "bad:", f"good:{NOBODY}-0-1"):
                assert (await api.answered(forged(api, thumb, message)))["text"] == ""
        records = state_of(app).records
        assert records.forget_votes(7) == 0
        await api.answered(forged(api, data[1], answer))
        [voted] = records.unanswered(10)
    assert (voted.question, voted.voted_down) == (QUESTION, 1)


async def test_a_message_that_is_too_old_has_its_buttons(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        answer = await ask(api, QUESTION)
        for button in keyboard(answer)[1]:
            told = await api.answered(forged(api, button["callback_data"], inaccessible(answer)))
            assert told["text"] == VOTE_COUNTED
        assert state_of(app).records.unanswered(10)[0].question == QUESTION
        assert state_of(app).records.forget_votes(7) == 1

        permalink = reference_of(answer)
        forged(api, f"card:{permalink}", inaccessible(answer))
        _, card = await api.sent(2)
        assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]
        assert is_reply(card, answer)

        listed = await ask(api, "/sources")
        forged(api, "list:0:troops", inaccessible(listed))
        assert (await api.edited(listed))["text"].startswith("1 report with “troops”:")
        forged(api, f"turn:{permalink}:0", inaccessible(listed))
        assert (await api.edited(listed, 2))["text"] == card["text"]
        assert faults(app) == []


async def test_a_press_that_is_answered_too_late_does_what_it_should(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index) as app:
        answer = await ask(api, QUESTION)
        for button in ("👎", "Source"):
            api.expire(api.press(answer, button))
        _, card = await api.sent(2)
        listed = await ask(api, "/sources")
        api.expire(forged(api, f"file:{NOBODY}", card))
        api.expire(forged(api, f"turn:{NOBODY}-0-1:0", card))
        api.expire(forged(api, "list:0:troops", inaccessible(listed)))
        await api.edited(listed)
        assert faults(app) == []
        assert state_of(app).records.forget_votes(7) == 1
    assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]
    assert listed["text"].startswith("1 report with “troops”:")


async def test_a_press_on_what_is_deleted_is_no_fault(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        answer = await ask(api, QUESTION)
        listed = await ask(api, "/sources")
        for message in (answer, listed):
            api.delete(message)
        permalink = reference_of(answer)
        forged(api, f"card:{permalink}", answer)
        *_, card = await api.sent(3)
        await api.answered(forged(api, f"turn:{permalink}:0", inaccessible(answer)))
        await api.answered(forged(api, "list:0:troops", inaccessible(listed)))
        await ask(api, "/help")
        assert faults(app) == []
    assert "reply_to_message" not in card
    assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]


async def test_settings_are_set_by_their_buttons_only(api: FakeBotApi, index: Index) -> None:
    nonsense = ["", "a:b", "quotes", "language:xx", "quiet:2"]
    nonsense += [f"quotes:{number}" for number in ("", "x", "-1", "999")]
    async with running(api, index) as app:
        messages = [await ask(api, text) for text in ("/settings", "/help")]
        for data in nonsense:
            for message in (*messages, inaccessible(messages[0])):
                forged(api, f"set:{data}", message)
        await ask(api, "/help")
        assert faults(app) == []
        assert state_of(app).records.settings(7) == ChatSettings()


async def test_a_button_of_deleted_settings_still_works(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        settings = await ask(api, "/settings")
        api.delete(settings)
        told = await api.answered(forged(api, "set:quotes:5", inaccessible(settings)))
        assert state_of(app).records.settings(7) == ChatSettings(quotes=5)
        again = await ask(api, "/settings")
        assert faults(app) == []
    assert told["text"] == "Saved."
    assert buttons(again)[3] == ["1", "2", "3", "✓ 5", "10"]
