"""/start, /help, deep links, and hints."""

import re
from pathlib import Path

import pytest

from bot.interface import LANGUAGES
from bot.state import STATE
from index.search import Index
from tests.botapi import FakeBotApi, Json
from tests.telegram import MEETINGS, QUESTION, TROOPS, TROOPS_QUOTE, buttons, covered, running
from tests.tiny import index_of

HOW_TO_ASK = "Ask a question, in English, German, Ukrainian, Russian, French or Spanish."
GONE = "That report is no longer in the index, or it was changed."
ADDING = "https://t.me/belegbot?startgroup="


async def said(api: FakeBotApi, text: str | None, **more: object) -> Json:
    """What the bot says to a text in a private chat."""
    count = len(api.messages)
    api.private(text, **more)  # type: ignore[arg-type]
    return (await api.sent(count + 1))[count]


async def deep_link(api: FakeBotApi) -> str:
    """What stands behind ?start= in the link to the quote of an answer."""
    answer = await said(api, QUESTION)
    card = await said(api, "/source", reply_to=answer)
    [link] = [
        button["copy_text"]["text"]
        for row in card["reply_markup"]["inline_keyboard"]
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
        message = await said(api, command)
    assert message["text"].startswith(HOW_TO_ASK)
    for other in ("/ask", "/sources", "/source", "/privacy", "/forget", "/settings"):
        assert re.search(rf"{other}\b", message["text"])
    [[button]] = message["reply_markup"]["inline_keyboard"]
    assert button["text"] == "Add to a group"
    assert re.fullmatch(rf"{re.escape(ADDING)}[A-Za-z0-9_-]{{1,64}}", button["url"])


async def test_help_is_in_the_language_of_its_reader(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        texts = [(await said(api, "/help", language=code))["text"] for code in LANGUAGES]
        unknown = [(await said(api, "/help", language=code))["text"] for code in ("pl", None)]
    assert len(set(texts)) == len(LANGUAGES)
    assert unknown == [texts[0]] * 2


async def test_in_a_group_help_adds_nothing(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        for command in ("/help", "/start", "/start@belegbot"):
            api.group(command)
        messages = await api.sent(3)
    assert all(message["text"].startswith(HOW_TO_ASK) for message in messages)
    assert [buttons(message) for message in messages] == [[]] * 3


async def test_a_group_to_which_the_button_adds_the_bot_is_greeted_once(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        message = await said(api, "/start")
        url = message["reply_markup"]["inline_keyboard"][0][0]["url"]
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
    assert card["reply_to_message"]["message_id"] == opening["message_id"]


async def test_a_group_opens_a_card_too(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        payload = await deep_link(api)
        api.group(f"/start@belegbot {payload}", thread=9)
        *_, card = await api.sent(3)
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
        assert newer.manifest.version in (await said(api, "/reload"))["text"]
        card = await said(api, f"/start {payload}")
        assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]

        changed = TROOPS.replace("Most of", "All")
        newest = index_of(tmp_path, {"renamed.md": changed})
        await said(api, "/reload")
        assert (await said(api, f"/start {payload}"))["text"] == GONE
        assert (await said(api, f"/start {payload}", language="de"))["text"] == (
            "Dieser Bericht ist nicht mehr im Index oder wurde geändert."
        )

        (tmp_path / "corpus" / "renamed.md").write_text(TROOPS, encoding="utf-8")
        back = index_of(tmp_path, {})
        await said(api, "/reload")
        card = await said(api, f"/start {payload}")
        assert covered(card, "bold") == ["Troops in the East", TROOPS_QUOTE]

        (tmp_path / "corpus" / "renamed.md").unlink()
        without = index_of(tmp_path, {})
        await said(api, "/reload")
        assert (await said(api, f"/start {payload}"))["text"] == GONE
    for opened in (newer, newest, back, without):
        opened.close()


async def test_a_deep_link_opens_after_a_restart(
    api: FakeBotApi, index: Index, tmp_path: Path
) -> None:
    async with running(api, index, records_file=tmp_path / "records.db"):
        payload = await deep_link(api)
    async with running(api, index, records_file=tmp_path / "records.db"):
        card = await said(api, f"/start {payload}", user=8)
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
        messages = [await said(api, f"/start {payload}") for payload in payloads]
        assert not app.bot_data[STATE].activity.faults
    assert [message["text"][:20] for message in messages] == [HOW_TO_ASK[:20]] * len(payloads)


async def test_a_report_that_never_was_is_gone(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        for payload in ("0123456789abcdef-0-1", "0-0-0", f"{'f' * 16}-{'z' * 11}-{'z' * 11}"):
            assert (await said(api, f"/start {payload}"))["text"] == GONE
        assert not app.bot_data[STATE].activity.faults


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
        card = await said(api, f"/start {document}-{span}")
        assert not app.bot_data[STATE].activity.faults
    assert covered(card, "bold") == ["Troops in the East", *bold]
    assert covered(card, "blockquote") == [f"{TROOPS_QUOTE} Most of the trade goes by rail."]


# What is not understood


@pytest.mark.parametrize("command", ["/foo", "/status", "/reload", "/source_"])
async def test_an_unknown_command_gets_a_hint(api: FakeBotApi, index: Index, command: str) -> None:
    async with running(api, index):
        message = await said(api, command)
    assert message["text"] == "I do not know this command; /help says what I can do."


@pytest.mark.parametrize(
    "content",
    [
        {"voice": {"file_id": "a", "file_unique_id": "a", "duration": 1}},
        {"photo": [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]},
        {"location": {"latitude": 1.0, "longitude": 1.0}},
        {"dice": {"emoji": "🎲", "value": 6}},
    ],
)
async def test_what_is_no_text_gets_a_hint_only_privately(
    api: FakeBotApi, index: Index, content: Json
) -> None:
    async with running(api, index):
        api.group(None, **content)
        message = await said(api, None, **content)
    assert message["chat"]["id"] == 7
    assert message["text"] == "I read text only. Write your question, please."
