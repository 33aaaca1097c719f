"""A folder changes, and its index follows with as little work as possible."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import folder as corpus_folder
from corpus import reading, split
from corpus.digest import file_digest
from corpus.errors import BusyError, CorpusError, GateError
from corpus.folder import File, Note
from corpus.reading import Reading
from corpus.text import languages
from corpus.text.languages import NamePatterns, QuestionPatterns, language_data
from index import Index, analysis, versions
from index.building import gather
from index.building.cache import Cache
from index.building.inventory import Changes
from index.building.rebuild import RebuildOutcome
from index.embedding.models import Model
from index.lexicon.lexicon import Lexicon
from index.verify import verify
from tests.support.maintainer import Maintainer
from tests.support.pdfs import scan

EAST = "On soldiers\nThere are 20,000 soldiers in the east."
TRADE = "On trade\nThe trade volume was 5 million in May."
RAIN = "On rain\nIt rained on 3 days in June."
SAID = {
    "a.txt": "There are 20,000 soldiers in the east.",
    "b.txt": "The trade volume was 5 million in May.",
    "c.txt": "It rained on 3 days in June.",
}
# What is embedded: a sentence behind its title.
EMBEDDED = {
    "a.txt": f"On soldiers › {SAID['a.txt']}",
    "b.txt": f"On trade › {SAID['b.txt']}",
    "c.txt": f"On rain › {SAID['c.txt']}",
}


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maintainer:
    return Maintainer(tmp_path, monkeypatch)


@pytest.fixture
def two(empty: Maintainer) -> Maintainer:
    """With an index of two reports."""
    empty.write("a.txt", EAST)
    empty.write("b.txt", TRADE)
    empty.rebuild()
    return empty


UP_TO_DATE: tuple[RebuildOutcome, list[str], list[str], list[str]] = (
    RebuildOutcome.UP_TO_DATE,
    [],
    [],
    [],
)


def test_a_first_rebuild_reads_analyses_and_embeds_everything(empty: Maintainer) -> None:
    empty.write("a.txt", EAST)
    empty.write("b.txt", TRADE)
    rebuilt = empty.rebuild()
    assert rebuilt.changes == Changes(added=("a.txt", "b.txt"))
    assert rebuilt.outcome == RebuildOutcome.PUBLISHED
    assert empty.read == empty.analysed == ["a.txt", "b.txt"]
    # the passage is the sentence, and is embedded once
    assert empty.embedded == sorted([EMBEDDED["a.txt"], EMBEDDED["b.txt"]])
    assert rebuilt.manifest == verify(empty.index)


def test_an_unchanged_folder_needs_nothing(two: Maintainer) -> None:
    before = two.version()
    rebuilt = two.rebuild()
    assert (rebuilt.changes, rebuilt.outcome) == (Changes(), RebuildOutcome.UP_TO_DATE)
    assert rebuilt.manifest is not None
    assert rebuilt.manifest.version == two.version().name == before.name
    assert (two.read, two.analysed, two.embedded) == ([], [], [])


def test_only_what_was_added_is_worked_out(two: Maintainer) -> None:
    two.write("deep/c.txt", RAIN)
    assert two.rebuild().changes == Changes(added=("deep/c.txt",))
    assert two.read == two.analysed == ["deep/c.txt"]
    assert two.embedded == [EMBEDDED["c.txt"]]
    assert two.found("how many days")[0].passage.text == SAID["c.txt"]
    assert two.done() == UP_TO_DATE


def test_only_the_sentence_that_changed_is_embedded(empty: Maintainer) -> None:
    empty.write("a.txt", f"{EAST}\n\n{'It rained all day. ' * 20}")
    empty.rebuild()
    empty.write("a.txt", f"{EAST.replace('20', '30')}\n\n{'It rained all day. ' * 20}")
    assert empty.rebuild().changes == Changes(changed=("a.txt",))
    assert empty.read == empty.analysed == ["a.txt"]
    begin = "On soldiers › There are 30,000"
    assert [text[: len(begin)] for text in empty.embedded] == [begin] * 2
    assert empty.found("how many soldiers")[0].passage.text.startswith("There are 30,000")


@pytest.mark.parametrize("sidecar", ["a.yaml", "a.txt.yaml"])
def test_a_sidecar_concerns_its_report_alone(two: Maintainer, sidecar: str) -> None:
    path = two.write(sidecar, "publisher: An institute")
    assert two.rebuild().changes == Changes(changed=("a.txt",))
    assert two.read == two.analysed == ["a.txt"]
    assert two.embedded == []
    assert two.found("how many soldiers")[0].passage.document.publisher == "An institute"
    two.write(sidecar, "publisher: Another one")
    assert two.rebuild().changes == Changes(changed=("a.txt",))
    assert two.found("how many soldiers")[0].passage.document.publisher == "Another one"
    path.unlink()
    assert two.rebuild().changes == Changes(changed=("a.txt",))
    assert two.found("how many soldiers")[0].passage.document.publisher is None


def test_defaults_concern_all_reports(two: Maintainer) -> None:
    two.write("corpus.yaml", "publisher: An institute")
    assert two.rebuild().changes == Changes(changed=("a.txt", "b.txt"))
    assert two.read == ["a.txt", "b.txt"]
    assert two.embedded == []


@pytest.mark.parametrize("name", ["z.txt", "deep/er/a.txt"])
def test_a_moved_report_is_read_and_nothing_more(two: Maintainer, name: str) -> None:
    (two.corpus / name).parent.mkdir(parents=True, exist_ok=True)
    (two.corpus / "a.txt").rename(two.corpus / name)
    assert two.rebuild().changes == Changes(moved=(("a.txt", name),))
    assert (two.read, two.analysed, two.embedded) == ([name], [], [])
    assert two.found("how many soldiers")[0].passage.document.path == name
    assert two.opened().manifest.documents == 2


def test_a_moved_report_is_analysed_again_where_its_name_is_its_title(empty: Maintainer) -> None:
    text = "It rained on 3 days in June."
    empty.write("rain.md", f"There are 20,000 soldiers in the east.\n\n{text}\n")
    empty.rebuild()
    assert text in [hit.passage.text for hit in empty.found("how many days")]
    # as a title, the line is quoted no more
    (empty.corpus / "rain.md").rename(empty.corpus / f"{text}.md")
    empty.rebuild()
    assert text not in [hit.passage.text for hit in empty.found("how many days")]
    assert (empty.analysed, empty.embedded) == ([f"{text}.md"], [])


def test_two_reports_that_change_places_are_changed(two: Maintainer) -> None:
    (two.corpus / "a.txt").rename(two.corpus / "c.txt")
    (two.corpus / "b.txt").rename(two.corpus / "a.txt")
    (two.corpus / "c.txt").rename(two.corpus / "b.txt")
    assert two.rebuild().changes == Changes(changed=("a.txt", "b.txt"))
    assert two.embedded == []
    assert two.found("how many soldiers")[0].passage.document.path == "b.txt"


def test_nothing_of_a_removed_report_is_left(two: Maintainer) -> None:
    (two.corpus / "a.txt").unlink()
    assert two.rebuild().changes == Changes(removed=("a.txt",))
    assert (two.read, two.analysed, two.embedded) == ([], [], [])
    manifest = verify(two.index)
    assert (manifest.documents, manifest.passages, manifest.sentences) == (1, 1, 1)
    files = [*two.version().iterdir(), two.index / "cache.db"]
    contents = {path.name: path.read_bytes() for path in files}
    for word in (b"soldier", b"20,000", b"a.txt"):
        assert [name for name, content in contents.items() if word in content] == []
    assert [name for name, content in contents.items() if b"trade" in content] == [
        "index.db", "cache.db",
    ]  # fmt: skip
    assert two.done() == UP_TO_DATE


def test_a_report_that_comes_back_is_as_good_as_new(two: Maintainer) -> None:
    (two.corpus / "a.txt").unlink()
    two.rebuild()
    two.write("a.txt", EAST)
    assert two.done() == (RebuildOutcome.PUBLISHED, ["a.txt"], ["a.txt"], [EMBEDDED["a.txt"]])


ALL = ["a.txt", "b.txt"]
TEXTS = sorted([EMBEDDED["a.txt"], EMBEDDED["b.txt"]])


def test_another_model_embeds_everything_and_reads_nothing(two: Maintainer) -> None:
    two.embedder.model = Model("tiny", "2", {})
    assert two.done() == (RebuildOutcome.PUBLISHED, [], [], TEXTS)
    assert two.done() == UP_TO_DATE
    for other in (
        {"prompts": {"document": "passage: "}},
        {"precision": "int4"},
        {"centred_by": "x"},
    ):
        two.embedder.model = replace(Model("tiny", "2", {}), **other)
        assert two.done() == (RebuildOutcome.PUBLISHED, [], [], TEXTS)


@pytest.mark.parametrize(
    ("module", "name", "read", "analysed"),
    [
        (reading, "VERSION", ALL, []),
        (split, "VERSION", ALL, ALL),
        (analysis, "VERSION", [], ALL),
        (reading, "LIBRARIES", ALL, []),
        (analysis, "LIBRARIES", [], ALL),
        (versions, "FORMAT", [], ALL),
    ],
)
def test_another_version_of_a_step_does_it_again_and_not_those_before(
    two: Maintainer,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    read: list[str],
    analysed: list[str],
) -> None:
    monkeypatch.setattr(module, name, ("pytest",) if name == "LIBRARIES" else 99)
    assert two.done() == (RebuildOutcome.PUBLISHED, read, analysed, [])


def test_another_glossary_has_everything_analysed_again(
    two: Maintainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lexicon, "fingerprint", lambda _: "another")
    assert two.done() == (RebuildOutcome.PUBLISHED, [], ALL, [])
    assert two.done() == UP_TO_DATE


@pytest.mark.parametrize(
    ("field", "value", "done"),
    [
        ("function_words", ("the",), (RebuildOutcome.PUBLISHED, ALL, ALL, [])),
        ("names", NamePatterns(place="oz"), (RebuildOutcome.PUBLISHED, [], ALL, [])),
        ("questions", QuestionPatterns(), UP_TO_DATE),
    ],
)
def test_another_language_file_does_again_what_depends_on_it(
    two: Maintainer,
    monkeypatch: pytest.MonkeyPatch,
    field: str,
    value: object,
    done: tuple[RebuildOutcome, list[str], list[str], list[str]],
) -> None:
    changed = {**languages.languages()} | {
        "fr": language_data("fr").model_copy(update={field: value})
    }
    monkeypatch.setattr(languages, "languages", lambda: changed)
    assert two.done() == done
    assert two.done() == UP_TO_DATE


def test_a_report_that_is_told_to_be_in_another_language_is_analysed_again(
    two: Maintainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "VERSION", 99)
    monkeypatch.setattr(
        reading, "language_changes", lambda text, _: ((0, "de"),) if "rade" in text else ()
    )
    assert two.done() == (RebuildOutcome.PUBLISHED, ALL, ["b.txt"], [])


def test_full_does_everything_again(two: Maintainer) -> None:
    before = two.version()
    assert two.rebuild(is_full=True).outcome == RebuildOutcome.PUBLISHED
    assert (two.read, two.analysed, two.embedded) == (ALL, ALL, TEXTS)
    assert two.version() != before
    assert two.done() == UP_TO_DATE


def test_an_emptied_folder_leaves_the_version_that_serves(two: Maintainer) -> None:
    for path in two.corpus.iterdir():
        path.unlink()
    with pytest.raises(CorpusError, match=r"corpus should hold reports, but it is empty\.$"):
        two.rebuild()
    assert two.opened().manifest.documents == 2
    two.write("a.txt", EAST)
    two.write("b.txt", TRADE)
    assert two.done() == UP_TO_DATE


def test_a_folder_without_any_report_says_why_of_the_first_ones(empty: Maintainer) -> None:
    for number in range(12):
        empty.write(f"{number:02}.xyz", "Text.")
    empty.write("heading.txt", "Heading")
    with pytest.raises(CorpusError) as raised:
        empty.rebuild()
    said = str(raised.value)
    assert said.startswith(f"{empty.corpus} should hold reports, but 00.xyz: there is no reader")
    assert said.endswith("; and so on for 3 more.")
    assert not versions.served(empty.index)


@pytest.mark.parametrize("is_full", [False, True])
def test_a_folder_that_is_missing_costs_nothing_that_was_worked_out(
    two: Maintainer, is_full: bool
) -> None:
    two.corpus.rename(two.corpus.with_name("away"))
    with pytest.raises(CorpusError, match="there is no such folder"):
        two.rebuild(is_full)
    two.corpus.with_name("away").rename(two.corpus)
    two.write("c.txt", RAIN)
    assert two.done() == (RebuildOutcome.PUBLISHED, ["c.txt"], ["c.txt"], [EMBEDDED["c.txt"]])


def test_a_file_that_cannot_be_read_is_named_each_time_and_not_read_again(
    two: Maintainer,
) -> None:
    two.write("bad.txt", "%PDF-1.7")
    two.write("heading.txt", "Heading")
    rebuilt = two.rebuild()
    reason = "it is a PDF, not text; name it .pdf"
    assert rebuilt.inventory.unreadable == (Note("bad.txt", reason),)
    assert rebuilt.inventory.empty == (
        Note("heading.txt", "it holds no sentence that could be quoted"),
    )
    again = two.rebuild()
    assert (again.outcome, two.read) == (RebuildOutcome.UP_TO_DATE, [])
    assert again.inventory == rebuilt.inventory


def test_a_file_that_cannot_be_read_is_tried_again_when_anything_changed(two: Maintainer) -> None:
    two.write("bad.txt", "%PDF-1.7")
    two.rebuild()
    two.write("c.txt", RAIN)
    two.rebuild()
    assert two.read == ["bad.txt", "c.txt"]
    two.write("bad.txt", "Title\nText is here.")
    rebuilt = two.rebuild()
    assert (two.read, rebuilt.inventory.unreadable) == (["bad.txt"], ())
    assert rebuilt.changes == Changes(changed=("bad.txt",))


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
def test_a_scan_is_tried_again_when_tesseract_was_installed(
    two: Maintainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.ocr = "eng"
    scan(two.corpus, "There are 20,000 soldiers in the east.")
    with monkeypatch.context() as patch:
        patch.setenv("PATH", "")
        [note] = two.rebuild().inventory.unreadable
        assert note.text == "it is a scan, and tesseract, which would read it, is not installed"
        assert two.rebuild().outcome == RebuildOutcome.UP_TO_DATE
    assert two.rebuild().inventory.unreadable == ()
    assert two.read == ["scan.pdf"]
    assert two.rebuild().outcome == RebuildOutcome.UP_TO_DATE


def test_a_file_that_was_away_while_it_was_to_be_read_is_tried_again(
    two: Maintainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a program does that saves a file: the next rebuild finds it as it was."""
    path = two.write("c.txt", RAIN)
    away = two.corpus.with_name("away.txt")
    read_files = two.read_files

    def while_it_is_away(
        folder: Path, files: list[File], ocr: str
    ) -> Iterator[Reading | CorpusError]:
        path.rename(away)
        yield from read_files(folder, files, ocr)
        away.rename(path)

    with monkeypatch.context() as patch:
        patch.setattr(gather, "read_files", while_it_is_away)
        [note] = two.rebuild().inventory.unreadable
    assert note == Note("c.txt", "it changed while it was being read; rebuild again")
    rebuilt = two.rebuild()
    assert (rebuilt.outcome, rebuilt.inventory.unreadable) == (RebuildOutcome.PUBLISHED, ())
    assert two.read == ["c.txt"]
    assert two.done() == UP_TO_DATE


