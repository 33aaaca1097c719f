import pytest

from bot.question import Kind, language, understand

CORPUS = ["de", "en", "uk"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("how many soldiers?", "en"),
        ("trade volume in 2023?", "en"),
        ("Wie viele Soldaten?", "de"),
        ("Wer hat den Bericht verfasst?", "de"),
        ("скільки солдатів?", "uk"),
        ("сколько солдат?", "ru"),
        ("Combien de soldats ?", "fr"),
        ("¿Cuántos soldados?", "es"),
        ("soldiers", "en"),
        ("trade volume", "en"),
        ("Soldaten", "de"),
        ("солдати", "uk"),
    ],
)
def test_short_questions_are_told_by_their_function_words(text: str, code: str) -> None:
    assert language(text, CORPUS) == code


def test_where_the_text_does_not_tell_the_asker_does() -> None:
    assert language("2023?", CORPUS, "uk") == "uk"
    assert language("Wie viele Soldaten?", CORPUS, "uk") == "de"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("how many soldiers?", Kind.NUMBER),
        ("trade volume in 2023?", Kind.AMOUNT),
        ("What share is it?", Kind.PERCENTAGE),
        ("How many years did it take?", Kind.DURATION),
        ("Wer hat den Bericht verfasst?", Kind.PERSON),
        ("Wann war das?", Kind.DATE),
        ("скільки солдатів?", Kind.NUMBER),
        ("хто автор?", Kind.PERSON),
        ("сколько лет?", Kind.DURATION),
        ("Combien de soldats ?", Kind.NUMBER),
        ("¿Quién es?", Kind.PERSON),
        ("When was the budget adopted?", Kind.DATE),
        ("Wer hat den Wert geschätzt?", Kind.PERSON),
        ("What does the study recommend?", Kind.OTHER),
        ("Show the howitzers.", Kind.OTHER),
    ],
)
def test_question_words_tell_the_kind_of_answer(text: str, kind: Kind) -> None:
    assert understand(text, CORPUS).wants is kind


def test_a_question_is_one_line() -> None:
    assert understand("  how\nmany \t soldiers? ", CORPUS).text == "how many soldiers?"


@pytest.mark.parametrize(
    ("before", "text", "whole", "kind"),
    [
        ("trade volume in 2024?", "and in 2023?", "trade volume in and in 2023?", Kind.AMOUNT),
        ("Wie viele Soldaten?", "und die Offiziere?", "und die Offiziere?", Kind.NUMBER),
        ("Wie viele Soldaten?", "Wer ist Mark Rutte?", "Wer ist Mark Rutte?", Kind.PERSON),
        ("скільки солдатів?", "а офіцерів?", "а офіцерів?", Kind.NUMBER),
        ("how many soldiers?", "Show the reports.", "Show the reports.", Kind.OTHER),
    ],
)
def test_a_follow_up_borrows_what_it_lacks(before: str, text: str, whole: str, kind: Kind) -> None:
    question = understand(text, CORPUS, before=understand(before, CORPUS))
    assert (question.text, question.wants) == (whole, kind)


def test_bytes_that_are_no_text_do_not_matter() -> None:
    assert understand("how many \udcff soldiers?", CORPUS).text == "how many ? soldiers?"
