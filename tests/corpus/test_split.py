import pytest

from corpus import Document
from corpus.split import split


def document(text: str, language: str = "en", pages: tuple[int, ...] = (0,)) -> Document:
    return Document(
        id="1",
        path="a.txt",
        title="A",
        publisher=None,
        author=None,
        date=None,
        url=None,
        language=language,
        text=text,
        pages=pages,
    )


def sentences(text: str, language: str = "en") -> list[str]:
    return [span.text for _, spans in split(document(text, language)) for span in spans]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("de", "Gefördert wurden 2,2 Mio. t.", "Die Menge sinkt."),
        ("de", "Die Quote betrug 43 %.", "2017 waren es 40 %."),
        ("de", "Das Haus steht unter Wasser.", "140 Menschen mussten gehen."),
        ("ru", "Это стоит $61,4 млрд.", "Больше не было никогда."),
        ("uk", "Видатки сягнули $2,4 трлн.", "Порівнюючи з минулим, це багато."),
        ("ru", "Потратили 5 млрд руб.", "В 2020 году меньше."),
        ("en", "They weigh 5 kg.", "The rest was sold."),
    ],
)
def test_a_unit_with_a_full_stop_may_end_a_sentence(language: str, first: str, second: str) -> None:
    assert sentences(f"{first} {second}", language) == [first, second]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Es kostete 5 Mio. Euro und 3 Mrd. US-Dollar am 3. Mai bzw. am 4. Mai."),
        ("de", "Das steht in Kap. 3 und in Abs. 5 der Satzung vom 5. Okt. 2004."),
        ("de", "Er bestätigte das am Montag, 28. Oktober, in Brüssel."),
        ("de", "Im 19. Jahrhundert und im 2. Weltkrieg war es so."),
        ("de", "Es sind ca. 5,5 Mrd. Euro, z. B. nach Dr. Müller und Nr. 5 der Liste."),
        ("en", "In 2015 M. Smith came, who weighs 80 kg."),
        ("en", "On Oct. 28 Gen. Smith of the U.S. Army named approx. 10.5 thousand."),
        ("uk", "Їх 12 тис. солдатів, каже ген. Кім, станом на 24 жовт. 2024 р. вранці."),
        ("ru", "Это 5 млн. руб. по данным 2024 г. и т. д. вместе."),
        ("fr", "M. Dupont et Mme. Curie parlent d'env. 5 M. d'euros."),
        ("es", "El Sr. Pérez habla de aprox. 5.000 soldados."),
    ],
)
def test_dates_abbreviations_and_commas_do_not_end_a_sentence(language: str, sentence: str) -> None:
    assert sentences(f"{sentence} {sentence}", language) == [sentence, sentence]


def test_a_number_ends_a_sentence_after_a_noun() -> None:
    assert sentences("Er lag auf Platz 5. Danach kam er.", "de") == [
        "Er lag auf Platz 5.",
        "Danach kam er.",
    ]


def test_initials_do_not_end_a_sentence() -> None:
    assert sentences("Так сказав В. Зеленський.", "uk") == ["Так сказав В. Зеленський."]


def test_the_title_is_no_sentence() -> None:
    titled = Document(
        id="1",
        path="a.txt",
        title="In 2024.",
        publisher=None,
        author=None,
        date=None,
        url=None,
        language="en",
        text="In 2024.\nIt is so.",
    )
    assert [span.text for _, spans in split(titled) for span in spans] == ["It is so."]


def test_headings_and_menu_lines_are_no_sentences() -> None:
    text = "Waffenlieferungen an Russland\nEs sind viele.\nAktuell im Auge behalten\n• alte Waffen\n3 Mrd."
    assert sentences(text, "de") == ["Es sind viele.", "• alte Waffen", "3 Mrd."]


def test_a_text_without_full_stops_is_cut_at_spaces() -> None:
    pieces = sentences("word " * 500 + "end.")
    assert max(map(len, pieces)) <= 1000
    assert " ".join(pieces) == "word " * 500 + "end."


def test_spans_are_where_their_text_is() -> None:
    text = "  One is here. 😀 Two is there.\n\nThree, too. "
    for passage, spans in split(document(text)):
        assert passage.text == text[passage.start : passage.end]
        assert [span.text for span in spans] == ["One is here.", "😀 Two is there.", "Three, too."]


def test_a_passage_holds_short_paragraphs_and_ends_with_a_long_one() -> None:
    long = "x" * 299 + "."
    assert [p.text for p, _ in split(document(f"One.\nTwo.\n{long}\nThree."))] == [
        f"One.\nTwo.\n{long}",
        "Three.",
    ]


def test_a_passage_never_gets_too_long() -> None:
    text = " ".join(["y" * 399 + "."] * 5)
    assert [len(p.text) for p, _ in split(document(text))] == [801, 801, 400]


def test_a_passage_ends_with_its_page() -> None:
    found = split(document("One.\n\nTwo.", pages=(0, 6)))
    assert [(p.text, p.page) for p, _ in found] == [("One.", 1), ("Two.", 2)]
