"""What was worked out is found again, whatever happens to the file that holds it."""

import multiprocessing
import os
import random
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.digest import key
from index.building.cache import Cache

MANY = {key(str(number)): f"value {number}".encode() * 20 for number in range(500)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache.db"


def filled(path: Path) -> Path:
    cache = Cache(path)
    cache.put(MANY)
    cache.close()
    return path


def test_what_was_put_is_got_also_by_the_next_run(path: Path) -> None:
    cache = Cache(path)
    cache.put({"a": b"1", "b": b"2"})
    cache.put({"b": b"3"})
    cache.close()
    assert Cache(path).get(["a", "b", "c"]) == {"a": b"1", "b": b"3"}


def test_what_is_missing_is_named_once_and_in_order() -> None:
    cache = Cache()
    cache.put({"b": b""})
    assert cache.missing(["c", "b", "a", "c"]) == ["c", "a"]


def test_any_number_of_keys_can_be_asked_for() -> None:
    cache = Cache()
    cache.put({str(number): b"" for number in range(100_000)})
    assert cache.missing([str(number) for number in range(100_001)]) == ["100000"]


def test_what_was_not_asked_for_is_dropped_without_a_trace(path: Path) -> None:
    cache = Cache(path)
    cache.put({key("a"): b"a secret", key("b"): b"no matter", key("c"): b"well known"})
    cache.close()
    cache = Cache(path)
    cache.get([key("b")])
    cache.missing([key("c")])
    cache.drop_unused()
    assert cache.missing([key("a"), key("b"), key("c")]) == [key("a")]
    cache.close()
    assert [file.name for file in path.parent.iterdir()] == ["cache.db"]
    content = path.read_bytes()
    assert b"secret" not in content
    assert b"no matter" in content


def test_nothing_is_known_after_clearing_and_what_is_put_then_lasts(path: Path) -> None:
    cache = Cache(filled(path))
    cache.clear()
    assert cache.missing(MANY) == list(MANY)

    def put_and_be_killed() -> None:
        cache = Cache(path)
        cache.clear()
        cache.put(MANY)
        os.kill(os.getpid(), signal.SIGKILL)

    cache.close()
    in_a_process(put_and_be_killed)
    assert Cache(path).get(MANY) == MANY


def in_a_process(function: Callable[[], None]) -> None:
    process = multiprocessing.get_context("fork").Process(target=function)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def cut(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(len(content)) :]


def changed(content: bytearray, chance: random.Random) -> None:
    for _ in range(30):
        content[chance.randrange(len(content))] = chance.randrange(256)


def zeroed(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    content[start : start + 8192] = bytes(len(content[start : start + 8192]))


def another(content: bytearray, chance: random.Random) -> None:
    content[:] = b"No database at all.\n" * 100


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("damage", [cut, changed, zeroed, another])
def test_a_damaged_file_is_begun_anew(
    path: Path, damage: Callable[[bytearray, random.Random], None], seed: int
) -> None:
    content = bytearray(filled(path).read_bytes())
    damage(content, random.Random(seed))
    path.write_bytes(content)
    cache = Cache(path)
    known = cache.get(MANY)
    assert known.items() <= MANY.items()
    cache.put(MANY)
    assert cache.get(MANY) == MANY


def test_a_folder_in_its_place_is_named(path: Path) -> None:
    path.mkdir()
    with pytest.raises(OSError) as raised:
        Cache(path).get([])
    assert (raised.value.filename, raised.value.strerror) == (
        str(path),
        "unable to open database file",
    )


def test_parts_of_a_key_are_not_confused() -> None:
    assert len({key("a", "b"), key("ab"), key("a", "b", ""), key("a\udcff", "b")}) == 4
