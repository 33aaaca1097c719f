"""What the program logs, without its token."""

import logging
from io import StringIO

from index import Index
from tests.support.botapi import FakeBotApi
from tests.support.telegram import QUESTION, TOKEN, answer, ask, running


async def test_a_line_tells_what_went_wrong_and_where(
    api: FakeBotApi, index: Index, logged: StringIO
) -> None:
    async with running(api, index):
        api.fail_next("sendMessage", 400, "Bad Request: something is wrong")
        api.private(QUESTION)
        assert await api.until(lambda: bool(api.called("sendMessage")))
        await ask(api, QUESTION)
    lines = logged.getvalue()
    assert (
        "ERROR bot.telegram.handlers.faults: Telegram did not accept a message: Something is wrong."
        in lines
    )
    assert TOKEN not in lines


async def test_requests_are_told_if_wanted(api: FakeBotApi, index: Index, logged: StringIO) -> None:
    await answer(api, index)
    assert "httpx" not in logged.getvalue()
    logging.getLogger("httpx").setLevel(logging.INFO)
    await answer(api, index)
    lines = logged.getvalue()
    assert f'INFO httpx: HTTP Request: POST {api.url}/bot<token>/getMe "HTTP/1.1 200 OK"' in lines
    assert f"{api.url}/bot<token>/sendMessage" in lines
    assert TOKEN not in lines


def test_neither_a_line_nor_its_traceback_holds_the_token(logged: StringIO) -> None:
    try:
        raise ValueError(f"{TOKEN} is wrong")
    except ValueError:
        logging.getLogger("somebody").exception("%s was not taken", TOKEN)
    lines = logged.getvalue()
    assert "ERROR somebody: <token> was not taken\nTraceback" in lines
    assert lines.endswith("ValueError: <token> is wrong\n")
    assert TOKEN not in lines
