"""/source in reply to anybody, or with a claim behind it: what the reports say about that."""

from collections.abc import Iterator

import pytest

from bot.upkeep.records import ChatSettings
from index import Index
from tests.support.botapi import BOT, FakeBotApi
from tests.support.telegram import (
    PHOTO,
    QUESTION,
    TROOPS,
    TROOPS_QUOTE,
    ask,
    ask_in_group,
    buttons,
    covered,
    is_reply,
    press,
    running,
    state_of,
)
from tests.support.tiny import index_of

MEETINGS_QUOTE = "At last there were 24 <meetings>."
SOLDIERS_QUOTE = "Im Norden zählt der Bericht 500 Soldaten und mehr."
FILES = {
    "troops.md": TROOPS,
    "meetings.txt": f"It snowed. {MEETINGS_QUOTE}",
    "meetings.yaml": "title: On <Meetings> & more\nlanguage: en\n",
    "soldiers.md": f"---\nlanguage: de\n---\n\n{SOLDIERS_QUOTE}\n",
}
HOW_TO = (
    "Reply with /source to an answer to see where it comes from, or to any message to see what the "
    "reports say about it."
)
RELATED = "Related quotes, whether or not they support the claim:"
UNRELATED = "No report mentions this."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of two reports that speak of soldiers, and of one that does not."""
    index = index_of(tmp_path_factory.mktemp("related"), FILES)
    yield index
    index.close()


async def test_a_command_in_reply_to_anybody_finds_what_is_related(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        claim = api.group("I heard of 90,000 soldiers in the east!", user=8)
        asking = api.group("/source", user=9, reply_to=claim)
        [message] = await api.sent(1)
        label, *blocks = message["text"].split("\n\n")
        assert label == RELATED
        assert TROOPS_QUOTE in covered(message, "blockquote")
        assert len(blocks) == len(covered(message, "blockquote"))
        assert is_reply(message, asking)
        assert [row[0].split(". ")[-1] for row in buttons(message)] == ["Source"] * len(blocks)
        card = await press(api, message, "Source")
    assert covered(card, "blockquote")[0].startswith(covered(message, "blockquote")[0])


async def test_the_source_of_what_is_related_is_told_too(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await ask(api, "/source 24 meetings")
        card = await ask(api, "Quelle?", reply_to=message)
    assert card["text"].startswith("On <Meetings> & more\n")


async def test_a_claim_may_stand_behind_the_command(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        for command in ("/source", f"/source@{BOT['username']}", "/SOURCE"):
            message = await ask(api, f"{command} there were\n24 <meetings> & more")
            assert message["text"].startswith(RELATED)
            assert MEETINGS_QUOTE in covered(message, "blockquote")


async def test_a_claim_behind_the_command_counts_more_than_what_is_replied_to(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        answer = await ask(api, QUESTION)
        message = await ask(api, "/source 24 meetings", reply_to=answer)
    assert message["text"].startswith(RELATED)
    assert covered(message, "blockquote")[0] == MEETINGS_QUOTE


async def test_the_selected_part_of_a_message_is_the_claim(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        claim = api.group("Pizza is good. There were 24 meetings.")
        selected = {"text": "There were 24 meetings.", "position": 15, "is_manual": True}
        message = await ask_in_group(api, "/source", reply_to=claim, quote=selected)
    assert covered(message, "blockquote")[0] == MEETINGS_QUOTE


async def test_what_stands_below_a_picture_is_a_claim(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        claim = api.group(None, caption="There were 24 meetings.", **PHOTO)
        message = await ask_in_group(api, "/source", reply_to=claim)
        silent = api.group(None, **PHOTO)
        hint = await ask_in_group(api, "/source", reply_to=silent)
    assert covered(message, "blockquote")[0] == MEETINGS_QUOTE
    assert hint["text"] == HOW_TO


async def test_of_what_no_report_speaks_is_said_so(api: FakeBotApi, index: Index) -> None:
    claims = ("pizza", "😀", "?!", "<b>&", "\u202epizza", "thanks", "x" * 4000)
    async with running(api, index):
        messages = [await ask(api, f"/source {claim}") for claim in claims]
    assert [message["text"] for message in messages] == [UNRELATED] * 7
    assert [buttons(message) for message in messages] == [[]] * 7


async def test_a_claim_of_any_length_is_read(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        claim = api.group("There were 24 meetings. " * 170)
        message = await ask_in_group(api, "/source", reply_to=claim)
    assert covered(message, "blockquote")[0] == MEETINGS_QUOTE


async def test_a_command_alone_gets_a_hint(api: FakeBotApi, index: Index) -> None:
    async with running(api, index):
        message = await ask(api, "/source")
        in_group = await ask_in_group(api, "/source", thread=9)  # a topic is no claim
    assert message["text"] == in_group["text"] == HOW_TO


async def test_quietly_one_passage_is_related_without_buttons(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index) as app:
        state_of(app).records.set(7, ChatSettings(quiet=True))
        message = await ask(api, "/source soldiers and soldiers of the report")
    assert len(covered(message, "blockquote")) == 1
    assert buttons(message) == []


async def test_a_claim_is_understood_whatever_the_program_of_its_user_speaks(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        for language in ("de", "de-at", "DE", None, "xx"):
            message = await ask(api, "/source Soldaten Norden", language=language)
            assert covered(message, "blockquote")[0] == SOLDIERS_QUOTE


@pytest.mark.parametrize("text", ["@belegbot", "@belegbot stimmt das?", "/ask is that true?"])
async def test_whether_a_claim_is_true_is_told_by_what_is_related(
    api: FakeBotApi, index: Index, text: str
) -> None:
    async with running(api, index):
        claim = api.group("There are 20,000 soldiers in the east.", user=8)
        message = await ask_in_group(api, text, reply_to=claim)
    assert message["text"].startswith("Related quotes, whether or not they support the claim:\n\n")


async def test_a_question_that_another_points_the_bot_at_is_answered(
    api: FakeBotApi, index: Index
) -> None:
    async with running(api, index):
        question = api.group("How many soldiers?", user=8)
        message = await ask_in_group(api, "@belegbot", reply_to=question)
    assert not message["text"].startswith("Related")
    assert covered(message, "bold")[0] == "20,000"
