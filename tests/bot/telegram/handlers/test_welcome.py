"""/start, /help, deep links, and hints."""

import re
from pathlib import Path

import pytest

from bot.wording.translations import LANGUAGES
from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.telegram import (
    HOW_TO_ASK,
    MEETINGS,
    PHOTO,
    QUESTION,
    REPORT_GONE,
    STICKER,
    TEXT_ONLY,
    TROOPS,
    TROOPS_QUOTE,
    UNKNOWN_COMMAND,
    VOICE,
    ask,
    ask_in_group,
    buttons,
    covered,
    faults,
    is_reply,
    keyboard,
    running,
)
from tests.support.tiny import index_of

ADDING = "https://t.me/belegbot?startgroup="


async def deep_link(api: FakeBotApi) -> str:
    """What stands behind ?start= in the link to the quote of an answer."""
    answer = await ask(api, QUESTION)
    card = await ask(api, "/source", reply_to=answer)
    [link] = [
        button["copy_text"]["text"]
        for row in keyboard(card)
        for button in row
        if button["text"] == "Copy link"
    ]
    address, _, payload = link.partition("?start=")
    assert address == "https://t.me/belegbot"
    return str(payload)


# Help


@pytest.mark.parametrize("command", ["/start", "/help", "/start help", "/start@belegbot"])
async def test_help_tells_how_to_ask_and_adds_the_bot_to_a_group(
    api: FakeBotApi, index: Index, command: str
) -> None:
    async with running(api, index):
        asked = api.private(command)
        [message] = await api.sent(1)
    assert is_reply(message, asked)
    assert message["text"].startswith(f"{HOW_TO_ASK} The answer is what the reports say")
    assert message["entities"] == []
    for other in ("/ask", "/sources", "/source", "/privacy", "/forget", "/settings"):
        assert re.search(rf"{other}\b", message["text"])
    [[button]] = keyboard(message)
    assert button["text"] == "Add to a group"
    assert re.fullmatch(rf"{re.escape(ADDING)}[A-Za-z0-9_-]{{1,64}}", button["url"])


async def test_help_is_in_the_language_of_its_reader(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        texts = [(await ask(api, "/help", language=code))["text"] for code in LANGUAGES]
        unknown = [(await ask(api, "/help", language=code))["text"] for code in ("pl", None)]
    assert len(set(texts)) == len(LANGUAGES)
    assert unknown == [texts[0]] * 2


async def test_in_a_group_help_adds_nothing(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        commands = ("/help", "/start", "/start@belegbot")
        messages = [await ask_in_group(api, command) for command in commands]
    assert all(message["text"].startswith(HOW_TO_ASK) for message in messages)
    assert [buttons(message) for message in messages] == [[]] * 3


async def test_a_group_to_which_the_button_adds_the_bot_is_greeted_once(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        message = await ask(api, "/start")
        url = keyboard(message)[0][0]["url"]
        api.add_bot(group=-5, by=7)
        api.group(f"/start@belegbot {url.removeprefix(ADDING)}", group=-5, user=7)
        api.group("/ask how many soldiers?", group=-5, user=7)
        _, greeting, answer = await api.sent(3)
    assert greeting["text"].startswith("I answer with what the reports say")
    assert covered(answer, "blockquote") == [TROOPS_QUOTE]


# Deep links


async def test_a_deep_link_opens_the_card_of_a_quote(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        payload = await deep_link(api)
        assert re.fullmatch("[A-Za-z0-9_-]{1,64}", payload)
        opening = api.private(f"/start {payload}", user=8)
        *_, card = await api.sent(3)
    assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]
    assert buttons(card) == [["Copy citation", "Copy link"]]
    assert is_reply(card, opening)


async def test_a_group_opens_a_card_too(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        payload = await deep_link(api)
        card = await ask_in_group(api, f"/start@belegbot {payload}", thread=9)
    assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]
    assert card["message_thread_id"] == 9


async def test_a_deep_link_holds_as_long_as_its_report_is_unchanged(
    api: FakeBotApi, tmp_path: Path
) -> None:
    index = index_of(tmp_path, {"troops.md": TROOPS})
    async with running(api, index, maintainers="7"):
        payload = await deep_link(api)
        # A report before it, and another name of its file: the same report.
        (tmp_path / "corpus" / "troops.md").rename(tmp_path / "corpus" / "renamed.md")
        newer = index_of(tmp_path, {"before.md": MEETINGS})
        assert newer.manifest.version in (await ask(api, "/reload"))["text"]
        card = await ask(api, f"/start {payload}")
        assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]

        changed = TROOPS.replace("Most of", "All")
        newest = index_of(tmp_path, {"renamed.md": changed})
        await ask(api, "/reload")
        assert (await ask(api, f"/start {payload}"))["text"] == REPORT_GONE
        assert (await ask(api, f"/start {payload}", language="de"))["text"] == (
            "Dieser Bericht ist nicht mehr im Index oder wurde geändert."
        )

        (tmp_path / "corpus" / "renamed.md").write_text(TROOPS, encoding="utf-8")
        back = index_of(tmp_path, {})
        await ask(api, "/reload")
        card = await ask(api, f"/start {payload}")
        assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]

        (tmp_path / "corpus" / "renamed.md").unlink()
        without = index_of(tmp_path, {})
        await ask(api, "/reload")
        assert (await ask(api, f"/start {payload}"))["text"] == REPORT_GONE
    for opened in (newer, newest, back, without):
        opened.close()


async def test_a_deep_link_opens_after_a_restart(api: FakeBotApi, index: Index, kept: Path) -> None:
    async with running(api, index, records_file=kept):
        payload = await deep_link(api)
    async with running(api, index, records_file=kept):
        card = await ask(api, f"/start {payload}", user=8)
    assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]


