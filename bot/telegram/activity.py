"""What the bot has done since its start, in memory only."""

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

_TIMED = 1000  # answers
_ERRORS = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """An error, and when it happened."""

    at: datetime
    sentence: str


@dataclass
class Activity:
    """When the bot was started, how long its last answers took, and its last errors."""

    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    faults: deque[Fault] = field(default_factory=lambda: deque(maxlen=_ERRORS))
    _seconds: deque[float] = field(default_factory=lambda: deque(maxlen=_TIMED))

    def answered(self, seconds: float) -> None:
        self._seconds.append(seconds)

    def failed(self, sentence: str) -> None:
        self.faults.append(Fault(datetime.now(UTC), sentence))

    def milliseconds(self, percentile: float) -> float | None:
        """A percentile of how long the last answers took; None before the first."""
        return 1000 * float(np.percentile(self._seconds, percentile)) if self._seconds else None
