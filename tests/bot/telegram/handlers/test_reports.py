"""The list of the reports."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.botapi.markup import units
from tests.support.telegram import ask, buttons, covered, is_reply, link_of, press, running, turn
from tests.support.tiny import index_of

NONE = "No report has that in its title, author, publisher, date or language."


def report(title: str, text: str = "The report counts 500 soldiers.", **known: str) -> str:
    metadata = "".join(f"{name}: {value!r}\n" for name, value in known.items())
    return f"---\ntitle: {title!r}\n{metadata}---\n\n{text}\n"


SOME = {
    "troops.md": report(
        "Troops <in> the East & the West",
        date="2024-10-28",
        publisher="Institute & Sons",
        url="https://example.org/?a=b&c",
        language="en",
    ),
    "kueche.md": report("Die Küche der Straße", date="2025-01-02", language="de"),
    "undated.md": report(
        "Військова допомога", publisher="Інститут", language="uk", text="Тут 5 солдатів. " * 60
    ),
}
TROOPS_ENTRY = (
    "Troops <in> the East & the West – Institute & Sons, Oct 28, 2024, English, 1 passage"
)
KITCHEN_ENTRY = "Die Küche der Straße – Jan 2, 2025, German, 1 passage"
UNDATED_ENTRY = "Військова допомога – Інститут, Ukrainian, 2 passages"


def twenty(first: int = 1, last: int = 20) -> dict[str, str]:
    """Reports, of which Report 1 is the newest."""
    return {
        f"{number}.md": report(f"Report {number}", date=f"2024-01-{31 - number:02}", language="en")
        for number in range(first, last + 1)
    }


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = index_of(tmp_path_factory.mktemp("some"), SOME)
    yield index
    index.close()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = index_of(tmp_path_factory.mktemp("many"), twenty())
    yield index
    index.close()


def numbers(message: Json) -> list[int]:
    """The numbers of the reports that are listed, each of which has a button."""
    _, *lines = message["text"].split("\n")
    listed = [int(line.split(". ")[0]) for line in lines]
    assert all(f". Report {number} – " in line for number, line in zip(listed, lines, strict=True))
    assert buttons(message)[0] == [str(number) for number in listed]
    return listed


# What is listed


async def test_reports_are_listed_newest_first_and_without_a_date_last(
    api: FakeBotApi, some: Index
) -> None:
    async with running(api, some):
        message = await ask(api, "/sources")
    assert message["text"].split("\n") == [
        "3 reports:",
        f"1. {KITCHEN_ENTRY}",
        f"2. {TROOPS_ENTRY}",
        f"3. {UNDATED_ENTRY}",
    ]
    assert link_of(message) == "https://example.org/?a=b&c"
    assert covered(message, "text_link") == ["Troops <in> the East & the West"]
    assert buttons(message) == [["1", "2", "3"]]


async def test_a_list_is_in_the_language_of_its_reader(api: FakeBotApi, some: Index) -> None:
    async with running(api, some):
        german = await ask(api, "/sources 2025", language="de")
        ukrainian = await ask(api, "/sources 2025", language="uk", user=8)
    assert german["text"].split("\n") == [
        "1 Bericht mit „2025“:",
        "1. Die Küche der Straße – 02.01.2025, Deutsch, 1 Passage",
    ]
    assert "2 січ. 2025\u202fр., німецька" in ukrainian["text"]


async def test_the_button_of_a_report_shows_its_card(api: FakeBotApi, some: Index) -> None:
    async with running(api, some):
        message = await ask(api, "/sources")
        card = await press(api, message, "3")
        assert card["text"].startswith("Військова допомога\nІнститут, Ukrainian\n")
        turned = await turn(api, card, "Later")
    assert covered(turned, "blockquote")[0].startswith("… Тут 5 солдатів.")
    assert buttons(turned) == [["◀ Earlier"], ["Copy link"]]


@pytest.mark.parametrize(
    ("words", "entries"),
    [
        ("troops EAST", [TROOPS_ENTRY]),
        ("east troops", [TROOPS_ENTRY]),
        ("KÜCHE", [KITCHEN_ENTRY]),
        ("STRASSE", [KITCHEN_ENTRY]),
        ("ДОПОМОГА інститут", [UNDATED_ENTRY]),
        ("institute 2024", [TROOPS_ENTRY]),
        ("2024-10-28", [TROOPS_ENTRY]),
        ("<in> &", [TROOPS_ENTRY]),
        ("20", [KITCHEN_ENTRY, TROOPS_ENTRY]),
        ("October", [TROOPS_ENTRY]),
        ("28.10.2024", [TROOPS_ENTRY]),
        ("січня 2025", [KITCHEN_ENTRY]),
        ("січень 2025", [KITCHEN_ENTRY]),
        ("allemand", [KITCHEN_ENTRY]),
    ],
)
async def test_a_list_is_filtered_by_words(
    api: FakeBotApi, some: Index, words: str, entries: Sequence[str]
) -> None:
    async with running(api, some):
        message = await ask(api, f"/sources  {words}")
    heading, *listed = message["text"].split("\n")
    count = f"{len(entries)} report{'' if len(entries) == 1 else 's'}"
    assert heading == f"{count} with “{words}”:"
    assert listed == [f"{number}. {entry}" for number, entry in enumerate(entries, start=1)]
    assert buttons(message) == [[str(n + 1) for n in range(len(entries))]]


@pytest.mark.parametrize("words", ["troops 2025", "<b>tanks</b> & {words}"])
async def test_words_that_no_report_has_list_none(api: FakeBotApi, some: Index, words: str) -> None:
    async with running(api, some):
        message = await ask(api, f"/sources {words}")
    assert message["text"] == NONE
    assert buttons(message) == []


async def test_a_group_lists_reports_in_its_topic(api: FakeBotApi, some: Index) -> None:
    async with running(api, some):
        asking = api.group("/sources@belegbot troops", thread=9)
        [message] = await api.sent(1)
    assert message["message_thread_id"] == 9
    assert is_reply(message, asking)
    assert message["text"].endswith(f"1. {TROOPS_ENTRY}")


async def test_the_longest_titles_fit_into_a_message(api: FakeBotApi, tmp_path: Path) -> None:
    names = [(name * 200)[:200] for name in ("On soldiers & trade ", "<&>", "🙂", "🙂 ")]
    files = {
        f"{n}.md": report(name, f"There are {n} reports.", publisher=name, date="2024-09-28")
        for n, name in enumerate(names * 2)
    }
    index = index_of(tmp_path, files)
    async with running(api, index):
        message = await ask(api, "/sources")
    heading, *lines = message["text"].split("\n")
    assert heading == "8 reports:"
    assert [line.split(". ")[0] for line in lines] == [str(n) for n in range(1, 9)]
    assert all("Sep 28, 2024" in line and "1 passage" in line for line in lines)
    assert units(message["text"]) <= 4096
    index.close()


# Pages


async def test_many_reports_are_listed_page_by_page(api: FakeBotApi, many: Index) -> None:
    shown = []
    async with running(api, many):
        message = await ask(api, "/sources")
        shown.append((numbers(message), buttons(message)[1:]))
        for button in ("Older", "Older", "Newer", "Newer"):
            message = await turn(api, message, button)
            assert message["text"].startswith("20 reports:\n")
            shown.append((numbers(message), buttons(message)[1:]))
    first = ([*range(1, 9)], [["Older ▶"]])
    second = ([*range(9, 17)], [["◀ Newer", "Older ▶"]])
    third = ([*range(17, 21)], [["◀ Newer"]])
    assert shown == [first, second, third, second, first]
    assert len(api.messages) == 1


async def test_pages_are_turned_after_a_restart(api: FakeBotApi, many: Index, kept: Path) -> None:
    async with running(api, many, records_file=kept):
        message = await ask(api, "/sources")
    async with running(api, many, records_file=kept):
        assert numbers(await turn(api, message, "Older")) == [*range(9, 17)]


@pytest.mark.parametrize("words", ["report 2024", "Report: 2024", "2024-01-: a:b"])
async def test_a_filter_holds_on_every_page(api: FakeBotApi, tmp_path: Path, words: str) -> None:
    reports = {
        name: text.replace("'Report", "'a:b Report: 2024-01-: report")
        for name, text in twenty(1, 12).items()
    }
    index = index_of(tmp_path, reports | {"other.md": report("Other", date="2023-01-01")})
    async with running(api, index):
        message = await ask(api, f"/sources {words}")
        assert message["text"].startswith(f"12 reports with “{words}”:\n")
        message = await turn(api, message, "Older")
    assert message["text"].startswith(f"12 reports with “{words}”:\n9. ")
    assert len(message["text"].split("\n")) == 5
    index.close()


@pytest.mark.parametrize(
    "words", ["звіт " * 30, "report " * 30, "з" * 200, "z" * 200, "🙂" * 50, "2024 " + "з" * 50]
)
async def test_of_long_words_the_beginning_counts(
    api: FakeBotApi, tmp_path: Path, words: str
) -> None:
    matching = {
        f"{n}.md": report(f"{words[:150]} {n}", date="2024-01-02", publisher="2024 Report")
        for n in range(9)
    }
    index = index_of(tmp_path, matching | {"other.md": report("Other", date="2023-01-01")})
    async with running(api, index):
        message = await ask(api, f"/sources {words}")
        heading, *listed = message["text"].split("\n")
        turned = await turn(api, message, "Older")
    shown = heading.removeprefix("9 reports with “").removesuffix("”:")
    assert words.startswith(shown)
    assert 50 <= len(shown.encode()) <= 54
    assert len(listed) == 8
    assert turned["text"].split("\n")[0] == heading
    assert len(turned["text"].split("\n")) == 2
    index.close()


async def test_a_page_that_a_newer_index_lacks_is_its_last(api: FakeBotApi, tmp_path: Path) -> None:
    index = index_of(tmp_path, twenty())
    async with running(api, index, maintainers="7"):
        listed = await ask(api, "/sources")
        await turn(api, listed, "Older")
        filtered = await ask(api, "/sources 2024")
        for number in range(1, 20):
            (tmp_path / "corpus" / f"{number}.md").unlink()
        newer = index_of(tmp_path, twenty(12, 20))
        await ask(api, "/reload")
        last = await turn(api, listed, "Older")
        assert last["text"].startswith("9 reports:\n9. Report 20 – ")
        assert buttons(last) == [["9"], ["◀ Newer"]]
        for number in range(12, 20):
            (tmp_path / "corpus" / f"{number}.md").unlink()
        newest = index_of(tmp_path, {})
        await ask(api, "/reload")
        only = await turn(api, filtered, "Older")
    assert only["text"].startswith("1 report with “2024”:\n1. Report 20 – ")
    assert buttons(only) == [["1"]]
    newer.close()
    newest.close()


async def test_pages_of_what_is_gone_are_empty(api: FakeBotApi, tmp_path: Path) -> None:
    index = index_of(tmp_path, twenty(1, 9))
    async with running(api, index, maintainers="7"):
        message = await ask(api, "/sources Report")
        for number in range(1, 10):
            (tmp_path / "corpus" / f"{number}.md").unlink()
        newer = index_of(tmp_path, {"other.md": report("Other")})
        await ask(api, "/reload")
        message = await turn(api, message, "Older")
    assert message["text"] == NONE
    assert buttons(message) == []
    newer.close()
