"""Work on untrusted files, in processes with limited time and memory."""

import os
import resource
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process, resource_tracker
from pathlib import Path
from textwrap import shorten
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from corpus.errors import CorpusError

T = TypeVar("T")
R = TypeVar("R")

_MEGABYTE = 1 << 20
_MEMORY = Path("/proc/self/statm")  # memory of this process, in pages; only on Linux
_LONGEST = 200  # characters of a library's message


def sandboxed(
    function: Callable[[T], R], jobs: Sequence[T], seconds: float, megabytes: int
) -> Iterator[R | CorpusError]:
    """The function's result for each job, in order, or the CorpusError that it raised.

    A job that takes more time or memory than given here, or crashes its process, yields a
    CorpusError that says so; the other jobs go on. Raises CorpusError when processes cannot be
    started.
    """
    if not jobs:
        return
    workers = min(os.cpu_count() or 1, len(jobs))
    # Spawned, not forked: a copy of this process would have its memory and threads.
    pool = ProcessPool(workers, 0, _confine, [megabytes], get_context("spawn"))
    try:
        with _uninterrupted():
            found = pool.map(partial(_attempt, function, megabytes), jobs, timeout=seconds)
        results = found.result()
        for _ in jobs:
            yield _next(results, seconds)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Shield threads and processes that start meanwhile from Ctrl-C, which the parent handles.

    Ctrl-C reaches all processes of a terminal; one that has only just started would print a
    traceback.
    """
    resource_tracker.ensure_running()  # now, as starting it unblocks the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _next(results: Iterator[R | CorpusError], seconds: float) -> R | CorpusError:
    try:
        return next(results)
    except TimeoutError:
        return CorpusError(f"it takes longer than {seconds:.0f} seconds to read; split it")
    except ProcessExpired:
        return CorpusError("it crashes the program that reads it; save it again")
    except BrokenProcessPool as error:
        raise CorpusError("Reader processes cannot be started.") from error


def _attempt(function: Callable[[T], R], megabytes: int, job: T) -> R | CorpusError:
    """The function's result for a job, or a CorpusError that says why there is none.

    Other exceptions are converted here, as not all of them can be sent to another process.
    """
    try:
        return function(job)
    except CorpusError as error:
        return error
    except MemoryError:
        return CorpusError(f"it takes more than {megabytes} MB of memory to read; split it")
    except (Exception, SystemExit) as error:  # a library's failure concerns one file only
        said = f"{type(error).__name__}: {error}".encode("utf-8", "replace").decode()
        return CorpusError(f"it cannot be read ({shorten(said, _LONGEST, placeholder=' …')})")


def _confine(megabytes: int) -> None:
    """Limit the memory that this process may take from now on, and end it with its parent."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if _MEMORY.exists():
        taken = int(_MEMORY.read_text().split()[0]) * resource.getpagesize()
        limit = taken + megabytes * _MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _end_with_parent() -> None:
    """End when the parent is killed: nobody else would stop a job that takes too long."""
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
