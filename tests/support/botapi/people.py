"""What people do in Telegram, of which the bot is told."""

from tests.support.botapi.checks import Json, posted
from tests.support.botapi.markup import found, units
from tests.support.botapi.state import BOT, DATE, Chat, Status, Telegram

_LONGEST_QUERY = 256  # UTF-16 units
# Who writes where an administrator does not say who they are.
_NOBODY: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


class People(Telegram):
    """Those who use the bot: a user has an id and a first name.

    Privacy mode is not imitated: the bot is told all that is said in a group that it is in.
    """

    # What users say

    def private(
        self,
        text: str | None,
        user: int = 7,
        language: str | None = "en",
        name: str = "Ada",
        reply_to: Json | None = None,
        thread: int | None = None,
        **more: object,
    ) -> Json:
        """A user writes to the bot. `more` are fields of the message, such as `voice`."""
        chat = self._private_chat(user, name)
        assert chat.status != "kicked", "Telegram asks them to unblock the bot first."
        chat.status = "member"  # "left" where they only used it inline
        sender = self._person(user, name, language)
        return self._said(chat, sender, text, reply_to, thread, more)

    def group(
        self,
        text: str | None,
        group: int = -5,
        user: int | None = None,
        language: str | None = "en",
        name: str = "Ada",
        reply_to: Json | None = None,
        thread: int | None = None,
        **more: object,
    ) -> Json:
        """A user writes in a group. With a `sender_chat` it is an anonymous administrator."""
        sender = self._person(abs(group) if user is None else user, name, language)
        if "sender_chat" in more:
            sender = _NOBODY
        return self._said(self._group_chat(group), sender, text, reply_to, thread, more)

    def edit(self, message: Json, text: str) -> None:
        """A user edits a message: its caption if it has no text."""
        chat = self.chats[message["chat"]["id"]]
        message = chat.messages.get(message["message_id"], message)
        message.update(_words(text, captioned="text" not in message), edit_date=DATE + 1)
        self.note_message("edited", message, message["from"]["id"])
        self._tell(chat, "edited_message", message)

    def delete(self, message: Json, by: int = 7) -> None:
        """A user deletes a message, of which the bot is not told."""
        del self.chats[message["chat"]["id"]].messages[message["message_id"]]
        self.note_message("deleted", message, by)

    # What users press and ask inline

    def press(
        self,
        message: Json,
        label_or_data: str,
        user: int = 7,
        language: str | None = "en",
        name: str = "Ada",
    ) -> Json:
        """The callback query of a user who presses a button of the message as it is now.

        Raises AssertionError if there is no such button.
        """
        chat = self.chats[message["chat"]["id"]]
        assert message["message_id"] in chat.messages, "The message is deleted."
        message = chat.messages[message["message_id"]]
        button = _button(message, label_or_data)
        where = {"inline_message_id": _inline_id(message)}
        query = {
            "from": self._person(user, name, language),
            "chat_instance": str(chat.id),
            "data": button["callback_data"],
        } | (where if "via_bot" in message else {"message": message.copy()})
        self._ask("callback_query", query)
        self.note("pressed", chat.id, user, button["text"], query)
        return query

    def inline(
        self,
        query: str,
        user: int = 7,
        language: str | None = "en",
        name: str = "Ada",
        offset: str = "",
    ) -> Json:
        """The inline query of a user who types in any chat; an `offset` asks for more results."""
        assert units(query) <= _LONGEST_QUERY, "Telegram lets nobody type as much."
        sender = self._person(user, name, language)
        asked: Json = {"from": sender, "query": query, "offset": offset}
        self._ask("inline_query", asked)
        self.note("asked", None, user, query, asked)
        return asked

    def choose(self, query: Json, result_id: str, chat: int) -> Json:
        """The message that a user posts via the bot, in a chat of theirs with anyone."""
        results = {result["id"]: result for result in self.offers[query["id"]]["results"]}
        chat_of = self._private_chat if chat > 0 else self._group_chat
        place = chat_of(chat, status="left")  # unless the bot is there
        content = posted(results[result_id]) | {"via_bot": BOT}
        message = self.post(place, query["from"], content)
        if "reply_markup" in message:
            self.inline_messages[_inline_id(message)] = message
        self.note_message("chosen", message, query["from"]["id"])
        self._tell(place, "message", message)
        return message

    def expire(self, query: Json) -> None:
        """A query gets too old to be answered."""
        self.queries.pop(query["id"], None)

    # Who may write where

    def add_bot(
        self, group: int = -5, by: int = 7, title: str = "Group", kind: str = "supergroup"
    ) -> None:
        """A user adds the bot to a group, for the first time or again."""
        chat = self._group_chat(group, title, kind, status="left")
        self.change_membership(chat, self._known(by), "member")

    def remove_bot(self, group: int = -5, by: int = 7) -> None:
        """A user removes the bot from a group."""
        self.change_membership(self.chats[group], self._known(by), "kicked")

    def block(self, user: int = 7) -> None:
        """A user forbids the bot to write to them."""
        self.change_membership(self._private_chat(user), self._known(user), "kicked")

    def unblock(self, user: int = 7) -> None:
        """A user lets the bot write to them again."""
        self.change_membership(self._private_chat(user), self._known(user), "member")

    def migrate(self, group: int, to: int) -> None:
        """A group becomes a supergroup, with another id."""
        old = self.chats[group]
        assert old.place["type"] == "group", f"{group} is a {old.place['type']} already."
        new = Chat(old.place | {"id": to, "type": "supergroup"}, old.status)
        self.chats[to] = new
        self.administrators[to] |= self.administrators[group]
        self._tell(old, "message", self.post(old, _NOBODY, {"migrate_to_chat_id": to}))
        self._tell(new, "message", self.post(new, _NOBODY, {"migrate_from_chat_id": group}))
        old.moved_to = to

    def close_topic(self, group: int, thread: int) -> None:
        """Only administrators may write in a topic."""
        self.chats[group].topics[thread] = "closed"

    def delete_topic(self, group: int, thread: int) -> None:
        """A topic is deleted, with its messages."""
        chat = self.chats[group]
        chat.topics[thread] = "deleted"
        for message in list(chat.messages.values()):
            if message.get("message_thread_id") == thread:
                del chat.messages[message["message_id"]]

    def _said(
        self,
        chat: Chat,
        sender: Json,
        text: str | None,
        reply_to: Json | None,
        thread: int | None,
        more: Json,
    ) -> Json:
        words = {} if text is None else _words(text)
        if "caption" in more:
            words |= _words(more["caption"], captioned=True)
        if reply_to is not None:
            reply_to = chat.messages.get(reply_to["message_id"], reply_to)
        message = self.post(chat, sender, words | more, reply_to, thread)
        self.note_message("said", message, sender["id"])
        self._tell(chat, "message", message)
        return message

    def _ask(self, kind: str, query: Json) -> None:
        query["id"] = str(self.next_id())
        self.queries[query["id"]] = query
        self.update(kind, query)

    def _tell(self, chat: Chat, kind: str, message: Json) -> None:
        """The bot is told of what happens where it is."""
        if chat.status == "member":
            self.update(kind, message)

    def _person(self, user: int, name: str, language: str | None) -> Json:
        person: Json = {"id": user, "is_bot": False, "first_name": name}
        if language:
            person["language_code"] = language
        self.people[user] = person
        return person

    def _known(self, user: int) -> Json:
        return self.people.get(user) or self._person(user, "Ada", "en")

    def _private_chat(self, user: int, name: str = "Ada", status: Status = "member") -> Chat:
        place = {"id": user, "type": "private", "first_name": name}
        return self.chats.setdefault(user, Chat(place, status))

    def _group_chat(
        self,
        group: int,
        title: str = "Group",
        kind: str = "supergroup",
        status: Status = "member",
    ) -> Chat:
        place = {"id": group, "type": kind, "title": title}
        return self.chats.setdefault(group, Chat(place, status))


def _words(text: str, captioned: bool = False) -> Json:
    kinds = ("caption", "caption_entities") if captioned else ("text", "entities")
    return dict(zip(kinds, (text, found(text)), strict=True))


def _button(message: Json, label_or_data: str) -> Json:
    """The button with this data or label, else the first whose label contains it."""
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row if "callback_data" in button]
    for button in buttons:
        if label_or_data in (button["callback_data"], button["text"]):
            return button
    for button in buttons:
        if label_or_data in button["text"]:
            return button
    labels = [button["text"] for button in buttons]
    raise AssertionError(f"No button {label_or_data!r} to be pressed; there are {labels}.")


def _inline_id(message: Json) -> str:
    """How the bot knows a message that a user sent via it."""
    return f"inline-{message['message_id']}"
