"""Measure retrieval, quotes, marks and refusals on questions whose answers are known."""

import json
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import mean, median, quantiles
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from rich.table import Table
from sklearn.metrics import roc_auc_score

from bot.answering.answer import ENOUGH, Quote, ranked
from bot.answering.candidates import FIGURE_KINDS
from bot.answering.question import Question, understand
from bot.faults import run
from bot.settings import load_settings
from bot.upkeep.golden import not_as_expected, read_golden
from corpus.document import Document, Passage
from corpus.errors import CorpusError
from corpus.progress import silently
from corpus.text.language import detect
from index.building.build import build
from index.building.cache import Cache
from index.building.gather import BuildInput
from index.embed import Embedder, Role, SentenceTransformerEmbedder, Vectors
from index.lexicon.dictionaries import Dictionary, installed
from index.lexicon.lexicon import Lexicon
from index.search import Index

QUOTES = 10  # looked at for each question
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the product made of a case: passages and quotes, best first, in so many milliseconds."""

    case: Case
    question: Question
    passages: Sequence[Passage]
    quotes: Sequence[Quote]
    milliseconds: float

    @property
    def score(self) -> float:
        """How sure the product is that it has an answer."""
        return max((quote.score for quote in self.quotes), default=0.0)


class MemoizingEmbedder(Embedder):
    """An embedder that embeds each text once, for the many questions of an evaluation."""

    def __init__(self, embedder: Embedder) -> None:
        self.model = embedder.model
        self._embedder = embedder
        self._known: dict[tuple[str, Role], Vectors] = {}

    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if (text, role) not in self._known]
        if new:
            vectors = self._embedder.embed(new, role)
            self._known |= {(text, role): v for text, v in zip(new, vectors, strict=True)}
        return np.stack([self._known[text, role] for text in texts])


def main(
    questions: Annotated[Path, typer.Option(help="A SQuAD file, or a .yaml of your own.")],
    contexts: Annotated[
        Path | None, typer.Option(help="A SQuAD file in another language, for its paragraphs.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Take the first questions only.")] = None,
    index: Annotated[Path | None, typer.Option(help="Folder of the index, for a .yaml.")] = None,
) -> None:
    """Measure the product on questions whose answers are known."""
    settings = load_settings()
    embedder = SentenceTransformerEmbedder(settings.embedding_model)
    lexicon = Lexicon([Dictionary(path) for path in installed(settings.dictionaries)])
    if questions.suffix in (".yaml", ".yml"):
        opened = Index(index or settings.index_dir, embedder)
        figures = own_questions(questions, opened, settings.quotes)
    else:
        cases = read_squad(questions, contexts or questions)[:limit]
        figures = squad(cases, MemoizingEmbedder(embedder), lexicon)
    figures = {"dictionaries": [d.path.name for d in lexicon.dictionaries]} | figures
    print_figures(figures, as_json)


def print_figures(figures: Mapping[str, Any], as_json: bool) -> None:
    """Print what was measured as a table or as JSON."""
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    table = Table(show_header=False)
    for name, figure in figures.items():
        shown = ", ".join(map(str, figure)) if isinstance(figure, list) else str(figure)
        table.add_row(name, shown or "none")
    Console().print(table)


def squad(cases: Sequence[Case], embedder: Embedder, lexicon: Lexicon) -> dict[str, Any]:
    """The figures over the cases: with all documents, and with each one's own taken away."""
    present, absent = with_and_without(cases, embedder, lexicon)
    answerable = [outcome for outcome in present if outcome.case.answer]
    impossible = [outcome for outcome in present if not outcome.case.answer]
    figures = retrieval(answerable) | marking(answerable) | refusal(answerable, absent)
    if impossible:
        figures["false answers, unanswerable"] = share(o.score >= ENOUGH for o in impossible)
    return figures | speed(present)


def with_and_without(
    cases: Sequence[Case], embedder: Embedder, lexicon: Lexicon
) -> tuple[list[Outcome], list[Outcome]]:
    """The outcomes over all documents, and of the answerable cases over all but their own."""
    documents = list({case.document.id: case.document for case in cases}.values())
    # First, so that encoding is in the times: later the questions are remembered.
    cache = Cache()
    present = outcomes(cases, documents, embedder, lexicon, cache)
    absent = [
        outcome
        for document in documents
        for outcome in outcomes(
            [case for case in cases if case.document is document and case.answer],
            [other for other in documents if other is not document],
            embedder,
            lexicon,
            cache,
        )
    ]
    return present, absent


def outcomes(
    cases: Sequence[Case],
    documents: Sequence[Document],
    embedder: Embedder,
    lexicon: Lexicon,
    cache: Cache,
) -> list[Outcome]:
    """What an index of just these documents makes of the cases."""
    if not cases or not documents:
        return []
    with TemporaryDirectory() as folder:
        build(BuildInput(documents), Path(folder), embedder, lexicon, cache, silently)
        index = Index(Path(folder), embedder)
        return [outcome(case, index) for case in cases]


