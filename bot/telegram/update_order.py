"""The order in which updates are handled."""

from asyncio import Lock
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

_AT_ONCE = 20_000  # updates, most of which wait for others of their chat


class InOrder(BaseUpdateProcessor):
    """Handles the messages of one chat in order, those of several chats side by side.

    Buttons and inline queries do not wait for messages.
    """

    def __init__(self) -> None:
        super().__init__(_AT_ONCE)
        self._locks: WeakValueDictionary[int, Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        async with self._lock(update):
            await coroutine

    def _lock(self, update: object) -> Lock:
        message = (update.message or update.edited_message) if isinstance(update, Update) else None
        return self._locks.setdefault(message.chat_id, Lock()) if message else Lock()

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""
