import pytest

from bot.answering.question import understand
from bot.answering.question_language import question_language
from bot.answering.question_words import AnswerKind
from corpus.text.languages import function_words

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
        ("Quanti soldati?", "it"),
        ("quantos soldados?", "pt"),
        ("ilu zolnierzy?", "pl"),
        ("kaç asker?", "tr"),
        ("كم عدد الجنود؟", "ar"),
        ("兵士は何人？", "ja"),
        ("有多少士兵？", "zh"),
        ("soldiers", "en"),
        ("trade volume", "en"),
        ("Soldaten", "de"),
        ("солдати", "uk"),
    ],
)
def test_short_questions_are_told_by_their_function_words(text: str, code: str) -> None:
    assert question_language(text, CORPUS) == code


def test_where_the_text_does_not_tell_the_asker_does() -> None:
    assert question_language("2023?", CORPUS, "uk") == "uk"
    assert question_language("Wie viele Soldaten?", CORPUS, "uk") == "de"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("how many soldiers?", AnswerKind.NUMBER),
        ("trade volume in 2023?", AnswerKind.AMOUNT),
        ("What share is it?", AnswerKind.PERCENTAGE),
        ("How many years did it take?", AnswerKind.DURATION),
        ("Wer hat den Bericht verfasst?", AnswerKind.PERSON),
        ("Wann war das?", AnswerKind.DATE),
        ("скільки солдатів?", AnswerKind.NUMBER),
        ("хто автор?", AnswerKind.PERSON),
        ("сколько лет?", AnswerKind.DURATION),
        ("Combien de soldats ?", AnswerKind.NUMBER),
        ("¿Quién es?", AnswerKind.PERSON),
        ("When was the budget adopted?", AnswerKind.DATE),
        ("Wer hat den Wert geschätzt?", AnswerKind.PERSON),
        ("What does the study recommend?", AnswerKind.OTHER),
        ("What is the average family size?", AnswerKind.NUMBER),
        ("What was the price of gas?", AnswerKind.AMOUNT),
        ("What satellite was used when it was launched?", AnswerKind.OTHER),
        ("In which years did they join?", AnswerKind.YEAR),
        ("Where were units deployed?", AnswerKind.PLACE),
        ("Which states should be supported?", AnswerKind.PLACE),
        ("In welchem Land liegt es?", AnswerKind.PLACE),
        ("Куди направили підрозділи?", AnswerKind.PLACE),
        ("В какой стране это было?", AnswerKind.PLACE),
        ("Où est-ce ?", AnswerKind.PLACE),
        ("¿Dónde trabaja?", AnswerKind.PLACE),
        ("Which company built it?", AnswerKind.ORGANISATION),
        ("Welche Partei regiert?", AnswerKind.ORGANISATION),
        ("Яка організація?", AnswerKind.ORGANISATION),
        ("Какое агентство?", AnswerKind.ORGANISATION),
        ("Quelle entreprise ?", AnswerKind.ORGANISATION),
        ("¿Qué empresa?", AnswerKind.ORGANISATION),
        ("Why is it difficult?", AnswerKind.REASON),
        ("Warum ist es schwierig?", AnswerKind.REASON),
        ("Чому це складно?", AnswerKind.REASON),
        ("Почему это сложно?", AnswerKind.REASON),
        ("Pourquoi est-ce difficile ?", AnswerKind.REASON),
        ("¿Por qué es difícil?", AnswerKind.REASON),
        ("What is a howitzer?", AnswerKind.DEFINITION),
        ("Was ist eine Haubitze?", AnswerKind.DEFINITION),
        ("Що таке гаубиця?", AnswerKind.DEFINITION),
        ("Что такое гаубица?", AnswerKind.DEFINITION),
        ("Qu'est-ce qu'un obusier ?", AnswerKind.DEFINITION),
        ("¿Qué es un obús?", AnswerKind.DEFINITION),
        ("Show the howitzers.", AnswerKind.OTHER),
    ],
)
def test_question_words_tell_the_kind_of_answer(text: str, kind: AnswerKind) -> None:
    assert understand(text, CORPUS).wants is kind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("How many North Korean soldiers are there?", {"north", "korean", "soldiers"}),
        ("Who is the president of Brazil?", {"president"}),
        ("Wie viele Panzer gibt es?", {"panzer"}),
        ("Wie viele Köche beschäftigt der Verein?", {"koeche"}),
        ("Wann wurde die NATO gegründet?", {"nato", "gegruendet"}),
        ("скільки танків?", {"танків"}),
        ("trade volume in 2023?", set()),
    ],
)
def test_what_follows_the_question_word_is_asked_of(text: str, words: set[str]) -> None:
    assert understand(text, CORPUS).subject == words


