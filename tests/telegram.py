"""The bot at work against the fake Bot API, for tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from telegram.ext import Application

from bot.app import application
from bot.settings import Settings
from index.search import Index
from tests.botapi import FakeBotApi, Json
from tests.botapi.markup import cut

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
TROOPS_FRAGMENT = "#:~:text=The%20report%20counts,in%20the%20east"
MEETINGS = """\
---
title: Meetings
language: en
---

Both sides held 24 meetings.
"""


def settings(url: str, **more: object) -> Settings:
    """Settings for the fake at an address."""
    return Settings(_env_file=None, telegram_api_url=url, **more)  # type: ignore[arg-type]


@asynccontextmanager
async def running(
    api: FakeBotApi, index: Index, **more: object
) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """The bot at work with these settings; afterwards it has handled all that it was sent.

    It forgets what it keeps, unless the settings name a file for that.
    """
    with TemporaryDirectory() as folder:
        more.setdefault("records_file", Path(folder, "records.db"))
        app = application(settings(api.url, **more), TOKEN, index)
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


async def answer(api: FakeBotApi, index: Index, question: str = QUESTION, **more: object) -> Json:
    """The answer to a question in a private chat."""
    async with running(api, index, **more):
        api.private(question)
        [message] = await api.sent(1)
    return message


def covered(message: Json, kind: str) -> list[str]:
    """What the entities of a kind cover in a message."""
    text, entities = message["text"], message["entities"]
    return [cut(text, entity) for entity in entities if entity["type"] == kind]


def buttons(message: Json) -> list[list[str]]:
    """The labels of a message's buttons, row by row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [[button["text"] for button in row] for row in rows]