def outcome(case: Case, index: Index) -> Outcome:
    start = time.perf_counter()
    question = understand(case.question, index.languages)
    found = index.search(question.text, question.language)
    quotes = list(islice(ranked(question, found), QUOTES))
    milliseconds = (time.perf_counter() - start) * 1000
    return Outcome(case, question, index.passages(found), quotes, milliseconds)


def retrieval(present: Sequence[Outcome]) -> dict[str, Any]:
    """How often the gold paragraph is among the passages, and the gold answer in a quote."""
    passages = [first(overlaps(p, o.case, o.case.paragraph) for p in o.passages) for o in present]
    quotes = [first(covers(q.passage, o.case) for q in o.quotes) for o in present]
    return {
        "questions": len(present),
        "passage recall @1": share(rank <= 1 for rank in passages),
        "passage recall @5": share(rank <= 5 for rank in passages),
        "passage MRR @10": round(mean(1 / r if r <= 10 else 0.0 for r in passages), 3),
        "quote hit @1": share(rank <= 1 for rank in quotes),
        "quote hit @3": share(rank <= 3 for rank in quotes),
    }


def marking(present: Sequence[Outcome]) -> dict[str, Any]:
    """How well the first quote's marks match the gold answer where a figure is asked for."""
    asked = [o for o in present if o.question.wants in FIGURE_KINDS and o.quotes]
    if not asked:
        return {}
    return {
        "figure questions": len(asked),
        "mark token F1": round(mean(token_f1(marked(o.quotes[0]), gold(o.case)) for o in asked), 3),
        "marked": share(bool(o.quotes[0].marks) for o in asked),
    }


def refusal(present: Sequence[Outcome], absent: Sequence[Outcome]) -> dict[str, Any]:
    """How well what the reports answer is told from what they do not answer."""
    if not present or not absent:
        return {}
    scores = [o.score for o in (*present, *absent)]
    truth = [1] * len(present) + [0] * len(absent)
    return {
        "refusal AUROC": round(float(roc_auc_score(truth, scores)), 3),
        "wrong refusals": share(o.score < ENOUGH for o in present),
        "false answers": share(o.score >= ENOUGH for o in absent),
    }


def speed(asked: Sequence[Outcome]) -> dict[str, Any]:
    times = [o.milliseconds for o in asked]
    p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return {"milliseconds p50": round(median(times), 1), "milliseconds p95": round(p95, 1)}


def share(those: Any) -> float:
    return round(mean(map(float, those)), 3)


def first(matches: Any) -> float:
    """The rank, from 1, of the first match; infinity when there is none."""
    return next((rank for rank, match in enumerate(matches, 1) if match), float("inf"))


def overlaps(passage: Passage, case: Case, span: tuple[int, int]) -> bool:
    same = passage.document.id == case.document.id
    return same and passage.start < span[1] and passage.end > span[0]


def covers(passage: Passage, case: Case) -> bool:
    return (
        case.answer is not None
        and passage.document.id == case.document.id
        and passage.start <= case.answer[0]
        and passage.end >= case.answer[1]
    )


def marked(quote: Quote) -> str:
    return " ".join(quote.passage.text[start:end] for start, end in quote.marks)


def gold(case: Case) -> str:
    return case.document.text[slice(*case.answer)] if case.answer else ""


def token_f1(one: str, other: str) -> float:
    """The F1 of the words of two texts, as SQuAD measures answers (without its articles)."""
    these, those = (Counter(re.findall(r"\w+", text.lower())) for text in (one, other))
    common = (these & those).total()
    return 2 * common / (these.total() + those.total()) if common else 0.0


def read_squad(questions: Path, contexts: Path) -> list[Case]:
    """The cases of a SQuAD file (1.1 or 2.0), over the paragraphs of another one by question id.

    Raises CorpusError when a file is something else.
    """
    texts = {q["id"]: q["question"] for _, _, q in _entries(questions)}
    articles: dict[int, list[str]] = {}
    for article, paragraph, _ in _entries(contexts):
        if paragraph not in articles.setdefault(article, []):
            articles[article].append(paragraph)
    everything = GAP.join(next(iter(articles.values()), []))
    documents = {
        article: Document(
            str(article), str(article), str(article), None, None, None, None,
            detect(everything), GAP.join(paragraphs),
        )
        for article, paragraphs in articles.items()
    }  # fmt: skip
    return [
        _case(texts[q["id"]], documents[article], paragraph, q)
        for article, paragraph, q in _entries(contexts)
        if q["id"] in texts
    ]


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


def own_questions(path: Path, index: Index, limit: int) -> dict[str, Any]:
    """How many of a maintainer's questions are answered as expected, and those that are not."""
    questions = read_golden(path)
    wrong = not_as_expected(questions, index, limit)
    right = len(questions) - len(wrong)
    return {"questions": len(questions), "as expected": right, "not as expected": wrong}


if __name__ == "__main__":
    run(lambda: typer.run(main))
