"""The served index is replaced, and the memory of the previous one is freed."""

import asyncio
import gc
import sqlite3
import threading
import weakref
from pathlib import Path

import pytest

from bot.answering import ask
from bot.telegram.served_index import ServedIndex
from corpus.errors import StaleIndexError
from index import Index
from tests.support.telegram import QUESTION, TROOPS, TROOPS_QUOTE
from tests.support.tiny import SlowEmbedder, index_of

NEWER = TROOPS.replace("20,000", "30,000")
NEWER_QUOTE = TROOPS_QUOTE.replace("20,000", "30,000")
MAPPED = Path("/proc/self/maps")


def answered(index: Index) -> tuple[str, str]:
    """The version that answers, and its answer."""
    [quote] = ask(index, QUESTION, 1).quotes
    return index.manifest.version, quote.passage.text


def version_of(index: Index) -> str:
    return index.manifest.version


async def test_an_answer_and_its_version_are_of_one_index(tmp_path: Path) -> None:
    served_index = ServedIndex(index_of(tmp_path, {"troops.md": TROOPS}))
    old = await served_index.read(answered)
    index_of(tmp_path, {"troops.md": NEWER})
    loading = asyncio.create_task(served_index.reload())
    between = [await served_index.read(answered) for _ in range(20)]
    newer = (await loading).version, NEWER_QUOTE
    assert await served_index.read(answered) == newer
    assert set(between) <= {old, newer}
    assert old[1] == TROOPS_QUOTE


async def test_of_the_version_before_nothing_is_left(tmp_path: Path) -> None:
    served_index = ServedIndex(index_of(tmp_path, {"troops.md": TROOPS}))
    old = weakref.ref(await served_index.read(lambda index: index))
    version, _ = await served_index.read(answered)
    index_of(tmp_path, {"troops.md": NEWER}).close()
    gc.collect()
    assert old() is not None
    await served_index.reload()
    await served_index.read(answered)
    assert old() is None
    if MAPPED.exists():
        assert version not in MAPPED.read_text()


async def test_the_database_of_the_version_before_is_closed(tmp_path: Path) -> None:
    old = index_of(tmp_path, {"troops.md": TROOPS})
    served_index = ServedIndex(old)
    index_of(tmp_path, {"troops.md": NEWER})
    await served_index.reload()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        old.report_count()


async def test_the_version_before_answers_while_another_one_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served_index = ServedIndex(index_of(tmp_path, {"troops.md": TROOPS}))
    index_of(tmp_path, {"troops.md": NEWER})
    reopened, begun, go_on = Index.reopened, threading.Event(), threading.Event()

    def slowly(index: Index) -> Index:
        begun.set()
        assert go_on.wait(10)
        return reopened(index)

    monkeypatch.setattr(Index, "reopened", slowly)
    loading = asyncio.create_task(served_index.reload())
    await asyncio.to_thread(begun.wait)
    assert [(await served_index.read(answered))[1] for _ in range(3)] == [TROOPS_QUOTE] * 3
    go_on.set()
    await loading
    assert (await served_index.read(answered))[1] == NEWER_QUOTE


async def test_a_question_under_way_is_finished_before_the_switch(
    slow: SlowEmbedder, slow_index: Index, tmp_path: Path
) -> None:
    served_index = ServedIndex(slow_index)
    old = slow_index.manifest.version
    index_of(tmp_path, {"troops.md": NEWER})
    under_way = asyncio.create_task(served_index.read(answered))
    await asyncio.to_thread(slow.asked.wait)
    loading = asyncio.create_task(served_index.reload())
    while not served_index._reading._work_queue.qsize():
        await asyncio.sleep(0)
    behind = asyncio.create_task(served_index.read(answered))
    slow.released.set()
    assert await under_way == (old, TROOPS_QUOTE)
    manifest = await loading
    assert await behind == (manifest.version, NEWER_QUOTE)


async def test_of_several_that_load_at_once_the_last_one_serves(tmp_path: Path) -> None:
    served_index = ServedIndex(index_of(tmp_path, {"troops.md": TROOPS}))
    loading = []
    for number in range(21, 25):
        newest = index_of(tmp_path, {"troops.md": TROOPS.replace("20,000", f"{number},000")})
        loading.append(asyncio.create_task(served_index.reload()))
    await asyncio.gather(*loading)
    assert await served_index.read(version_of) == newest.manifest.version


async def test_a_version_that_fails_at_its_first_question_does_not_serve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served_index = ServedIndex(index_of(tmp_path, {"troops.md": TROOPS}))
    index_of(tmp_path, {"troops.md": NEWER})
    opened = []

    def unreadable(index: Index) -> None:
        opened.append(index)
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr("bot.telegram.served_index.warm_up", unreadable)
    with pytest.raises(sqlite3.DatabaseError, match="malformed"):
        await served_index.reload()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].report_count()
    assert (await served_index.read(answered))[1] == TROOPS_QUOTE


async def test_after_a_version_that_cannot_be_opened_another_one_can(tmp_path: Path) -> None:
    served_index = ServedIndex(index_of(tmp_path, {"troops.md": TROOPS}))
    pointer = tmp_path / "index" / "current"
    served = pointer.read_text()
    pointer.write_text("nothing")
    with pytest.raises(StaleIndexError, match="There is no index in"):
        await served_index.reload()
    pointer.write_text(served)
    assert (await served_index.reload()).version == served
