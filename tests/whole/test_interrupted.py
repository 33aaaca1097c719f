"""Whatever ends a rebuild at whatever moment, a complete version serves and nothing is done twice.

A moment is a call of a function: of any one, or of one that has to do with files. So each phase is
hit, however short it is, and the same one in every run of the test.
"""

import os
import random
import resource
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import redirect_stderr
from io import StringIO
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import BuiltinFunctionType, FrameType

import pytest
from sqlite_utils import Database

from bot import faults
from corpus.errors import StaleIndexError
from index import Index, versions
from index.building import encode
from index.building.rebuild import RebuildOutcome
from index.store import vectors, writer
from index.store.reader import StoreReader
from index.store.schema import create_tables
from index.verify import verify
from tests.support.maintainer import Maintainer
from tests.support.tiny import TinyEmbedder

MOMENTS = 50
FILES = {"posix", "fcntl", "_io", "_sqlite3", "sqlite3"}  # modules that have to do with files
PLACES = "Ahrfeld Bergau Dornik Elmstad Fahrenow".split()

Trace = Callable[[FrameType, str, object], None]


@pytest.fixture
def maintainer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maintainer:
    """With a folder of five reports, whose texts are encoded one by one."""
    monkeypatch.setattr(encode, "_BATCH", 1)
    maintainer = Maintainer(tmp_path, monkeypatch)
    for number in range(5):
        write(maintainer, number, number)
    return maintainer


def write(maintainer: Maintainer, number: int, soldiers: int) -> None:
    place = PLACES[number % 5]
    maintainer.write(
        f"{number}.txt",
        f"On {place}\nThere are {soldiers} soldiers in {place}. Nobody in {place} trades.\n\n"
        f"Of {soldiers + 1} houses in {place} none is left.\n",
    )


def change(maintainer: Maintainer, chance: random.Random, at: int) -> None:
    """Add a report, change one, and now and then remove one and move one."""
    write(maintainer, 5 + at, 1000 + at)
    write(maintainer, chance.randrange(5), 2000 + at)
    if at % 3 == 0 and at:
        (maintainer.corpus / f"{4 + at}.txt").unlink(missing_ok=True)
    if at % 5 == 0:
        (maintainer.corpus / f"{5 + at}.txt").rename(maintainer.corpus / f"moved-{at}.txt")


def after(calls: int, of_files: bool, what: signal.Signals) -> Trace:
    """Sends the process a signal after so many calls."""
    left = calls

    def trace(_: FrameType, event: str, called: object) -> None:
        nonlocal left
        if event not in ("call", "c_call") or (of_files and not is_of_files(called)):
            return
        left -= 1
        if left == 0:
            os.kill(os.getpid(), what)

    return trace


def is_of_files(called: object) -> bool:
    if not isinstance(called, BuiltinFunctionType):
        return False
    return (called.__module__ or type(called.__self__).__module__) in FILES


def counted(maintainer: Maintainer) -> dict[bool, int]:
    """How many calls a rebuild has, and how many of them have to do with files."""
    calls = {True: 0, False: 0}

    def trace(_: FrameType, event: str, called: object) -> None:
        if event in ("call", "c_call"):
            calls[False] += 1
            calls[True] += is_of_files(called)

    sys.setprofile(trace)
    try:
        maintainer.rebuild()
    finally:
        sys.setprofile(None)
    return calls


def ended(
    maintainer: Maintainer, trace: Trace | None = None, limit: int | None = None
) -> tuple[int | None, str]:
    """How a rebuild in a process of its own ends: its status, and what it says."""

    def run(said: Connection) -> None:
        # As in a terminal; tests may have been started where interruptions are ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if limit is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        with redirect_stderr(StringIO()) as errors:
            sys.setprofile(trace)
            try:
                faults.run(maintainer.rebuild)
            finally:
                sys.setprofile(None)
                said.send(errors.getvalue())

    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=run, args=(there,))
    process.start()
    there.close()
    try:
        said = here.recv()
    except EOFError:
        said = ""
    process.join()
    return process.exitcode, said


def known(maintainer: Maintainer) -> set[str]:
    """The keys of all that was worked out."""
    cache = maintainer.index / "cache.db"
    if not cache.exists():
        return set()
    database = sqlite3.connect(cache)
    tables = database.execute("select 1 from sqlite_master where name = 'entries'").fetchall()
    keys = {key for (key,) in database.execute("select key from entries")} if tables else set()
    database.close()
    return keys


def texts(version: Path) -> set[str]:
    """What has a vector in a version: passages and sentences, behind the title."""
    store = StoreReader(version)
    passages = store.passages(range(store.passage_count))
    sentences = store.sentences(range(store.passage_count))
    store.close()
    spans = (*passages, *(sentence.span for sentence in sentences))
    return {f"{span.document.title} › {span.text}" for span in spans}


