"""How likely it is that a hit answers a question: what a refusal depends on."""

import math
from dataclasses import astuple, dataclass

from bot.answering.candidates import FIGURE_KINDS, Candidates
from bot.answering.question_words import AnswerKind
from index.search import Hit


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a hit as an answer, and against it, each about 0 to 1.

    `lift`, `support` and `context` are those of the hit; `lacks_figure` tells that the question
    wants a figure and the hit has none, `lacks_other` that it wants a name, a reason or a
    definition.
    """

    lift: float
    support: float
    context: float
    lacks_figure: float
    lacks_other: float


# Logistic regression by scripts/calibrate.py on half of XQuAD: each question with the article that
# answers it, without the paragraph that does, and without the article. docs/quality.md has the
# command. At the bias, 6 % of the questions that have an answer are refused.
WEIGHTS = Evidence(3.5, 6.7, 2.8, -1.6, -0.7)
BIAS = -4.2
# What it takes from the evidence that no report names what is asked for. Not fitted: XQuAD asks of
# nothing that is nowhere; there it costs 1 in 100 answers.
_UNHEARD_OF = 3.5


def evidence(kind: AnswerKind, hit: Hit, those: Candidates, is_beside: bool = False) -> Evidence:
    """The evidence for a hit with the candidates `those`.

    For one that `is_beside` the answer, which the question has less to do with, only its own words
    and its likeness speak.
    """
    lack = 1.0 - those.fit
    return Evidence(
        hit.lift,
        hit.coverage if is_beside else hit.support,
        0.0 if is_beside else hit.context,
        lack if kind in FIGURE_KINDS else 0.0,
        0.0 if kind in FIGURE_KINDS or kind is AnswerKind.OTHER else lack,
    )


def probability(found: Evidence, unheard_of: bool) -> float:
    """The probability that a hit answers.

    That no report names the year or the thing that is asked for (`unheard_of`) is more than that
    a word is missing: the figure of another year is no answer.
    """
    logit = BIAS + sum(w * x for w, x in zip(astuple(WEIGHTS), astuple(found), strict=True))
    if unheard_of:
        logit -= _UNHEARD_OF
    return 1 / (1 + math.exp(-logit))
