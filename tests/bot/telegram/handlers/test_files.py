"""The original files of reports."""

from pathlib import Path

import pytest

from bot.telegram.handlers.files import has_file
from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.telegram import (
    FILE_REFUSED,
    TROOPS,
    ask,
    ask_in_group,
    buttons,
    faults,
    is_reply,
    press,
    running,
    settings,
)
from tests.support.tiny import index_of

LARGEST = 50_000_000  # bytes


@pytest.fixture
def troops(tmp_path: Path) -> Index:
    """An index of one report, in a corpus of its own."""
    return index_of(tmp_path, {"troops.md": TROOPS})


async def card_of(api: FakeBotApi, title: str = "Troops") -> Json:
    """The source card of a report."""
    return await press(api, await ask(api, f"/sources {title}"), "1")


def contents(api: FakeBotApi) -> list[bytes]:
    """What was uploaded."""
    return list(api.files.values())


async def test_the_file_of_a_report_is_sent(api: FakeBotApi, troops: Index, tmp_path: Path) -> None:
    async with running(api, troops, corpus_dir=tmp_path / "corpus"):
        card = await card_of(api)
        assert buttons(card)[-1] == ["Original file"]
        query = api.press(card, "Original file")
        *_, message = await api.sent(3)
        assert (await api.answered(query))["text"] == ""
    assert message["document"]["file_name"] == "troops.md"
    assert contents(api) == [TROOPS.encode()]
    assert is_reply(message, card)


async def test_a_file_is_sent_to_the_topic_of_its_card(
    api: FakeBotApi, troops: Index, tmp_path: Path
) -> None:
    async with running(api, troops, corpus_dir=tmp_path / "corpus"):
        claim = api.group("20,000 soldiers", thread=9)
        related = await ask_in_group(api, "/source", reply_to=claim, thread=9)
        card = await press(api, related, "Source")
        message = await press(api, card, "Original file", user=8)
    assert message["message_thread_id"] == 9
    assert message["document"]["file_name"] == "troops.md"


async def test_a_file_is_uploaded_once(
    api: FakeBotApi, troops: Index, tmp_path: Path, kept: Path
) -> None:
    chosen = {"corpus_dir": tmp_path / "corpus", "records_file": kept}
    async with running(api, troops, **chosen):
        card = await card_of(api)
        for _ in range(2):
            api.press(card, "Original file")
        await api.sent(4)
    async with running(api, troops, **chosen):
        await press(api, card, "Original file", user=8)
    _, _, *files = api.messages
    assert len(contents(api)) == 1
    ids = {message["document"]["file_id"] for message in files}
    assert ids == set(api.files)


async def test_a_file_that_telegram_has_forgotten_is_uploaded_again(
    api: FakeBotApi, troops: Index, tmp_path: Path
) -> None:
    async with running(api, troops, corpus_dir=tmp_path / "corpus"):
        card = await card_of(api)
        await press(api, card, "Original file")
        api.documents.clear()
        for _ in range(2):
            api.press(card, "Original file")
        *_, second, third = await api.sent(5)
    assert contents(api) == [TROOPS.encode()] * 2
    assert second["document"]["file_id"] == third["document"]["file_id"] == list(api.files)[1]


async def test_a_file_that_is_not_taken_is_not_remembered(
    api: FakeBotApi, troops: Index, tmp_path: Path
) -> None:
    async with running(api, troops, corpus_dir=tmp_path / "corpus"):
        card = await card_of(api)
        api.fail_next("sendDocument", 400, "Bad Request: not enough rights to send documents")
        api.press(card, "Original file")
        assert await api.until(lambda: bool(api.called("sendDocument")))
        message = await press(api, card, "Original file")
    assert message["document"]["file_id"] in api.files
    assert contents(api) == [TROOPS.encode()]


# What is not sent


