"""Pages of PDFs as pictures."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from index import Index
from tests.support.botapi import FakeBotApi, Json
from tests.support.pdfs import Typesetter
from tests.support.telegram import ask, buttons, is_reply, press, running
from tests.support.tiny import index_of

CANNOT = "This page cannot be shown."
SENTENCE = "The army has 20,000 soldiers in the east."


def typeset(path: Path, sentence: str = SENTENCE) -> None:
    """A report of two pages, with the sentence at the top of the second."""
    path.parent.mkdir(exist_ok=True)
    report = Typesetter(path, info={"title": "On soldiers"})
    report.text(72, 100, "It rained on the whole of the first page.")
    report.turn_page()
    report.text(72, 100, sentence)
    report.save()


@pytest.fixture
def paged(tmp_path: Path) -> Index:
    """An index of a PDF, and of a text without pages."""
    typeset(tmp_path / "corpus" / "soldiers.pdf")
    return index_of(tmp_path, {"meetings.md": "There were 24 meetings."})


async def card_of(api: FakeBotApi, question: str = "How many soldiers?") -> Json:
    return await press(api, await ask(api, question), "Source")


def pictures(api: FakeBotApi) -> list[Image.Image]:
    """What was uploaded."""
    return [Image.open(BytesIO(content)) for content in api.files.values()]


def marked(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of what is marked, in pixels."""
    _, saturation, _ = picture.convert("HSV").split()
    return Image.eval(saturation, lambda s: 255 * (s > 100)).getbbox()


async def test_the_page_of_a_quote_is_shown_with_the_quote_marked(
    api: FakeBotApi, paged: Index, tmp_path: Path
) -> None:
    async with running(api, paged, corpus_dir=tmp_path / "corpus"):
        card = await card_of(api)
        assert buttons(card)[-1] == ["Show the page", "Original file"]
        query = api.press(card, "Show the page")
        *_, message = await api.sent(3)
        assert (await api.answered(query))["text"] == ""
    title, *_, page = message["caption"].split(", ")  # and the day on which it was typeset
    assert (title, page) == ("On soldiers", "p. 2")
    assert is_reply(message, card)
    [picture] = pictures(api)
    assert picture.height == 1800
    scale = 1800 / 842
    left, top, right, bottom = marked(picture) or (0, 0, 0, 0)
    assert left == pytest.approx(72 * scale, abs=4)
    assert bottom == pytest.approx(103 * scale, abs=8)
    assert 20 * scale > bottom - top > 5 * scale
    assert 400 * scale > right - left > 150 * scale


async def test_a_page_is_drawn_and_uploaded_once(
    api: FakeBotApi, paged: Index, tmp_path: Path
) -> None:
    async with running(api, paged, corpus_dir=tmp_path / "corpus"):
        card = await card_of(api)
        first = await press(api, card, "Show the page")
        again = await press(api, card, "Show the page")
    assert first["photo"] == again["photo"]
    assert len(api.files) == 1


async def test_a_page_that_telegram_has_forgotten_is_uploaded_again(
    api: FakeBotApi, paged: Index, tmp_path: Path
) -> None:
    async with running(api, paged, corpus_dir=tmp_path / "corpus"):
        card = await card_of(api)
        await press(api, card, "Show the page")
        api.documents.clear()
        await press(api, card, "Show the page")
    assert len(api.files) == 2


async def test_what_has_no_pages_has_no_button_for_them(
    api: FakeBotApi, paged: Index, tmp_path: Path
) -> None:
    async with running(api, paged, corpus_dir=tmp_path / "corpus"):
        assert "Show the page" not in str(buttons(await card_of(api, "How many meetings?")))


async def test_pages_are_shown_only_where_files_are_sent(
    api: FakeBotApi, paged: Index, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    async with running(api, paged, corpus_dir=corpus):
        before = await card_of(api)
    async with running(api, paged, corpus_dir=corpus, send_files=False):
        assert "Show the page" not in str(buttons(await card_of(api)))
        told = await api.answered(api.press(before, "Show the page"))
    assert (told["text"], told["show_alert"]) == (CANNOT, True)


@pytest.mark.parametrize("becomes", ["gone", "another", "broken"])
async def test_a_page_of_a_report_that_is_not_what_was_read_is_not_shown(
    api: FakeBotApi, paged: Index, tmp_path: Path, becomes: str
) -> None:
    path = tmp_path / "corpus" / "soldiers.pdf"
    async with running(api, paged, corpus_dir=tmp_path / "corpus"):
        card = await card_of(api)
        if becomes == "gone":
            path.unlink()
        elif becomes == "another":
            typeset(path, "The army has 30,000 soldiers in the east.")
        else:
            path.write_bytes(path.read_bytes()[:200])
        told = await api.answered(api.press(card, "Show the page"))
        assert (told["text"], told["show_alert"]) == (CANNOT, True)
        assert (await ask(api, "How many meetings?"))["text"].startswith("There were 24")
    assert api.files == {}
