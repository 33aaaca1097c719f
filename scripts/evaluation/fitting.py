"""Fits the constants of a model (`index/calibration.py`) to questions whose answers are known."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from bot.answering import Quote
from bot.answering.answer import ranked
from bot.answering.answer_spans import FIGURE_KINDS, NAME_KINDS, answer_spans, words_of
from bot.answering.confidence import Evidence, evidence
from bot.answering.question import Question
from bot.upkeep.golden import Golden, understood
from corpus.errors import CorpusError
from evaluation.measures import QUOTES, CaseResult
from index import Index
from index.calibration import RankingWeights, RefusalWeights

_GOLDEN = 10.0  # weight of a question by a reader, against one whose article was taken away
_NEAR_MISS = 0.3  # weight of a question without its paragraph, which another may answer as well
_EVIDENCE = [field.name for field in fields(Evidence)]
_RANKED = ["coverage", *(name for name in RankingWeights.model_fields if name != "fusion")]
_LEAST = 1e-3  # weight of words, which may be found to add nothing
_PENALTY = 1e-4  # of large weights, so that there is one best solution

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Observations:
    """What is seen of some questions and counts for their fit.

    - `alternatives`: the ranking features of the quotes of each question that one of them answers
    - `chosen`: which of these answer
    - `groups`: the number of the question of each
    - `answering`, `near_misses`, `missing`: the evidence for the first quote over all documents,
      without the gold paragraph, and without the gold document
    - `weight`: how much each question counts
    """

    alternatives: Matrix
    chosen: NDArray[np.bool_]
    groups: NDArray[np.int64]
    answering: Matrix
    near_misses: Matrix
    missing: Matrix
    weight: float = 1.0


def observed(present: Sequence[CaseResult], absent: Sequence[CaseResult]) -> Observations:
    """What is seen of questions over all documents, and over all but their own."""
    answered = [r for r in present if any(r.case.is_answered_by(q.passage) for q in r.quotes)]
    quotes = [(number, r, quote) for number, r in enumerate(answered) for quote in r.quotes]
    return Observations(
        alternatives=_matrix([_ranking_features(r.question, quote) for _, r, quote in quotes]),
        chosen=np.array([r.case.is_answered_by(quote.passage) for _, r, quote in quotes], bool),
        groups=np.array([number for number, _, _ in quotes], np.int64),
        answering=_of_first_quotes([(r.question, r.quotes) for r in present]),
        near_misses=_of_first_quotes([(r.question, _without_paragraph(r)) for r in present]),
        missing=_of_first_quotes([(r.question, r.quotes) for r in absent]),
    )


def observed_golden(questions: Sequence[Golden], index: Index) -> Observations:
    """What is seen of golden questions over an index.

    Where another quote comes first than an answer, it is neither: a reader may see that.
    """
    asked = [(golden, *_found(golden, index)) for golden in questions]
    answered = [
        (golden, question, quotes)
        for golden, question, quotes in asked
        if golden.is_answerable and any(map(golden.is_answered_by, quotes))
    ]
    rows = [
        (number, golden, question, quote)
        for number, (golden, question, quotes) in enumerate(answered)
        for quote in quotes
    ]
    right = [(one, quotes) for golden, one, quotes in answered if golden.is_answered_by(quotes[0])]
    missing = [(one, quotes) for golden, one, quotes in asked if not golden.is_answerable]
    return Observations(
        alternatives=_matrix([_ranking_features(one, quote) for _, _, one, quote in rows]),
        chosen=np.array([golden.is_answered_by(quote) for _, golden, _, quote in rows], bool),
        groups=np.array([number for number, *_ in rows], np.int64),
        answering=_of_first_quotes(right),
        near_misses=_of_first_quotes([]),
        missing=_of_first_quotes(missing),
        weight=_GOLDEN,
    )


def _found(golden: Golden, index: Index) -> tuple[Question, list[Quote]]:
    """A golden question as it is understood, and the best quotes, whether or not they answer."""
    question = understood(golden, index)
    result = index.search(question.text, question.language)
    return question, list(islice(ranked(question, result, index.calibration), QUOTES))


def ranking_weights(seen: Sequence[Observations]) -> RankingWeights:
    """The weights that make the sentence with the answer the likeliest of the best quotes.

    A conditional logit (McFadden, Conditional Logit Analysis of Qualitative Choice Behavior, 1974).
    """
    if not any(len(one.chosen) for one in seen):
        raise CorpusError("The questions should be answered by some of the paragraphs.")
    found = conditional_logit(
        np.concatenate([one.alternatives for one in seen if len(one.chosen)]),
        np.concatenate([one.chosen for one in seen]),
        _numbered([one.groups for one in seen]),
        np.concatenate([np.full(one.groups.max(initial=-1) + 1, one.weight) for one in seen]),
    )
    by = dict(zip(_RANKED, found, strict=True))
    if min(by["coverage"], by["passage_likeness"]) <= 0:
        raise CorpusError(
            "The questions should show how much words count; add some in the paragraphs' language."
        )
    weights = {name: _rounded(weight / by["coverage"]) for name, weight in by.items()}
    return RankingWeights(**{name: weights[name] for name in _RANKED[1:]}, fusion=fusion(seen))


def fusion(seen: Sequence[Observations]) -> float:
    """What the likeness of passages counts against their words, to bring the right ones first."""
    rows = np.concatenate([one.alternatives for one in seen if len(one.chosen)])
    found = conditional_logit(
        rows[:, [_RANKED.index("passage_words"), _RANKED.index("passage_likeness")]],
        np.concatenate([one.chosen for one in seen]),
        _numbered([one.groups for one in seen]),
        np.concatenate([np.full(one.groups.max(initial=-1) + 1, 1.0) for one in seen]),
    )
    return _rounded(found[1] / max(found[0], _LEAST))


def refusal_weights(seen: Sequence[Observations], refused: float) -> RefusalWeights:
    """The weights that tell best whether the documents answer a question, by its first quote.

    The bias refuses the share `refused` of the questions that they answer; a few more are refused
    as no report mentions what they ask for.
    """
    answering = np.concatenate([one.answering for one in seen])
    missing = np.concatenate([one.missing for one in seen])
    near_misses = np.concatenate([one.near_misses for one in seen])
    features = np.concatenate([answering, missing, near_misses])
    answers = np.arange(len(features)) < len(answering)
    weights = np.concatenate(
        [np.full(len(one.answering), one.weight) for one in seen]
        + [np.full(len(one.missing), one.weight) for one in seen]
        + [np.full(len(one.near_misses), _NEAR_MISS * one.weight) for one in seen]
    )
    found = LogisticRegression(C=100, max_iter=1000).fit(features, answers, weights).coef_[0]
    return RefusalWeights(
        **{name: _rounded(weight) for name, weight in zip(_EVIDENCE, found, strict=True)},
        bias=_rounded(-np.quantile(answering @ found, refused)),
    )


def conditional_logit(
    features: Matrix, chosen: NDArray[np.bool_], groups: NDArray[np.int64], counts: Matrix
) -> Matrix:
    """The weights by which the chosen alternatives of each group are the likeliest.

    `features` has the shape (alternatives, features); the alternatives of a group follow each
    other, and some of each are chosen. `counts` tells how much each group counts.
    """
    _, starts, sizes = np.unique(groups, return_index=True, return_counts=True)
    group = np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = features @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        total = np.add.reduceat(powers, starts)
        of_chosen = np.add.reduceat(powers * chosen, starts)
        surplus = powers / total[group] - powers * chosen / of_chosen[group]
        mean = float(counts @ (np.log(total) - np.log(of_chosen))) / counts.sum()
        slope = features.T @ (surplus * counts[group]) / counts.sum()
        return mean + _PENALTY * float(weights @ weights), slope + 2 * _PENALTY * weights

    best: Matrix = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B").x
    return best


def _ranking_features(question: Question, quote: Quote) -> list[float]:
    """What each of the weights _RANKED is for."""
    found, fit = quote.hit.features, _fit(question, quote)
    worth = {
        "figure": fit if question.wants in FIGURE_KINDS else 0.0,
        "name": fit if question.wants in NAME_KINDS else 0.0,
    }
    return [worth[name] if name in worth else getattr(found, name) for name in _RANKED]


def _of_first_quotes(asked: Sequence[tuple[Question, Sequence[Quote]]]) -> Matrix:
    """The evidence for the first quote of each question that has one."""
    found = [
        evidence(question, quotes[0].hit, _fit(question, quotes[0]))
        for question, quotes in asked
        if quotes
    ]
    return _matrix([astuple(one) for one in found]).reshape(len(found), len(_EVIDENCE))


def _numbered(groups: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The groups of all, each with a number of its own."""
    sizes = [int(group.max(initial=-1)) + 1 for group in groups]
    firsts = np.cumsum([0, *sizes[:-1]])
    return np.concatenate([first + group for first, group in zip(firsts, groups, strict=True)])


def _matrix(rows: Sequence[Sequence[float]]) -> Matrix:
    return np.array(rows, np.float64)


def _without_paragraph(result: CaseResult) -> list[Quote]:
    """The quotes from elsewhere than the gold paragraph."""
    return [quote for quote in result.quotes if not result.case.is_in_paragraph(quote.passage)]


def _fit(question: Question, quote: Quote) -> float:
    return answer_spans(question, words_of(question), quote.hit).fit


def _rounded(weight: float) -> float:
    return round(float(weight), 2)
