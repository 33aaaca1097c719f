"""Which documents are nearly the same, and what an index makes of them."""

from pathlib import Path
from textwrap import fill

import pytest

from bot.answering import ask
from corpus import Document, reading
from corpus.duplicates import near_duplicates, signature
from corpus.folder import Note
from index.bm25 import idf
from index.store.reader import StoreReader
from index.verify import verify
from tests.support.maintainer import Maintainer

TOPICS = (
    "harbour railway hospital school market bridge airport museum archive power-station".split()
)
PARAGRAPHS = [
    f"Paragraph {number} is about the {topic} of the town. In spring its {topic} had {number}0"
    f" visitors a day. Nobody from the {topic} wanted to say how many of them were soldiers."
    for number, topic in enumerate(TOPICS, start=1)
]
REPORT = "\n\n".join(["On a town", *PARAGRAPHS]) + "\n"
UNIQUE = "Only here one reads that 77 soldiers came by boat."


@pytest.fixture
def maintainer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Maintainer:
    return Maintainer(tmp_path, monkeypatch)


def described(text: str) -> str:
    """A report in Markdown about which more is known."""
    return f"---\nurl: https://example.org/town\npublisher: An institute\n---\n{text}"


def broken(text: str) -> str:
    """A text with its lines broken to fit a page."""
    return "\n\n".join(fill(paragraph, 60) for paragraph in text.split("\n\n"))


def resemblance(maintainer: Maintainer, one: str, other: str) -> bool:
    found = [
        reading.read(maintainer.write(name, text), maintainer.corpus)
        for name, text in (("one.md", one), ("other.md", other))
    ]
    return bool(near_duplicates({each.document: each.signature for each in found}))


def test_two_files_with_the_same_content_are_one_document(maintainer: Maintainer) -> None:
    for name in ("a.txt", "b.txt", "c/a.txt"):
        maintainer.write(name, REPORT)
    rebuilt = maintainer.rebuild()
    assert rebuilt.inventory.duplicates == (
        Note("b.txt", "it is the same as a.txt"),
        Note("c/a.txt", "it is the same as a.txt"),
    )
    assert rebuilt.manifest is not None
    assert rebuilt.manifest.documents == 1
    [hit, *_] = maintainer.found("how many visitors had the harbour")
    assert (hit.passage.document.path, maintainer.opened().repeated_by(hit)) == ("a.txt", ())
    (maintainer.corpus / "a.txt").unlink()
    assert maintainer.rebuild().inventory.duplicates == (
        Note("c/a.txt", "it is the same as b.txt"),
    )
    assert maintainer.embedded == []
    assert maintainer.found("harbour")[0].passage.document.path == "b.txt"


VARIANTS = {
    "the same words": REPORT,
    "other line breaks": broken(REPORT),
    "a paragraph more": f"{REPORT}\nAll rights are reserved by the institute, 12 Example Street.\n",
    "a menu before it": f"Home\n\nAbout us\n\nContact\n\n{REPORT}",
    "a sentence more": f"{REPORT}\n{UNIQUE}\n",
    "a sentence changed": REPORT.replace("had 40 visitors", "had 4,000 visitors"),
    "in capitals": REPORT.upper(),
}
SAYS_MORE = ("a paragraph more", "a sentence more", "a sentence changed")


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_report_twice_is_searched_once_and_names_both(
    maintainer: Maintainer, variant: str
) -> None:
    maintainer.write("a.txt", VARIANTS[variant])
    maintainer.write("b.md", described(REPORT))
    rebuilt = maintainer.rebuild()
    assert rebuilt.inventory.duplicates == (
        Note("a.txt", "it is nearly the same as b.md, beside which it is listed as a source"),
    )
    index = maintainer.opened()
    [hit, *others] = maintainer.found("how many visitors had the hospital in spring")
    assert hit.passage.text == "In spring its hospital had 30 visitors a day."
    assert hit.passage.document.path == "b.md"
    assert [document.path for document in index.repeated_by(hit)] == ["a.txt"]
    # only a passage with a sentence of its own is searched as well
    assert {
        other.sentence.wording_id for other in others if other.passage.text == hit.passage.text
    } <= {hit.sentence.wording_id}
    # the source card of the one that is not searched
    [repeated] = index.repeated_by(hit)
    assert index.document(repeated.id) == repeated
    offset = repeated.text.casefold().index("in spring its hospital")
    around = index.surroundings(repeated.id, offset)
    assert around is not None
    assert "hospital had 30 visitors" in around.passage.text.casefold().replace("\n", " ")
    assert around.earlier is not None
    assert around.later is not None
    reports = {report.document.path: report.passages for report in index.reports([], 10)}
    assert set(reports) == {"a.txt", "b.md"}
    assert all(reports.values())
    searched = sum(other.passage.document.path == "a.txt" for other in others)
    assert bool(searched) == (variant in SAYS_MORE)


