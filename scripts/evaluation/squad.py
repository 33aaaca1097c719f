"""Questions with known answers, from files in SQuAD's format."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import Document, Passage
from corpus.errors import CorpusError
from corpus.text.language import detect

GAP = "\n\n"  # between two paragraphs of an article


@dataclass(frozen=True, slots=True)
class Case:
    """A question over a document, and the spans of its gold paragraph and its gold answer.

    `answer` is None where the document does not answer the question.
    """

    question: str
    document: Document
    paragraph: tuple[int, int]
    answer: tuple[int, int] | None

    @property
    def gold(self) -> str:
        """The gold answer; empty where there is none."""
        return self.document.text[slice(*self.answer)] if self.answer else ""

    def is_in_paragraph(self, passage: Passage) -> bool:
        """Whether a passage overlaps the gold paragraph."""
        start, end = self.paragraph
        same = passage.document.id == self.document.id
        return same and passage.start < end and passage.end > start

    def is_answered_by(self, passage: Passage) -> bool:
        """Whether a passage covers the gold answer where it stands."""
        return (
            self.answer is not None
            and passage.document.id == self.document.id
            and passage.start <= self.answer[0]
            and passage.end >= self.answer[1]
        )


def read_squad(questions: Path, contexts: Sequence[Path]) -> list[Case]:
    """The cases of a SQuAD file (1.1 or 2.0), over the paragraphs of others by question id.

    An article is a document; of several files with the same articles, each gives some of them in
    turn, so that the languages are mixed. Raises CorpusError when a file is not in SQuAD's format.
    """
    texts = {q["id"]: q["question"] for _, _, q in _entries(questions)}
    return [
        case
        for turn, file in enumerate(contexts)
        for case in _cases(texts, file)
        if int(case.document.id) % len(contexts) == turn
    ]


def _cases(texts: Mapping[str, str], contexts: Path) -> list[Case]:
    articles: dict[int, list[str]] = {}
    for article, paragraph, _ in _entries(contexts):
        if paragraph not in articles.setdefault(article, []):
            articles[article].append(paragraph)
    language = detect(GAP.join(next(iter(articles.values()), [])))
    documents = {
        article: _document(str(article), GAP.join(paragraphs), language)
        for article, paragraphs in articles.items()
    }
    return [
        _case(texts[q["id"]], documents[article], paragraph, q)
        for article, paragraph, q in _entries(contexts)
        if q["id"] in texts
    ]


def _document(name: str, text: str, language: str) -> Document:
    return Document(
        id=name,
        path=name,
        title=name,
        publisher=None,
        author=None,
        date=None,
        url=None,
        language=language,
        text=text,
    )


def _case(text: str, document: Document, paragraph: str, question: Mapping[str, Any]) -> Case:
    start = document.text.index(paragraph)
    answers = [] if question.get("is_impossible") else question["answers"]
    span = None
    if answers:
        at = start + answers[0]["answer_start"]
        span = (at, at + len(answers[0]["text"]))
    return Case(text, document, (start, start + len(paragraph)), span)


def _entries(path: Path) -> list[tuple[int, str, dict[str, Any]]]:
    """(number of the article, paragraph, question) of each question in a SQuAD file."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))["data"]
        return [
            (number, paragraph["context"], question)
            for number, article in enumerate(data)
            for paragraph in article["paragraphs"]
            for question in paragraph["qas"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{path} should be a JSON file in SQuAD's format.") from error
