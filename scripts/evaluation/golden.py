"""How well an index answers golden questions: quotes, marks, figures side by side, refusals."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answering import Answer, Quote
from bot.upkeep.golden import Gold, Golden, asked
from evaluation.measures import first
from index import Index

_NONE = "0 of 0"
_SURE = 0.95  # probability of a quote that should not be wrong


@dataclass(frozen=True, slots=True)
class GoldenResult:
    """A golden question and what an index answers to it."""

    golden: Golden
    answer: Answer

    @property
    def rank(self) -> float:
        """The rank, from 1, of the first right quote; infinity when there is none."""
        return first(map(self.golden.is_answered_by, self.answer.quotes))

    @property
    def is_refused(self) -> bool:
        return not self.answer.quotes

    @property
    def is_right(self) -> bool:
        """Whether the first quote is right, or what the reports do not answer is refused."""
        return self.rank == 1 if self.golden.is_answerable else self.is_refused


def golden_measurements(questions: Sequence[Golden], index: Index, limit: int) -> dict[str, Any]:
    """All measures over an index with at most `limit` quotes to a question: "57 of 100"."""
    results = [GoldenResult(golden, asked(golden, index, limit)) for golden in questions]
    reports = index.reports((), index.report_count())
    languages = {report.document.path: report.document.language for report in reports}
    answerable = [result for result in results if result.golden.is_answerable]
    wrong = [result for result in answerable if result.rank > 1 and not result.is_refused]
    near = [result for result in results if result.golden.unanswerable == "near"]
    far = [r for r in results if not r.golden.is_answerable and r.golden.unanswerable != "near"]
    found = {
        "questions": len(results),
        "as expected": sum(result.is_right for result in results),
        "first quote right": _of(result.rank == 1 for result in answerable),
        "right among three": _of(result.rank <= 3 for result in answerable),
        "right mark in the first quote": _of(
            _is_marked(result) for result in answerable if _gold_marks(result.golden)
        ),
        "wrongly refused": _of(result.is_refused for result in answerable),
        "wrong first quotes": f"{len(wrong)}, {_sure(wrong)} of them at {_SURE} or more",
        "near misses refused": _of(result.is_refused for result in near),
        "far misses refused": _of(result.is_refused for result in far),
        "lines side by side right": _of(_lines(results)),
        "lines side by side shown": _of(_belonging(results)),
        **_groups(results, lambda result: f"kind: {result.golden.kind}"),
        **_groups(answerable, lambda result: _languages(result, languages)),
        "not as expected": [result.golden.question for result in results if not result.is_right],
    }
    return {name: figure for name, figure in found.items() if figure != _NONE}


def _gold_marks(golden: Golden) -> list[str]:
    return [gold.mark for gold in golden.answers if gold.mark]


def _is_marked(result: GoldenResult) -> bool:
    """Whether the first quote is right and the right figure or name is marked in it."""
    if not result.answer.quotes:
        return False
    quote = result.answer.quotes[0]
    return any(gold.is_in(quote) and _has_marked(quote, gold) for gold in result.golden.answers)


def _has_marked(quote: Quote, gold: Gold) -> bool:
    """Whether a mark and the gold one overlap."""
    text, mark = quote.passage.text, gold.mark or ""
    starts = [found.start() for found in re.finditer(re.escape(mark), text)] if mark else []
    return any(
        start < end_of_mark and start_of_mark < start + len(mark)
        for start in starts
        for start_of_mark, end_of_mark in quote.marks
    )


def _lines(results: Sequence[GoldenResult]) -> Iterator[bool]:
    """Of each line side by side, whether it is right."""
    for result in results:
        gold = result.golden.figures or result.golden.answers
        for line in result.answer.figures if not result.golden.expected else ():
            yield any(one.is_in(line) and _has_marked(line, one) for one in gold)


def _belonging(results: Sequence[GoldenResult]) -> Iterator[bool]:
    """Of each line that belongs side by side, whether it is shown."""
    for result in results:
        for gold in result.golden.figures:
            yield any(
                gold.is_in(line) and _has_marked(line, gold) for line in result.answer.figures
            )


def _sure(wrong: Sequence[GoldenResult]) -> int:
    return sum(result.answer.quotes[0].score >= _SURE for result in wrong)


def _languages(result: GoldenResult, languages: Mapping[str, str]) -> str:
    """The language of the question and that of the first gold report."""
    report = result.golden.answers[0].document if result.golden.answers else ""
    return f"{result.answer.question.language} → {languages.get(report, 'any')}"


def _groups(
    results: Sequence[GoldenResult], label: Callable[[GoldenResult], str]
) -> dict[str, str]:
    """How many are right of each group."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for result in results:
        groups[label(result)].append(result.is_right)
    return {name: _of(groups[name]) for name in sorted(groups)}


def _of(those: Iterable[bool]) -> str:
    """How many are true: "57 of 100"."""
    counted = Counter(those)
    return f"{counted[True]} of {counted.total()}"
