"""The spans that answer, chosen among several in one sentence."""

from pathlib import Path

import pytest

from bot.answering import ask
from tests.support.tiny import index_of


@pytest.mark.parametrize(
    ("sentence", "question", "mark"),
    [
        ("The team won with 24 points, while 308 soldiers watched the game.", "How many soldiers?", "308"),
        ("Of 900 households, 311 had children, 450 had soldiers and 12 had dogs.", "How many had soldiers?", "450"),
        ("A 5-time winner led 12 soldiers.", "How many soldiers?", "12"),
        ("In 2022 there were 5 soldiers, in 2023 there were 9 soldiers.", "How many soldiers in 2023?", "9"),
        ("The soldiers came between 1991 and 1995 in 300 ships.", "When did the soldiers come?", "1991 and 1995"),
        ("The soldiers came in March with 300 ships.", "When did the soldiers come?", "March"),
        ("The soldiers came 66 million years ago.", "When did the soldiers come?", "66 million years ago"),
        ("The soldiers came on 12 May 1705.", "In which year did the soldiers come?", "1705"),
        ("The soldiers came in the 1950s.", "In which year did the soldiers come?", "1950s"),
        ("The soldiers make up over half of the trade.", "What share of the trade are soldiers?", "over half"),
        ("Hundreds of soldiers came.", "How many soldiers came?", "Hundreds"),
        ("The soldiers were led by Mark Rutte in Brussels for NATO.", "Who led the soldiers?", "Mark Rutte"),
        ("The soldiers were led by Mark Rutte in Brussels for NATO.", "Where were the soldiers?", "Brussels"),
        ("The soldiers of the organisation are with NATO in Brussels.", "Which organisation has soldiers?", "NATO"),
        ("The soldiers of Mark Rutte came.", "Who is Mark Rutte?", None),
        ("The soldiers came because the trade fell by 5 percent.", "Why did the soldiers come?", None),
    ],
)  # fmt: skip
def test_the_mark_is_what_is_asked_for(
    tmp_path: Path, sentence: str, question: str, mark: str | None
) -> None:
    index = index_of(tmp_path, {"a.md": f"---\nlanguage: en\n---\n{sentence}"})
    quote = ask(index, question, 1).quotes[0]
    assert quote.passage.text == sentence
    assert [sentence[start:end] for start, end in quote.marks] == ([mark] if mark else [])


def test_the_names_of_a_list_are_marked_together(tmp_path: Path) -> None:
    text = "Soldiers met with countries: Japan, China and South Korea, not with Peru."
    index = index_of(tmp_path, {"a.md": f"---\nlanguage: en\n---\n{text}"})
    quote = ask(index, "Which countries met with soldiers?", 1).quotes[0]
    marked = [text[start:end] for start, end in quote.marks]
    assert marked == ["Japan", "China", "South Korea"]