@pytest.mark.parametrize("order", [("a.txt", "b.md"), ("b.md", "a.txt")])
def test_what_only_one_of_two_says_is_found_from_either(
    maintainer: Maintainer, order: tuple[str, str]
) -> None:
    longer, shorter = order
    texts = {longer: f"{REPORT}\n{UNIQUE}\n", shorter: REPORT}
    maintainer.write("a.txt", texts["a.txt"])
    maintainer.write("b.md", described(texts["b.md"]))
    assert len(maintainer.rebuild().inventory.duplicates) == 1
    hit = maintainer.found("how many soldiers came by boat")[0]
    assert (hit.passage.text, hit.passage.document.path) == (UNIQUE, longer)
    assert maintainer.opened().repeated_by(hit) == ()


def test_a_figure_that_differs_is_found_in_both(maintainer: Maintainer) -> None:
    maintainer.write("a.txt", REPORT.replace("had 40 visitors", "had 4,000 visitors"))
    maintainer.write("b.md", described(REPORT))
    maintainer.rebuild()
    found = maintainer.found("how many visitors had the school in spring")
    said = {hit.passage.text: hit.passage.document.path for hit in found[:2]}
    assert said == {
        "In spring its school had 40 visitors a day.": "b.md",
        "In spring its school had 4,000 visitors a day.": "a.txt",
    }


def test_what_is_repeated_counts_once(maintainer: Maintainer) -> None:
    maintainer.write("a.txt", REPORT)
    alone = maintainer.rebuild().manifest
    weights = {
        hit.passage.text: hit.features.passage_words for hit in maintainer.found("harbour visitors")
    }
    maintainer.write("b.md", described(REPORT))
    maintainer.write("c.md", described(REPORT).replace("institute", "agency"))
    both = maintainer.rebuild().manifest
    assert alone is not None
    assert both is not None
    assert both.documents == 3
    assert (both.passages, both.sentences) == (alone.passages, alone.sentences)
    assert maintainer.opened()._store.passage_count == alone.passages
    again = {
        hit.passage.text: hit.features.passage_words for hit in maintainer.found("harbour visitors")
    }
    assert again == pytest.approx(weights)
    assert verify(maintainer.index) == both
    assert idf(1, alone.passages) > 0


def test_the_original_is_the_one_that_is_cited_best_whatever_comes_first(
    maintainer: Maintainer,
) -> None:
    maintainer.write("a.txt", REPORT)
    maintainer.write("b.txt", f"{REPORT}\nThe end of the report.\n")
    [note] = maintainer.rebuild().inventory.duplicates
    assert (note.path, note.text.split(",")[0]) == ("b.txt", "it is nearly the same as a.txt")
    maintainer.write("b.yaml", "date: 2024-10-28")
    [note] = maintainer.rebuild().inventory.duplicates
    assert (note.path, note.text.split(",")[0]) == ("a.txt", "it is nearly the same as b.txt")
    (maintainer.corpus / "b.txt").unlink()
    (maintainer.corpus / "b.yaml").unlink()
    assert maintainer.rebuild().inventory.duplicates == ()
    assert maintainer.found("harbour")[0].passage.document.path == "a.txt"


DAILY = (
    "Report of the day\n\nOn day {day} the staff counts {tanks} tanks, {guns} guns and {planes} planes lost."
    "\n\nIn the night of day {day} {drones} drones were seen over the north, of which {shot} were shot down."
    "\n\nIn the direction of Bergau {fights} fights took place, and {bombs} bombs fell on {places} places.\n"
)


def daily(day: int) -> str:
    names = ("tanks", "guns", "planes", "drones", "shot", "fights", "bombs", "places")
    return DAILY.format(day=day, **{name: 17 * day + at for at, name in enumerate(names)})


