"""Imports run one way: bot -> index -> corpus, and each big library has one user."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {"corpus": set(), "index": {"corpus"}, "bot": {"corpus", "index"}}
ONLY_USERS = {
    "faiss": {"index/vectors.py"},
    "sqlite_utils": {
        "index/cache.py",
        "index/dictionaries.py",
        "index/schema.py",
        "index/store.py",
        "index/writer.py",
        "bot/records.py",
    },
    "sentence_transformers": {"index/embed.py"},
    "langdetect": {"corpus/language.py"},
    "chardet": {"corpus/encoding.py"},
    "dateparser": {"corpus/dates.py"},
    "datasketch": {"corpus/duplicates.py"},
    "pebble": {"corpus/confined.py"},
    "trafilatura": {"corpus/readers/html.py"},
    "pypdfium2": {"corpus/pdf/file.py", "corpus/pdf/glyphs.py"},
}
# Modules of the bot that know nothing of Telegram, which a chat in the terminal does without.
WITHOUT_TELEGRAM = {
    "bot/activity.py",
    "bot/answer.py",
    "bot/asked.py",
    "bot/candidates.py",
    "bot/card.py",
    "bot/citation.py",
    "bot/confidence.py",
    "bot/console.py",
    "bot/conversations.py",
    "bot/cues.py",
    "bot/edge.py",
    "bot/gaps.py",
    "bot/interface.py",
    "bot/length.py",
    "bot/library.py",
    "bot/golden.py",
    "bot/link.py",
    "bot/log.py",
    "bot/marks.py",
    "bot/question.py",
    "bot/records.py",
    "bot/reference.py",
    "bot/render.py",
    "bot/settings.py",
    "bot/texts.py",
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


@pytest.mark.parametrize("module", sorted(WITHOUT_TELEGRAM))
def test_what_knows_nothing_of_telegram_uses_nothing_that_does(module: str) -> None:
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    used = {f"{name.replace('.', '/')}.py" for name in names if name.startswith("bot.")}
    assert used <= WITHOUT_TELEGRAM
