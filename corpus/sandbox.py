"""Work on files that nobody vouches for, in processes that may take only so much."""

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
_MEMORY = Path("/proc/self/statm")  # of this process, in pages, on Linux
_LONGEST = 200  # characters of what a library says


def sandboxed(
    function: Callable[[T], R], jobs: Sequence[T], seconds: float, megabytes: int
) -> Iterator[R | CorpusError]:
    """What a function makes of each job, in order, or the CorpusError that it raises.

    A job that takes longer or more memory, or brings its process down, ends with a CorpusError
    that says so, and the others go on. Raises CorpusError where no process can be had.
    """
    if not jobs:
        return
    workers = min(os.cpu_count() or 1, len(jobs))
    # A process of its own from the start: a copy of this one would have its memory and threads.
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
    """Start threads and processes that an interruption does not reach, which is the parent's.

    It reaches all processes in a terminal, and one that has only just started would print it.
    """
    resource_tracker.ensure_running()  # which would end this otherwise
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
        return CorpusError("it brings down the program that reads it; save it anew")
    except BrokenProcessPool as error:
        raise CorpusError(
            "Files should be read in processes of their own, which end as soon as they begin."
        ) from error


def _attempt(function: Callable[[T], R], megabytes: int, job: T) -> R | CorpusError:
    """What a function makes of a job, or why it cannot.

    It is told here, as not every exception of a library survives the way to another process.
    """
    try:
        return function(job)
    except CorpusError as error:
        return error
    except MemoryError:
        return CorpusError(f"it takes more than {megabytes} MB of memory to read; split it")
    except (Exception, SystemExit) as error:  # what a library stumbles over concerns one file alone
        said = f"{type(error).__name__}: {error}".encode("utf-8", "replace").decode()
        return CorpusError(f"it cannot be read ({shorten(said, _LONGEST, placeholder=' …')})")


def _confine(megabytes: int) -> None:
    """Take no more memory than this from now on, and end with the parent."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if _MEMORY.exists():
        taken = int(_MEMORY.read_text().split()[0]) * resource.getpagesize()
        limit = taken + megabytes * _MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _end_with_parent() -> None:
    """End when the parent was killed: nobody would stop a job that takes too long."""
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
