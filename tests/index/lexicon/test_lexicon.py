import gzip
import string
from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.text.languages import askable
from index.lexicon import dictionaries
from index.lexicon.dictionaries import Dictionary, installed
from index.lexicon.dictionary_files import dictd, ding, tsv
from index.lexicon.glossary import GLOSSARY, glossary
from index.lexicon.lexicon import Lexicon

LANGUAGES = ("en", "de", "uk", "ru", "fr", "es")


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    ("source", "target", "probability"),
    [
        ("en:soldier", "de:soldat", 1.0),
        ("uk:солдат", "de:soldat", 1.0),
        ("en:author", "de:autorin", 1.0),
        ("en:author", "en:write", 0.5),
        ("en:trade volum", "de:handelsvolum", 1.0),
        ("en:north korea", "uk:кндр", 1.0),
        ("de:nordkorea", "en:dprk", 1.0),
        ("fr:allemagn", "de:deutschland", 1.0),
        ("en:octob", "uk:жовтен", 1.0),
    ],
)
def test_a_term_leads_to_what_it_is_called_elsewhere(
    source: str, target: str, probability: float
) -> None:
    found = Lexicon().translations_into([target])
    assert found[source][target] == probability
    assert {t for targets in found.values() for t in targets} == {target}


def test_phrases_are_terms_of_several_words() -> None:
    phrases = Lexicon().phrases()
    assert "en:north korea" in phrases
    assert "en:soldier" not in phrases


def test_every_concept_of_the_glossary_has_names_in_six_languages() -> None:
    concepts = list(glossary(GLOSSARY))
    assert len(concepts) > 800
    for concept in concepts:
        assert set(concept) >= set(LANGUAGES)
        assert all(name for names in concept.values() for name in names), concept
    soldier = next(concept for concept in concepts if "soldier" in concept["en"])
    assert set(soldier) == set(askable())


def test_a_glossary_may_leave_languages_out(tmp_path: Path) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text("topic:\n  - en: a tank, armour\n    de: Panzer\n", encoding="utf-8")
    assert list(glossary(path)) == [{"en": ["a tank", "armour"], "de": ["Panzer"]}]


@pytest.mark.parametrize("content", ["topic: [", "topic:\n  - author", "- en: author"])
def test_a_broken_glossary_is_an_error_that_names_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"glossary\.yaml should hold topics"):
        list(glossary(path))


DING = """\
# comment
Haus {n}; Gebäude {n} [arch.] | Häuser {pl} :: house; building | houses
etw. verkaufen :: to sell sth.
Haus {n} :: house
ein sehr langer Satz mit Wörtern :: a very long sentence of words
no separator
"""


def test_a_ding_dictionary_is_read_without_its_notes(tmp_path: Path) -> None:
    path = tmp_path / "de-en"
    path.write_text(DING, encoding="utf-8")
    assert list(ding(path)) == [
        ("Haus", "house"), ("Haus", "building"), ("Gebäude", "house"), ("Gebäude", "building"),
        ("Häuser", "houses"), ("verkaufen", "sell sth."), ("Haus", "house"),
    ]  # fmt: skip


def test_a_dictionary_leads_both_ways_the_frequent_first(tmp_path: Path) -> None:
    path = tmp_path / "de-en"
    path.write_text(DING, encoding="utf-8")
    lexicon = Lexicon([Dictionary(path)])
    # house: three times Haus, once Gebäude; an even root of the share of the most frequent one
    assert lexicon.translations_into(["de:haus"])["en:hous"]["de:haus"] == 1.0
    assert lexicon.translations_into(["de:gebaud"])["en:hous"]["de:gebaud"] == pytest.approx(
        (1 / 3) ** 0.5
    )
    assert lexicon.translations_into(["en:hous"])["de:haus"]["en:hous"] == 1.0


def test_a_tsv_names_its_languages_first(tmp_path: Path) -> None:
    path = tmp_path / "more.tsv"
    path.write_text("en\tuk\nhouse\tбудинок\n\nriver bank\tберег річки\n", encoding="utf-8")
    dictionary = Dictionary(path)
    assert dictionary.languages == ("en", "uk")
    assert list(tsv(path)) == [("house", "будинок"), ("river bank", "берег річки")]
    assert dictionary.phrases() == {"en:river bank", "uk:берег річк"}


