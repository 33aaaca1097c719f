"""The server, what goes wrong on the way, and what tests wait for."""

import asyncio
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Self

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from tests.support.botapi.checks import CallError, Json
from tests.support.botapi.methods import Methods
from tests.support.botapi.people import People

_PATIENCE = 10.0  # seconds
_LOOK_EVERY = 0.005  # seconds
# Parameters that are texts, also where they look like JSON.
_TEXTS = frozenset(
    "text caption name description short_description parse_mode language_code next_offset url"
    " document photo callback_query_id inline_query_id inline_message_id secret_token".split()
)


class FakeBotApi(People):
    """A Bot API server with one bot, for whom any token will do; to be used with `async with`.

    `calls` are the methods that were called, with their parameters.
    """

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[str, Json]] = []
        self._methods = Methods(self)
        self._faults: defaultdict[str, deque[CallError]] = defaultdict(deque)
        self._delays: defaultdict[str, deque[float]] = defaultdict(deque)
        self._losses: list[str] = []
        self._waiting = 0  # calls that are answered later
        self._closing = False

    async def __aenter__(self) -> Self:
        sockets = bind_sockets(0, "127.0.0.1")
        self.url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        calls = (r"/bot[^/]+/(\w+)", _Method, {"api": self})
        self._server = HTTPServer(Application([calls], log_function=_unlogged))
        self._server.add_sockets(sockets)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing = True
        self._server.stop()
        while self._waiting:
            await asyncio.sleep(_LOOK_EVERY)
        await self._server.close_all_connections()

    # What goes wrong on the way

    def fail_next(
        self, method: str, status: int, description: str, retry_after: int | None = None
    ) -> None:
        """The next call of a method fails; after several of these, as many calls."""
        parameters = {} if retry_after is None else {"retry_after": retry_after}
        self._faults[method].append(CallError(status, description, **parameters))

    def delay_next(self, method: str, seconds: float) -> None:
        """The next call of a method is carried out at once, and answered after some time."""
        self._delays[method].append(seconds)

    def lose_next(self, method: str) -> None:
        """The next call of a method is carried out, but the connection breaks before the answer.

        For a caller who runs out of time instead, delay the answer by more than their patience.
        """
        self._losses.append(method)

    # What tests wait for

    async def sent(self, count: int) -> list[Json]:
        """What the bot sent, as soon as it is `count` messages."""
        if not await self.until(lambda: len(self.messages) >= count):
            raise TimeoutError(f"{len(self.messages)} messages were sent, not {count}.")
        return self.messages

    async def edited(self, message: Json, times: int = 1) -> Json:
        """A message as it is after the bot has edited it at least so many times."""
        chat, number = message["chat"]["id"], message["message_id"]
        if not await self.until(lambda: self.edits[chat, number] >= times):
            raise TimeoutError(f"It was edited {self.edits[chat, number]} times, not {times}.")
        return self.chats[chat].messages[number]

    async def answered(self, query: Json) -> Json:
        """The parameters of the answer to a callback query."""
        if not await self.until(lambda: query["id"] in self.answers):
            raise TimeoutError(f"The press of {query['data']!r} was not answered.")
        return self.answers[query["id"]]

    async def offered(self, query: Json) -> Json:
        """The parameters of the answer to an inline query."""
        if not await self.until(lambda: query["id"] in self.offers):
            raise TimeoutError(f"The inline query {query['query']!r} was not answered.")
        return self.offers[query["id"]]

    async def until(self, holds: Callable[[], bool], patience: float = _PATIENCE) -> bool:
        """Whether something holds before so many seconds are over."""
        end = time.monotonic() + patience
        while not (held := holds()) and time.monotonic() < end and not self._closing:
            await asyncio.sleep(_LOOK_EVERY)
        return held

    def called(self, method: str) -> list[Json]:
        """The parameters of each call of a method."""
        return [parameters for name, parameters in self.calls if name == method]

    # How calls are answered

    async def result(self, method: str, parameters: Json) -> object:
        """The result of a call. Raises CallError."""
        self.calls.append((method, parameters))
        if self._faults[method]:
            raise self._faults[method].popleft()
        if method == "getUpdates":
            return await self._poll(**parameters)
        name = re.sub(r"[A-Z]", lambda letter: f"_{letter.group().lower()}", method)
        call = getattr(self._methods, name, None)
        if name.startswith("_") or call is None:
            raise CallError(404, "Not Found")
        return call(**parameters)

    async def arrives(self, method: str) -> bool:
        """Whether the answer to a call reaches the bot, as soon as it should."""
        if self._delays[method]:
            await self._wait(lambda: False, self._delays[method].popleft())
        if method not in self._losses:
            return True
        self._losses.remove(method)
        return False

    async def _poll(
        self,
        offset: int = 0,
        timeout: float = 0,
        limit: int = 100,
        allowed_updates: list[str] | None = None,
        **_: object,
    ) -> list[Json]:
        if self.webhook:
            conflict = "can't use getUpdates method while webhook is active"
            raise CallError(
                409, f"Conflict: {conflict}; use deleteWebhook to delete the webhook first"
            )
        if allowed_updates is not None:
            self.allowed_updates = allowed_updates
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        await self._wait(lambda: bool(self.updates), timeout)
        return self.updates[:limit]

    async def _wait(self, holds: Callable[[], bool], patience: float) -> None:
        self._waiting += 1
        await self.until(holds, patience)
        self._waiting -= 1


class _Method(RequestHandler):
    """A call, whose parameters come as a form: a text as it is, the others in JSON."""

    def initialize(self, api: FakeBotApi) -> None:
        self._api = api

    async def post(self, method: str) -> None:
        try:
            self.write({"ok": True, "result": await self._api.result(method, self._parameters())})
        except CallError as error:
            self.set_status(error.status)
            self.write(error.answer)
        if not await self._api.arrives(method):
            self.detach().close()

    def _parameters(self) -> Json:
        """The parameters, where a file is in the place of its `attach://` name."""
        files: Json = {name: file for name, [file] in self.request.files.items()}
        values = {name: text.decode() for name, [text] in self.request.body_arguments.items()}
        attached = {
            name: files.pop(value.removeprefix("attach://"))
            for name, value in values.items()
            if value.startswith("attach://") and value.removeprefix("attach://") in files
        }
        return {name: _value(name, value) for name, value in values.items()} | attached | files


def _value(name: str, value: str) -> object:
    try:
        return value if name in _TEXTS else json.loads(value)
    except ValueError:
        return value


def _unlogged(handler: RequestHandler) -> None:
    """Logs no call, as it holds the token."""
