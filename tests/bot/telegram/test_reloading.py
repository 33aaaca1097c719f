"""The bot loads each new version of the index by itself."""

import asyncio
import re
import shutil
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path

import pytest

from bot.telegram import reloading
from bot.telegram.context import App
from bot.telegram.reloading import follow_published_versions
from bot.upkeep.records import ChatSettings
from bot.wording.translations import translation
from index import Index
from index.embedding.embedder import Embedder
from index.versions import Manifest
from tests.support.botapi import FakeBotApi, Json
from tests.support.telegram import (
    QUESTION,
    REPORT_GONE,
    TROOPS,
    ask,
    covered,
    press,
    running,
    state_of,
)
from tests.support.tiny import SlowEmbedder, index_of

MAINTAINER, SILENT, SOMEBODY = 9, 10, 8
REFUSED = "The new version {version} of the index cannot be used: {fault} The previous version stays in service."
MISSING = "There is no index in {folder}; build it with scripts/rebuild_index.py."
DAMAGED = "The index in {folder} is damaged; build it with scripts/rebuild_index.py."
OTHER_FORMAT = (
    "The index in {folder} was built by another version; build it with scripts/rebuild_index.py."
)
OTHER_MODEL = (
    "The index in {folder} was built with the model other, but EMBEDDING_MODEL is tiny; set it "
    "back or run scripts/rebuild_index.py."
)