async def test_no_file_is_sent_where_the_settings_forbid_it(
    api: FakeBotApi, troops: Index, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    async with running(api, troops, corpus_dir=corpus):
        before = await card_of(api)
    async with running(api, troops, corpus_dir=corpus, send_files=False):
        assert "Original file" not in str(buttons(await card_of(api)))
        told = await api.answered(api.press(before, "Original file"))
    assert (told["text"], told["show_alert"]) == (FILE_REFUSED, True)
    assert api.called("sendDocument") == []


async def test_a_file_that_is_gone_is_not_sent(
    api: FakeBotApi, troops: Index, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    async with running(api, troops, corpus_dir=corpus):
        before = await card_of(api)
        (corpus / "troops.md").unlink()
        assert "Original file" not in str(buttons(await card_of(api)))
        told = await api.answered(api.press(before, "Original file", language="de"))
    assert (told["text"], told["show_alert"]) == ("Diese Datei lässt sich nicht senden.", True)


async def test_a_folder_elsewhere_has_no_files(api: FakeBotApi, troops: Index) -> None:
    async with running(api, troops):
        assert "Original file" not in str(buttons(await card_of(api)))


@pytest.mark.parametrize(
    ("size", "sends"), [(0, False), (1, True), (LARGEST, True), (LARGEST + 1, False)]
)
def test_a_file_is_sent_if_telegram_takes_it(
    troops: Index, tmp_path: Path, size: int, sends: bool
) -> None:
    corpus = tmp_path / "corpus"
    with (corpus / "troops.md").open("wb") as file:
        file.truncate(size)
    [report] = troops.reports((), 1)
    assert has_file(report.document, settings("http://localhost", corpus_dir=corpus)) is sends


async def test_a_file_that_is_not_the_one_that_was_read_is_not_sent(
    api: FakeBotApi, troops: Index, tmp_path: Path
) -> None:
    async with running(api, troops, corpus_dir=tmp_path / "corpus"):
        card = await card_of(api)
        (tmp_path / "corpus" / "troops.md").write_text("Something else.", encoding="utf-8")
        told = await api.answered(api.press(card, "Original file"))
    assert (told["text"], told["show_alert"]) == (FILE_REFUSED, True)
    assert api.called("sendDocument") == []


def test_a_folder_in_the_place_of_a_file_is_not_sent(troops: Index, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "troops.md").unlink()
    (corpus / "troops.md").mkdir()
    [report] = troops.reports((), 1)
    assert not has_file(report.document, settings("http://localhost", corpus_dir=corpus))


async def test_a_file_that_has_grown_too_large_is_not_sent(
    api: FakeBotApi, troops: Index, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    async with running(api, troops, corpus_dir=corpus):
        card = await card_of(api)
        with (corpus / "troops.md").open("r+b") as file:
            file.truncate(LARGEST + 1)
        told = await api.answered(api.press(card, "Original file"))
    assert told["text"] == FILE_REFUSED
    assert api.called("sendDocument") == []


# A newer index


async def test_the_file_of_a_changed_report_is_another(
    api: FakeBotApi, troops: Index, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    async with running(api, troops, corpus_dir=corpus, maintainers="7"):
        before = await card_of(api)
        await press(api, before, "Original file")
        changed = TROOPS.replace("20,000", "30,000")
        newer = index_of(tmp_path, {"troops.md": changed})
        await ask(api, "/reload")
        told = await api.answered(api.press(before, "Original file"))
        assert (told["text"], told["show_alert"]) == (FILE_REFUSED, True)
        await press(api, await card_of(api), "Original file")
    assert contents(api) == [TROOPS.encode(), changed.encode()]
    newer.close()


async def test_an_unchanged_report_is_not_uploaded_again(
    api: FakeBotApi, troops: Index, tmp_path: Path
) -> None:
    async with running(api, troops, corpus_dir=tmp_path / "corpus", maintainers="7"):
        card = await card_of(api)
        await press(api, card, "Original file")
        newer = index_of(tmp_path, {"other.md": TROOPS.replace("Troops", "Others")})
        await ask(api, "/reload")
        message = await press(api, card, "Original file")
    assert contents(api) == [TROOPS.encode()]
    assert message["document"]["file_id"] in api.files
    newer.close()


async def test_a_report_in_a_folder_with_a_difficult_name_is_sent(
    api: FakeBotApi, tmp_path: Path
) -> None:
    folder = tmp_path / "corpus" / "Звіти & “more” #1"
    folder.mkdir(parents=True)
    (folder / "Військо 100%.md").write_text(TROOPS, encoding="utf-8")
    index = index_of(tmp_path, {})
    async with running(api, index, corpus_dir=tmp_path / "corpus") as app:
        message = await press(api, await card_of(api), "Original file")
    assert faults(app) == []
    assert message["document"]["file_name"] == "Військо 100%.md"
    assert contents(api) == [TROOPS.encode()]
