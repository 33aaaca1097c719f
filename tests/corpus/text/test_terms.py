import pytest

from corpus.text.phonetics import phonetic_key
from corpus.text.terms import fold, is_function_word, name_term, passage_terms, tokenize


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("Soldaten soldaten", "de", {"de:soldat": 2, "=:soldaten": 1}),
        ("empfiehlt verfasst", "de", {"de:empfehl": 1, "de:verfass": 1}),
        ("wrote", "en", {"en:write": 1}),
        ("солдатів", "uk", {"uk:солдат": 1}),
        ("20.000", "de", {"de:20000": 1, "=:20000": 1}),
        ("twenty thousand", "en", {"en:twenti": 1, "en:thousand": 1, "=:20000": 2}),
        ("5,5 Mrd.", "de", {"de:5.5": 1, "=:5.5": 1, "de:mrd": 1, "=:5500000000": 2}),
        ("größe Grösse", "de", {"de:gross": 2, "=:hroese": 1}),
        ("żołnierz", "xx", {"xx:zołnierz": 1}),
        ("handelsvolumen", "de", {"de:handelsvolum": 1, "de:handel": 0.5, "de:volum": 0.5}),
    ],
)
def test_a_passage_is_found_by_stems_names_and_numbers(
    text: str, language: str, terms: dict[str, float]
) -> None:
    assert passage_terms(tokenize(text, language), language, ()) == terms


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        (
            "朝鲜派遣了1.2万名士兵",
            "zh",
            ["朝鲜", "鲜派", "派遣", "了", "1.2", "万名", "名士", "士兵"],
        ),
        ("NATO秘书长", "zh", ["NATO", "秘书", "书长"]),
        ("有多少士兵", "zh", ["有", "多少", "士兵"]),
        ("兵士は何人ですか", "ja", ["兵士", "は", "何人", "ですか"]),
        ("เรือ", "th", ["เรื", "รือ"]),
        ("兵", "ja", ["兵"]),
    ],
)
def test_where_no_spaces_are_written_each_two_letters_are_a_word(
    text: str, language: str, words: list[str]
) -> None:
    """A function word ends the words before it; a mark belongs to its letter."""
    assert [text[token.start : token.end] for token in tokenize(text, language)] == words


def test_a_name_without_spaces_is_a_phrase_of_its_words() -> None:
    assert name_term("核武器", "zh") == "zh:核武 武器"
    assert passage_terms(tokenize("有核武器", "zh"), "zh", {"zh:核武 武器"})["zh:核武 武器"] == 1


def test_a_word_that_is_too_long_to_be_one_has_no_parts() -> None:
    assert tokenize("zwei" * 1000, "de")[0].parts == ()


def test_without_lemmas_words_have_stems_alone() -> None:
    with_them, without = (tokenize("she wrote", "en", lemmas)[1].stem for lemmas in (True, False))
    assert (with_them, without) == ("write", "wrote")
    assert tokenize("Handelsvolumen", "de", with_lemmas=False)[0].parts == ()


def test_a_known_phrase_is_a_term_of_its_own() -> None:
    phrase = name_term("North Korea", "en")
    assert phrase == "en:north korea"
    tokens = tokenize("in North Korea", "en")
    assert passage_terms(tokens, "en", {phrase})[phrase] == 1
    assert phrase not in passage_terms(tokens, "en", ())


def test_folding_is_the_languages_own() -> None:
    assert fold("MÜLLER", "de") == "mueller"
    assert fold("Español", "es") == "espanol"
    assert fold("Київ", "uk") == "київ"


def test_function_words_are_those_of_a_language() -> None:
    assert is_function_word("wie", "de")
    assert not is_function_word("wie", "en")
    assert not is_function_word("wie", "xx")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("рютте", "rutte"),
        ("гусейнова", "guseinova"),
        ("гусейнова", "huseynova"),
        ("зеленський", "selenskyj"),
        ("вашингтон", "washington"),
        ("лютер", "luther"),
    ],
)
def test_names_meet_by_their_sound(one: str, other: str) -> None:
    assert phonetic_key(one) == phonetic_key(other)


def test_other_names_do_not() -> None:
    assert len({phonetic_key(name) for name in ("rutte", "putin", "kim", "merkel", "tesla")}) == 5
