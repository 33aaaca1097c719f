import pytest

from corpus.text.names import names
from corpus.text.terms import tokenize


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "The Ministry of Defence of North Korea told Mark Rutte in Brussels.",
         ["Ministry of Defence of North Korea|organisation", "Mark Rutte|person", "Brussels|place"]),
        ("en", "It was translated by John C. Messenger, who met NATO and the UK's Security Council.",
         ["John C. Messenger|person", "NATO|organisation", "UK|place", "Security Council|organisation"]),
        ("en", "In 2023 Director Helen Okafor met NATO Secretary General Mark Rutte.",
         ["Helen Okafor|person", "Mark Rutte|person"]),
        ("de", "Bürgermeisterin Petra Sommerfeld und NATO-Generalsekretär Mark Rutte",
         ["Petra Sommerfeld|person", "Mark Rutte|person"]),
        ("de", "Olaf Scholz sprach mit der Friedrich-Naumann-Stiftung über Tonnen Getreide aus Korea.",
         ["Olaf Scholz|person", "Friedrich-Naumann-Stiftung|organisation", "Korea|place"]),
        ("de", "Die Vereinigten Staaten gelten nach Angaben der Behörden als reich.", ["Vereinigten Staaten|place"]),
        ("de", "Das schätzt Elena Guseinova von der Hanguk University, nicht Ursula von der Leyen.",
         ["Elena Guseinova|person", "Hanguk University|organisation", "Ursula von der Leyen|person"]),
        ("uk", "До Росії прибули військові, сказав Марк Рютте.", ["Росії|place", "Марк Рютте|person"]),
        ("ru", "Об этом Елена Гусейнова сообщила в Берлине.", ["Елена Гусейнова|person", "Берлине|place"]),
        ("fr", "Emmanuel Macron est à Paris.", ["Emmanuel Macron|person", "Paris|place"]),
        ("xx", "Anna Vogt", ["Anna Vogt|person"]),
    ],
)  # fmt: skip
def test_names_are_told_by_what_stands_in_and_around_them(
    language: str, text: str, found: list[str]
) -> None:
    named = names(text, language, tokenize(text, language))
    assert [f"{text[name.start : name.end]}|{name.kind}" for name in named] == found
