"""How likely a sentence answers a question, which decides on a refusal."""

import math
from dataclasses import dataclass, fields

from bot.answering.answer_spans import FIGURE_KINDS, NAME_KINDS
from bot.answering.question import Question
from index.calibration import RefusalWeights
from index.ranking import Hit

# Set by hand: SQuAD has no questions of other things, countries or years.
_UNLIKELY = 6.5  # less of the logit where no report has the thing, or another hit has far more
_AT_MOST = 0.3  # probability for another country or year; it may still be shown as near


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a sentence as an answer, and against it, each about 0 to 1.

    - `likeness`: the mean cosine of the sentence, its passage and the passage's likest sentence
    - `support`, `coverage`, `context`, `distant_condition`: the features of the hit
    - `unreached`: the share of the question's words that no text in its language has: their lack
      says nothing against it
    - `foreign`: it is in another language than the question, so that all cosines are lower
    - `lacks_figure`, `lacks_name`: the question wants one, and the sentence has none
    """

    likeness: float
    support: float
    coverage: float
    unreached: float
    foreign: float
    context: float
    distant_condition: float
    lacks_figure: float
    lacks_name: float


def evidence(question: Question, hit: Hit, fit: float) -> Evidence:
    """The evidence for a hit, whose candidates fit what the question wants so well."""
    kind, features = question.wants, hit.features
    return Evidence(
        likeness=(features.likeness + 2 * features.passage_likeness) / 3,
        support=features.support,
        coverage=features.coverage,
        unreached=1 - features.reach,
        foreign=float(hit.passage.language != question.language),
        context=features.context,
        distant_condition=features.distant_condition,
        lacks_figure=1.0 - fit if kind in FIGURE_KINDS else 0.0,
        lacks_name=1.0 - fit if kind in NAME_KINDS else 0.0,
    )


def probability(
    found: Evidence, weights: RefusalWeights, is_unlikely: bool, is_other: bool
) -> float:
    """The probability that a hit answers.

    `is_unlikely` tells that no report mentions the thing asked for, or that another hit has far
    more of the question: this weighs more than a missing word. `is_other` tells that it is of
    another country or year: its figure is not an answer, however much else it has.
    """
    logit = weights.bias + sum(
        getattr(weights, field.name) * getattr(found, field.name) for field in fields(Evidence)
    )
    likely = 1 / (1 + math.exp(_UNLIKELY * is_unlikely - logit))
    return min(likely, _AT_MOST) if is_other else likely
