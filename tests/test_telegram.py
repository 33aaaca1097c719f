"""The bot as people meet it: over HTTP, with the network's other end alone replaced."""

import asyncio
import logging
import os
import signal
import threading
import traceback
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from telegram.ext import Application

from bot.app import application, run
from bot.log import log_without
from bot.settings import Settings, load_settings
from bot.texts import HELP_IN_TELEGRAM, NOT_A_QUESTION, REFUSAL
from corpus.errors import SettingsError
from corpus.readers import READERS, Extract
from index.embed import Role, Vectors
from index.search import Index
from tests.botapi import BOT, FakeBotApi, Json
from tests.markup import cut, units
from tests.tiny import TinyEmbedder, index_of

TOKEN = "123456:TEST-token_abc"
PATIENCE = 10.0  # seconds

TROOPS = """\
---
title: Troops in the East
author: Ada Example
publisher: Institute of Examples
date: 2024-10-28
url: https://example.org/troops?page=1&view=all
language: en
---

The report counts 20,000 soldiers in the east. Most of the trade goes by rail.
"""
TROOPS_QUOTE = "The report counts 20,000 soldiers in the east."
TROOPS_CITATION = "Troops in the East, Ada Example, Institute of Examples, 2024-10-28"
MEETINGS = """\
---
title: Meetings
language: en
---

Both sides held 24 meetings.
"""
QUESTION = "How many soldiers?"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting and no proxy of the one who runs the tests."""
    for name in (*Settings.model_fields, "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("index")
    return index_of(folder, {"troops.md": TROOPS, "meetings.md": MEETINGS})


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as api:
        yield api


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the program logs to standard error."""
    root, httpx = logging.getLogger(), logging.getLogger("httpx")
    others, level, httpx_level = root.handlers[:], root.level, httpx.level
    root.handlers.clear()  # else they would be closed
    with redirect_stderr(StringIO()) as log:
        log_without(TOKEN)
    [handler] = root.handlers
    root.handlers += others
    yield log
    root.removeHandler(handler)
    root.setLevel(level)
    httpx.setLevel(httpx_level)


def settings(url: str, quotes: int = 3) -> Settings:
    return Settings(_env_file=None, telegram_api_url=url, quotes=quotes)


@asynccontextmanager
async def running(
    api: FakeBotApi, index: Index, quotes: int = 3
) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """The bot at work; afterwards it has handled all that it was sent."""
    app = application(settings(api.url, quotes), TOKEN, index)
    assert app.updater is not None
    async with app:
        await app.start()
        await app.updater.start_polling(poll_interval=0)
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()


async def answer(api: FakeBotApi, index: Index, question: str = QUESTION, quotes: int = 3) -> Json:
    """The answer to a question in a private chat."""
    async with running(api, index, quotes):
        api.private(question)
        [message] = await api.sent(1)
    return message


def covered(message: Json, kind: str) -> list[str]:
    """What the entities of a kind cover in a message."""
    text, entities = message["text"], message["entities"]
    return [cut(text, entity) for entity in entities if entity["type"] == kind]


# Commands and chats


@pytest.mark.parametrize("command", ["/start", "/help"])
async def test_a_command_says_how_to_ask(api: FakeBotApi, index: Index, command: str) -> None:
    async with running(api, index):
        asked = api.private(command)
        [message] = await api.sent(1)
    assert message["text"] == HELP_IN_TELEGRAM
    assert message["entities"] == []
    assert message["reply_to_message"]["message_id"] == asked["message_id"]


async def test_the_commands_are_announced(api: FakeBotApi, index: Index) -> None:
    async with running(api, index) as app:
        assert app.post_init is not None
        await app.post_init(app)
    [parameters] = api.called("setMyCommands")
    assert [command["command"] for command in parameters["commands"]] == ["ask", "help"]


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
            "length": 66,
            "url": "https://example.org/troops?page=1&view=all",
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
    assert [message["text"] for message in api.messages[2:]] == [HELP_IN_TELEGRAM]


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


@pytest.mark.parametrize("question", ["Who is the author?", "🙂", "?", "<b>&</b>"])
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
    assert set(quotes) == {f"{quote}\nSigns" for quote in expected}
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
    assert link["url"] == url
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
    side_by_side, *quotes = message["text"].split("\n\n")
    assert side_by_side == "• 500 – Paged, 2024-10-28\n• 20 – Paged, 2024-10-28"
    assert sorted(quotes) == [
        "Soldiers: 20 in the report.\nPaged, 2024-10-28",
        "The report counts 500 soldiers.\nPaged, 2024-10-28, p. 3",
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
    assert message["text"] == "\n\n".join(f"{quote}\nLong" for quote in quotes)
    assert units(message["text"] + f"\n\n{sentences[0]}\nLong") > 4096


async def test_a_report_whose_title_is_a_whole_page_is_quoted(
    api: FakeBotApi, tmp_path: Path
) -> None:
    text = " ".join([TROOPS_QUOTE, *(["Trade went on as it always did."] * 150)])
    index = index_of(tmp_path, {"a.txt": text, "a.yaml": "language: en\n"})
    message = await answer(api, index)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]


# Time, faults and secrets


