"""The rules of who imports whom, which a newcomer can recite."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = ("bot", "index", "corpus")  # each may import itself and those behind it

# Library -> the only modules that import it.
ONLY_USERS = {
    "telegram": {"bot/telegram"},
    "faiss": {"index/store/vectors.py"},
    "sqlite_utils": {
        "index/store",
        "index/building/cache.py",
        "index/lexicon/dictionaries.py",
        "bot/upkeep/records.py",
    },
    "sentence_transformers": {"index/embedding"},
    "onnxruntime": {"index/embedding"},
    "langdetect": {"corpus/text/language.py"},
    "chardet": {"corpus/encoding.py"},
    "dateparser": {"corpus/text/dates.py"},
    "datasketch": {"corpus/duplicates.py"},
    "pebble": {"corpus/sandbox.py"},
    "trafilatura": {"corpus/readers/html.py"},
    "pypdfium2": {"corpus/pdf"},
}
# Package -> packages that it knows nothing of, besides the layers above it.
KNOWS_NOTHING_OF = {
    "corpus/text": {"corpus/readers", "corpus/pdf"},
    "bot/answering": {"bot/wording", "bot/upkeep", "bot/telegram"},
    "bot/wording": {"bot/upkeep", "bot/telegram"},
    "bot/upkeep": {"bot/telegram"},
}


def imported(path: Path) -> set[str]:
    """The modules that a module imports, also inside functions, as paths: "index/search"."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name.replace(".", "/") for name in names}


def modules(*packages: str) -> list[str]:
    return [
        path.relative_to(ROOT).as_posix()
        for package in packages
        for path in sorted((ROOT / package).rglob("*.py"))
    ]


@pytest.mark.parametrize("module", modules(*LAYERS))
def test_imports_run_from_bot_to_index_to_corpus(module: str) -> None:
    layer = LAYERS.index(module.split("/")[0])
    packages = {name.split("/")[0] for name in imported(ROOT / module)}
    assert not packages & {*LAYERS[:layer], "scripts", "tests"}


@pytest.mark.parametrize("module", modules(*LAYERS))
def test_a_big_library_has_one_user(module: str) -> None:
    packages = {name.split("/")[0] for name in imported(ROOT / module)}
    for library in packages & ONLY_USERS.keys():
        assert any(module.startswith(user) for user in ONLY_USERS[library]), library


@pytest.mark.parametrize("module", modules(*KNOWS_NOTHING_OF))
def test_a_package_knows_nothing_of_those_that_use_it(module: str) -> None:
    package = "/".join(module.split("/")[:2])
    for name in imported(ROOT / module):
        assert not any(name.startswith(other) for other in KNOWS_NOTHING_OF[package]), name
