"""Questions whose answers are known, asked of an index."""

from pathlib import Path

import pytest

from bot.upkeep.golden import Golden, not_as_expected, read_golden
from corpus.errors import CorpusError
from index import Index


def written(folder: Path, content: bytes) -> Path:
    path = folder / "golden.yaml"
    path.write_bytes(content)
    return path


def test_questions_are_read_with_what_is_expected(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        b"- {question: 'How many soldiers?', expected: ['20,000']}\n"
        b"- question: Who?\n- {question: 'Wer?', language: de, expected: [A, B]}\n",
    )
    assert read_golden(path) == [
        Golden(question="How many soldiers?", expected=["20,000"]),
        Golden(question="Who?"),
        Golden(question="Wer?", language="de", expected=["A", "B"]),
    ]


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"", "it: Input should be a valid list"),
        (b"question: Who?", "it: Input should be a valid list"),
        (b"- question: [", "expected the node content, but found '<stream end>' (line 1)"),
        (b"- question: Who?\n- {}", "1.question: Field required"),
        (b"- {question: Who, answer: me}", "0.answer: Extra inputs are not permitted"),
        (b"- {question: Who, expected: [10]}", "0.expected.0: Input should be a valid string"),
        (b"- question: \xff", "'utf-8' codec can't decode byte 0xff in position 12: invalid start byte"),
    ],
)  # fmt: skip
def test_another_file_is_refused_in_one_line(tmp_path: Path, content: bytes, wrong: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(CorpusError) as raised:
        read_golden(path)
    assert str(raised.value) == (
        f"{path} should hold a list of questions, each with 'question' and 'expected' ({wrong})."
    )


@pytest.mark.parametrize(
    ("question", "expected", "is_as_expected"),
    [
        ("How many soldiers?", ["20,000"], True),
        ("How many soldiers?", ["20,000", "soldiers"], True),
        ("How many soldiers?", ["21,000"], False),
        ("How many soldiers?", ["20,000", "tanks"], False),
        ("How many soldiers?", [], False),
        ("What is the capital of France?", [], True),
        ("What is the capital of France?", ["Paris"], False),
    ],
)
def test_an_answer_is_as_expected_when_its_first_quote_has_all_the_words(
    index: Index, question: str, expected: list[str], is_as_expected: bool
) -> None:
    golden = Golden(question=question, expected=expected)
    assert not_as_expected([golden], index, 3) == ([] if is_as_expected else [question])
