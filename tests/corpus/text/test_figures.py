import pytest

from corpus.text.digits import canonical
from corpus.text.figures import figures


@pytest.mark.parametrize(
    ("written", "language", "number"),
    [
        ("20.000", "de", "20000"),
        ("20,000", "en", "20000"),
        ("20 000", "uk", "20000"),
        ("20\u202f000", "fr", "20000"),
        ("20,000", "de", "20000"),
        ("5,5", "de", "5.5"),
        ("5.5", "en", "5.5"),
        ("5,50", "en", "5.5"),
        ("5.125", "en", "5.125"),
        ("5.125", "de", "5125"),
        ("1.234.567,89", "de", "1234567.89"),
        ("1'000'000", "de", "1000000"),
        ("2024", "de", "2024"),
    ],
)
def test_numbers_have_one_spelling(written: str, language: str, number: str) -> None:
    assert canonical(written, language) == number


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "Bis zu 20.000 Soldaten, rund 34,4 Millionen US-Dollar, 5 % in 3 Jahren.",
         ["Bis zu 20.000|number", "rund 34,4 Millionen US-Dollar|amount", "5 %|percentage", "3 Jahren|duration"]),
        ("de", "am Montag, 28. Oktober, im Mai 2024, am 3.10.2024 und 2023",
         ["Montag, 28. Oktober|date", "Mai 2024|date", "3.10.2024|date", "2023|year"]),
        ("en", "On Monday, October 28, 2024 nearly 12,000 men cost $5.5 billion.",
         ["Monday, October 28, 2024|date", "nearly 12,000|number", "$5.5 billion|amount"]),
        ("uk", "24 жовтня 2024 року майже 12 тис. солдатів і 5,5 млрд доларів США",
         ["24 жовтня 2024|date", "майже 12 тис.|number", "5,5 млрд доларів США|amount"]),
        ("ru", "около 10 000 солдат, 20 процентов", ["около 10 000|number", "20 процентов|percentage"]),
        ("en", "Three generals and twenty thousand men for €3m", ["Three|number", "twenty thousand|number", "€3m|amount"]),
        ("de", "zwanzigtausend Mann in drei Wochen", ["zwanzigtausend|number", "drei Wochen|duration"]),
        ("uk", "троє генералів", ["троє|number"]),
        ("fr", "le 28 octobre, environ 10 000 soldats", ["28 octobre|date", "environ 10 000|number"]),
        ("es", "el 28 de octubre de 2024, unos 10.000", ["28 de octubre de 2024|date", "unos 10.000|number"]),
        ("und", "5,000 in 2024", ["5,000|number", "2024|year"]),
        ("en", "In the summer of 1521, 17 seconds at 3:08, in March, 66 million years ago, in the 1950s",
         ["summer of 1521|date", "17 seconds|duration", "3:08|time", "March|month", "66 million years ago|ago", "1950s|date"]),
        ("en", "two-thirds of hundreds of men, twice, 565 °C, 22,392 km2, a million euros, it may be so",
         ["two-thirds|percentage", "hundreds|number", "twice|number", "565 °C|number", "22,392 km2|number", "a million euros|amount"]),
        ("en", "AS-206 and 1500 years since 1500", ["1500 years|duration", "1500|year"]),
        ("de", "vor zwei Jahren, im 19. Jahrhundert, Ende Oktober 2024, die Hälfte von eine Million USD",
         ["vor zwei Jahren|ago", "19. Jahrhundert|date", "Ende Oktober 2024|date", "die Hälfte|percentage", "eine Million USD|amount"]),
        ("uk", "три роки тому, у XIX столітті, двадцять п’ять тисяч, у квітні 2023 року",
         ["три роки тому|ago", "XIX столітті|date", "двадцять п’ять тисяч|number", "квітні 2023|date"]),
        ("ru", "в 1946 году, 1500 лет, две трети, в мае", ["1946|year", "1500 лет|duration", "две трети|percentage", "мае|month"]),
        ("fr", "il y a deux ans, la moitié", ["il y a deux ans|ago", "la moitié|percentage"]),
        ("es", "el 45 por ciento, cuarenta por ciento, doscientos soldados, medio millón",
         ["45 por ciento|percentage", "cuarenta por ciento|percentage", "doscientos|number", "medio millón|number"]),
        ("fr", "40 pour cent et quarante pour cent, En 2023 deux cents hommes",
         ["40 pour cent|percentage", "quarante pour cent|percentage", "2023|year", "deux cents|number"]),
        ("en", "The under-nineteen team, F-sixteen, half a million pounds, two dozen players, half of them, one in five",
         ["half a million pounds|amount", "two dozen|number", "half|percentage", "one in five|percentage"]),
        ("en", "In 2023 three generals, 5 hundred men, 5m men, 5 m tall",
         ["2023|year", "three|number", "5 hundred|number", "5m|number", "5 m|number"]),
        ("de", "U-siebzehn, eine halbe Million, hundertsechs", ["eine halbe Million|number", "hundertsechs|number"]),
        ("uk", "дві тисячі п'ятсот лікарів, тисяча двісті, двадцять один, один чоловік, тисячі людей",
         ["дві тисячі п'ятсот|number", "тисяча двісті|number", "двадцять один|number", "тисячі|number"]),
        ("ru", "две тысячи пятьсот рабочих, полтора миллиона", ["две тысячи пятьсот|number", "полтора миллиона|number"]),
        ("es", "hace tres años, siglo XIX", ["hace tres años|ago", "siglo XIX|date"]),
    ],
)  # fmt: skip
def test_figures_come_with_qualifier_and_unit(language: str, text: str, found: list[str]) -> None:
    assert [f"{text[f.start : f.end]}|{f.kind}" for f in figures(text, language)] == found
