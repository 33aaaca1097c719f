"""The index that serves, read beside the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from bot.answering import ask
from bot.answering.question_words import asks_where_from, asks_whether_true, thanks
from index import Index
from index.versions import Manifest

_P = ParamSpec("_P")
_T = TypeVar("_T")

_WARM_UP = "How many?"


class ServedIndex:
    """An index for an event loop, replaced by a newer version while it serves.

    What belongs together is read in one job, as the next job may get another version. Nothing else
    may hold the index, so that its memory is freed when it is replaced.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        # A search is milliseconds of computing: beside the event loop, and one after the other, as
        # an index serves one thread at a time.
        self._reading = ThreadPoolExecutor(max_workers=1, thread_name_prefix="index")
        # Of two reloads at once the slower would win, which may load the older version.
        self._reloading = asyncio.Lock()

    @property
    def manifest(self) -> Manifest:
        """The manifest of the version that serves."""
        return self._index.manifest

    async def read(
        self, job: Callable[Concatenate[Index, _P], _T], *args: _P.args, **kwargs: _P.kwargs
    ) -> _T:
        """The result of a job that reads the index, called with the index and these arguments."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reading, lambda: job(self._index, *args, **kwargs))

    async def reload(self) -> Manifest:
        """Serve the version that the index's folder names, from the next question on.

        Raises StaleIndexError when it cannot be opened. The previous version stays in service then,
        and whatever else is raised.
        """
        async with self._reloading:
            return await asyncio.to_thread(self._replace)

    def _replace(self) -> Manifest:
        """Load the new version beside the old one, then switch between two jobs."""
        newest = self._index.reopened()
        try:
            return self._reading.submit(self._switch, newest).result()
        except Exception:
            newest.close()
            raise

    def _switch(self, newest: Index) -> Manifest:
        """Switch versions; runs in the thread of the jobs."""
        warm_up(newest)
        old, self._index = self._index, newest
        old.close()
        return newest.manifest


def warm_up(index: Index) -> None:
    """Load what the first question to an index, or the first remark, would wait for."""
    ask(index, _WARM_UP, limit=1)
    for is_remark in (asks_where_from, asks_whether_true, thanks):
        is_remark(_WARM_UP)