async def test_nonsense_behind_start_gets_help(api: FakeBotApi, index: Index) -> None:
    payloads = (
        "x",
        "a" * 64,
        "0123456789abcdef",
        "0123456789abcdef-1",
        "0123456789abcdef-1-2-3",
        f"0123456789abcdef-{'z' * 40}-1",
        "../../etc/passwd",
        "' or 1=1 --",
        "<b>&",
        "%00",
        "😀",
        "1-2-" + "z" * 4000,
        "\u202e1-2-3",
    )
    async with running(api, index) as app:
        messages = [await ask(api, f"/start {payload}") for payload in payloads]
        assert faults(app) == []
    assert [message["text"][:20] for message in messages] == [HOW_TO_ASK[:20]] * len(payloads)


async def test_a_report_that_never_was_is_gone(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        for payload in ("0123456789abcdef-0-1", "0-0-0", f"{'f' * 16}-{'z' * 11}-{'z' * 11}"):
            assert (await ask(api, f"/start {payload}"))["text"] == REPORT_GONE
        assert faults(app) == []


@pytest.mark.parametrize(
    ("span", "bold"),
    [
        ("0-0", []),
        ("5-4", []),
        ("zzz-0", []),
        ("zzz-zzzz", []),
        (f"{'z' * 11}-{'z' * 11}", []),
        (f"0-{'z' * 11}", [f"{TROOPS_QUOTE} Most of the trade goes by rail."]),
        ("0-3", ["The"]),
    ],
)
async def test_any_span_of_a_report_shows_the_report(
    api: FakeBotApi, index: Index, span: str, bold: list[str]
) -> None:
    async with running(api, index) as app:
        document, *_ = (await deep_link(api)).split("-")
        card = await ask(api, f"/start {document}-{span}")
        assert faults(app) == []
    assert covered(card, "bold") == ["Troops in the East", *bold]
    assert covered(card, "blockquote") == [f"{TROOPS_QUOTE} Most of the trade goes by rail."]


# What is not understood


@pytest.mark.parametrize("command", ["/foo", "/source_"])
async def test_an_unknown_command_gets_a_hint(api: FakeBotApi, index: Index, command: str) -> None:
    async with running(api, index):
        message = await ask(api, command)
    assert message["text"] == UNKNOWN_COMMAND


@pytest.mark.parametrize(
    "content",
    [
        PHOTO,
        STICKER,
        VOICE,
        {"location": {"latitude": 1.0, "longitude": 1.0}},
        {"dice": {"emoji": "🎲", "value": 6}},
    ],
    ids=lambda content: next(iter(content)),
)
async def test_what_is_no_text_gets_a_hint_only_privately(
    api: FakeBotApi, index: Index, content: Json
) -> None:
    async with running(api, index):
        answer = await ask_in_group(api, "/ask how many soldiers?")
        api.group(None, **content)
        api.group(None, reply_to=answer, **content)
        asked = api.group("/ask how many meetings?")
        _, message = await api.sent(2)
        hint = await ask(api, None, **content)
    assert is_reply(message, asked)
    assert (hint["chat"]["id"], hint["text"]) == (7, TEXT_ONLY)
    assert len(api.messages) == 3


async def test_the_pictures_of_an_album_get_no_hint_each(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        for _ in range(3):
            api.private(None, **PHOTO, media_group_id="1")
        message = await ask(api, QUESTION)
    assert covered(message, "bold") == ["20,000"]
    assert len(api.messages) == 1


async def test_a_button_of_an_older_version_says_so(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await ask(api, QUESTION)
        message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = "vote:1"
        answer = await api.answered(api.press(message, "vote:1"))
    assert answer["text"] == "This button is out of date. Please ask again."
