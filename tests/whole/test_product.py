"""The questions that the product exists for, with the packaged model."""

from pathlib import Path

import pytest

from bot.answering import Answer, ask
from corpus.text.languages import askable
from index import Index
from index.building.build import build
from index.building.gather import BuildInput
from index.building.tools import BuildTools
from index.embedding.embedder import Embedder
from index.embedding.encoder import load_embedder
from index.embedding.models import DEFAULT_MODEL
from tests.support.tiny import documents

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "corpus" / "reports"
SCRAPED = ROOT.parent / "shared" / "corpus"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(DEFAULT_MODEL)


def opened(corpus: Path, folder: Path, embedder: Embedder) -> Index:
    build(BuildInput(documents(corpus)), folder, BuildTools(embedder))
    return Index(folder, embedder)


@pytest.fixture(scope="module")
def shipped(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Index:
    return opened(SHIPPED, tmp_path_factory.mktemp("shipped"), embedder)


def first(answer: Answer) -> tuple[str, list[str]]:
    """The text of the first quote, and its marks."""
    text = answer.quotes[0].passage.text
    return text, [text[start:end] for start, end in answer.quotes[0].marks]


NUMBERS = {"bis zu 20.000", "about 10,000", "майже 12 000", "about 3,000"}
SOLDIERS = {
    "ar": "كم عدد الجنود؟", "bg": "Колко войници?", "cs": "Kolik vojáků?", "da": "Hvor mange soldater?",
    "de": "Wie viele Soldaten?", "el": "Πόσοι στρατιώτες;", "en": "how many soldiers?",
    "es": "¿Cuántos soldados?", "fa": "چند سرباز؟", "fi": "Kuinka monta sotilasta?",
    "fr": "Combien de soldats ?", "he": "כמה חיילים?", "hi": "कितने सैनिक?", "hr": "Koliko vojnika?",
    "hu": "Hány katona?", "id": "Berapa banyak tentara?", "it": "quanti soldati?",
    "ja": "兵士は何人ですか？", "ko": "군인은 몇 명입니까?", "nl": "Hoeveel soldaten?",
    "no": "Hvor mange soldater?", "pl": "ilu żołnierzy?", "pt": "Quantos soldados?",
    "ro": "Câți soldați?", "ru": "сколько солдат?", "sk": "Koľko vojakov?", "sl": "Koliko vojakov?",
    "sr": "Колико војника?", "sv": "Hur många soldater?", "th": "ทหารกี่คน", "tr": "kaç asker?",
    "uk": "скільки солдатів?", "vi": "Có bao nhiêu lính?", "zh": "有多少士兵？",
}  # fmt: skip


WITHOUT_WORDS = {SOLDIERS[code] for code in ("hr", "ko", "vi")}


def test_the_number_of_soldiers_is_asked_for_in_every_language() -> None:
    assert SOLDIERS.keys() == set(askable())


@pytest.mark.parametrize("question", SOLDIERS.values())
def test_the_number_of_soldiers_is_found_from_any_language(shipped: Index, question: str) -> None:
    _, marks = first(ask(shipped, question, 3))
    assert len(marks) == 1
    # Where no word list has the question's word for them, three generals are as near as soldiers.
    assert set(marks) <= NUMBERS | ({"троє"} if question in WITHOUT_WORDS else set())


@pytest.mark.parametrize(
    ("question", "mark"),
    [
        ("Wer hat den Bericht verfasst?", "Elena Guseinova"),
        ("trade volume in 2023?", "34,4 Millionen US-Dollar"),
        ("Wie hoch war das Handelsvolumen 2024?", "52,9 Millionen US-Dollar"),
        ("how many diplomatic meetings?", "24"),
        ("How much are the arms deliveries worth?", "bis zu 5,5 Milliarden US-Dollar"),
        ("When did Rutte confirm it?", "Monday, 28 October 2024"),
    ],
)
def test_the_answer_is_marked(shipped: Index, question: str, mark: str) -> None:
    assert first(ask(shipped, question, 3))[1] == [mark]


@pytest.mark.parametrize(
    ("before", "question", "mark"),
    [
        ("trade volume in 2024?", "and in 2023?", "34,4 Millionen US-Dollar"),
        ("Wie viele Soldaten?", "und die Offiziere?", "500"),
        ("скільки солдатів?", "а зустрічей?", "24"),
    ],
)
def test_a_follow_up_is_answered(shipped: Index, before: str, question: str, mark: str) -> None:
    asked = ask(shipped, before, 3).question
    assert first(ask(shipped, question, 3, previous=asked))[1] == [mark]


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "How tall is Mount Everest?",
        "Wer ist der Präsident von Brasilien?",
    ],
)
def test_what_the_reports_do_not_say_is_refused(shipped: Index, question: str) -> None:
    assert ask(shipped, question, 3).quotes == ()


@pytest.mark.skipif(not SCRAPED.is_dir(), reason="the scraped report is not here")
def test_a_scraped_report_answers_the_same_questions(embedder: Embedder, tmp_path: Path) -> None:
    index = opened(SCRAPED, tmp_path, embedder)
    twenty = "Dem Fazit zufolge können bis zu 20.000 nordkoreanische Soldaten nach Russland geschickt werden."
    for question in (SOLDIERS[code] for code in ("de", "en", "uk", "ru", "fr", "es")):
        assert first(ask(index, question, 3)) == (twenty, ["bis zu 20.000"]), question
    assert first(ask(index, "trade volume in 2023?", 3))[1] == ["rund 34,4 Millionen US-Dollar"]
    assert ask(index, "What is the capital of France?", 3).quotes == ()
