"""What is remembered of who asked what where."""

import pytest

from bot.answering.question import Question
from bot.answering.question_words import AnswerKind
from bot.telegram import conversations
from bot.telegram.conversations import Conversations, Exchange, Place

ADA, BOB = 7, 8
GROUP = -5


def exchange(place: Place, asked_in: int, text: str = "How many?") -> Exchange:
    """A question in a message, and its answer in the next."""
    question = Question(text=text, language="en", wants=AnswerKind.NUMBER)
    return Exchange(
        place=place,
        asked_in=asked_in,
        answered_in=asked_in + 1,
        previous=None,
        question=question,
        quotes=(),
        version="1",
    )


def remembering(*exchanges: Exchange) -> Conversations:
    conversations = Conversations()
    for one in exchanges:
        conversations.remember(one)
    return conversations


def test_an_exchange_is_found_by_question_and_by_answer() -> None:
    asked = exchange(Place(GROUP, None, ADA), 10)
    conversations = remembering(asked)
    assert conversations.with_message(GROUP, 10) == asked
    assert conversations.with_message(GROUP, 11) == asked


@pytest.mark.parametrize(("chat", "message"), [(GROUP, 12), (GROUP, 9), (-6, 10), (ADA, 11)])
def test_other_messages_are_in_none(chat: int, message: int) -> None:
    assert remembering(exchange(Place(GROUP, None, ADA), 10)).with_message(chat, message) is None


def test_the_same_message_number_in_another_chat_is_another_message() -> None:
    first, second = exchange(Place(ADA, None, ADA), 10), exchange(Place(BOB, None, BOB), 10)
    conversations = remembering(first, second)
    assert conversations.with_message(ADA, 11) == first
    assert conversations.with_message(BOB, 11) == second


@pytest.mark.parametrize(
    "other",
    [Place(-6, None, ADA), Place(GROUP, 1, ADA), Place(GROUP, 2, ADA), Place(GROUP, None, BOB)],
)
def test_each_place_has_its_own_last_exchange(other: Place) -> None:
    here = Place(GROUP, None, ADA)
    first, second, elsewhere = exchange(here, 10), exchange(here, 20), exchange(other, 30)
    conversations = remembering(first, second, elsewhere)
    assert conversations.last(here) == second
    assert conversations.last(other) == elsewhere
    assert remembering(first).last(other) is None


def test_an_edited_question_takes_the_place_of_the_one_before() -> None:
    place = Place(GROUP, None, ADA)
    edited = exchange(place, 10, "How much?")
    conversations = remembering(exchange(place, 10), edited)
    assert conversations.with_message(GROUP, 10) == edited
    assert conversations.with_message(GROUP, 11) == edited
    assert conversations.last(place) == edited
    assert conversations.forget_user(ADA) == 1


def test_a_user_is_forgotten_in_all_chats_and_nobody_else_is() -> None:
    in_group, private = Place(GROUP, 3, ADA), Place(ADA, None, ADA)
    bob = exchange(Place(GROUP, 3, BOB), 30)
    conversations = remembering(
        exchange(in_group, 10), exchange(private, 20), exchange(private, 22), bob
    )
    assert conversations.forget_user(ADA) == 3
    assert conversations.with_message(GROUP, 10) is None
    assert conversations.with_message(GROUP, 11) is None
    assert conversations.last(in_group) is None
    assert conversations.last(private) is None
    assert conversations.with_message(GROUP, 31) == bob
    assert conversations.last(bob.place) == bob
    assert conversations.forget_user(ADA) == 0


def test_a_chat_is_forgotten_with_all_its_topics_and_no_other_is() -> None:
    private = exchange(Place(ADA, None, ADA), 40)
    conversations = remembering(
        exchange(Place(GROUP, None, ADA), 10),
        exchange(Place(GROUP, 1, ADA), 20),
        exchange(Place(GROUP, 1, BOB), 30),
        private,
    )
    assert conversations.forget_chat(GROUP) == 3
    assert conversations.with_message(GROUP, 31) is None
    assert conversations.last(Place(GROUP, 1, BOB)) is None
    assert conversations.last(private.place) == private
    assert conversations.forget_chat(GROUP) == 0


def test_the_oldest_exchange_goes_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(conversations, "_MOST", 2)
    places = [Place(user, None, user) for user in (1, 2, 3)]
    kept = remembering(*(exchange(place, 10) for place in places))
    assert [kept.last(place) is None for place in places] == [True, False, False]
    assert [kept.with_message(place.chat, 10) is None for place in places] == [True, False, False]
    assert [kept.with_message(place.chat, 11) is None for place in places] == [True, False, False]


def test_an_exchange_is_kept_for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    assert conversations._A_DAY == 86_400
    monkeypatch.setattr(conversations, "_A_DAY", 0)  # it is over at once
    asked = exchange(Place(GROUP, None, ADA), 10)
    kept = remembering(asked)
    assert kept.with_message(GROUP, 10) is None
    assert kept.last(asked.place) is None
    assert kept.forget_user(ADA) == 0