_looks = 0


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is looked at often, and the looks are counted."""

    def counted(folder: Path) -> reloading.ServedVersion:
        global _looks
        _looks += 1
        return look(folder)

    look = reloading.served_version
    monkeypatch.setattr(reloading, "served_version", counted)
    monkeypatch.setattr(reloading, "_LOOK_EVERY", 0.01)


class Shelf:
    """A folder with versions of an index, which count so many thousand soldiers each."""

    def __init__(self, folder: Path) -> None:
        self.place = folder
        self.folder = folder / "index"
        self.pointer = self.folder / "current"

    def build(self, thousands: int) -> str:
        """Build a version, which the folder then names; gives its name."""
        index = self.open(thousands)
        index.close()
        return index.manifest.version

    def open(self, thousands: int, embedder: Embedder | None = None) -> Index:
        report = TROOPS.replace("20,000", f"{thousands},000")
        return index_of(self.place, {"troops.md": report}, embedder)

    def name(self, version: str) -> None:
        """Let the folder name a version, as it is done when one is published."""
        other = self.folder / "current.new"
        other.write_text(version)
        other.replace(self.pointer)

    def hidden(self, thousands: int) -> str:
        """Build a version that the folder does not name yet."""
        served_version = self.pointer.read_text()
        version = self.build(thousands)
        self.name(served_version)
        return version

    def manifest(self, version: str) -> Path:
        return self.folder / version / "manifest.json"

    def largest(self, version: str) -> Path:
        files = (self.folder / version).iterdir()
        return max(files, key=lambda path: path.stat().st_size)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


class Loading:
    """The loading of a version, which takes as long as it is told to."""

    def __init__(self, reopened: Callable[[Index], Index]) -> None:
        self._reopened = reopened
        self._begun, self._go_on = threading.Event(), threading.Event()

    def __call__(self, index: Index) -> Index:
        self._begun.set()
        assert self._go_on.wait(10)
        return self._reopened(index)

    async def begun(self) -> None:
        assert await asyncio.to_thread(self._begun.wait, 10)

    def go_on(self) -> None:
        self._go_on.set()


@pytest.fixture
def loading(monkeypatch: pytest.MonkeyPatch) -> Loading:
    loading = Loading(Index.reopened)
    monkeypatch.setattr(Index, "reopened", lambda index: loading(index))
    return loading


@asynccontextmanager
async def fresh(
    api: FakeBotApi, shelf: Shelf, index: Index, maintainers: list[int] | None = None
) -> AsyncIterator[App]:
    """The bot at work, which keeps its index fresh."""
    chosen = {"index_dir": shelf.folder, "maintainers": maintainers or [MAINTAINER]}
    async with running(api, index, questions_per_minute=10_000, **chosen) as app:
        state_of(app).records.set(MAINTAINER, ChatSettings("de"))
        state_of(app).tasks.add(asyncio.create_task(follow_published_versions(app)))
        yield app


def figure(answer: Json) -> str:
    [quote] = covered(answer, "blockquote")
    [thousands] = re.findall(r"\d+(?=,000 soldiers)", quote)
    return str(thousands)


async def serves(api: FakeBotApi, thousands: int, user: int = SOMEBODY) -> None:
    """Ask until the answer is of this version; all answers before are of another one."""
    for _ in range(1000):
        answered = figure(await ask(api, QUESTION, user=user))
        if answered == str(thousands):
            return
    raise TimeoutError(f"{thousands},000 is not served, but {answered},000.")


async def looked(api: FakeBotApi) -> None:
    """Some looks at the folder later, of which one has to be answered with an attempt."""
    before = _looks
    assert await api.until(lambda: _looks >= before + 5)


async def waiting(api: FakeBotApi, app: App, jobs: int) -> None:
    """So many jobs wait for the index."""
    queue = state_of(app).served_index._reading._work_queue
    assert await api.until(lambda: queue.qsize() == jobs)


def answer_to(user: int, answers: list[Json]) -> Json:
    [answer] = [answer for answer in answers if answer["chat"]["id"] == user]
    return answer


def notes(api: FakeBotApi, to: int = MAINTAINER) -> list[str]:
    return [message["text"] for message in api.messages if message["chat"]["id"] == to]


async def test_a_new_version_serves_unasked(
    api: FakeBotApi, shelf: Shelf, logged: StringIO
) -> None:
    async with fresh(api, shelf, shelf.open(21)):
        await serves(api, 21)
        version = shelf.build(22)
        await serves(api, 22)
    assert f"Version {version} of the index is in service.\n" in logged.getvalue()
    assert notes(api) == []


async def test_a_version_from_before_serves_again(api: FakeBotApi, shelf: Shelf) -> None:
    old = shelf.build(21)
    async with fresh(api, shelf, shelf.open(22)):
        await serves(api, 22)
        shelf.name(old)
        await serves(api, 21)


async def test_what_was_published_before_the_first_look_serves(
    api: FakeBotApi, shelf: Shelf
) -> None:
    index = shelf.open(21)
    shelf.build(22)
    async with fresh(api, shelf, index):
        await serves(api, 22)


async def test_of_many_versions_one_after_the_other_the_last_one_serves(
    api: FakeBotApi, shelf: Shelf
) -> None:
    async with fresh(api, shelf, shelf.open(21)):
        for thousands in range(22, 32):  # of which the first are gone by the end
            await asyncio.to_thread(shelf.build, thousands)
        await serves(api, 31)
        await looked(api)
        assert figure(await ask(api, QUESTION)) == "31"
    assert notes(api) == []


async def test_questions_across_a_switch_are_answered_from_one_version_each(
    api: FakeBotApi, shelf: Shelf, slow: SlowEmbedder, loading: Loading
) -> None:
    slow.released.set()
    index = shelf.open(21, slow)
    async with fresh(api, shelf, index) as app:
        shelf.build(22)
        await loading.begun()
        slow.released.clear()
        for user in range(1, 11):
            api.private(QUESTION, user=user)
        await waiting(api, app, 9)  # behind the one under way
        loading.go_on()
        await waiting(api, app, 10)
        for user in range(11, 21):
            api.private(QUESTION, user=user)
        await waiting(api, app, 20)
        slow.released.set()
        answers = list(await api.sent(20))
        gone, card = [await press(api, answer_to(user, answers), "Source") for user in (1, 20)]
    figures = {answer["chat"]["id"]: figure(answer) for answer in answers}
    assert figures == {user: "21" if user <= 10 else "22" for user in range(1, 21)}
    assert gone["text"] == REPORT_GONE
    assert "22,000 soldiers" in card["text"]


async def test_answers_come_while_a_version_loads(
    api: FakeBotApi, shelf: Shelf, loading: Loading
) -> None:
    async with fresh(api, shelf, shelf.open(21)):
        shelf.build(22)
        await loading.begun()
        for _ in range(5):
            assert figure(await ask(api, QUESTION)) == "21"
        loading.go_on()
        await serves(api, 22)


async def test_the_bot_can_be_stopped_while_a_version_loads(
    api: FakeBotApi, shelf: Shelf, loading: Loading
) -> None:
    async with fresh(api, shelf, shelf.open(21)):
        shelf.build(22)
        await loading.begun()
    loading.go_on()
    assert api.messages == []


def damage(shelf: Shelf, version: str, how: str) -> None:
    manifest = shelf.manifest(version)
    match how:
        case "file":
            path = shelf.largest(version)
            path.write_bytes(path.read_bytes()[:-1])
        case "manifest":
            manifest.write_text("{")
        case "format":
            manifest.write_text(re.sub(r'"format": \d+', '"format": 0', manifest.read_text()))
        case "model":
            manifest.write_text(manifest.read_text().replace('"name": "tiny"', '"name": "other"'))
        case "gone":
            shutil.rmtree(shelf.folder / version)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("file", DAMAGED),
        ("manifest", DAMAGED),
        ("format", OTHER_FORMAT),
        ("model", OTHER_MODEL),
        ("gone", MISSING),
    ],
)
async def test_a_version_that_cannot_be_used_is_refused_once(
    api: FakeBotApi, shelf: Shelf, logged: StringIO, how: str, sentence: str
) -> None:
    index = shelf.open(21)
    newer = shelf.hidden(22)
    damage(shelf, newer, how)
    sentence = sentence.format(folder=shelf.folder)
    async with fresh(api, shelf, index):
        await ask(api, "/settings", user=MAINTAINER)
        shelf.name(newer)
        await api.sent(2)
        await looked(api)
        await serves(api, 21)
        status = (await ask(api, "/status", user=MAINTAINER))["text"]
    refusal = REFUSED.format(version=newer, fault=sentence)
    assert logged.getvalue().count(refusal) == 1
    assert notes(api)[1:-1] == [translation("de").gettext(REFUSED, version=newer, fault=sentence)]
    assert f"{index.manifest.version}\n" in status
    assert refusal[:60] in status


@pytest.mark.parametrize("how", ["removed", "emptied", "a folder", "no text"])
async def test_without_a_version_that_is_named_the_one_before_serves(
    api: FakeBotApi, shelf: Shelf, how: str
) -> None:
    async with fresh(api, shelf, shelf.open(21)):
        await ask(api, "/settings", user=MAINTAINER)
        match how:
            case "removed":
                shelf.pointer.unlink()
            case "emptied":
                shelf.pointer.write_text("")
            case "a folder":
                shelf.pointer.unlink()
                shelf.pointer.mkdir()
            case "no text":
                shelf.pointer.write_bytes(b"\0\xff/")
        await api.sent(2)
        await looked(api)
        assert figure(await ask(api, QUESTION, user=SOMEBODY)) == "21"
        if how == "a folder":
            shelf.pointer.rmdir()
        shelf.name(shelf.build(22))
        await serves(api, 22)
    assert len(notes(api)) == 2


async def test_a_version_that_becomes_whole_later_serves_then(
    api: FakeBotApi, shelf: Shelf
) -> None:
    index = shelf.open(21)
    newer = shelf.hidden(22)
    elsewhere = shelf.place / "elsewhere"
    (shelf.folder / newer).rename(elsewhere)
    async with fresh(api, shelf, index):
        await ask(api, "/settings", user=MAINTAINER)
        shelf.name(newer)
        await api.sent(2)
        (shelf.folder / newer).mkdir()
        for path in sorted(elsewhere.iterdir(), key=lambda path: path.name != "manifest.json"):
            await looked(api)
            path.rename(shelf.folder / newer / path.name)
        await serves(api, 22)
    missing, damaged = notes(api)[1:]
    assert MISSING.format(folder=shelf.folder) in missing
    assert DAMAGED.format(folder=shelf.folder) in damaged


async def test_a_version_that_is_named_again_is_refused_again(
    api: FakeBotApi, shelf: Shelf
) -> None:
    index = shelf.open(21)
    broken = shelf.hidden(22)
    damage(shelf, broken, "file")
    async with fresh(api, shelf, index):
        await ask(api, "/settings", user=MAINTAINER)
        for count in (2, 3):
            shelf.name(broken)
            await api.sent(count)
            shelf.name(index.manifest.version)
            await looked(api)
    first, second = notes(api)[1:]
    assert first == second


async def test_a_maintainer_who_never_wrote_to_the_bot_does_no_harm(
    api: FakeBotApi, shelf: Shelf
) -> None:
    index = shelf.open(21)
    broken = shelf.hidden(22)
    damage(shelf, broken, "file")
    async with fresh(api, shelf, index, maintainers=[SILENT, SOMEBODY, MAINTAINER]):
        await ask(api, "/settings", user=MAINTAINER)
        await ask(api, "/settings", user=SOMEBODY)
        api.block(SOMEBODY)
        shelf.name(broken)
        await api.sent(3)
        shelf.build(23)
        await serves(api, 23, user=MAINTAINER)
    assert len(notes(api, SOMEBODY)) == 1


async def test_what_fails_unforeseen_is_told_as_well(
    api: FakeBotApi, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Index) -> Manifest:
        raise MemoryError

    async with fresh(api, shelf, shelf.open(21)):
        await ask(api, "/settings", user=MAINTAINER)
        with monkeypatch.context() as patch:
            patch.setattr(Index, "reopened", fails)
            shelf.build(22)
            await api.sent(2)
        shelf.build(23)
        await serves(api, 23)
    assert "It cannot be loaded (MemoryError)." in notes(api)[1]
