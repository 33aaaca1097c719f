"""Updates that cannot be read."""

import pytest

from index import Index
from tests.support.botapi import FakeBotApi
from tests.support.telegram import QUESTION, TROOPS_QUOTE, ask, covered, running

ADA = {"id": 7, "is_bot": False, "first_name": "Ada"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ada"}


@pytest.mark.parametrize(
    ("kind", "broken"),
    [
        ("message", {}),
        ("message", {"message_id": 1, "date": "today", "chat": PRIVATE}),
        ("message", {"message_id": 1, "date": 0, "chat": PRIVATE, "entities": [{"type": "bold"}]}),
        ("my_chat_member", {"chat": PRIVATE, "from": ADA, "date": 0, "new_chat_member": {"user": ADA, "status": "restricted"}}),
        ("callback_query", {"id": "1", "from": {}}),
        ("inline_query", {"id": "1"}),
    ],
)  # fmt: skip
async def test_an_update_that_cannot_be_read_holds_up_no_other(
    api: FakeBotApi,
    index: Index,
    caplog: pytest.LogCaptureFixture,
    kind: str,
    broken: dict[str, object],
) -> None:
    async with running(api, index):
        api.private(QUESTION)
        api.update(kind, broken)
        api.private(QUESTION, user=8)
        number = api.updates[-2]["update_id"]
        messages = await api.sent(2)
    assert {message["chat"]["id"] for message in messages} == {7, 8}
    assert [record.getMessage() for record in caplog.records] == [
        f"Update {number} cannot be read and is left out."
    ]
    assert max(call.get("offset", 0) for call in api.called("getUpdates")) > number


async def test_an_update_of_a_kind_that_is_not_known_yet_is_left_out(
    api: FakeBotApi, index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(api, index):
        api.update("brand_new", {"id": 1})
        message = await ask(api, QUESTION)
    assert covered(message, "blockquote") == [TROOPS_QUOTE]
    assert caplog.records == []
