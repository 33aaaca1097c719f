"""The reports of an index, and the passages around a place in one."""

from collections.abc import Iterator

import pytest

from index.search import Index, Surroundings
from tests.support.tiny import index_of

PAGES = [
    "The title says nothing at all.",
    f"{'The first half of a page has many words. ' * 9}\n\nThe second half has few.",
    "The last page ends here.",
]


def report(title: str, **known: str) -> str:
    metadata = "".join(f"{name}: {value}\n" for name, value in known.items())
    return f"---\ntitle: {title!r}\nlanguage: en\n{metadata}---\n\nThis is the report {title}.\n"


REPORTS = {
    "old.md": report("NATO in 2021", date="2021-03-04", publisher="Haus der Küche"),
    "newest.md": report("Військова допомога", date="2024-10-28", author="Ганна Їжак"),
    "undated-b.md": report("Backs & <fronts>", publisher="Straße 100%_\\"),
    "undated-a.md": report("Armies"),
    "same-day-b.md": report("Beta", date="2022-02-02"),
    "same-day-a.md": report("Alpha", date="2022-02-02"),
    "paged.pages": "\f".join(PAGES),
    "paged.yaml": "title: Paged\ndate: 2023-05-01\nlanguage: en\n",
}
NEWEST_FIRST = [
    "Військова допомога",
    "Paged",
    "Alpha",
    "Beta",
    "NATO in 2021",
    "Armies",
    "Backs & <fronts>",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = index_of(tmp_path_factory.mktemp("catalogue"), REPORTS)
    yield index
    index.close()


def titles(index: Index, *words: str, limit: int = 100, offset: int = 0) -> list[str]:
    return [report.document.title for report in index.reports(words, limit, offset)]


# Reports


def test_reports_are_listed_newest_first_and_without_a_date_last(index: Index) -> None:
    assert titles(index) == NEWEST_FIRST
    assert index.report_count() == 7


def test_a_report_has_its_metadata_and_the_number_of_its_passages(index: Index) -> None:
    passages = {report.document.title: report.passages for report in index.reports((), 100)}
    assert passages == dict.fromkeys(NEWEST_FIRST, 1) | {"Paged": 4}
    [newest] = index.reports((), 1)
    assert newest.document.author == "Ганна Їжак"
    assert newest.document == index.document(newest.document.id)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_pages_of_the_list_are_the_list(index: Index, limit: int) -> None:
    pages = [titles(index, limit=limit, offset=offset) for offset in range(0, 8, limit)]
    assert [title for page in pages for title in page] == NEWEST_FIRST


@pytest.mark.parametrize("offset", [7, 99, 10**12])
def test_behind_the_last_report_there_is_none(index: Index, offset: int) -> None:
    assert titles(index, offset=offset) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("NATO", ["NATO in 2021"]),
        ("nato", ["NATO in 2021"]),
        ("2021 nato", ["NATO in 2021"]),
        ("nato 2024", []),
        ("ДОПОМОГА", ["Військова допомога"]),
        ("їжак", ["Військова допомога"]),
        ("KÜCHE haus", ["NATO in 2021"]),
        ("ku\u0308che", ["NATO in 2021"]),
        ("STRASSE", ["Backs & <fronts>"]),
        ("2024", ["Військова допомога"]),
        ("2022-02", ["Alpha", "Beta"]),
        ("<fronts>", ["Backs & <fronts>"]),
        ("100%_\\", ["Backs & <fronts>"]),
        ("%", ["Backs & <fronts>"]),
        ("_", ["Backs & <fronts>"]),
        ("' or 1=1 --", []),
        ('"', []),
        ("tanks", []),
        ("", NEWEST_FIRST),
    ],
)
def test_words_are_looked_for_in_the_metadata(index: Index, words: str, found: list[str]) -> None:
    assert titles(index, *words.split(" ")) == found
    assert index.report_count(words.split(" ")) == len(found)


def test_very_many_words_may_be_looked_for(index: Index) -> None:
    assert titles(index, *["nato"] * 5000) == ["NATO in 2021"]


# Documents


@pytest.mark.parametrize("id", ["", "0" * 16, "x", "' or 1=1 --", "../../etc/passwd", "%", "1"])
def test_a_document_that_is_not_there_is_none(index: Index, id: str) -> None:
    assert index.document(id) is None
    assert index.surroundings(id, 0) is None


# What stands around


@pytest.fixture(scope="module")
def paged(index: Index) -> str:
    """The id of the report with pages."""
    [report] = index.reports(["paged"], 1)
    return report.document.id


def places(around: Surroundings | None) -> list[tuple[int, str] | None]:
    """The page and the first words of a passage and of its neighbours."""
    assert around is not None
    return [
        (passage.page, " ".join(passage.text.split()[:3])) if passage else None
        for passage in (around.earlier, around.passage, around.later)
    ]


TITLE, FIRST, SECOND, LAST = (
    (1, "The title says"),
    (2, "The first half"),
    (2, "The second half"),
    (3, "The last page"),
)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("nothing", [None, TITLE, FIRST]),
        ("The first half", [TITLE, FIRST, SECOND]),
        ("many words. \n", [TITLE, FIRST, SECOND]),
        ("second half", [FIRST, SECOND, LAST]),
        ("The last page", [SECOND, LAST, None]),
        ("ends here.", [SECOND, LAST, None]),
    ],
)
def test_a_place_is_in_a_passage_between_its_neighbours(
    index: Index, paged: str, quote: str, expected: list[tuple[int, str] | None]
) -> None:
    document = index.document(paged)
    assert document is not None
    offset = document.text.index(quote.strip())
    assert places(index.surroundings(paged, offset)) == expected


def test_between_two_passages_the_one_before_is_meant(index: Index, paged: str) -> None:
    around = index.surroundings(paged, 0)
    assert around is not None and around.later is not None
    before = index.surroundings(paged, around.later.start - 1)
    assert before == around
    assert index.surroundings(paged, around.later.start) != around


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(-1, [None, TITLE, FIRST]), (10**9, [SECOND, LAST, None]), (2**62, [SECOND, LAST, None])],
)
def test_outside_of_the_text_the_nearest_passage_is_meant(
    index: Index, paged: str, offset: int, expected: list[tuple[int, str] | None]
) -> None:
    assert places(index.surroundings(paged, offset)) == expected


def test_neighbours_are_of_the_same_report(index: Index) -> None:
    for report in index.reports((), 100):
        if report.passages == 1:
            around = index.surroundings(report.document.id, 0)
            assert around is not None
            assert (around.earlier, around.later) == (None, None)
            assert around.passage.document == report.document


def test_a_report_is_read_through_later_by_later_and_back(index: Index, paged: str) -> None:
    forth = [index.surroundings(paged, 0)]
    while forth[-1] and forth[-1].later:
        forth.append(index.surroundings(paged, forth[-1].later.start))
    assert [places(around)[1] for around in forth] == [TITLE, FIRST, SECOND, LAST]
    back = [forth[-1]]
    while back[-1] and back[-1].earlier:
        back.append(index.surroundings(paged, back[-1].earlier.start))
    assert back == forth[::-1]
