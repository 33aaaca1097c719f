import pytest

from index.lexicon import lexicon_term
from index.terms import fold, is_function_word, passage_terms


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("Soldaten", "de", ["de:soldat", "=:soldaten"]),
        ("empfiehlt verfasst", "de", ["de:empfehl", "de:verfass"]),
        ("wrote", "en", ["en:write"]),
        ("солдатів", "uk", ["uk:солдат"]),
        ("20.000", "de", ["de:20000", "=:20000"]),
        ("Größe Groesse", "de", ["de:gross", "de:gross", "=:groesse", "=:groesse"]),
        ("żołnierz", "xx", ["xx:zołnierz"]),
    ],
)
def test_a_passage_is_found_by_stems_names_and_numbers(
    text: str, language: str, terms: list[str]
) -> None:
    assert passage_terms(text, language, ()) == terms


def test_a_known_phrase_is_a_term_of_its_own() -> None:
    phrase = lexicon_term("North Korea", "en")
    assert phrase == "en:north korea"
    assert phrase in passage_terms("in North Korea", "en", {phrase})
    assert phrase not in passage_terms("in North Korea", "en", ())


def test_folding_is_the_languages_own() -> None:
    assert fold("MÜLLER", "de") == "mueller"
    assert fold("Español", "es") == "espanol"
    assert fold("Київ", "uk") == "київ"


def test_function_words_are_those_of_a_language() -> None:
    assert is_function_word("wie", "de")
    assert not is_function_word("wie", "en")
    assert not is_function_word("wie", "xx")
