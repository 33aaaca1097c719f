"""Work on files that nobody vouches for, in processes that may take only so much."""

import os
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from corpus.errors import CorpusError

T = TypeVar("T")
R = TypeVar("R")

_MEGABYTE = 1 << 20
_MEMORY = Path("/proc/self/statm")  # of this process, in pages, on Linux


def confined(
    function: Callable[[T], R], jobs: Sequence[T], seconds: float, megabytes: int
) -> Iterator[R | CorpusError]:
    """What a function makes of each job, in order, or the CorpusError that it raises.

    A job that takes longer or more memory, or brings its process down, ends with a CorpusError
    that says so, and the others go on.
    """
    if not jobs:
        return
    workers = min(os.cpu_count() or 1, len(jobs))
    # A process of its own from the start: a copy of this one would have its memory and threads.
    pool = ProcessPool(workers, 0, _confine, [megabytes], get_context("spawn"))
    try:
        results = pool.map(function, jobs, timeout=seconds).result()
        for _ in jobs:
            yield _next(results, seconds, megabytes)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _next(results: Iterator[R], seconds: float, megabytes: int) -> R | CorpusError:
    try:
        return next(results)
    except CorpusError as error:
        return error
    except TimeoutError:
        return CorpusError(f"it takes longer than {seconds:.0f} seconds to read; split it")
    except MemoryError:
        return CorpusError(f"it takes more than {megabytes} MB of memory to read; split it")
    except ProcessExpired:
        return CorpusError("it brings down the program that reads it; save it anew")
    except Exception as error:  # what a library stumbles over in a file concerns that file alone
        return CorpusError(f"it cannot be read ({type(error).__name__}: {error})")


def _confine(megabytes: int) -> None:
    """Take no more memory than this from now on, and leave it to the parent to be interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if _MEMORY.exists():
        taken = int(_MEMORY.read_text().split()[0]) * resource.getpagesize()
        limit = taken + megabytes * _MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
