"""What stands around a sentence: years, countries, headings, heads of tables."""

import pytest

from bot.answering import Answer, ask
from index import Index
from index.building.build import build
from index.building.gather import BuildInput
from index.building.tools import BuildTools
from tests.support.tiny import TinyEmbedder, documents

REPORTS = {
    "harbour.md": (
        "---\ntitle: The harbour of Aldern in Sweden\npublisher: Port Office\ndate: 2017-03-01\n"
        "---\n\nLast year 140 ships called. In 2015 there were 120 ships.\n\n## Freight\n\n"
        "| Goods | 2014 | 2015 |\n|---|---|---|\n| Timber | 310 | 325 |\n| Grain | 90 | 77 |\n"
    ),
    "ferry.md": ("---\ntitle: Ferries\n---\n\nIt ranked 5th among 14 ferries.\n"),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("context")
    (folder / "corpus").mkdir()
    for name, content in REPORTS.items():
        (folder / "corpus" / name).write_text(content, encoding="utf-8")
    build(BuildInput(documents(folder / "corpus")), folder / "index", BuildTools(TinyEmbedder()))
    return Index(folder / "index", TinyEmbedder())


def first(answer: Answer) -> tuple[str, list[str]]:
    quote = answer.quotes[0]
    return quote.passage.text, [quote.passage.text[start:end] for start, end in quote.marks]


def test_last_year_is_counted_from_the_report(index: Index) -> None:
    assert first(ask(index, "how many ships in 2016?", 1)) == (
        "Last year 140 ships called.",
        ["140"],
    )
    assert first(ask(index, "how many ships in 2015?", 1)) == (
        "In 2015 there were 120 ships.",
        ["120"],
    )


def test_the_cell_of_the_asked_column_is_marked(index: Index) -> None:
    assert first(ask(index, "how much timber in 2014?", 1)) == ("Timber | 310 | 325", ["310"])
    assert first(ask(index, "how much timber in 2015?", 1)) == ("Timber | 310 | 325", ["325"])


def test_the_head_of_a_table_is_context_and_no_sentence(index: Index) -> None:
    found = index.search("timber", "en")
    texts = [hit.passage.text for hit in found.hits]
    assert "Goods | 2014 | 2015" not in texts
    row = found.hits[texts.index("Timber | 310 | 325")].sentence
    assert row.head is not None
    assert row.head.text == "Goods | 2014 | 2015"
    assert {"en:freight", "en:harbour", "en:goods"} <= row.context | {"en:good", "en:goods"}


def test_a_report_that_never_names_the_country_does_not_answer(index: Index) -> None:
    assert ask(index, "how many ships in Sweden in 2015?", 1).quotes
    assert not ask(index, "how many ships in Norway in 2015?", 1).quotes
    assert not ask(index, "how many ships in 1999?", 1).quotes
    hits = index.search("Norwegian ships", "en").hits
    assert {hit.features.lacks_condition for hit in hits} == {1.0}
    hits = index.search("Swedish ships", "en").hits
    of_harbour = [hit for hit in hits if hit.passage.document.path == "harbour.md"]
    assert {hit.features.lacks_condition for hit in of_harbour} == {0.0}


def test_a_rank_is_no_count(index: Index) -> None:
    assert first(ask(index, "how many ferries?", 1))[1] == ["14"]
