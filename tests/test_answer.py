"""Choosing quotes, marking them and refusing, with vectors computed by hand."""

from collections.abc import Callable

import pytest

from bot.answer import Answer, ask
from tests.tiny import index_of

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
    return lambda text, limit=3: ask(text, index, limit)


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
    texts = [quote.passage.text for quote in answers("soldiers", limit=10).quotes]
    assert sorted(texts) == [
        "Bis zu 20.000 Soldaten kamen am Montag, 28. Oktober, an.",
        "Soldaten sah man überall.",
    ]


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
