"""What people ask and the reports do not answer, grouped by what is asked."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import yaml
from sklearn.metrics.cluster import pair_confusion_matrix

from bot.answering.question import understand
from bot.upkeep import gaps as module
from bot.upkeep.gaps import Gap, gaps, groups
from bot.upkeep.unanswered import Unanswered
from bot.wording.permalink import Permalink
from index import Index
from index.embedding.encoder import load_embedder
from index.embedding.models import DEFAULT_MODEL
from index.lexicon.lexicon import Lexicon
from tests.support.telegram import TROOPS_QUOTE
from tests.support.tiny import KnowsTanks

DAY, LATER = date(2026, 11, 21), date(2026, 11, 22)
LABELLED = Path(__file__).with_name("gaps.yaml")


def asked(question: str, times: int = 1, **more: object) -> Unanswered:
    return Unanswered(question=question, refused=times, voted_down=0, first=DAY, last=DAY, **more)  # type: ignore[arg-type]


def found(index: Index, *questions: Unanswered) -> tuple[list[list[str]], list[str]]:
    """The wordings of each gap, in any order, and what is answered."""
    these = gaps(questions, index, KnowsTanks(), Lexicon())
    wordings = [sorted(one.question for one in gap.wordings) for gap in these.gaps]
    return wordings, [one.question for one in these.answered]


def test_a_question_in_three_languages_is_one_and_another_is_another(index: Index) -> None:
    tanks = [asked(text) for text in ("how many tanks?", "Wie viele Panzer?", "скільки танків?")]
    planes = [asked("how many helicopters?"), asked("Wie viele Hubschrauber?")]
    assert found(index, *planes, *tanks) == (
        [
            ["Wie viele Panzer?", "how many tanks?", "скільки танків?"],
            ["Wie viele Hubschrauber?", "how many helicopters?"],
        ],
        [],
    )


def test_who_and_how_many_are_two_questions(index: Index) -> None:
    (one, other), _ = found(
        index, asked("How many tanks are built?"), asked("Who builds the tanks?")
    )
    assert (len(one), len(other)) == (1, 1)


def test_the_most_asked_comes_first_whether_in_one_wording_or_in_many(index: Index) -> None:
    wordings, _ = found(
        index,
        asked("how many tanks?", 2),
        asked("how many tanks exactly?", 2),
        asked("Who is the queen?", 3),
        asked("What is the weather?", 5),
    )
    assert [len(gap) for gap in wordings] == [1, 2, 1]
    assert wordings[0] == ["What is the weather?"]


def test_what_is_answered_by_now_is_no_gap(index: Index) -> None:
    assert found(index, asked("How many soldiers?"), asked("how many tanks?")) == (
        [["how many tanks?"]],
        ["How many soldiers?"],
    )


@pytest.mark.parametrize("is_the_same", [True, False])
def test_a_quote_that_was_voted_down_is_no_answer_but_another_one_is(
    index: Index, is_the_same: bool
) -> None:
    [report] = index.reports(["troops"], 1)
    start = report.document.text.index(TROOPS_QUOTE) + (0 if is_the_same else 5)
    end = report.document.text.index(TROOPS_QUOTE) + len(TROOPS_QUOTE)
    disliked = frozenset({str(Permalink(report.document.id, start, end))})
    question = asked("How many soldiers?", disliked=disliked)
    assert found(index, question) == (
        ([["How many soldiers?"]], []) if is_the_same else ([], ["How many soldiers?"])
    )


def test_the_most_typical_wording_stands_for_its_gap(index: Index) -> None:
    questions = [
        "how many broken tanks?",
        "how many broken tanks in Poland?",
        "how many tanks in Poland?",
    ]
    [gap] = gaps([asked(q) for q in questions], index, KnowsTanks(), Lexicon()).gaps
    assert gap.question == questions[1]


def test_a_gap_counts_what_its_wordings_were() -> None:
    gap = Gap(
        (
            Unanswered(question="a", refused=1, voted_down=2, first=LATER, last=LATER),
            Unanswered(question="b", refused=3, voted_down=0, first=DAY, last=LATER),
        )
    )
    assert (gap.question, gap.refused, gap.voted_down, gap.times) == ("a", 4, 2, 6)
    assert (gap.first, gap.last) == (DAY, LATER)


@pytest.mark.parametrize(
    "text", ["?", "🙂🙂", "а" * 4000, "how many", "'); drop table", "{number}"]
)
def test_any_text_may_have_been_asked(index: Index, text: str) -> None:
    wordings, _ = found(index, asked(text), asked("how many tanks?"))
    assert sorted(wordings) == sorted([[text], ["how many tanks?"]])


def test_where_nothing_was_asked_there_is_no_gap(index: Index) -> None:
    assert found(index) == ([], [])


# Measured


@pytest.fixture(scope="module")
def labelled() -> tuple[list[str], list[int]]:
    """Questions, and the number of what each asks."""
    items: list[list[str]] = yaml.safe_load(LABELLED.read_text(encoding="utf-8"))
    pairs = [(text, number) for number, texts in enumerate(items) for text in texts]
    return [text for text, _ in pairs], [number for _, number in pairs]


def f1(labels: Sequence[int], grouped: Sequence[Sequence[int]]) -> float:
    """The harmonic mean of precision and recall over the pairs of questions in a group."""
    found = np.zeros(len(labels), int)
    for number, members in enumerate(grouped):
        found[list(members)] = number
    (_, wrong), (missed, right) = pair_confusion_matrix(labels, found)
    return float(2 * right / (2 * right + wrong + missed))


def test_questions_are_grouped_as_people_would_by_words_and_meaning_better_than_by_either(
    labelled: tuple[list[str], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, labels = labelled
    questions = [understand(text, ["en", "de", "uk"]) for text in texts]
    vectors = load_embedder(DEFAULT_MODEL).embed(texts, "query")
    both = f1(labels, groups(questions, vectors, Lexicon()))
    with monkeypatch.context() as patch:
        patch.setattr(module, "by_meaning", lambda *_: 0.0)
        words = f1(labels, groups(questions, vectors, Lexicon()))
    with monkeypatch.context() as patch:
        patch.setattr(module, "by_words", lambda *_: 0.0)
        meaning = f1(labels, groups(questions, vectors, Lexicon()))
    assert both > max(words, meaning)
    assert both > 0.87