def test_a_question_is_one_line() -> None:
    assert understand("  how\nmany \t soldiers? ", CORPUS).text == "how many soldiers?"


@pytest.mark.parametrize(
    ("before", "text", "whole", "kind"),
    [
        ("trade volume in 2024?", "and in 2023?", "trade volume in 2023?", AnswerKind.AMOUNT),
        ("Wie viele Soldaten?", "und die Offiziere?", "Wie viele Offiziere?", AnswerKind.NUMBER),
        (
            "How many Ukrainian refugees did Poland take in?",
            "and Germany?",
            "How many Ukrainian refugees did Germany take in?",
            AnswerKind.NUMBER,
        ),
        (
            "Combien la Pologne a-t-elle versé en 2015 ?",
            "et la France en 2016 ?",
            "Combien la France a-t-elle versé en 2016 ?",
            AnswerKind.AMOUNT,
        ),
        (
            "¿Cuántos refugiados afganos había?",
            "¿y de Irak?",
            "¿Cuántos refugiados de Irak había?",
            AnswerKind.NUMBER,
        ),
        (
            "Wie viele Menschen streiken?",
            "und laut Polizei?",
            "Wie viele Menschen streiken laut Polizei?",
            AnswerKind.NUMBER,
        ),
        (
            "Wie viele Häuser 2015?",
            "und im Jahr 2016?",
            "Wie viele Häuser 2016?",
            AnswerKind.NUMBER,
        ),
        ("Who leads Poland?", "and who leads it?", "and who leads it?", AnswerKind.PERSON),
        (
            "Скільки солдатів у Польщі?",
            "а в Німеччині?",
            "Скільки солдатів у Німеччині?",
            AnswerKind.NUMBER,
        ),
        ("中国有多少士兵?", "德国呢？", "德国有多少士兵?", AnswerKind.NUMBER),
        ("How many houses?", "and last year?", "How many houses last year?", AnswerKind.NUMBER),
        ("Wie viele Häuser 2015?", "and in 2016?", "Wie viele Häuser 2016?", AnswerKind.NUMBER),
        ("Wie viele Häuser?", "and the bridges?", "and the bridges?", AnswerKind.NUMBER),
        ("Houses from 2015 to 2018?", "and 2019?", "Houses from 2019?", AnswerKind.OTHER),
        ("How many houses?", "and?", "How many houses?", AnswerKind.NUMBER),
        ("How many houses?", "and in 2016?", "How many houses in 2016?", AnswerKind.NUMBER),
        ("Fläche des Waldes?", "und der Weinberge?", "und der Weinberge?", AnswerKind.NUMBER),
        ("Wie viele Soldaten?", "Wer ist Mark Rutte?", "Wer ist Mark Rutte?", AnswerKind.PERSON),
        ("скільки солдатів?", "а офіцерів?", "скільки офіцерів?", AnswerKind.NUMBER),
        ("how many soldiers?", "Show the reports.", "Show the reports.", AnswerKind.OTHER),
    ],
)
def test_a_follow_up_borrows_what_it_lacks(
    before: str, text: str, whole: str, kind: AnswerKind
) -> None:
    question = understand(text, CORPUS, previous=understand(before, CORPUS))
    assert (question.text, question.wants) == (whole, kind)


def test_bytes_that_are_no_text_do_not_matter() -> None:
    assert understand("how many \udcff soldiers?", CORPUS).text == "how many ? soldiers?"
    assert len(understand("how many " * 1000, CORPUS).text) == 1000
    assert understand("how\u200b many soldiers?", CORPUS).text == "how many soldiers?"


def test_in_a_chain_each_follow_up_puts_its_year_for_the_one_before() -> None:
    question = understand("Trade volume 2022?", ["en"])
    for year in ("2023", "2024"):
        question = understand(f"and in {year}?", ["en"], previous=question)
    assert question.text == "Trade volume 2024?"
    assert question.wants is AnswerKind.AMOUNT


def test_a_language_of_which_nothing_is_known_is_not_looked_up() -> None:
    assert question_language("Ble mae'r milwyr?", ["en"], "cy") in function_words()


def test_what_only_asks_goes_on_with_the_question_before() -> None:
    before = understand("Wer ist Mark Rutte?", CORPUS)
    question = understand("wann?", CORPUS, previous=before)
    assert (question.text, question.wants) == ("Wer ist Mark Rutte wann?", AnswerKind.DATE)


def test_a_follow_up_may_begin_with_a_sign() -> None:
    before = understand("¿Cuál fue el volumen comercial en 2023?", CORPUS)
    question = understand("¿y en 2024?", CORPUS, previous=before)
    assert question.text == "¿Cuál fue el volumen comercial en 2024?"
