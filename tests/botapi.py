"""A fake of Telegram's Bot API on loopback, as strict as its documentation."""

import asyncio
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any, Self
from urllib.parse import parse_qsl

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from tests.markup import MarkupError, parse, units

Json = dict[str, Any]

BOT: Json = {"id": 1, "is_bot": True, "first_name": "Belegbot", "username": "belegbot"}
_LONGEST = 4096  # UTF-16 units, without the markup
_MOST_ENTITIES = 100
_PATIENCE = 10.0  # seconds
_LOOK_EVERY = 0.005  # seconds
_DATE = 1_700_000_000


class CallError(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.answer: Json = {"ok": False, "error_code": status, "description": description}
        if retry_after is not None:
            self.answer["parameters"] = {"retry_after": retry_after}


class FakeBotApi:
    """A Bot API server with one bot, for whom any token will do; to be used with `async with`.

    `calls` are the methods that were called, with their parameters; `messages` what the bot sent.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.messages: list[Json] = []
        self._chats: defaultdict[int, dict[int, Json]] = defaultdict(dict)
        self._updates: list[Json] = []
        self._faults: defaultdict[str, deque[CallError]] = defaultdict(deque)
        self._last_id = 0
        self._polls = 0  # under way
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
        while self._polls:
            await asyncio.sleep(_LOOK_EVERY)
        await self._server.close_all_connections()

    def private(self, text: str, user: int = 7, language: str | None = "en") -> Json:
        """A user writes to the bot."""
        return self._said(text, {"id": user, "type": "private", "first_name": "Ada"}, language)

    def group(self, text: str, group: int = -5, **more: object) -> Json:
        """A user writes in a group that the bot is in."""
        return self._said(text, {"id": group, "type": "supergroup", "title": "Group"}, "en", **more)

    def edit(self, message: Json, text: str) -> None:
        """A user edits a message."""
        self._update("edited_message", message | {"text": text, "edit_date": _DATE + 1})

    def delete(self, message: Json) -> None:
        """A user deletes a message, of which the bot is not told."""
        del self._chats[message["chat"]["id"]][message["message_id"]]

    def fail_next(
        self, method: str, status: int, description: str, retry_after: int | None = None
    ) -> None:
        """The next call of a method fails; after several of these, as many calls."""
        self._faults[method].append(CallError(status, description, retry_after))

    async def sent(self, count: int) -> list[Json]:
        """What the bot sent, as soon as it is `count` messages."""
        if not await self.until(lambda: len(self.messages) >= count):
            raise TimeoutError(f"{len(self.messages)} messages were sent, not {count}.")
        return self.messages

    async def until(self, holds: Callable[[], bool], patience: float = _PATIENCE) -> bool:
        """Whether something holds before so many seconds are over."""
        end = time.monotonic() + patience
        while not (held := holds()) and time.monotonic() < end and not self._closing:
            await asyncio.sleep(_LOOK_EVERY)
        return held

    def called(self, method: str) -> list[Json]:
        """The parameters of each call of a method."""
        return [parameters for name, parameters in self.calls if name == method]

    async def result(self, method: str, parameters: Json) -> object:
        """The result of a call. Raises CallError."""
        self.calls.append((method, parameters))
        if self._faults[method]:
            raise self._faults[method].popleft()
        if method == "getMe":
            return BOT
        if method == "getUpdates":
            return await self._poll(**parameters)
        if method == "sendMessage":
            return self._send(**parameters)
        return True

    async def _poll(self, offset: int = 0, timeout: float = 0, **_: object) -> list[Json]:
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        self._polls += 1
        await self.until(lambda: bool(self._updates), timeout)
        self._polls -= 1
        return self._updates

    def _send(self, chat_id: int, text: str, parse_mode: str = "", **more: Any) -> Json:
        if chat_id not in self._chats:
            raise _bad("chat not found")
        try:
            plain, entities = parse(text) if parse_mode == "HTML" else (text, [])
        except MarkupError as error:
            raise _bad(f"can't parse entities: {error}") from error
        if not plain.strip():
            raise _bad("message text is empty")
        if units(plain) > _LONGEST:
            raise _bad("message is too long")
        if len(entities) > _MOST_ENTITIES:
            raise _bad("too many entities")
        replied = self._replied(chat_id, more.get("reply_parameters"))
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup"}
        message = self._message(chat, BOT, text=plain, entities=entities, **replied)
        self.messages.append(message)
        return message

    def _replied(self, chat_id: int, reply: Json | None) -> Json:
        if reply is None:
            return {}
        if (message := self._chats[chat_id].get(reply["message_id"])) is not None:
            return {"reply_to_message": message}
        if reply.get("allow_sending_without_reply"):
            return {}
        raise _bad("message to be replied not found")

    def _said(self, text: str, chat: Json, language: str | None, **more: object) -> Json:
        user: Json = {"id": abs(chat["id"]), "is_bot": False, "first_name": "Ada"}
        if language:
            user["language_code"] = language
        entities = [
            {"type": "bot_command", "offset": 0, "length": command.end()}
            for command in [re.match(r"/\w+(?:@\w+)?", text)]
            if command
        ]
        message = self._message(chat, user, text=text, entities=entities, **more)
        self._update("message", message)
        return message

    def _message(self, chat: Json, sender: Json, **content: object) -> Json:
        known: Json = {"message_id": self._next_id(), "date": _DATE, "chat": chat, "from": sender}
        message = known | content
        self._chats[chat["id"]][known["message_id"]] = message
        return message

    def _update(self, kind: str, message: Json) -> None:
        self._updates.append({"update_id": self._next_id(), kind: message})

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id


class _Method(RequestHandler):
    """A call, whose parameters come as a form: a text as it is, the others in JSON."""

    def initialize(self, api: FakeBotApi) -> None:
        self._api = api

    async def post(self, method: str) -> None:
        form = parse_qsl(self.request.body.decode(), keep_blank_values=True)
        parameters = {name: _value(name, value) for name, value in form}
        try:
            result = await self._api.result(method, parameters)
            self.write({"ok": True, "result": result})
        except CallError as error:
            self.set_status(error.status)
            self.write(error.answer)


def _value(name: str, value: str) -> object:
    try:
        return value if name == "text" else json.loads(value)
    except ValueError:
        return value


def _unlogged(handler: RequestHandler) -> None:
    """Logs no call, as it holds the token."""


def _bad(request: str) -> CallError:
    return CallError(400, f"Bad Request: {request}")