def dictd_files(folder: Path, name: str, entries: Mapping[str, str], packed: bool = True) -> Path:
    """A dictionary of dictd: an index and the entries beside it; several headwords share one."""
    digits = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"

    def number(value: int) -> str:
        return (number(value // 64) if value >= 64 else "") + digits[value % 64]

    content, lines = b"", []
    for words, entry in entries.items():
        encoded = entry.encode()
        span = f"{number(len(content))}\t{number(len(encoded))}"
        lines += [f"{word}\t{span}" for word in words.split("|")]
        content += encoded
    index = folder / f"{name}.index"
    index.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if packed:
        index.with_suffix(".dict.dz").write_bytes(gzip.compress(content))
    else:
        index.with_suffix(".dict").write_bytes(content)
    return index


FREEDICT = {
    "00databaseinfo": "A dictionary\nabout, nothing\n",
    "brücke": "Brücke /ˈbʁʏkə/ <n, fem>\n1. мост, мостик\nBauwerk über einen Fluss\n2. коврик 2.\nTeppich\n 3.\nTurnübung\n",
    "soldat|soldatin": "Soldat, Soldatin /zɔlˈdaːt/ <n>\nсолдат\nPerson in einem Heer\n",
}  # fmt: skip


@pytest.mark.parametrize("packed", [True, False])
def test_a_dictionary_of_freedict_is_read_without_its_explanations(
    tmp_path: Path, packed: bool
) -> None:
    path = dictd_files(tmp_path, "freedict-deu-rus", FREEDICT, packed)
    assert list(dictd(path)) == [
        ("Brücke", "мост"), ("Brücke", "мостик"), ("Brücke", "коврик"),
        ("Soldat", "солдат"), ("Soldatin", "солдат"),
    ]  # fmt: skip
    assert Dictionary(path).languages == ("de", "ru")


def test_an_english_russian_dictionary_is_read_without_its_examples(tmp_path: Path) -> None:
    entry = (
        "bridge\n   [brɪdʒ] _n.\n   1) мост; to cross a bridge перейти мост\n"
        "   2) _мор. капитанский мостик (на судне)\n"
    )
    path = dictd_files(tmp_path, "mueller7", {"bridge": entry})
    assert list(dictd(path)) == [("bridge", "мост"), ("bridge", "капитанский мостик")]
    assert Dictionary(path).languages == ("en", "ru")


def test_an_index_without_its_entries_is_named(tmp_path: Path) -> None:
    path = tmp_path / "freedict-deu-rus.index"
    path.write_text("wort\tA\tB\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"should have freedict-deu-rus\.dict\.dz beside it"):
        list(dictd(path))


def test_dictionaries_are_found_in_the_system_and_where_they_are_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system, own = tmp_path / "system", tmp_path / "own"
    monkeypatch.setattr(dictionaries, "_ROOTS", (system, own))
    for root in (system, own):
        (root / "usr/share/dictd").mkdir(parents=True)
        (root / "usr/share/trans").mkdir()
    (own / "usr/share/trans/de-en").write_text(DING, encoding="utf-8")
    for folder, name in ((system, "freedict-deu-rus"), (own, "freedict-deu-rus"), (own, "mueller7"),
                         (system, "wordnet"), (system, "freedict-deu-kur")):  # fmt: skip
        dictd_files(folder / "usr/share/dictd", name, {"a": "a\nb\n"})
    named = tmp_path / "mine.tsv"
    assert installed([named]) == [
        named,
        own / "usr/share/trans/de-en",
        system / "usr/share/dictd/freedict-deu-rus.index",
        own / "usr/share/dictd/mueller7.index",
    ]


def test_dictionaries_that_are_not_compiled_yet_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "de-en"
    path.write_text(DING, encoding="utf-8")
    lexicon = Lexicon([Dictionary(path)])
    assert lexicon.without_uncompiled().dictionaries == ()
    assert "en:sell sth" in lexicon.phrases()
    assert lexicon.without_uncompiled().dictionaries == lexicon.dictionaries


@pytest.mark.parametrize(
    "broken", [b"not gzip", gzip.compress(b"x" * 100)[:20], gzip.compress(b"\xff\n\xff\n")]
)
def test_a_broken_dictionary_is_named_and_the_others_are_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, broken: bytes
) -> None:
    path = dictd_files(tmp_path, "freedict-deu-rus", FREEDICT)
    path.with_suffix(".dict.dz").write_bytes(broken)
    if len(broken) > 15 and broken.endswith(b"\x00\x00"):
        path.write_text("word\tA\n", encoding="utf-8")  # no length
    (tmp_path / "de-en").write_text(DING, encoding="utf-8")
    good = Dictionary(tmp_path / "de-en")
    assert Lexicon([Dictionary(path), good]).without_broken().dictionaries == (good,)
    assert "freedict-deu-rus.dict.dz should be a dictionary of dictd" in caplog.text


def test_a_dictionary_without_pairs_translates_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty.tsv"
    path.write_text("en\tuk\n", encoding="utf-8")
    assert Dictionary(path).phrases() == set()


def test_a_dictionary_of_dictd_is_known_by_both_of_its_files(tmp_path: Path) -> None:
    path = dictd_files(tmp_path, "freedict-deu-rus", FREEDICT)
    before = Dictionary(path).fingerprint
    path.with_suffix(".dict.dz").write_bytes(gzip.compress(b"other"))
    assert Dictionary(path).fingerprint != before


@pytest.mark.parametrize("name", ["dictionary", "a.tsv", "de-english", "freedict-deu.index"])
def test_a_dictionary_tells_its_languages(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("house\tHaus\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="should state its two languages"):
        Dictionary(tmp_path / name)


def test_a_missing_dictionary_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"The dictionary .*none cannot be read: No such file"):
        Dictionary(tmp_path / "none")
