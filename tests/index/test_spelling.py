"""Misspelt words of questions, and what they are read as."""

import pytest

from bot.answering import ask
from bot.wording.json import as_object
from index import Index
from index.spelling import one_letter_off, spellings, variants
from tests.support.tiny import index_of

REPORTS = {
    "a.txt": "On soldiers\nThere are 20,000 soldiers in the army. Guseinova wrote of 12 umbrellas at a bridge.",
    "b.md": "---\nlanguage: de\n---\nEs gab 24 Treffen in Posen.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return index_of(tmp_path_factory.mktemp("index"), REPORTS)


def misspelt(index: Index, question: str, language: str = "en") -> list[tuple[str, str]]:
    words = index.search(question, language).words
    return [(question[slice(*word.span)], word.read_as) for word in words if word.read_as]


@pytest.mark.parametrize(
    ("question", "asked", "read"),
    [
        ("how many soldirs?", "soldirs", "soldiers"),  # a letter less
        ("how many umbrelllas?", "umbrelllas", "umbrellas"),  # one too many
        ("how many umbrellqs?", "umbrellqs", "umbrellas"),  # another one
        ("how many umbrlelas?", "umbrlelas", "umbrellas"),  # two swapped
        ("what did the armny write?", "armny", "army"),  # its stem is armi
        ("how many soldires?", "soldires", "soldiers"),
    ],
)
def test_a_misspelt_word_is_read_as_the_nearest(
    index: Index, question: str, asked: str, read: str
) -> None:
    assert misspelt(index, question) == [(asked, read)]


@pytest.mark.parametrize(
    "question",
    [
        "how many soldiers?",
        "how many solders?",  # a word of the dictionary
        "how many umbrella shops?",
        "what did Guseynova write?",  # found by its sound
        "who is Merkel?",
        "what of Bosnia?",  # a country
        "how many abc?",  # short
        "what are BRICS?",  # an abbreviation
        "did Bridgo write?",  # a name, and only a noun is near
        "how many umbrlelaas?",  # two letters are wrong
        "how many sodlirs?",  # two letters are wrong
    ],
)
def test_a_known_word_is_never_replaced(index: Index, question: str) -> None:
    assert misspelt(index, question) == []


def test_a_word_is_read_as_one_that_has_a_translation(index: Index) -> None:
    assert misspelt(index, "wie viele Soldatn?", "de") == [("Soldatn", "Soldat")]


def test_the_answer_says_what_was_read(index: Index) -> None:
    answer = ask(index, "how many soldirs?", 3)
    assert answer.read_as == ("soldiers",)
    assert "20,000 soldiers" in answer.quotes[0].passage.text
    assert as_object("", answer, index.manifest)["read_as"] == ["soldiers"]
    assert ask(index, "how many soldiers?", 3).read_as == ()


def test_a_misspelling_shares_a_variant_with_its_word() -> None:
    known = dict(spellings(["en:soldier", "de:soldat", "en:abc", "=:soldier", "en:two words"]))
    assert {known[f"en:{one}"] for one in variants("soldir") if f"en:{one}" in known} == {
        "en:soldier"
    }
    assert not any(variant.startswith("en:abc") or " " in variant for variant in known)


def test_a_letter_may_be_missing_too_much_wrong_or_swapped() -> None:
    assert one_letter_off("ab", "c") == {
        "a", "b", "ba", "cb", "ac", "cab", "acb", "abc",
    }  # fmt: skip
