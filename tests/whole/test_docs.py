"""The documents name what exists, and the packages show the faces that they say."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/corpus.md")
# A path of the project: it begins with one of its folders.
PATH = re.compile(r"(?<![\w./-])(?:bot|corpus|docs|index|scripts|tests)/[\w./-]*\w")

FACES = {
    "corpus": {"Document", "Passage"},
    "index": {"Index"},
    "bot.answering": {"Answer", "Quote", "ask"},
}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_file_and_folder_that_is_named_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(PATH.findall(text))
    assert named
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_the_architecture_names_each_package_and_each_seam() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    packages = [
        path.parent.relative_to(ROOT).as_posix()
        for folder in ("bot", "index", "corpus")
        for path in sorted((ROOT / folder).rglob("__init__.py"))
    ]
    assert [package for package in packages if package.split("/")[-1] not in text] == []
    named = (
        ("corpus.extract", "Extract"),
        ("index.embedding.embedder", "Embedder"),
        ("bot.answering.answer", "ranked"),
    )
    for module, name in named:
        assert name in text
        assert hasattr(import_module(module), name)


@pytest.mark.parametrize(("package", "names"), FACES.items())
def test_a_package_shows_its_face_and_nothing_else(package: str, names: set[str]) -> None:
    module = import_module(package)
    assert set(module.__all__) == names
    assert all(module.__dict__[name].__doc__ for name in names)
