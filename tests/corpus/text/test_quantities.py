import pytest

from corpus.text.number_words import masked, numbers_in_words
from corpus.text.quantities import quantities


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("de", "20.000 Mann", {"20.000": "20000"}),
        ("en", "20,000 men", {"20,000": "20000"}),
        ("uk", "20 000 солдатів", {"20 000": "20000"}),
        ("en", "Twenty thousand men", {"Twenty thousand": "20000"}),
        ("de", "zwanzigtausend Mann", {"zwanzigtausend": "20000"}),
        ("uk", "двадцять тисяч солдатів", {"двадцять тисяч": "20000"}),
        ("ru", "двадцать тысяч солдат", {"двадцать тысяч": "20000"}),
        ("fr", "vingt mille soldats", {"vingt mille": "20000"}),
        ("es", "veinte mil soldados", {"veinte mil": "20000"}),
        ("en", "20 thousand men", {"20 thousand": "20000"}),
        ("de", "5,5 Milliarden", {"5,5 Milliarden": "5500000000"}),
        ("en", "5.5 billion", {"5.5 billion": "5500000000"}),
        ("uk", "5,5 млрд", {"5,5 млрд": "5500000000"}),
        ("es", "5,5 mil millones", {"5,5 mil millones": "5500000000"}),
        ("de", "eine Million Mann, ein Mann", {"eine Million": "1000000"}),
        ("en", "between two and three", {"two": "2", "three": "3"}),
        (
            "uk",
            "дві тисячі п'ятсот, двадцять один",
            {"дві тисячі п'ятсот": "2500", "двадцять один": "21"},
        ),
        (
            "en",
            "€3m in 2023 for two dozen men",
            {"3m": "3000000", "2023": "2023", "two dozen": "24"},
        ),
        ("xx", "12 of 30", {"12": "12", "30": "30"}),
    ],
)
def test_a_number_has_one_value_however_it_is_written(
    language: str, text: str, values: dict[str, str]
) -> None:
    found = {text[q.start : q.end]: q.value for q in quantities(text, language)}
    assert found == values


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "one of them, hundreds of men, millions, the third"),
        ("de", "ein Mann, Hunderte, Millionen, der dritte"),
        ("xx", "two"),
    ],
)
def test_what_is_no_number_in_words_is_none(language: str, text: str) -> None:
    assert numbers_in_words(text, language) == []


def test_a_number_right_after_a_rounder_one_is_added_to_it() -> None:
    text = "сто двадцять п'ять, два три"
    assert [(text[n.start : n.end], n.value) for n in numbers_in_words(text, "uk")] == [
        ("сто двадцять п'ять", 125),
        ("два", 2),
        ("три", 3),
    ]


def test_a_masked_text_is_as_long_as_the_text() -> None:
    assert masked("two men", numbers_in_words("two men", "en")) == "\ue000\ue000\ue000 men"
