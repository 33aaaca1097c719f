"""How a folder differs from what an index was built from."""

from pathlib import Path

import pytest

from corpus.folder import File, Note, Scan
from index.building import inventory
from index.building.inventory import Changes, Inventory, changes, fingerprint


def files(**contents: str) -> list[File]:
    """Files by name and content."""
    return [File(f"{name}.txt", content, "", None) for name, content in contents.items()]


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({}, {}, Changes()),
        ({"a": "1"}, {"a": "1"}, Changes()),
        ({}, {"a": "1", "b": "1"}, Changes(added=("a.txt", "b.txt"))),
        ({"a": "1"}, {"a": "2"}, Changes(changed=("a.txt",))),
        ({"a": "1"}, {}, Changes(removed=("a.txt",))),
        ({"a": "1"}, {"b": "1"}, Changes(moved=(("a.txt", "b.txt"),))),
        ({"a": "1"}, {"b": "2"}, Changes(added=("b.txt",), removed=("a.txt",))),
        ({"a": "1"}, {"a": "1", "b": "1"}, Changes(added=("b.txt",))),
        ({"a": "1"}, {"b": "1", "c": "1"}, Changes(added=("c.txt",), moved=(("a.txt", "b.txt"),))),
        ({"a": "1", "b": "1"}, {"c": "1"}, Changes(removed=("a.txt",), moved=(("b.txt", "c.txt"),))),
        ({"a": "1", "b": "2"}, {"a": "2", "b": "1"}, Changes(changed=("a.txt", "b.txt"))),
        ({"a": "1", "b": "2"}, {"b": "1"}, Changes(changed=("b.txt",), removed=("a.txt",))),
        ({"a": "1"}, {"a": "2", "b": "1"}, Changes(added=("b.txt",), changed=("a.txt",))),
    ],
)  # fmt: skip
def test_differences_are_told_by_path_and_content(
    before: dict[str, str], now: dict[str, str], expected: Changes
) -> None:
    assert changes(files(**now), files(**before)) == expected


def test_what_is_said_of_a_file_belongs_to_it() -> None:
    before, now = File("a.txt", "1", "", None), File("a.txt", "1", "other", (1, 2, 3))
    assert changes([now], [before]) == Changes(changed=("a.txt",))
    assert changes([File("a.txt", "1", "", (1, 2, 3))], [before]) == Changes()


def test_a_fingerprint_is_of_all_that_a_folder_holds() -> None:
    scans = [
        Scan((), ()),
        Scan(tuple(files(a="1")), ()),
        Scan(tuple(files(a="2")), ()),
        Scan(tuple(files(b="1")), ()),
        Scan(tuple(files(a="1", b="1")), ()),
        Scan((File("a.txt", "1", "other", None),), ()),
        Scan(tuple(files(a="1")), (Note("b.txt", "it is not a regular file"),)),
        Scan(tuple(files(a="1")), (Note("b.txt", "it is gone"),)),
    ]
    assert len(set(map(fingerprint, scans))) == len(scans)
    looked_at = Scan((File("a.txt", "1", "", (1, 2, 3)),), ())
    assert fingerprint(looked_at) == fingerprint(scans[1])


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    written = Inventory(
        (File("звіт.txt", "1", "2", (3, 4, 5)), File("b.txt", "1", "", None)),
        unreadable=(Note("c.pdf", "it is encrypted"),),
        warnings=(Note("d.pdf", "a page has no text"),),
    )
    inventory.write(tmp_path, written)
    assert inventory.read(tmp_path) == written


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"files": 3}', b"\xff"])
def test_what_cannot_be_read_is_nothing(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "inventory.json").write_bytes(content)
    assert inventory.read(tmp_path) == Inventory()
