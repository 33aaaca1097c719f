"""What a folder holds."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import folder as corpus_folder
from corpus.errors import CorpusError
from corpus.folder import File, Note, scan


def write(folder: Path, name: str, text: str = "Text.") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(folder: Path) -> list[str]:
    return [file.path for file in scan(folder, {}).files]


def reasons(folder: Path) -> dict[str, str]:
    return {note.path: note.text for note in scan(folder, {}).unreadable}


def test_files_are_found_in_all_folders_by_path(tmp_path: Path) -> None:
    for name in ("b.txt", "deep/er/c.pdf", "a.md", "Ein Bericht (2).docx", "no-ending"):
        write(tmp_path, name)
    assert names(tmp_path) == [
        "Ein Bericht (2).docx", "a.md", "b.txt", "deep/er/c.pdf", "no-ending",
    ]  # fmt: skip


@pytest.mark.parametrize("name", [".git/a.txt", ".a.txt", "~$a.docx", ".~lock.a.odt#", "Thumbs.db"])
def test_what_is_hidden_or_belongs_to_a_program_is_no_report(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    assert scan(tmp_path, {}) == corpus_folder.Scan((), ())


def test_what_describes_a_report_is_none(tmp_path: Path) -> None:
    for name in ("a.txt", "a.yaml", "b.md", "b.md.yaml", "corpus.yaml"):
        write(tmp_path, name)
    write(tmp_path, "lost.yaml")
    assert names(tmp_path) == ["a.txt", "b.md"]
    assert reasons(tmp_path) == {
        "lost.yaml": "it describes lost, and there is no such report beside it"
    }


def test_a_file_is_told_by_its_content_and_by_what_is_said_of_it(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt")
    [first] = scan(tmp_path, {}).files
    assert len(first.content) == 64
    assert first.described == ""
    write(tmp_path, "a.yaml", "title: A")
    [described] = scan(tmp_path, {}).files
    assert described.content == first.content
    assert described.described
    write(tmp_path, "corpus.yaml", "publisher: B")
    [by_default] = scan(tmp_path, {}).files
    assert by_default.described not in ("", described.described)
    path.write_text("Other.", encoding="utf-8")
    [changed] = scan(tmp_path, {}).files
    assert changed.content != first.content


def test_a_file_that_looks_the_same_is_not_read_again(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt")
    os.utime(path, (1, 1))
    status = path.stat()
    stat = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    known = File("a.txt", "as it was", "", stat)
    assert scan(tmp_path, {"a.txt": known}).files[0].content == "as it was"
    looks_other = replace(known, stat=(stat[0], stat[1] + 1, stat[2]))
    assert len(scan(tmp_path, {"a.txt": looks_other}).files[0].content) == 64


def test_what_was_changed_just_now_may_change_again_unnoticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "a.txt")
    assert scan(tmp_path, {}).files[0].stat is None
    monkeypatch.setattr(corpus_folder, "_SETTLED", -(10**12))
    assert scan(tmp_path, {}).files[0].stat == (5, path.stat().st_mtime_ns, path.stat().st_ctime_ns)


def test_links_out_of_the_folder_are_no_reports(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    write(corpus, "inside.txt")
    write(tmp_path, "outside/a.txt")
    (corpus / "a.txt").symlink_to(tmp_path / "outside" / "a.txt")
    (corpus / "folder").symlink_to(tmp_path / "outside")
    (corpus / "gone.txt").symlink_to(tmp_path / "gone.txt")
    (corpus / "link.txt").symlink_to(corpus / "inside.txt")
    assert names(corpus) == ["inside.txt", "link.txt"]
    out = "it is a link to a file outside of the folder; copy that file here"
    assert reasons(corpus) == {"a.txt": out, "folder": out, "gone.txt": out}


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    assert reasons(tmp_path) == {
        "pipe.txt": "it is not a regular file",
        "gone.txt": "it is not a regular file",
    }


@pytest.mark.parametrize("name", [b"b\xe4.txt", b"a\nb.txt", b"a\x1b[31m.txt", b"\xe4/c.txt"])
def test_a_name_that_is_no_plain_text_is_no_reports(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/" + name))
    path.parent.mkdir(exist_ok=True)
    path.write_text("Text.", encoding="utf-8")
    found = scan(tmp_path, {})
    assert found.files == ()
    [note] = found.unreadable
    assert note.text == "its name has unprintable characters; rename it"
    note.path.encode()


def test_a_file_that_is_too_large_is_not_even_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus_folder, "_LARGEST", 3_000_000)
    with write(tmp_path, "a.txt").open("r+b") as file:
        file.truncate(3_000_001)  # takes no room
    assert scan(tmp_path, {}).unreadable == (Note("a.txt", "it should be smaller than 3 MB"),)


@pytest.mark.parametrize("name", ["a.txt.yaml", "a.yaml", "corpus.yaml"])
def test_what_describes_a_report_is_not_opened_where_it_should_not_be(
    tmp_path: Path, name: str
) -> None:
    corpus = tmp_path / "corpus"
    write(corpus, "a.txt")
    described = f"{name}, which describes it, cannot be used:"
    write(corpus, name)
    os.truncate(corpus / name, 3_000_000_000)
    assert reasons(corpus) == {"a.txt": f"{described} it should be smaller than 1 MB"}
    (corpus / name).unlink()
    (corpus / name).symlink_to(write(tmp_path, "secret.yaml", "title: A secret"))
    out = "it is a link to a file outside of the folder; copy that file here"
    assert reasons(corpus) == {"a.txt": f"{described} {out}"}


def test_a_file_that_vanishes_meanwhile_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "b.txt")

    def vanishing(path: Path) -> str:
        raise FileNotFoundError(2, "No such file or directory", str(path))

    monkeypatch.setattr(corpus_folder, "file_digest", vanishing)
    assert reasons(tmp_path) == dict.fromkeys(
        ("a.txt", "b.txt"), "it cannot be opened (No such file or directory)"
    )


def test_a_missing_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="there is no such folder"):
        scan(tmp_path / "none", {})
