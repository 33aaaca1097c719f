"""Whatever lies in a folder, its reports are indexed; read in processes of their own, as ever."""

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from index.building.rebuild import rebuild
from index.building.tools import BuildTools
from index.verify import verify
from tests.support.tiny import TinyEmbedder

GOOD = "On soldiers\nThere are 20,000 soldiers in the east."


def bomb() -> bytes:
    """A small file that would be a large one."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(5_000_000))
    return content.getvalue()


def reasons(corpus: Path, index: Path) -> dict[str, str]:
    """Why files of a folder with one report are skipped."""
    rebuilt = rebuild(corpus, index, BuildTools(TinyEmbedder()))
    assert verify(index) == rebuilt.manifest
    assert rebuilt.manifest is not None
    assert rebuilt.manifest.documents == 1
    return {
        note.path: note.text for note in (*rebuilt.inventory.unreadable, *rebuilt.inventory.empty)
    }


def test_bad_files_are_named_and_the_others_are_indexed(tmp_path: Path) -> None:
    corpus, outside = tmp_path / "corpus", tmp_path / "outside.txt"
    corpus.mkdir()
    outside.write_text(GOOD, encoding="utf-8")
    (corpus / "good.txt").write_text(GOOD, encoding="utf-8")
    (corpus / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50)
    (corpus / "bomb.txt").write_bytes(bomb())
    (corpus / "nothing.md").write_bytes(b"")
    (corpus / "zeros.txt").write_bytes(bytes(1_000_000))
    (corpus / "link.txt").symlink_to(outside)
    (corpus / os.fsdecode(b"b\xe4r.txt")).write_text(GOOD, encoding="utf-8")
    found = reasons(corpus, tmp_path / "index")
    assert found.pop("link.txt").startswith("it is a link to a file outside of the folder")
    assert found.pop("b?r.txt") == "its name has unprintable characters; rename it"
    assert found.pop("nothing.md") == "it holds no text"
    assert set(found) == {"picture.md", "bomb.txt", "zeros.txt"}
    for reason in found.values():
        assert len(reason) < 250
        assert "\n" not in reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "good.txt").write_text(GOOD, encoding="utf-8")
    (corpus / "closed.txt").write_text(GOOD, encoding="utf-8")
    (corpus / "closed.txt").chmod(0)
    assert reasons(corpus, tmp_path / "index") == {
        "closed.txt": "it cannot be opened (Permission denied)"
    }
