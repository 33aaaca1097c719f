"""What people ask and the reports do not answer: questions grouped by what they ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from bot.answering.answer import answer
from bot.answering.question import Question, understand
from bot.answering.question_words import COUNTED, AnswerKind
from bot.upkeep.unanswered import Asked
from bot.wording.permalink import Permalink
from index.embed import Embedder, Vectors
from index.lexicon.lexicon import Lexicon
from index.search import Index
from index.similarity import Similarities, by_meaning, by_words

# Where the mean likeness of the questions of two groups is at least this, they ask the same.
# On the 112 questions of tests/bot/upkeep/gaps.yaml, with a dictionary for German, 0.86 of the
# pairs are right then (F1), and 0.87 of one half with the threshold that is best for the other.
_SAME = 0.46
# What remains of the likeness of two questions, of which it is unknown what kind of answer one
# wants, which want related kinds, and which want different kinds, such as a number and a person.
_UNKNOWN = 0.85
_RELATED = 0.7
_DIFFERENT = 0.4
_FAMILIES = (
    COUNTED,
    frozenset((AnswerKind.DATE, AnswerKind.YEAR, AnswerKind.DURATION)),
    frozenset((AnswerKind.PERSON, AnswerKind.ORGANISATION)),
)

MOST = 4_000  # questions that are compared, each with each: half a gigabyte


@dataclass(frozen=True, slots=True)
class Gap:
    """Wordings of one question that the reports do not answer, the most typical first."""

    wordings: tuple[Asked, ...]

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
    """The gaps, those most asked for first, and the questions that are answered by now."""

    gaps: tuple[Gap, ...]
    answered: tuple[Asked, ...]


def gaps(asked: Sequence[Asked], index: Index, embedder: Embedder, lexicon: Lexicon) -> Gaps:
    """What of this the reports in the index do not answer, grouped by what is asked.

    One that was voted down is answered by now when another quote comes first. The time grows with
    the square of the number of questions, as does the memory; see MOST.
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
    """The numbers of the questions in groups of those that ask the same, the most typical first.

    Given their vectors, shape (questions, dimension).
    """
    if len(questions) < 2:
        return [[0]][: len(questions)]
    alike = likeness(questions, vectors, lexicon)
    clustering = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - _SAME
    )
    labels = clustering.fit_predict(1 - alike)
    members = [np.flatnonzero(labels == label) for label in range(labels.max() + 1)]
    # The one that is most like the others stands nearest to the centre.
    return [
        list(those[np.argsort(-alike[np.ix_(those, those)].sum(axis=1), kind="stable")])
        for those in members
    ]


def likeness(questions: Sequence[Question], vectors: Vectors, lexicon: Lexicon) -> Similarities:
    """How alike questions are, 0 to 1: by their words in any language, or by meaning where that is
    more, and by the kind of answer that they want.
    """
    texts = [question.text for question in questions]
    languages = [question.language for question in questions]
    alike = np.maximum(by_words(texts, languages, lexicon), by_meaning(vectors, languages))
    alike *= _same_kind([question.wants for question in questions])
    np.fill_diagonal(alike, 1)
    return alike


def _same_kind(kinds: Sequence[AnswerKind]) -> Similarities:
    """What remains of the likeness of each two questions that want these kinds of answers."""
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


def _answers(index: Index, question: Question, asked: Asked) -> bool:
    """Whether the index answers, other than with a quote that was voted down."""
    quotes = answer(question, index, 1).quotes
    return bool(quotes) and str(Permalink.to(quotes[0].passage)) not in asked.disliked
