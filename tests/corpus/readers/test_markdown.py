from pathlib import Path

import pytest

from corpus.readers import READERS


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("It costs 5 million[^1] a year.\n\n[^1]: Prices of 2019.\n[^b]: Or later.", "It costs 5 million a year.\n\nPrices of 2019.\n\nOr later."),
        ("Code such as `[^a]` stays.\n\n    [^b]", "Code such as [^a] stays.\n\n[^b]"),
        ("Seen.<!-- unseen --> Too.\n\n<!-- a\n\nb -->\n\n<style>p {}</style>", "Seen. Too."),
        ("1. One\n2. Two\n   - Inner\n\n> Quoted.", "1. One\n\n2. Two\n\n• Inner\n\nQuoted."),
        ("Title\n=====\n\nWord  \nbreak \\* and &copy;.", "Title\n\nWord\nbreak * and ©."),
    ],
)  # fmt: skip
def test_markdown_reads_as_it_is_shown(tmp_path: Path, source: str, text: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(source, encoding="utf-8")
    blocks = [block.strip() for block in READERS[".md"](path).pages[0].split("\n\n")]
    assert "\n\n".join(filter(None, blocks)) == text
