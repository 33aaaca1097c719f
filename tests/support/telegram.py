"""The bot at work against the fake App API, for tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.answering.question import Question
from bot.settings import Settings
from bot.telegram.app import application
from bot.telegram.context import STATE, App, State
from bot.telegram.served_index import ServedIndex
from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.botapi.markup import cut

TOKEN = "123456:TEST-token_abc"
QUESTION = "How many soldiers?"
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
TROOPS_CITATION = "Troops in the East, Ada Example, Institute of Examples, Oct 28, 2024"
TROOPS_LINK = (
    "https://example.org/troops?page=1&view=all#:~:text=The%20report%20counts,in%20the%20east"
)
MEETINGS = """\
---
title: Meetings
language: en
---

Both sides held 24 meetings.
"""

# What the bot says in several places.
HOW_TO_ASK = "Ask a question in English, German, Ukrainian, Russian, French or Spanish."
NOT_A_QUESTION = "Ask a question, for example: how many soldiers?"
REFUSAL = "The reports do not say."
TEXT_ONLY = "I can only read text. Please write your question."
UNKNOWN_COMMAND = "I do not know this command; /help says what I can do."
REPORT_GONE = "That report is no longer in the index, or it was changed."
FILE_REFUSED = "This file cannot be sent."
VOTE_COUNTED = "Thank you, your vote is counted. You can change it."

# What people send besides texts, as fields of a message.
_FILE: Json = {"file_id": "a", "file_unique_id": "b"}
PHOTO: Json = {"photo": [_FILE | {"width": 9, "height": 9}]}
VOICE: Json = {"voice": _FILE | {"duration": 1}}
STICKER: Json = {
    "sticker": _FILE
    | {"width": 9, "height": 9, "type": "regular", "is_animated": False, "is_video": False}
}

# As the sender of a message: the group itself, in whose name an anonymous admin writes.
THE_GROUP: Json = {"id": -5, "type": "supergroup", "title": "Group"}


def settings(url: str, **more: object) -> Settings:
    """Settings for the fake at an address."""
    return Settings(_env_file=None, telegram_api_url=url, **more)  # type: ignore[arg-type]


@asynccontextmanager
async def running(api: FakeBotApi, index: Index, **more: object) -> AsyncIterator[App]:
    """The bot at work with these settings; afterwards it has handled all that it was sent.

    It forgets what it keeps, unless the settings name a file for that.
    """
    with TemporaryDirectory() as folder:
        more.setdefault("records_file", Path(folder, "records.db"))
        app = application(settings(api.url, **more), TOKEN, ServedIndex(index))
        assert app.updater is not None
        assert app.post_shutdown is not None
        async with app:
            await app.start()
            await app.updater.start_polling(poll_interval=0)
            try:
                yield app
            finally:
                await app.updater.stop()
                await app.stop()
                await app.post_shutdown(app)


def state_of(app: App) -> State:
    """What the bot knows."""
    state: State = app.bot_data[STATE]
    return state


def faults(app: App) -> list[str]:
    """What went wrong, as the maintainers are told."""
    return [fault.sentence for fault in state_of(app).activity.faults]


def question_of(app: App, message: Json) -> Question:
    """The question that a message of the bot answers, as it was understood."""
    chat, number = message["chat"]["id"], message["message_id"]
    exchange = state_of(app).conversations.with_message(chat, number)
    assert exchange is not None
    return exchange.question


# What people do, and what the bot makes of it


async def ask(api: FakeBotApi, text: str | None, **more: Any) -> Json:
    """What the bot says to somebody who writes to it."""
    api.private(text, **more)
    return await _next(api)


async def ask_in_group(api: FakeBotApi, text: str | None, **more: Any) -> Json:
    """What the bot says to somebody who writes in a group."""
    api.group(text, **more)
    return await _next(api)


async def press(api: FakeBotApi, message: Json, button: str, **who: Any) -> Json:
    """What the bot sends to somebody who presses a button."""
    api.press(message, button, **who)
    return await _next(api)


async def turn(api: FakeBotApi, message: Json, button: str, **who: Any) -> Json:
    """A message as it is after somebody has pressed a button that changes it."""
    edits = api.edits[message["chat"]["id"], message["message_id"]]
    api.press(message, button, **who)
    return await api.edited(message, edits + 1)


async def answer(api: FakeBotApi, index: Index, question: str = QUESTION, **more: object) -> Json:
    """The answer to a question in a private chat, of a bot with these settings."""
    async with running(api, index, **more):
        return await ask(api, question)


async def _next(api: FakeBotApi) -> Json:
    """The one message that the bot sends next."""
    count = len(api.messages)
    [message] = (await api.sent(count + 1))[count:]
    return message


# What a message is


def covered(message: Json, kind: str) -> list[str]:
    """What the entities of a kind cover in a message."""
    text, entities = message["text"], message["entities"]
    return [cut(text, entity) for entity in entities if entity["type"] == kind]


def link_of(message: Json) -> str:
    """Where the one link in a message leads."""
    [url] = [entity["url"] for entity in message["entities"] if entity["type"] == "text_link"]
    return str(url)


def keyboard(message: Json) -> list[list[Json]]:
    """A message's buttons, row by row."""
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def buttons(message: Json) -> list[list[str]]:
    """The labels of a message's buttons, row by row."""
    return [[button["text"] for button in row] for row in keyboard(message)]


def reference_of(message: Json) -> str:
    """The reference of the first quote of a message, which the data of its button holds."""
    return str(keyboard(message)[0][0]["callback_data"]).removeprefix("card:")


def is_reply(message: Json, to: Json) -> bool:
    """Whether a message replies to another."""
    replied = message.get("reply_to_message", {})
    return bool(replied.get("message_id") == to["message_id"])
