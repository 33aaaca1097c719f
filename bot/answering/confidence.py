"""How likely a sentence answers a question, which decides on a refusal."""

import math
from dataclasses import astuple, dataclass

from bot.answering.answer_spans import FIGURE_KINDS
from bot.answering.question_words import AnswerKind
from index.ranking import Features


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a sentence as an answer, and against it, each about 0 to 1.

    - `lift`, `support`, `context`: the features of the hit
    - `lacks_figure`: the question wants a figure, and the sentence has none
    - `lacks_other`: it wants a name, a reason or a definition, and the sentence has none
    """

    lift: float
    support: float
    context: float
    lacks_figure: float
    lacks_other: float


# Logistic regression by scripts/calibrate.py on half of XQuAD: each question with the article that
# answers it, without the paragraph that does, and without the article. docs/quality.md has the
# command. At the bias, 6 % of the questions that have an answer are refused.
WEIGHTS = Evidence(lift=3.5, support=6.7, context=2.8, lacks_figure=-1.6, lacks_other=-0.7)
BIAS = -4.2
# Penalty when no report mentions what is asked for. Not fitted, as XQuAD has no such questions;
# there it costs 1 in 100 answers.
_UNHEARD_OF = 3.5


def evidence(kind: AnswerKind, features: Features, fit: float, is_beside: bool = False) -> Evidence:
    """The evidence for a hit with these features, whose candidates fit the kind so well.

    A hit that `is_beside` the answer has less to do with the question than the best one; only its
    own words and its likeness to the question speak for it.
    """
    is_figure = kind in FIGURE_KINDS
    return Evidence(
        lift=features.lift,
        support=features.coverage if is_beside else features.support,
        context=0.0 if is_beside else features.context,
        lacks_figure=1.0 - fit if is_figure else 0.0,
        lacks_other=0.0 if is_figure or kind is AnswerKind.OTHER else 1.0 - fit,
    )


def probability(found: Evidence, unheard_of: bool) -> float:
    """The probability that a hit answers.

    `unheard_of` tells that no report mentions the year or the thing asked for, which weighs more
    than a missing word: the figure of another year is not an answer.
    """
    logit = BIAS + sum(w * x for w, x in zip(astuple(WEIGHTS), astuple(found), strict=True))
    if unheard_of:
        logit -= _UNHEARD_OF
    return 1 / (1 + math.exp(-logit))
