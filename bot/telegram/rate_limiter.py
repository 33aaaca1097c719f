"""Telegram's limits on what a bot may send."""

from asyncio import sleep
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from aiolimiter import AsyncLimiter
from cachetools import TTLCache
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter

_RETRIES = 3  # of a call that Telegram asks to repeat later
_SLACK = 0.1  # seconds, as Telegram states whole ones
_MOST_CHATS = 20_000  # counted at a time

# Telegram allows about 20 messages a minute in a group, and 30 a second overall. The limiter lets a
# whole period's messages pass at once, and then goes on: 5 and 15 are 20 in the first minute, 5 and
# 25 are 30 in the first second.
_GROUP_RATE = 5.0
_GROUP_PERIOD = 20.0  # seconds
_OVERALL_RATE = 5.0
_OVERALL_PERIOD = 0.2  # seconds
_CHAT_PERIOD = 1.0  # seconds between two messages in a chat


class ChatRateLimiter(AIORateLimiter):
    """Keeps within Telegram's limits overall, per group and per chat, and waits when told to."""

    def __init__(self) -> None:
        super().__init__(_OVERALL_RATE, _OVERALL_PERIOD, _GROUP_RATE, _GROUP_PERIOD)
        self._chats: TTLCache[object, AsyncLimiter] = TTLCache(_MOST_CHATS, 2 * _CHAT_PERIOD)

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        if endpoint.startswith(("send", "edit")) and endpoint != "sendChatAction":
            await self._turn(data.get("chat_id"))
        else:  # not a message, so it does not count for the chat
            data = {name: value for name, value in data.items() if name != "chat_id"}
        del rate_limit_args  # never given
        # Retried here, as the library would pause every chat for one chat's flood limit.
        for retries_left in range(_RETRIES, -1, -1):
            try:
                return await super().process_request(callback, args, kwargs, endpoint, data, None)
            except RetryAfter as error:
                if not retries_left:
                    raise
                wait = error.retry_after
                seconds = wait.total_seconds() if isinstance(wait, timedelta) else wait
                await sleep(seconds + _SLACK)
        raise AssertionError  # the last round returns or raises

    async def _turn(self, chat: object) -> None:
        """Wait until a chat may be sent another message."""
        limiter = self._chats.setdefault(chat, AsyncLimiter(1, _CHAT_PERIOD))
        await limiter.acquire()
        self._chats[chat] = limiter  # renewed, so that it is kept as long as it matters
