"""Versions of an index beside each other, and whether they are what they should be."""

import hashlib
import json
import re
import sqlite3
from pathlib import Path

import pytest

from corpus.errors import StaleIndexError
from index import Index, versions
from index.building.build import build
from index.building.gather import BuildInput
from index.building.tools import BuildTools
from index.verify import verify
from index.versions import Manifest
from tests.support.tiny import TinyEmbedder, documents, index_of

REPORTS = {
    "a.txt": "On soldiers\nThere are 20,000 soldiers in the east. It rained all day.",
    "b.pages": "Es gab 24 Treffen.\fDas Handelsvolumen lag 2023 bei 34,4 Millionen.",
}
FILES = ["index.db", "inventory.json", "manifest.json", "passages.faiss", "sentences.f32"]


ASTRAY = "passages or sentences of the index in .* lie outside their document or page"
UNLIKE = "The index in .* does not hold what its manifest says"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an index with one version."""
    index_of(tmp_path, REPORTS)
    return tmp_path / "index"


def another(folder: Path) -> str:
    """The name of one more version of the same reports."""
    given = BuildInput(documents(folder.parent / "corpus"))
    return build(given, folder, BuildTools(TinyEmbedder())).version


def serving(folder: Path) -> Path:
    return versions.opened(folder)[0]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def reseal(version: Path) -> None:
    """Make the digests of a version those of its files."""
    path = version / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["files"] = {name: digest(version / name) for name in content["files"]}
    path.write_text(json.dumps(content), encoding="utf-8")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_version_is_a_folder_with_a_manifest(folder: Path) -> None:
    version, manifest = versions.opened(folder)
    assert names(version) == FILES
    assert re.fullmatch(r"\d{8}T\d{6}\.\d{6}Z", manifest.version)
    assert manifest.version == version.name == (folder / "current").read_text(encoding="utf-8")
    assert manifest.built.endswith("+00:00")
    assert (manifest.documents, manifest.passages, manifest.sentences) == (2, 3, 4)
    assert (manifest.languages, manifest.dimension) == ({"en": 1, "de": 1}, 6)
    assert manifest.model == TinyEmbedder.model
    assert {"belegbot", "faiss-cpu", "sentence-transformers"} <= set(manifest.libraries)
    sealed = [name for name in FILES if name != "manifest.json"]
    assert manifest.files == {name: digest(version / name) for name in sealed}
    assert verify(folder) == manifest


def test_the_last_three_versions_are_kept(folder: Path) -> None:
    all_of_them = [serving(folder).name, *(another(folder) for _ in range(4))]
    assert [manifest.version for manifest in versions.usable(folder)] == all_of_them[-3:]
    assert names(folder) == [*all_of_them[-3:], "current"]
    assert versions.served(folder) == all_of_them[-1]


def test_rolling_back_goes_one_version_back_each_time(folder: Path) -> None:
    first, second, third = serving(folder).name, another(folder), another(folder)
    assert versions.roll_back(folder).version == second
    assert Index(folder, TinyEmbedder()).manifest.version == second
    assert versions.roll_back(folder).version == first
    with pytest.raises(StaleIndexError, match=f"There is no version in .* before {first}"):
        versions.roll_back(folder)
    assert versions.served(folder) == first
    assert [manifest.version for manifest in versions.usable(folder)] == [first, second, third]


def test_what_is_built_after_rolling_back_serves_and_can_be_rolled_back(folder: Path) -> None:
    _, second, third = serving(folder).name, another(folder), another(folder)
    versions.roll_back(folder)
    fourth = another(folder)
    assert versions.served(folder) == fourth
    assert [manifest.version for manifest in versions.usable(folder)] == [second, third, fourth]
    assert versions.roll_back(folder).version == third


@pytest.mark.parametrize("name", [*FILES, "all of it"])
def test_rolling_back_mends_a_version_that_is_damaged_or_gone(folder: Path, name: str) -> None:
    first, second = serving(folder), folder / another(folder)
    gone = second if name == "all of it" else second / name
    gone.rename(folder.parent / "gone")
    with pytest.raises(StaleIndexError):
        Index(folder, TinyEmbedder())
    assert versions.roll_back(folder).version == first.name
    assert Index(folder, TinyEmbedder()).manifest.version == first.name


def test_rolling_back_passes_over_a_damaged_version(folder: Path) -> None:
    first, second, _ = serving(folder), folder / another(folder), another(folder)
    (second / "index.db").write_bytes(b"")
    assert versions.roll_back(folder).version == first.name


def test_without_a_pointer_rolling_back_serves_the_last_version(folder: Path) -> None:
    second = another(folder)
    (folder / "current").unlink()
    assert versions.roll_back(folder).version == second
    assert Index(folder, TinyEmbedder()).manifest.version == second


def test_an_empty_folder_has_nothing_to_roll_back_to(tmp_path: Path) -> None:
    assert versions.usable(tmp_path) == []
    with pytest.raises(StaleIndexError, match="before the first"):
        versions.roll_back(tmp_path)


@pytest.mark.parametrize("name", [name for name in FILES if name != "manifest.json"])
def test_a_single_byte_that_is_another_is_found(folder: Path, name: str) -> None:
    path = serving(folder) / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(StaleIndexError, match="is damaged; build it with"):
        verify(folder)


@pytest.mark.parametrize(
    "changed",
    [{"documents": 3}, {"passages": 2}, {"sentences": 5}, {"languages": {"en": 2}}],
)
def test_a_manifest_that_says_otherwise_is_found(folder: Path, changed: dict[str, object]) -> None:
    path = serving(folder) / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | changed), encoding="utf-8")
    with pytest.raises(StaleIndexError, match=UNLIKE):
        verify(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_found(folder: Path, name: str) -> None:
    (serving(folder) / name).unlink()
    with pytest.raises(StaleIndexError):
        verify(folder)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ("update passages set start = -1 where id = 0", f"1 {ASTRAY}"),
        ('update passages set "end" = "end" + 100 where id = 1', f"1 {ASTRAY}"),
        ("update passages set document = 7 where id = 0", f"3 {ASTRAY}"),
        ('update passages set "end" = (select "end" from passages where id = 2) where id = 1', f"1 {ASTRAY}"),
        ('update sentences set start = "end" where id = 0', f"1 {ASTRAY}"),
        ("update sentences set passage = 1 where id = 0", f"1 {ASTRAY}"),
        ("update sentences set passage = 7 where id = 0", f"1 {ASTRAY}"),
        ("update documents set text = substr(text, 1, 20)", f"2 {ASTRAY}"),
        ("delete from sentences where id = 3", UNLIKE),
        ("delete from documents where number = 9; delete from passages where id = 2; delete from sentences where passage = 2", UNLIKE),
        ("insert into documents(number, text) values (7, '')", UNLIKE),
    ],
)  # fmt: skip
def test_what_the_digests_do_not_show_is_found(folder: Path, change: str, wrong: str) -> None:
    version = serving(folder)
    with sqlite3.connect(version / "index.db") as database:
        database.executescript(change)
    database.close()
    reseal(version)
    with pytest.raises(StaleIndexError, match=wrong):
        verify(folder)


def test_vectors_that_are_missing_are_found(folder: Path) -> None:
    vectors = serving(folder) / "sentences.f32"
    vectors.write_bytes(vectors.read_bytes()[: -6 * 4])
    reseal(serving(folder))
    with pytest.raises(StaleIndexError, match=UNLIKE):
        verify(folder)


def test_what_interrupted_builds_left_is_gone_after_the_next(folder: Path) -> None:
    for name in ("building-1", "building-2"):
        (folder / name).mkdir()
        (folder / name / "index.db").write_bytes(b"")
    (folder / "current.20260101T000000.000000Z").write_text("", encoding="utf-8")
    first, second = serving(folder).name, another(folder)
    assert names(folder) == [first, second, "current"]


def test_a_version_serves_only_when_it_is_complete(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the pointer is switched, the previous version serves."""
    first = serving(folder).name
    seen: list[str] = []
    publish = versions.publish

    def watched(place: Path, built: Path, manifest: Manifest) -> None:
        seen.append(versions.served(folder))
        assert all(digest(built / name) == wanted for name, wanted in manifest.files.items())
        publish(place, built, manifest)

    monkeypatch.setattr(versions, "publish", watched)
    another(folder)
    assert seen == [first]
