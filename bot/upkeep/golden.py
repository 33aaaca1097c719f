"""Golden questions: a maintainer knows their answers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.answering import Answer, Quote
from bot.answering.answer import answer
from bot.answering.question import Question, understand
from corpus.errors import CorpusError
from corpus.yaml_faults import fault
from index import Index


class Gold(BaseModel, extra="forbid", frozen=True):
    """A sentence that answers: its report's path in the corpus, and words that it has.

    `mark` is what answers in it: a figure, a name.
    """

    document: str
    mark: str | None = None
    has: list[str] = []

    def is_in(self, quote: Quote) -> bool:
        """Whether a quote is this sentence."""
        reports = [quote.passage.document, *quote.also]
        words = [*self.has, self.mark or ""]
        return any(report.path == self.document for report in reports) and all(
            word in quote.passage.text for word in words
        )


class Golden(BaseModel, extra="forbid", frozen=True):
    """A question and the words that the first quote must contain; without words, a refusal.

    - `language`: of the one who asks, which a short question may leave open
    - `before`: the question before it in the conversation
    - `kind`: what it tries, such as "table"
    - `answers`: instead of `expected`, the sentences of which one must be the first quote
    - `figures`: what belongs side by side
    - `unanswerable`: how far from the reports a question is that they do not answer
    """

    question: str
    expected: list[str] = []
    language: str | None = None
    before: str | None = None
    kind: str = "other"
    answers: list[Gold] = []
    figures: list[Gold] = []
    unanswerable: Literal["near", "far"] | None = None

    @property
    def is_answerable(self) -> bool:
        return bool(self.expected or self.answers)

    def is_answered_by(self, quote: Quote) -> bool:
        """Whether a quote is a right answer."""
        if self.answers:
            return any(gold.is_in(quote) for gold in self.answers)
        return all(word in quote.passage.text for word in self.expected)


def read_golden(path: Path) -> list[Golden]:
    """The golden questions in a YAML file. Raises CorpusError when it is not such a file."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return TypeAdapter(list[Golden]).validate_python(content)
    except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorpusError(
            f"{path} should hold a list of questions, each with 'question' and 'expected' "
            f"({fault(error)})."
        ) from error


def understood(golden: Golden, index: Index) -> Question:
    """A golden question as an index's bot understands it, after the one before it."""
    before = None
    if golden.before:
        before = understand(golden.before, index.languages, golden.language)
    return understand(golden.question, index.languages, golden.language, before)


def asked(golden: Golden, index: Index, limit: int) -> Answer:
    """What an index answers to a golden question, with at most `limit` quotes."""
    return answer(index, understood(golden, index), limit)


def not_as_expected(questions: Sequence[Golden], index: Index, limit: int) -> list[str]:
    """The questions that an index does not answer as expected, with at most `limit` quotes."""
    return [golden.question for golden in questions if not _is_as_expected(golden, index, limit)]


def _is_as_expected(golden: Golden, index: Index, limit: int) -> bool:
    quotes = asked(golden, index, limit).quotes
    if not golden.is_answerable or not quotes:
        return not golden.is_answerable and not quotes
    return golden.is_answered_by(quotes[0])
