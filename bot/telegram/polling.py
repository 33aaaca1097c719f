"""Polling that neither an unreadable update nor a revoked token stops without a word."""

import asyncio
import json
import logging
from http import HTTPStatus
from typing import Any

from telegram import Update
from telegram.error import InvalidToken
from telegram.request import HTTPXRequest

_log = logging.getLogger(__name__)


class PollingRequest(HTTPXRequest):
    """The request for updates; an update that the library cannot read is reduced to its number.

    Otherwise the library would fetch the same updates forever. When Telegram no longer knows the
    token, the library would stop polling while the program runs on; here the event loop is stopped,
    which ends the program as if interrupted, and InvalidToken is raised at its end.
    """

    def __init__(self) -> None:
        super().__init__()
        self._is_revoked = False

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        status, payload = await super().do_request(*args, **kwargs)
        if status == HTTPStatus.UNAUTHORIZED:
            return await self._end()
        return status, _readable(payload) if status == HTTPStatus.OK else payload

    async def shutdown(self) -> None:
        await super().shutdown()
        if self._is_revoked:
            raise InvalidToken

    async def _end(self) -> tuple[int, bytes]:
        if not self._is_revoked:
            self._is_revoked = True
            asyncio.get_running_loop().stop()
            await asyncio.Event().wait()  # until the library gives up
        return HTTPStatus.OK, b'{"ok": true, "result": []}'  # for the library's last request


def _readable(payload: bytes) -> bytes:
    answer = json.loads(payload)
    readable = [_read(update) for update in answer["result"]]
    return json.dumps(answer | {"result": readable}).encode()


def _read(update: dict[str, Any]) -> dict[str, Any]:
    """The update, or only its number if the library cannot read it."""
    try:
        Update.de_json(update)
    except Exception:  # whatever the library raises for unexpected data
        _log.exception("Update %s cannot be read and is left out.", update["update_id"])
        return {"update_id": update["update_id"]}
    return update
