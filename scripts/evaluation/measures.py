"""How well the product answers cases: retrieval, quotes, marks, refusals, speed."""

import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import mean, median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from sklearn.metrics import roc_auc_score

from bot.answering import Quote
from bot.answering.answer import ENOUGH, ranked
from bot.answering.answer_spans import FIGURE_KINDS
from bot.answering.question import Question, understand
from corpus import Document, Passage
from evaluation.squad import Case
from index import Index
from index.building.build import build
from index.building.gather import BuildInput
from index.building.tools import BuildTools

QUOTES = 10  # looked at for each question


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What the product made of a case: passages and quotes, best first, in so many milliseconds."""

    case: Case
    question: Question
    passages: Sequence[Passage]
    quotes: Sequence[Quote]
    milliseconds: float

    @property
    def score(self) -> float:
        """The highest probability that a quote answers."""
        return max((quote.score for quote in self.quotes), default=0.0)


def measurements(cases: Sequence[Case], tools: BuildTools) -> dict[str, Any]:
    """All measures over the cases: with all documents, and with each one's own taken away."""
    present, absent = with_and_without(cases, tools)
    answerable = [result for result in present if result.case.answer]
    impossible = [result for result in present if not result.case.answer]
    found = retrieval(answerable) | marking(answerable) | refusal(answerable, absent)
    if impossible:
        found["false answers, unanswerable"] = share(r.score >= ENOUGH for r in impossible)
    return found | speed(present)


def with_and_without(
    cases: Sequence[Case], tools: BuildTools, left_out: int = 1
) -> tuple[list[CaseResult], list[CaseResult]]:
    """The results over all documents, and of the answerable cases over all but their own.

    To save builds, `left_out` documents may be missing at a time.
    """
    documents = list({case.document.id: case.document for case in cases}.values())
    # First, so that encoding is in the times: later the questions are remembered.
    present = results(cases, documents, tools)
    absent: list[CaseResult] = []
    for start in range(0, len(documents), left_out):
        missing = documents[start : start + left_out]
        asked = [case for case in cases if case.document in missing and case.answer]
        absent += results(asked, [one for one in documents if one not in missing], tools)
    return present, absent


def results(
    cases: Sequence[Case], documents: Sequence[Document], tools: BuildTools
) -> list[CaseResult]:
    """The results of the cases over an index of just these documents."""
    if not cases or not documents:
        return []
    with TemporaryDirectory() as folder:
        build(BuildInput(documents), Path(folder), tools)
        index = Index(Path(folder), tools.embedder)
        return [_result(case, index) for case in cases]


def retrieval(present: Sequence[CaseResult]) -> dict[str, Any]:
    """How often the gold paragraph is among the passages, and the gold answer in a quote."""
    passages = [first(map(r.case.is_in_paragraph, r.passages)) for r in present]
    quotes = [first(r.case.is_answered_by(quote.passage) for quote in r.quotes) for r in present]
    return {
        "questions": len(present),
        "passage recall @1": share(rank <= 1 for rank in passages),
        "passage recall @5": share(rank <= 5 for rank in passages),
        "passage MRR @10": round(mean(1 / r if r <= 10 else 0.0 for r in passages), 3),
        "quote hit @1": share(rank <= 1 for rank in quotes),
        "quote hit @3": share(rank <= 3 for rank in quotes),
    }


def marking(present: Sequence[CaseResult]) -> dict[str, Any]:
    """How well the first quote's marks match the gold answer where a figure is asked for."""
    asked = [r for r in present if r.question.wants in FIGURE_KINDS and r.quotes]
    if not asked:
        return {}
    return {
        "figure questions": len(asked),
        "mark token F1": round(mean(token_f1(_marked(r.quotes[0]), r.case.gold) for r in asked), 3),
        "marked": share(bool(r.quotes[0].marks) for r in asked),
    }


def refusal(present: Sequence[CaseResult], absent: Sequence[CaseResult]) -> dict[str, Any]:
    """How well what the reports answer is told from what they do not answer."""
    if not present or not absent:
        return {}
    scores = [result.score for result in (*present, *absent)]
    truth = [1] * len(present) + [0] * len(absent)
    return {
        "refusal AUROC": round(float(roc_auc_score(truth, scores)), 3),
        "wrong refusals": share(result.score < ENOUGH for result in present),
        "false answers": share(result.score >= ENOUGH for result in absent),
    }


def speed(asked: Sequence[CaseResult]) -> dict[str, Any]:
    """The median and the 95th percentile of the milliseconds."""
    times = [result.milliseconds for result in asked]
    p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return {"milliseconds p50": round(median(times), 1), "milliseconds p95": round(p95, 1)}


def share(those: Iterable[bool]) -> float:
    """The share that is true, to the third decimal."""
    return round(mean(map(float, those)), 3)


def first(matches: Iterable[bool]) -> float:
    """The rank, from 1, of the first match; infinity when there is none."""
    return next((rank for rank, match in enumerate(matches, 1) if match), float("inf"))


def token_f1(one: str, other: str) -> float:
    """The F1 of the words of two texts, as SQuAD measures answers (without its articles)."""
    these, those = (Counter(re.findall(r"\w+", text.lower())) for text in (one, other))
    common = (these & those).total()
    return 2 * common / (these.total() + those.total()) if common else 0.0


def _result(case: Case, index: Index) -> CaseResult:
    start = time.perf_counter()
    question = understand(case.question, index.languages)
    found = index.search(question.text, question.language)
    quotes = list(islice(ranked(question, found, index.calibration), QUOTES))
    milliseconds = (time.perf_counter() - start) * 1000
    return CaseResult(
        case=case,
        question=question,
        passages=index.passages(found),
        quotes=quotes,
        milliseconds=milliseconds,
    )


def _marked(quote: Quote) -> str:
    return " ".join(quote.passage.text[start:end] for start, end in quote.marks)
