from pathlib import Path

import pytest

from corpus.errors import CorpusError
from index.lexicon import GLOSSARY, glossary, lexicon

LANGUAGES = ("en", "de", "uk", "ru", "fr", "es")


@pytest.fixture(scope="module")
def known() -> dict[str, dict[str, float]]:
    return {source: dict(targets) for source, targets in lexicon(LANGUAGES).items()}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("en:soldier", "de:soldat"),
        ("uk:солдат", "de:soldat"),
        ("en:author", "de:autorin"),
        ("en:trade volum", "de:handelsvolum"),
        ("en:north korea", "uk:кндр"),
        ("de:nordkorea", "en:dprk"),
        ("fr:allemagn", "de:deutschland"),
        ("en:octob", "uk:жовтен"),
    ],
)
def test_a_term_has_translations(
    known: dict[str, dict[str, float]], source: str, target: str
) -> None:
    assert known[source][target] == 1.0


def test_only_wanted_languages_are_translated_into() -> None:
    assert {target[:2] for targets in lexicon(["de"]).values() for target in targets} == {"de"}


def test_every_concept_of_the_glossary_has_names_in_six_languages() -> None:
    concepts = list(glossary(GLOSSARY))
    assert len(concepts) > 800
    for concept in concepts:
        assert set(concept) == set(LANGUAGES)
        assert all(name for names in concept.values() for name in names), concept


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
