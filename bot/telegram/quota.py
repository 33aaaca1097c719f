"""How many questions a user may ask."""

from collections.abc import Iterator
from enum import Enum, auto
from itertools import count

from cachetools import TTLCache

_MINUTE = 60  # seconds
_MOST_USERS = 20_000  # counted at a time


class QuotaDecision(Enum):
    """What becomes of a question under the quota of its asker."""

    ANSWER = auto()
    SAY_SO = auto()
    SILENCE = auto()


class Quota:
    """How many questions of each user are answered in a minute."""

    def __init__(self, questions: int) -> None:
        self._questions = questions
        self._asked: TTLCache[int, Iterator[int]] = TTLCache(_MOST_USERS, _MINUTE)

    def decide(self, user: int) -> QuotaDecision:
        """What becomes of the next question of a user; only the first over the quota is told."""
        nth = next(self._asked.setdefault(user, count(1)))
        if nth <= self._questions:
            return QuotaDecision.ANSWER
        return QuotaDecision.SAY_SO if nth == self._questions + 1 else QuotaDecision.SILENCE
