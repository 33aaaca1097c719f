"""Gaps in the reports: unanswered questions, grouped by what they ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from bot.answering.answer import answer
from bot.answering.question import Question, understand
from bot.answering.question_words import COUNTED, AnswerKind
from bot.upkeep.unanswered import Unanswered
from bot.wording.permalink import Permalink
from index import Index
from index.embedding.embedder import Embedder, Vectors
from index.lexicon.lexicon import Lexicon
from index.similarity import Similarities, by_meaning, by_words

# Two groups of questions ask the same where their mean similarity is at least this.
# On the 112 questions of tests/bot/upkeep/gaps.yaml, on which it was chosen, pairwise F1 is 0.89,
# with a dictionary for German 0.90.
_SAME = 0.66
# Factors on the similarity of two questions where the kind of answer that one wants is unknown,
# where they want related kinds, and different kinds, such as a number and a person.
_UNKNOWN = 0.85
_RELATED = 0.7
_DIFFERENT = 0.4
_FAMILIES = (
    COUNTED,
    frozenset((AnswerKind.DATE, AnswerKind.YEAR, AnswerKind.DURATION)),
    frozenset((AnswerKind.PERSON, AnswerKind.ORGANISATION)),
)

MOST = 4_000  # questions compared with each other, in half a gigabyte


@dataclass(frozen=True, slots=True)
class Gap:
    """Wordings of one question that the reports do not answer, the most typical first."""

    wordings: tuple[Unanswered, ...]

    @property
    def question(self) -> str:
        return self.wordings[0].question

    @property
    def refused(self) -> int:
        return sum(wording.refused for wording in self.wordings)

    @property
    def voted_down(self) -> int:
        return sum(wording.voted_down for wording in self.wordings)

    @property
    def times(self) -> int:
        return self.refused + self.voted_down

    @property
    def first(self) -> date:
        return min(wording.first for wording in self.wordings)

    @property
    def last(self) -> date:
        return max(wording.last for wording in self.wordings)


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps, most asked first, and the questions that are answered by now."""

    gaps: tuple[Gap, ...]
    answered: tuple[Unanswered, ...]


def gaps(asked: Sequence[Unanswered], index: Index, embedder: Embedder, lexicon: Lexicon) -> Gaps:
    """Those of the questions that the index does not answer, grouped by what they ask.

    One that was voted down counts as answered when another quote comes first now. Time and memory
    grow with the square of the number of questions; see MOST.
    """
    if not asked:
        return Gaps((), ())
    understood = [understand(one.question, index.languages) for one in asked]
    vectors = embedder.embed([question.text for question in understood], "query")
    is_answered = [_answers(index, *pair) for pair in zip(understood, asked, strict=True)]
    answered = [one for one, is_so in zip(asked, is_answered, strict=True) if is_so]
    left = np.flatnonzero(~np.array(is_answered, bool))
    grouped = groups([understood[i] for i in left], vectors[left], lexicon)
    found = [Gap(tuple(asked[left[i]] for i in group)) for group in grouped]
    found.sort(key=lambda gap: (-gap.times, gap.question))
    return Gaps(tuple(found), tuple(answered))


def groups(questions: Sequence[Question], vectors: Vectors, lexicon: Lexicon) -> list[list[int]]:
    """The numbers of the questions in groups that ask the same, the most typical one first.

    `vectors` are those of the questions, shape (questions, dimension).
    """
    if len(questions) < 2:
        return [[0]][: len(questions)]
    alike = similarities(questions, vectors, lexicon)
    clustering = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - _SAME
    )
    labels = clustering.fit_predict(1 - alike)
    members = [np.flatnonzero(labels == label) for label in range(labels.max() + 1)]
    # The one most similar to the others is the most typical.
    return [
        list(those[np.argsort(-alike[np.ix_(those, those)].sum(axis=1), kind="stable")])
        for those in members
    ]


def similarities(questions: Sequence[Question], vectors: Vectors, lexicon: Lexicon) -> Similarities:
    """How similar questions are: shape (questions, questions), 0 to 1.

    By their words in any language, or by meaning where that is more, and by the kinds of answers
    that they want.
    """
    texts = [question.text for question in questions]
    languages = [question.language for question in questions]
    alike = np.maximum(by_words(texts, languages, lexicon), by_meaning(vectors))
    alike *= _same_kind([question.wants for question in questions])
    np.fill_diagonal(alike, 1)
    return alike


def _same_kind(kinds: Sequence[AnswerKind]) -> Similarities:
    """The factor on the similarity of each two questions that want these kinds of answers."""
    known = list(dict.fromkeys(kinds))
    remains = np.array([[_remains(one, other) for other in known] for one in known], np.float32)
    numbers = [known.index(kind) for kind in kinds]
    same: Similarities = remains[np.ix_(numbers, numbers)]
    return same


def _remains(one: AnswerKind, other: AnswerKind) -> float:
    if one is other:
        return 1
    if AnswerKind.OTHER in (one, other):
        return _UNKNOWN
    return _RELATED if any({one, other} <= family for family in _FAMILIES) else _DIFFERENT


def _answers(index: Index, question: Question, asked: Unanswered) -> bool:
    """Whether the index answers, other than with a quote that was voted down."""
    quotes = answer(index, question, 1).quotes
    return bool(quotes) and str(Permalink.to(quotes[0].passage)) not in asked.disliked
