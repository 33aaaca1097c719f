"""The program as people start it, with an event loop of its own and the fake beside it."""

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from bot.settings import Settings
from bot.telegram.run import run
from bot.telegram.served_index import ServedIndex
from index import Index
from tests.support.botapi import FakeBotApi
from tests.support.telegram import TOKEN

_PATIENCE = 10.0  # seconds


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
        assert ready.wait(_PATIENCE)
        yield api
    finally:
        over.set()
        thread.join()


def run_during(
    scene: Callable[[], Awaitable[None]],
    settings: Settings,
    index: Index,
    ends_by_itself: bool = False,
) -> None:
    """Run the bot while something happens; then it is interrupted as from a terminal.

    One that ends by itself is interrupted only if it does not. Raises what the bot or the scene
    raises.
    """
    ended = threading.Event()

    async def act() -> None:
        try:
            await scene()
        finally:
            if not ended.wait(_PATIENCE if ends_by_itself else 0):
                os.kill(os.getpid(), signal.SIGINT)

    settings = settings.model_copy(update={"index_dir": index._folder})
    asyncio.set_event_loop(asyncio.new_event_loop())  # which `run` closes
    with ThreadPoolExecutor(1) as beside:
        acted = beside.submit(asyncio.run, act())
        try:
            run(settings, TOKEN, ServedIndex(index))
        finally:
            ended.set()
            asyncio.set_event_loop(None)
    acted.result()
