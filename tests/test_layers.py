"""Imports run one way: bot -> index -> corpus, and each big library has one user."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {"corpus": set(), "index": {"corpus"}, "bot": {"corpus", "index"}}
ONLY_USERS = {
    "faiss": {"index/vectors.py"},
    "sqlite_utils": {"index/store.py", "index/dictionaries.py"},
    "sentence_transformers": {"index/embed.py"},
    "langdetect": {"corpus/language.py"},
}
WITHOUT_TELEGRAM = {
    "bot/question.py",
    "bot/cues.py",
    "bot/candidates.py",
    "bot/confidence.py",
    "bot/answer.py",
    "bot/marks.py",
    "bot/console.py",
}


def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports, also inside functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def modules() -> list[str]:
    return [
        path.relative_to(ROOT).as_posix()
        for package in MAY_IMPORT
        for path in sorted((ROOT / package).rglob("*.py"))
    ]


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_what_its_layer_may(module: str) -> None:
    layer = module.split("/")[0]
    names = imported(ROOT / module)
    assert names & {"bot", "index", "corpus", "scripts", "tests"} <= MAY_IMPORT[layer] | {layer}
    assert "telegram" not in names or (layer == "bot" and module not in WITHOUT_TELEGRAM)
    for library, users in ONLY_USERS.items():
        assert library not in names or module in users
