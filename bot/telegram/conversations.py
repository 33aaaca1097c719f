"""Recent questions and their answers, in memory only."""

from collections.abc import Callable
from dataclasses import dataclass

from cachetools import TTLCache

from bot.answering.question import Question
from bot.wording.permalink import Permalink

_MOST = 5_000
_A_DAY = 24 * 60 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody talks with the bot: chat, topic if any, and user."""

    chat: int
    topic: int | None
    user: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer.

    - `asked_in`, `answered_in`: the ids of both messages
    - `previous`: the question that the conversation had before
    - `version`: the version of the index that the quotes are from
    """

    place: Place
    asked_in: int
    answered_in: int
    previous: Question | None
    question: Question
    quotes: tuple[Permalink, ...]
    version: str


class Conversations:
    """The exchanges of the last day, at most the latest 5,000."""

    def __init__(self) -> None:
        self._by_message: TTLCache[tuple[int, int], Exchange] = TTLCache(2 * _MOST, _A_DAY)
        self._last: TTLCache[Place, Exchange] = TTLCache(_MOST, _A_DAY)

    def remember(self, exchange: Exchange) -> None:
        chat = exchange.place.chat
        self._by_message[chat, exchange.asked_in] = exchange
        self._by_message[chat, exchange.answered_in] = exchange
        last = self._last.get(exchange.place)
        if last is None or last.asked_in <= exchange.asked_in:  # an edited question may be older
            self._last[exchange.place] = exchange

    def with_message(self, chat: int, message: int) -> Exchange | None:
        """The exchange whose question or answer is this message."""
        return self._by_message.get((chat, message))

    def last(self, place: Place) -> Exchange | None:
        """The latest exchange in a place."""
        return self._last.get(place)

    def forget_user(self, user: int) -> int:
        """Forget what a user asked; return the number of questions."""
        return self._forget(lambda place: place.user == user)

    def forget_chat(self, chat: int) -> int:
        """Forget what was asked in a chat; return the number of questions."""
        return self._forget(lambda place: place.chat == chat)

    def _forget(self, belongs: Callable[[Place], bool]) -> int:
        asked: set[tuple[int, int]] = set()
        for key in list(self._by_message):
            exchange = self._by_message.get(key)  # None if it has expired just now
            if exchange and belongs(exchange.place):
                self._by_message.pop(key, None)
                asked.add((exchange.place.chat, exchange.asked_in))
        for place in filter(belongs, list(self._last)):
            self._last.pop(place, None)
        return len(asked)