def test_issues_of_a_daily_report_are_no_duplicates_and_lose_no_figure(
    maintainer: Maintainer,
) -> None:
    for day in range(1, 11):
        maintainer.write(f"{day}.txt", daily(day))
    rebuilt = maintainer.rebuild()
    assert rebuilt.inventory.duplicates == ()
    assert rebuilt.manifest is not None
    assert rebuilt.manifest.sentences == 30
    for day in range(1, 11):
        texts = [hit.passage.text for hit in maintainer.found(f"how many tanks on day {day}")]
        assert f"On day {day} the staff counts {17 * day} tanks" in texts[0]


def test_different_reports_are_not_alike(maintainer: Maintainer) -> None:
    half = "\n\n".join(["On a town", *PARAGRAPHS[:5]])
    assert not resemblance(maintainer, REPORT, half)
    assert not resemblance(maintainer, half, "\n\n".join(["On a town", *PARAGRAPHS[5:]]))
    assert not resemblance(maintainer, "Over.\n\nIt is so.", "Over.\n\nIt was so.")


def test_a_text_is_told_by_its_words_alone() -> None:
    assert signature("One two, three: four five six!") == signature(
        "one TWO three\n\nfour «five» six"
    )
    assert signature("one two three four five six") != signature("one two three four six five")
    assert signature("") == signature("…")
    assert len(signature(REPORT)) == 128 * 4 * 2


def test_what_very_many_say_names_only_some_of_them(maintainer: Maintainer) -> None:
    for number in range(30):
        own = f"Town {number} has {number} soldiers and {number} ships. " * 3
        maintainer.write(f"{number:02}.txt", f"On town {number}\n{own}\n\nNo comment was given.\n")
    assert maintainer.rebuild().inventory.duplicates == ()
    hits = maintainer.found("was no comment given")
    hit = next(hit for hit in hits if hit.passage.text == "No comment was given.")
    assert len(maintainer.opened().repeated_by(hit)) in (19, 20)


def test_what_others_say_too_is_looked_up_for_quotes_alone(
    maintainer: Maintainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        own = f"Town {number} has {number} soldiers and {number} ships. " * 3
        maintainer.write(f"{number}.txt", f"On town {number}\n{own}\n\nAll 5 soldiers were seen.\n")
    maintainer.rebuild()
    looked_up: list[int] = []
    look_up = StoreReader.documents_with

    def noted(reader: StoreReader, wording_id: int) -> list[Document]:
        looked_up.append(wording_id)
        return look_up(reader, wording_id)

    monkeypatch.setattr(StoreReader, "documents_with", noted)
    [quote] = ask(maintainer.opened(), "how many soldiers were seen", 1).quotes
    assert (quote.passage.text, len(quote.also)) == ("All 5 soldiers were seen.", 2)
    assert looked_up == [quote.hit.sentence.wording_id]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("From 3–4 o'clock, it rained.", "FROM 3-4 O’CLOCK it rained", True),
        ("In May (of 2024) “Covid‑19” came.", "In May of 2024, Covid-19 came!", True),
        ("There were 5 000 men.", "There were 5\u00a0000 men.", True),
        ("On 2024-10-28 – a Monday – 10% came.", "On 2024–10–28, a Monday, 10 % came.", True),
        ("- 5 ships came.", "5 ships came.", True),
        ("It fell to -5 degrees.", "It fell to 5 degrees.", False),
        ("It fell to −5 degrees.", "It fell to -5 degrees.", True),
        ("The rate was 3.4 percent.", "The rate was 3-4 percent.", False),
        ("It costs $5 million.", "It costs €5 million.", False),
        ("It grew by 10 % then.", "It grew by 10 then.", False),
    ],
)
def test_two_sentences_say_the_same_with_the_same_words_and_figures(
    maintainer: Maintainer, one: str, other: str, is_same: bool
) -> None:
    maintainer.write("a.txt", f"On this\n{one}")
    maintainer.write("b.txt", f"On that\n{other}")
    maintainer.rebuild()
    said = {
        hit.passage.document.path: hit.sentence.wording_id
        for hit in maintainer.found("what was it")
    }
    assert (said["a.txt"] == said["b.txt"]) is is_same
