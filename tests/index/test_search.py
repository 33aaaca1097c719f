"""Building, publishing, opening and searching an index, with vectors computed by hand."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from corpus.errors import StaleIndexError
from index import Index, versions
from index.building.build import build
from index.building.gather import BuildInput
from index.building.tools import BuildTools
from index.calibration import calibration
from index.embedding.embedder import Embedder, Role, Vectors
from index.embedding.models import MULTILINGUAL, Model
from tests.support.tiny import TINY_CONSTANTS, TinyEmbedder, documents, index_of

REPORTS = {
    "a.txt": "On soldiers\nThere are 20,000 soldiers in the east. It rained all day.",
    "b.md": "---\nlanguage: de\n---\nEs gab 24 Treffen. Das Handelsvolumen lag 2023 bei 34,4 Millionen.",
}


def built_again(folder: Path, embedder: Embedder | None = None) -> None:
    """Another version of the index of the same reports."""
    given = BuildInput(documents(folder / "corpus"))
    embedder = embedder or TinyEmbedder()
    build(given, folder / "index", BuildTools(embedder))


def test_a_question_finds_passages_and_their_sentences(tmp_path: Path) -> None:
    index = index_of(tmp_path, REPORTS)
    found = index.search("how many soldiers", "en")
    assert [passage.document.path for passage in index.passages(found)] == ["a.txt", "b.md"]
    best = found.hits[0]
    assert best.passage.text == "There are 20,000 soldiers in the east."
    assert best.features.coverage == 1.0
    assert best.features.likeness == pytest.approx(1, abs=2e-3)
    # BM25 of a word that stands once in a passage of mean length is 1
    assert best.features.passage_words == pytest.approx(1, abs=1e-3)
    assert best.features.passage_likeness == pytest.approx(1, abs=1e-3)
    assert best.features.reach == 1.0
    weights = yaml.safe_load(TINY_CONSTANTS.read_text(encoding="utf-8"))["ranking"]
    likeness = weights["likeness"] + weights["passage_likeness"]
    assert best.score == pytest.approx(1 + likeness + weights["passage_words"], abs=5e-3)
    assert [(f.start, f.end, f.kind) for f in best.sentence.figures] == [(10, 16, "number")]


def test_a_question_is_understood_in_another_language(tmp_path: Path) -> None:
    found = index_of(tmp_path, REPORTS).search("обсяг торгівлі", "uk")
    assert found.hits[0].passage.text == "Das Handelsvolumen lag 2023 bei 34,4 Millionen."
    assert found.hits[0].features.coverage == 1.0


def test_words_that_the_corpus_lacks_leave_the_ranking_to_the_meaning(tmp_path: Path) -> None:
    found = index_of(tmp_path, REPORTS).search("зустріч xyzzy", "xx")
    assert found.hits[0].passage.text == "Es gab 24 Treffen."
    assert found.hits[0].features.coverage == 0.0


def test_a_question_loads_no_dictionary_of_a_language_without_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = index_of(tmp_path, REPORTS)
    looked_up: list[str] = []

    def lemma(word: str, language: str) -> str:
        looked_up.append(language)
        return word

    monkeypatch.setattr("corpus.text.terms.lemma", lemma)
    for language in ("pl", "fr", "de"):  # French is asked in often, and German has a report
        index.search("soldiers", language)
    assert set(looked_up) == {"fr", "de"}


@pytest.mark.parametrize("question", ["?", "the", "…", "soldiers " * 5000, "\u202eabc", "😀"])
def test_any_text_can_be_searched_for(tmp_path: Path, question: str) -> None:
    assert len(index_of(tmp_path, REPORTS).search(question, "en").hits) == 4


def test_an_index_says_what_it_was_built_from(tmp_path: Path) -> None:
    index = index_of(tmp_path, REPORTS)
    manifest = index.manifest
    assert (manifest.documents, manifest.passages, manifest.sentences) == (2, 2, 4)
    assert manifest.model == Model("tiny", "1", {})
    assert index.languages == {"en": 1, "de": 1}


def test_an_open_index_serves_on_while_three_versions_are_kept(tmp_path: Path) -> None:
    before = index_of(tmp_path, REPORTS)
    for _ in range(3):
        built_again(tmp_path)
    folders = [path for path in (tmp_path / "index").iterdir() if path.is_dir()]
    assert len(folders) == 3
    _, manifest = versions.opened(tmp_path / "index")
    assert manifest.version in {path.name for path in folders}
    assert before.manifest.version not in {path.name for path in folders}
    assert before.search("soldiers", "en").hits[0].features.coverage == 1.0


def test_a_build_that_fails_leaves_the_version_before_it(tmp_path: Path) -> None:
    index_of(tmp_path, REPORTS)
    before = sorted(path.name for path in (tmp_path / "index").iterdir())

    class Failing(TinyEmbedder):
        def embed(self, texts: Sequence[str], role: Role) -> Vectors:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        built_again(tmp_path, Failing())
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == before


def test_an_index_of_another_model_is_refused(tmp_path: Path) -> None:
    index_of(tmp_path, REPORTS)

    class Other(TinyEmbedder):
        model = Model("other", "1", {})

    with pytest.raises(StaleIndexError, match="was built with the model tiny, but EMBEDDING_MODEL"):
        Index(tmp_path / "index", Other())
    Other.model = replace(TinyEmbedder.model, precision="int4")
    with pytest.raises(StaleIndexError, match="built with other settings of the model tiny; run"):
        Index(tmp_path / "index", Other())


def test_no_index_and_a_damaged_one_are_told_apart(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    with pytest.raises(StaleIndexError, match="There is no index in"):
        Index(folder, TinyEmbedder())
    index_of(tmp_path, REPORTS)
    version, _ = versions.opened(folder)

    database = version / "index.db"
    database.write_bytes(database.read_bytes()[:-1])
    with pytest.raises(StaleIndexError, match="is damaged"):
        Index(folder, TinyEmbedder())

    manifest = version / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(content | {"format": 0}), encoding="utf-8")
    with pytest.raises(StaleIndexError, match="was built by another version"):
        Index(folder, TinyEmbedder())

    manifest.write_text("{", encoding="utf-8")
    with pytest.raises(StaleIndexError, match="is damaged"):
        Index(folder, TinyEmbedder())


def test_what_an_index_does_not_know_does_no_harm(tmp_path: Path) -> None:
    index = index_of(tmp_path, REPORTS)
    (tmp_path / "index" / index.manifest.version / ".DS_Store").write_bytes(b"x")
    assert Index(tmp_path / "index", TinyEmbedder()).manifest == index.manifest


def test_a_folder_in_place_of_the_pointer_is_mended(tmp_path: Path) -> None:
    index_of(tmp_path, REPORTS)
    version, _ = versions.opened(tmp_path / "index")
    (version / "index.db").unlink()
    (version / "index.db").mkdir()
    with pytest.raises(StaleIndexError, match="is damaged"):
        Index(tmp_path / "index", TinyEmbedder())
    built_again(tmp_path)
    assert Index(tmp_path / "index", TinyEmbedder()).manifest.documents == 2


def test_the_version_that_serves_stays_when_the_clock_was_set_back(tmp_path: Path) -> None:
    index_of(tmp_path, REPORTS)
    for year in (2097, 2098, 2099):
        later = tmp_path / "index" / f"{year}0101T000000.000000Z"
        later.mkdir()
        (later / "manifest.json").write_text("{}", encoding="utf-8")
    built_again(tmp_path)
    assert Index(tmp_path / "index", TinyEmbedder()).manifest.documents == 2


def test_what_a_killed_build_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / "index" / "building-old").mkdir(parents=True)
    index_of(tmp_path, REPORTS)
    assert [path.name for path in (tmp_path / "index").glob("*building*")] == []


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "index"
    path.write_text("", encoding="utf-8")
    with pytest.raises(StaleIndexError, match="should be a folder for the index, and is a file"):
        Index(path, TinyEmbedder())


def test_the_likest_sentence_counts_for_its_passage(tmp_path: Path) -> None:
    """A passage about many things may still say what is asked for."""
    passage = "Trade and meetings were the report's themes. The soldiers came."
    found = index_of(tmp_path, {"a.md": passage}).search("soldiers", "en")
    soldiers = next(hit for hit in found.hits if hit.passage.text == "The soldiers came.")
    assert soldiers.features.likeness == pytest.approx(1, abs=1e-3)
    # four axes of equal weight: trade, meetings, report, soldiers
    assert soldiers.features.passage_likeness == pytest.approx((0.5 + 1) / 2, abs=1e-2)


def test_a_language_is_reached_by_its_own_words_translations_and_names(tmp_path: Path) -> None:
    files = {
        "a.md": "---\nlanguage: uk\n---\nСолдати Рютте тут.",
        "b.md": "---\nlanguage: en\n---\nThe umbrella of the soldiers stayed.",
    }
    found = index_of(tmp_path, files).search("the umbrella of soldiers", "en")
    reaches = {hit.passage.language: hit.features.reach for hit in found.hits}
    umbrella, soldiers = (word.idf for word in found.words)
    assert reaches == {
        "en": 1.0,
        "uk": pytest.approx(soldiers / (umbrella + soldiers)),  # the glossary has only these
    }


def test_a_model_without_constants_takes_those_of_the_multilingual_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = calibration("example/unheard-of")
    assert found == calibration(MULTILINGUAL)
    assert "example/unheard-of is not calibrated" in caplog.text
    assert "scripts/calibrate.py writes" in caplog.text
    assert calibration(f"intfloat/{MULTILINGUAL}") == calibration(MULTILINGUAL)
