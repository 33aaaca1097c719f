"""The fake, which is as strict as Telegram, and a bot without any program of ours."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.support.botapi import FakeBotApi


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as api:
        api.private("Hello", user=7)
        yield api


@pytest.fixture
async def bot(api: FakeBotApi) -> AsyncIterator[Bot]:
    async with Bot("1:a", base_url=f"{api.url}/bot") as bot:
        yield bot
