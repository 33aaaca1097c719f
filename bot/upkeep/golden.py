"""Golden questions: a maintainer knows their answers."""

from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.answering import ask
from corpus.errors import CorpusError
from corpus.yaml_faults import fault
from index import Index


class Golden(BaseModel, extra="forbid", frozen=True):
    """A question and the words that the first quote must contain; without words, a refusal.

    `language` is the language of the one who asks, which a short question may leave open.
    """

    question: str
    expected: list[str] = []
    language: str | None = None


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


def not_as_expected(questions: Sequence[Golden], index: Index, limit: int) -> list[str]:
    """The questions that an index does not answer as expected, with at most `limit` quotes."""
    return [golden.question for golden in questions if not _is_as_expected(golden, index, limit)]


def _is_as_expected(golden: Golden, index: Index, limit: int) -> bool:
    quotes = ask(index, golden.question, limit, golden.language).quotes
    if not golden.expected or not quotes:
        return not golden.expected and not quotes
    return all(word in quotes[0].passage.text for word in golden.expected)
