"""The index that serves, used beside the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from index.search import Index
from index.versions import Manifest

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Library:
    """An index for an event loop, replaced by a newer version while it serves."""

    def __init__(self, index: Index) -> None:
        self._index = index
        # A search is milliseconds of pure computing: beside the event loop, and one after the
        # other, as an index serves one thread at a time.
        self._reading = ThreadPoolExecutor(max_workers=1, thread_name_prefix="index")

    @property
    def manifest(self) -> Manifest:
        """What the version that serves was built from."""
        return self._index.manifest

    async def read(
        self, job: Callable[Concatenate[Index, _P], _T], *args: _P.args, **kwargs: _P.kwargs
    ) -> _T:
        """The result of a job that reads the index."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reading, lambda: job(self._index, *args, **kwargs))

    async def reload(self) -> Manifest:
        """Serve the newest version from now on.

        Raises StaleIndexError when it cannot be opened; the one before then goes on serving.
        """
        newest = await asyncio.to_thread(self._index.reopened)
        old, self._index = self._index, newest
        await asyncio.get_running_loop().run_in_executor(self._reading, old.close)
        return newest.manifest