def check_serving(maintainer: Maintainer, may_be_none: bool) -> None:
    """A complete version serves, or none before the first one."""
    try:
        verify(maintainer.index)
    except StaleIndexError as error:
        assert may_be_none, error
        assert "There is no index in" in str(error)
        return
    index = Index(maintainer.index, maintainer.embedder)
    assert "soldiers" in index.search("how many soldiers", "en").hits[0].passage.text
    index.close()


def check_finished(maintainer: Maintainer) -> None:
    """The next rebuild works out what is missing and no more, and leaves nothing behind."""
    before = known(maintainer)
    maintainer.rebuild()
    version = maintainer.version()
    missing = [
        text
        for text in texts(version)
        if encode.keys([text], maintainer.embedder.model)[0] not in before
    ]
    assert maintainer.embedded == sorted(missing)
    assert verify(maintainer.index).documents == len(list(maintainer.corpus.iterdir()))
    assert maintainer.rebuild().outcome == RebuildOutcome.UP_TO_DATE
    names = {path.name for path in maintainer.index.iterdir()}
    kept = {manifest.version for manifest in versions.usable(maintainer.index)}
    assert names - {"rebuild.lock"} == {"cache.db", "current", *kept}
    assert len(kept) <= 3


@pytest.mark.parametrize("of_files", [False, True])
def test_a_rebuild_can_be_killed_at_any_moment(maintainer: Maintainer, of_files: bool) -> None:
    chance = random.Random(of_files)
    maintainer.rebuild()
    change(maintainer, chance, 0)
    calls = counted(maintainer)[of_files]
    killed = 0
    for at in range(1, MOMENTS // 2 + 1):
        change(maintainer, chance, at)
        status, _ = ended(maintainer, after(chance.randrange(1, calls), of_files, signal.SIGKILL))
        killed += status == -signal.SIGKILL
        check_serving(maintainer, may_be_none=False)
        check_finished(maintainer)
    assert killed > 0.9 * MOMENTS / 2  # the rest had less to do than was counted


def test_a_first_build_can_be_killed_time_and_again(maintainer: Maintainer) -> None:
    """Each time some more is known, until it is finished."""
    shown = 0
    for calls in range(100, 10_000, 90):
        status, _ = ended(maintainer, after(calls, True, signal.SIGKILL))
        check_serving(maintainer, may_be_none=True)
        now = len(known(maintainer))
        assert now >= shown
        shown = now
        if status == 0:
            break
    assert shown == 5 * 2 + len(texts(maintainer.version()))
    check_finished(maintainer)


def test_an_interruption_at_any_moment_ends_with_a_sentence(maintainer: Maintainer) -> None:
    chance = random.Random(3)
    maintainer.rebuild()
    change(maintainer, chance, 0)
    calls = counted(maintainer)
    for at in range(1, 13):
        change(maintainer, chance, at)
        of_files = bool(at % 2)
        # of the last calls those that release the lock are not the rebuild's own
        moment = chance.randrange(1, int(0.9 * calls[of_files]))
        assert ended(maintainer, after(moment, of_files, signal.SIGINT)) == (2, "Interrupted.\n")
        check_serving(maintainer, may_be_none=False)
        assert not list(maintainer.index.glob("building-*"))
    check_finished(maintainer)


@pytest.mark.parametrize("kilobytes", [0, 1, 40, 100])
def test_a_full_disk_ends_with_a_sentence(maintainer: Maintainer, kilobytes: int) -> None:
    maintainer.rebuild()
    for number in range(5, 50):
        write(maintainer, number, number)
    status, said = ended(maintainer, limit=kilobytes * 1024)
    assert (status, said.count("\n")) == (2, 1), said
    assert " cannot be used: " in said
    check_serving(maintainer, may_be_none=False)
    assert not list(maintainer.index.glob("building-*"))
    check_finished(maintainer)


@pytest.mark.parametrize("pages", [1, 20])
def test_a_disk_that_is_full_while_a_version_is_written_costs_nothing_else(
    maintainer: Maintainer, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    """SQLite says of its own limit what it says of a full disk."""
    maintainer.rebuild()
    for number in range(5, 50):
        write(maintainer, number, number)

    def create_few(database: Database) -> None:
        database.execute(f"pragma max_page_count = {pages}")
        create_tables(database)

    with monkeypatch.context() as patch:
        patch.setattr(writer, "create_tables", create_few)
        with pytest.raises(OSError, match="database or disk is full"):
            maintainer.rebuild()
    check_serving(maintainer, may_be_none=False)
    check_finished(maintainer)


def test_vectors_that_do_not_fit_on_the_disk_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "passages.faiss").symlink_to("/dev/full")
    batch = TinyEmbedder().embed(["soldiers"], "passage")
    with pytest.raises(OSError, match="No space left on device"):
        vectors.write(tmp_path, [batch], [batch])