class SlowEmbedder(TinyEmbedder):
    """Embeds a question only when it is told to."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.released = threading.Event()

    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        if role == "query":
            self.asked.set()
            assert self.released.wait(PATIENCE)
        return super().embed(texts, role)


async def test_others_are_answered_during_a_search(api: FakeBotApi, tmp_path: Path) -> None:
    embedder = SlowEmbedder()
    async with running(api, index_of(tmp_path, {"troops.md": TROOPS}, embedder)):
        api.private(QUESTION, user=7)
        assert await api.until(embedder.asked.is_set)
        api.private("/help", user=8)
        [first] = await api.sent(1)
        embedder.released.set()
        _, second = await api.sent(2)
    assert (first["chat"]["id"], first["text"]) == (8, HELP_IN_TELEGRAM)
    assert (second["chat"]["id"], covered(second, "blockquote")) == (7, [TROOPS_QUOTE])


async def test_a_fault_is_logged_and_the_next_question_answered(
    api: FakeBotApi, index: Index, log: StringIO
) -> None:
    async with running(api, index):
        api.fail_next("sendMessage", 400, "Bad Request: something is wrong")
        api.private(QUESTION)
        assert await api.until(lambda: bool(api.called("sendMessage")))
        api.private(QUESTION)
        [message] = await api.sent(1)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    lines = log.getvalue()
    assert "ERROR bot.handlers: An update was not answered." in lines
    assert "telegram.error.BadRequest: Something is wrong" in lines
    assert TOKEN not in lines


async def test_an_answer_that_telegram_wants_later_is_sent_later(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        api.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        api.private(QUESTION)
        [message] = await api.sent(1)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert len(api.called("sendMessage")) == 2


async def test_an_outage_while_polling_is_waited_out(
    api: FakeBotApi, index: Index, log: StringIO
) -> None:
    api.fail_next("getUpdates", 502, "Bad Gateway")
    message = await answer(api, index)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert "telegram.error.NetworkError: Bad Gateway" in log.getvalue()
    assert TOKEN not in log.getvalue()


async def test_no_log_line_holds_the_token(api: FakeBotApi, index: Index, log: StringIO) -> None:
    await answer(api, index)
    assert "httpx" not in log.getvalue()
    logging.getLogger("httpx").setLevel(logging.INFO)
    async with running(api, index):
        api.private(QUESTION)
        await api.sent(2)
    lines = log.getvalue()
    assert f'INFO httpx: HTTP Request: POST {api.url}/bot<token>/getMe "HTTP/1.1 200 OK"' in lines
    assert f"{api.url}/bot<token>/sendMessage" in lines
    assert TOKEN not in lines


# The program, which has an event loop of its own


@contextmanager
def served_beside() -> Iterator[FakeBotApi]:
    """A fake in a thread of its own."""
    api = FakeBotApi()
    ready, over = threading.Event(), threading.Event()

    async def serve() -> None:
        async with api:
            ready.set()
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(PATIENCE)
        yield api
    finally:
        over.set()
        thread.join()


@pytest.fixture
def beside() -> Iterator[FakeBotApi]:
    """A fake for `run`, and an event loop that `run` may close."""
    asyncio.set_event_loop(asyncio.new_event_loop())
    with served_beside() as api:
        yield api
    asyncio.get_event_loop_policy().get_event_loop().close()
    asyncio.set_event_loop(None)


def run_until(holds: Callable[[], bool], api: FakeBotApi, index: Index, url: str = "") -> None:
    """Run the bot until something holds, when it is interrupted as from a terminal."""

    ended = threading.Event()

    def interrupt() -> None:
        asyncio.run(api.until(lambda: holds() or ended.is_set()))
        if not ended.is_set():
            os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        run(settings(url or api.url), TOKEN, index)
    finally:
        ended.set()
        thread.join()


def test_a_token_is_taken_and_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    settings = load_settings()
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == TOKEN
    assert TOKEN not in repr(settings)


def test_what_is_no_token_is_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "TEST-token_abc")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == (
        "TELEGRAM_BOT_TOKEN should be a token from @BotFather, such as 123456:ABC-def, not the "
        "value it has."
    )


def test_the_program_announces_itself_and_polls(
    beside: FakeBotApi, index: Index, log: StringIO
) -> None:
    run_until(lambda: bool(beside.called("getUpdates")), beside, index)
    methods = [method for method, _ in beside.calls]
    assert methods[:4] == ["getMe", "setMyCommands", "deleteWebhook", "getUpdates"]
    assert TOKEN not in log.getvalue()


def test_the_program_serves_although_its_commands_are_not_taken(
    beside: FakeBotApi, index: Index, log: StringIO
) -> None:
    beside.fail_next("setMyCommands", 502, "Bad Gateway")
    run_until(lambda: bool(beside.called("getUpdates")), beside, index)
    assert beside.called("getUpdates")
    assert TOKEN not in log.getvalue()


def test_the_address_of_the_server_may_end_in_a_slash(beside: FakeBotApi, index: Index) -> None:
    run_until(lambda: bool(beside.called("getUpdates")), beside, index, f"{beside.url}/")
    assert beside.called("getUpdates")


def test_a_token_that_is_not_valid_is_not_shown(
    beside: FakeBotApi, index: Index, log: StringIO
) -> None:
    logging.getLogger("httpx").setLevel(logging.INFO)
    beside.fail_next("getMe", 401, "Unauthorized")
    with pytest.raises(SettingsError) as caught:
        run(settings(beside.url), TOKEN, index)
    assert str(caught.value) == (
        "TELEGRAM_BOT_TOKEN should be a token from @BotFather that is still valid; Telegram does "
        "not accept this one."
    )
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    lines = log.getvalue()
    assert f'{beside.url}/bot<token>/getMe "HTTP/1.1 401 Unauthorized"' in lines
    assert TOKEN not in lines


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