def test_a_file_that_changes_while_it_is_read_is_named(
    two: Maintainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.write("c.txt", RAIN)
    read_files = two.read_files

    def while_it_changes(
        folder: Path, files: list[File], ocr: str
    ) -> Iterator[Reading | CorpusError]:
        two.write("c.txt", f"{RAIN} And more.")
        yield from read_files(folder, files, ocr)

    with monkeypatch.context() as patch:
        patch.setattr(gather, "read_files", while_it_changes)
        [note] = two.rebuild().inventory.unreadable
    assert note == Note("c.txt", "it changed while it was being read; rebuild again")
    assert two.rebuild().inventory.unreadable == ()
    assert two.opened().manifest.documents == 3


def test_a_rehearsal_finds_what_a_rebuild_would_and_builds_nothing(two: Maintainer) -> None:
    before = two.version()
    two.write("c.txt", RAIN)
    two.write("d.txt", RAIN)
    (two.corpus / "a.txt").unlink()
    (two.corpus / "b.txt").rename(two.corpus / "e.txt")
    two.write("bad.xyz", "Text.")
    rehearsed = two.rehearse()
    assert rehearsed.outcome == RebuildOutcome.REHEARSED
    assert rehearsed.changes == Changes(
        added=("bad.xyz", "c.txt", "d.txt"), moved=(("b.txt", "e.txt"),), removed=("a.txt",)
    )
    assert rehearsed.inventory.duplicates == (Note("d.txt", "it is the same as c.txt"),)
    assert [note.path for note in rehearsed.inventory.unreadable] == ["bad.xyz"]
    assert (two.version(), two.analysed, two.embedded) == (before, [], [])
    assert rehearsed.manifest is not None
    assert rehearsed.manifest.version == before.name
    rebuilt = two.rebuild()
    assert (rebuilt.changes, rebuilt.inventory) == (rehearsed.changes, rehearsed.inventory)
    assert two.read == ["bad.xyz"]  # the others were read for the rehearsal


def test_a_rehearsal_before_the_first_build_leaves_no_version(empty: Maintainer) -> None:
    empty.write("a.txt", EAST)
    rehearsed = empty.rehearse()
    assert (rehearsed.changes, rehearsed.manifest) == (Changes(added=("a.txt",)), None)
    assert versions.usable(empty.index) == []


def test_a_damaged_version_is_built_anew_from_what_is_known(two: Maintainer) -> None:
    (two.version() / "index.db").write_bytes(b"")
    assert two.done() == (RebuildOutcome.PUBLISHED, [], [], [])
    assert verify(two.index).documents == 2


@pytest.mark.parametrize("lost", ["current", "all versions", "cache.db"])
def test_what_was_lost_is_made_again(two: Maintainer, lost: str) -> None:
    if lost == "all versions":
        shutil.rmtree(two.version())
    else:
        (two.index / lost).unlink()
    two.write("c.txt", RAIN)
    two.rebuild()
    read = ["a.txt", "b.txt", "c.txt"] if lost == "cache.db" else ["c.txt"]
    assert two.read == two.analysed == read
    assert verify(two.index).documents == 3


def test_a_version_that_the_gate_refuses_does_not_serve_and_costs_nothing(two: Maintainer) -> None:
    two.write("c.txt", RAIN)
    before, shown = two.version(), []

    def gate(index: Index) -> None:
        shown.append(index.manifest.documents)
        raise GateError("no")

    with pytest.raises(GateError):
        two.rebuild(gate=gate)
    assert (shown, two.version()) == ([3], before)
    assert sorted(path.name for path in two.index.iterdir()) == [
        before.name, "cache.db", "current", "rebuild.lock",
    ]  # fmt: skip
    assert two.done() == (RebuildOutcome.PUBLISHED, [], [], [])


def test_a_second_rebuild_at_once_ends_with_a_sentence(two: Maintainer) -> None:
    (two.corpus / "a.txt").unlink()
    said = []

    def meanwhile(_: Index) -> None:
        for second in (two.rebuild, two.rehearse):
            with pytest.raises(BusyError) as raised:
                second()
            said.append(str(raised.value))

    two.rebuild(gate=meanwhile)
    assert said == [f"Another rebuild of {two.index} is under way; wait until it ends."] * 2
    assert two.opened().manifest.documents == 1


@pytest.mark.parametrize("place", ["index", ".index", "deep/index", ""])
def test_an_index_among_the_reports_is_refused(two: Maintainer, place: str) -> None:
    two.index = two.corpus / place
    for way in (two.rebuild, two.rehearse):
        with pytest.raises(CorpusError, match="should not be in the folder of the reports"):
            way()
    assert sorted(path.name for path in two.corpus.iterdir()) == ["a.txt", "b.txt"]


def test_a_folder_that_cannot_be_opened_is_named(
    two: Maintainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.write("closed/c.txt", RAIN)
    scandir = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", closed)
        rebuilt = two.rebuild()
    assert rebuilt.inventory.unreadable == (
        Note("closed", "it cannot be opened (Permission denied)"),
    )
    assert two.rebuild().inventory.unreadable == ()
    assert two.opened().manifest.documents == 3


def test_a_file_that_looks_unchanged_is_not_even_opened(
    two: Maintainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus_folder, "_SETTLED", -(10**12))  # as if all were long ago
    two.write("c.txt", RAIN)
    two.rebuild()
    hashed: list[str] = []

    def counted(path: Path) -> str:
        hashed.append(path.name)
        return file_digest(path)

    monkeypatch.setattr(corpus_folder, "file_digest", counted)
    two.rebuild()
    assert hashed == []
    two.write("c.txt", f"{RAIN} And more.")
    two.rebuild()
    assert hashed == ["c.txt"]


def test_files_of_all_kinds_of_names_are_moved_through(empty: Maintainer) -> None:
    for name in (
        "Ein Bericht (2).txt",
        "звіт.txt",
        "a'b\"c.txt",
        "[x] *?.txt",
        "ａ‮b.md"[:1] + ".md",
    ):
        empty.write(name, f"On soldiers\nThere are 20,000 soldiers in {name}.")
    rebuilt = empty.rebuild()
    assert len(rebuilt.changes.added) == 5
    assert rebuilt.inventory.unreadable == ()
    assert empty.done() == UP_TO_DATE


def test_the_cache_holds_nothing_that_no_version_needs(two: Maintainer) -> None:
    def entries() -> int:
        with sqlite3.connect(two.index / "cache.db") as database:
            [(count,)] = database.execute("select count(*) from entries").fetchall()
        database.close()
        return int(count)

    assert entries() == 6  # a reading, an analysis and a vector of each
    two.write("c.txt", RAIN)
    two.rebuild()
    assert entries() == 9
    for name in ("b.txt", "c.txt"):
        (two.corpus / name).unlink()
    two.rebuild()
    assert entries() == 3
    assert Cache(two.index / "cache.db").missing(["x"]) == ["x"]
