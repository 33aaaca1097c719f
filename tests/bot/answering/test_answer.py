"""Choosing quotes, marking them and refusing, with vectors computed by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answering import Answer, ask
from bot.wording.citation import first_mark, short_citation
from bot.wording.translations import translation
from tests.support.tiny import index_of

REPORTS = {
    "a.md": "---\nlanguage: de\n---\n"
    "Soldaten sah man überall. Bis zu 20.000 Soldaten kamen am Montag, 28. Oktober, an.",
    "b.md": "---\nlanguage: de\n---\n"
    "Der Handel stieg im Halbjahr 2024 auf 52,9 Millionen US-Dollar, während er 2023 bei rund "
    "34,4 Millionen US-Dollar lag. Die Autorin des Berichts, Elena Guseinova, lebt in Seoul.",
    "c.txt": "Copies\nSoldaten sah man überall.",
}

Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    index = index_of(tmp_path_factory.mktemp("answers"), REPORTS)
    return lambda text, limit=3: ask(index, text, limit)


def marked(answer: Answer) -> list[str]:
    """The marks of the first quote."""
    quote = answer.quotes[0]
    return [quote.passage.text[start:end] for start, end in quote.marks]


@pytest.mark.parametrize("text", ["how many soldiers?", "Wie viele Soldaten?", "скільки солдатів?"])
def test_a_number_is_asked_for_and_marked_with_its_qualifier(answers: Ask, text: str) -> None:
    assert marked(answers(text)) == ["Bis zu 20.000"]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Wie hoch war der Handel 2023, welcher Wert?", "rund 34,4 Millionen US-Dollar"),
        ("trade volume in 2024?", "52,9 Millionen US-Dollar"),
        ("When did the soldiers come?", "Montag, 28. Oktober"),
        ("Who is the author?", "Elena Guseinova"),
    ],
)
def test_the_mark_is_of_the_wanted_kind_and_nearest_to_the_question(
    answers: Ask, text: str, mark: str
) -> None:
    assert marked(answers(text)) == [mark]


def test_the_same_sentence_of_two_reports_is_quoted_once(answers: Ask) -> None:
    quotes = answers("soldiers", limit=10).quotes
    texts = [quote.passage.text for quote in quotes]
    assert sorted(texts) == [
        "Bis zu 20.000 Soldaten kamen am Montag, 28. Oktober, an.",
        "Soldaten sah man überall.",
    ]
    also = {quote.passage.text: [document.path for document in quote.also] for quote in quotes}
    everywhere = next(q for q in quotes if q.passage.text == "Soldaten sah man überall.")
    assert also.pop("Soldaten sah man überall.") == list(
        {"a.md", "c.txt"} - {everywhere.passage.document.path}
    )
    assert list(also.values()) == [[]]


def test_no_more_quotes_than_wanted(answers: Ask) -> None:
    assert len(answers("soldiers", limit=1).quotes) == 1


@pytest.mark.parametrize("text", ["What is the capital of France?", "", "???", "pizza"])
def test_what_the_reports_do_not_say_is_refused(answers: Ask, text: str) -> None:
    assert answers(text).quotes == ()


def test_a_quote_is_a_slice_of_its_document(answers: Ask) -> None:
    for quote in answers("how many soldiers?").quotes:
        span = quote.passage
        assert span.document.text[span.start : span.end] == span.text
        assert 0.5 <= quote.score <= 1.0


SOURCES = {
    "old.md": "---\ntitle: Old\ndate: 2023-01-01\n---\nThere were about 3,000 soldiers in the east.",
    "new.md": "---\ntitle: New\npublisher: An institute\ndate: 2024-10-28\n---\nSome 10,000 soldiers came. A further 500 soldiers left.",
    "undated.md": "---\nlanguage: de\n---\nBis zu 20.000 Soldaten kamen.",
    "other.md": "---\ndate: 2025-01-01\n---\nThe trade grew by 5 percent.",
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    index = index_of(tmp_path_factory.mktemp("sources"), SOURCES)
    return lambda text, limit=3: ask(index, text, limit)


def test_figures_of_several_reports_stand_side_by_side_the_newest_first(sources: Ask) -> None:
    answer = sources("how many soldiers?", limit=1)
    assert [first_mark(quote) for quote in answer.figures] == [
        "Some 10,000",
        "about 3,000",
        "Bis zu 20.000",
    ]
    assert [short_citation(quote.passage, translation("en")) for quote in answer.figures] == [
        "An institute, Oct 28, 2024",
        "Old, Jan 1, 2023",
        "undated",
    ]
    assert len(answer.quotes) == 1


def test_one_report_is_not_put_beside_itself(sources: Ask) -> None:
    assert sources("trade in percent, what share?").figures == ()


def test_only_figures_stand_side_by_side(sources: Ask) -> None:
    assert sources("Where are the soldiers?").figures == ()


def test_a_year_of_which_no_report_speaks_is_refused(sources: Ask) -> None:
    answer = sources("how many soldiers in 1999?")
    assert answer.quotes == ()


def test_a_figure_of_another_year_is_none(tmp_path: Path) -> None:
    text = "In 2022 there were 40 soldiers. The soldiers came back in 2023."
    index = index_of(tmp_path, {"a.md": f"---\nlanguage: en\n---\n{text}"})
    assert marked(ask(index, "How many soldiers were there in 2022?", 1)) == ["40"]
    quotes = ask(index, "How many soldiers were there in 2023?", 3).quotes
    assert "In 2022 there were 40 soldiers." not in [quote.passage.text for quote in quotes]


def test_a_thing_of_which_no_report_speaks_is_refused(sources: Ask) -> None:
    # Both have one word that no report has; only in the second it is what is counted.
    assert sources("How many soldiers came with the tanks?").quotes
    assert sources("How many tanks had the soldiers that came?").quotes == ()


def test_a_refusal_offers_what_is_nearest(answers: Ask) -> None:
    answer = answers("Which soldiers play chess, cards or billiards?")
    assert answer.quotes == ()
    assert 1 <= len(answer.nearest) <= 2
    assert "Soldaten" in answer.nearest[0].passage.text
