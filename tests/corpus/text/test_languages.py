"""What is known of a language: files, and all that follows from one more file."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.text import languages
from corpus.text.languages import NOTHING, askable, fingerprint, language_data
from tests.support.scripts import BARE, ROOT

# Esperanto, of which nothing is known but its names of countries, by CLDR.
ESPERANTO = """\
function_words: la kaj de en estis kiom da kiu
questions:
  follow_up: kaj
  asks:
    number: kiom da
    person: kiu
    other: kio
figures:
  range: ĝis
  scale:
    1000: mil
sentences:
  list_words: kaj
names:
  before_place: en
"""
REPORT = "En la oriento estis 10 ĝis 20 mil soldatoj. Tie parolis Ana Bela, Cira Dono kaj Eva Fino."

# Run as a program of its own: what is known of a language is read once.
PROGRAM = """
import json, sys
from pathlib import Path
from corpus.text import languages
languages.FOLDER = Path(sys.argv[1])
from bot.answering import ask
from tests.support.tiny import index_of

def shown(text):
    answer = ask(index, text, 1)
    quote = answer.quotes[0]
    marks = [quote.passage.text[start:end] for start, end in quote.marks]
    return answer.question.language, str(answer.question.wants), marks

folder = Path(sys.argv[2])
index = index_of(folder, {
    "a.md": "---\\nlanguage: eo\\n---\\n" + sys.argv[3],
    "b.md": "---\\nlanguage: en\\n---\\nThe ship sailed to Germany in spring.",
})
sailed = index.search("Germanujo", "eo").hits[0]
print(json.dumps([
    shown("kiom da soldatoj?"), shown("kiu parolis?"), sailed.passage.text
]))
"""


def test_each_language_of_questions_has_what_they_are_made_of() -> None:
    assert set(askable()) >= {"de", "en", "es", "fr", "ru", "uk"}
    for code in askable():
        questions = language_data(code).questions
        assert {"number", "person", "other"} <= questions.asks.keys()
        assert NOTHING not in (questions.follow_up, questions.where_from, questions.thanks)


def test_phrases_are_alternatives_without_groups_that_capture() -> None:
    phrases = languages.SentencePatterns.model_validate({"list_words": "and, (as well | or) as"})
    assert phrases.list_words == "and|(?:as well|or) as"


def test_of_a_language_without_a_file_nothing_is_known() -> None:
    assert language_data("xx") == languages.LanguageData()


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ("figures:\n  rang: to\n", "figures.rang: Extra inputs are not permitted"),
        ("figures:\n  range: (to\n", "'(?:to' is not a regular expression"),
        ("figures:\n  range: no\n", "False should be text; put it into quotes"),
        ("questions:\n  asks: {colour: which colour}\n", "questions.asks.colour"),
        ("- a list\n", "it: Input should be"),
        ("figures: [\n", "(line 2)"),
        ("function_words: [la, de]\n", "['la', 'de'] should be text"),
        ("names:\n  place: oz,\n", "separated by a comma and a space"),
        ("folding: {dž: dz}\n", "'dž' should be a single letter"),
        ("number_words:\n  values: {1000000: milo}\n", "1000000 should be 1 to 1000"),
        ("function_words: la\n", "questions should have follow_up and asks"),
    ],
)
def test_a_wrong_file_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str, wrong: str
) -> None:
    (tmp_path / "xx.yaml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    with pytest.raises(CorpusError) as raised:
        languages.languages.__wrapped__()
        languages.check.__wrapped__("xx")
    sentence = str(raised.value)
    assert sentence.startswith(f"{tmp_path / 'xx.yaml'} should describe a language as en.yaml does")
    assert wrong in sentence
    assert "\n" not in sentence


def test_a_fingerprint_is_of_the_fields_that_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    before, of_pages = fingerprint(), fingerprint("pages")
    changed = {**languages.languages()} | {"xx": language_data("en")}
    monkeypatch.setattr(languages, "languages", lambda: changed)
    assert fingerprint() != before
    shorter = dict(changed) | {"xx": language_data("en").model_copy(update={"own_signs": "¿"})}
    with_xx, all_of_it = fingerprint("pages"), fingerprint()
    monkeypatch.setattr(languages, "languages", lambda: shorter)
    assert fingerprint("pages") == with_xx != of_pages
    assert fingerprint() != all_of_it


def test_one_more_file_is_one_more_language(tmp_path: Path) -> None:
    folder, program = tmp_path / "languages", tmp_path / "program.py"
    shutil.copytree(languages.FOLDER, folder)
    (folder / "eo.yaml").write_text(ESPERANTO, encoding="utf-8")
    program.write_text(PROGRAM, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, str(program), str(folder), str(tmp_path), REPORT],
        capture_output=True, text=True, cwd=ROOT, timeout=120,
        env=BARE | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == [
        ["eo", "number", ["10 ĝis 20 mil"]],
        ["eo", "person", ["Ana Bela", "Cira Dono", "Eva Fino"]],
        "The ship sailed to Germany in spring.",
    ]
