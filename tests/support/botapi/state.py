"""What Telegram knows of a bot: its chats, what was said in them, and who may say more."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Literal

from tests.support.botapi.checks import CallError, Json, bad

BOT: Json = {"id": 1, "is_bot": True, "first_name": "Belegbot", "username": "belegbot"}
DATE = 1_700_000_000

# Updates that a bot gets only if it asks for them.
_ASKED_FOR = {"chat_member", "message_reaction", "message_reaction_count"}

Status = Literal["member", "left", "kicked"]
AnswerKind = Literal[
    "said",  # by a user
    "edited",  # by a user
    "sent",  # by the bot
    "changed",  # by the bot: one of its messages
    "deleted",
    "pressed",  # a button
    "answered",  # the press of a button
    "asked",  # inline
    "offered",  # inline
    "chosen",  # inline
    "joined",  # the bot, a group; or a user lets it write again
    "left",  # the bot, a group; or a user blocks it
]


@dataclass(frozen=True)
class Event:
    """What a user or the bot did, where `chat` is None inline.

    `text` is a message's text or caption, the label of a button, what answers its press, or an
    inline query; `data` the message as it was then, the query, or the parameters of the call.
    """

    kind: AnswerKind
    chat: int | None
    user: int
    text: str
    data: Json


@dataclass
class Chat:
    """A chat, as its messages name it (`place`), and what the bot is in it."""

    place: Json
    status: Status = "member"
    messages: dict[int, Json] = field(default_factory=dict)
    topics: dict[int, Literal["open", "closed", "deleted"]] = field(default_factory=dict)
    moved_to: int | None = None

    @property
    def id(self) -> int:
        return int(self.place["id"])

    @property
    def is_private(self) -> bool:
        return self.id > 0


class Telegram:
    """The records of a server with one bot.

    - `messages`: what the bot sent, as it is now; `history`: all that happened, as it was then
    - `answers`: how a press was answered, by query id; `offers`: the same for inline queries
    - `files`: what the bot uploaded, by file id
    - `administrators`: user ids, by chat id, to be filled in by tests
    - `sees_all`: whether the bot says of itself that it gets all messages of a group
    """

    def __init__(self) -> None:
        self.messages: list[Json] = []
        self.history: list[Event] = []
        self.answers: dict[str, Json] = {}
        self.offers: dict[str, Json] = {}
        self.files: dict[str, bytes] = {}
        self.documents: dict[str, Json] = {}
        self.administrators: defaultdict[int, set[int]] = defaultdict(set)
        self.sees_all = False
        self.chats: dict[int, Chat] = {}
        self.inline_messages: dict[str, Json] = {}  # with a keyboard, sent by users via the bot
        self.people: dict[int, Json] = {BOT["id"]: BOT}
        self.queries: dict[str, Json] = {}  # that can be answered
        self.edits: Counter[tuple[int, int]] = Counter()  # of the bot, by chat and message id
        self.updates: list[Json] = []
        self.allowed_updates: list[str] = []
        self.webhook = ""
        self._last_id = 0

    def next_id(self) -> int:
        """A number that nothing else has."""
        self._last_id += 1
        return self._last_id

    def update(self, kind: str, data: Json) -> None:
        """Something that the bot is told, if it wants to be, as it is now."""
        wanted = kind in self.allowed_updates if self.allowed_updates else kind not in _ASKED_FOR
        if wanted:
            self.updates.append({"update_id": self.next_id(), kind: data.copy()})

    def note(self, kind: AnswerKind, chat: int | None, user: int, text: str, data: Json) -> None:
        """Something that happened, for the history."""
        self.history.append(Event(kind, chat, user, text, data.copy()))

    def note_message(self, kind: AnswerKind, message: Json, user: int) -> None:
        """What happened to a message, for the history."""
        self.note(kind, message["chat"]["id"], user, words_of(message), message)

    def reachable(self, chat_id: int, thread: int | None = None) -> Chat:
        """A chat, and a topic of it, where the bot may write. Raises CallError."""
        if (chat := self.chats.get(chat_id)) is None:
            raise bad("chat not found")
        if chat.moved_to is not None:
            upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
            raise CallError(400, upgraded, migrate_to_chat_id=chat.moved_to)
        if chat.status != "member":
            raise CallError(403, f"Forbidden: {_expulsion(chat)}")
        if thread is not None and chat.topics:
            state = chat.topics.get(thread, "deleted")
            if state == "deleted":
                raise bad("message thread not found")
            if state == "closed" and BOT["id"] not in self.administrators[chat_id]:
                raise bad("TOPIC_CLOSED")
        return chat

    def post(
        self,
        chat: Chat,
        sender: Json,
        content: Json,
        replied: Json | None = None,
        thread: int | None = None,
    ) -> Json:
        """A new message of a chat. An answer is in the topic of what it answers."""
        message: Json = {"message_id": self.next_id(), "date": DATE, "from": sender}
        if replied is not None:
            # Telegram shows one level of replies, no more.
            message["reply_to_message"] = {
                name: value for name, value in replied.items() if name != "reply_to_message"
            }
            if replied.get("is_topic_message"):
                thread = thread or replied["message_thread_id"]
        if thread is not None:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        message |= content
        if message.get("is_topic_message"):
            _open_topic(chat, message["message_thread_id"])
        chat.messages[message["message_id"]] = {"chat": chat.place.copy()} | message
        return chat.messages[message["message_id"]]

    def change_membership(self, chat: Chat, by: Json, status: Status) -> None:
        """What the bot is in a chat from now on, of which it is told."""
        before, chat.status = chat.status, status
        changed = {
            "chat": chat.place.copy(),
            "from": by,
            "date": DATE,
            "old_chat_member": self.membership(BOT, before),
            "new_chat_member": self.membership(BOT, status),
        }
        self.update("my_chat_member", changed)
        name = str(chat.place["first_name" if chat.is_private else "title"])
        self.note("joined" if status == "member" else "left", chat.id, by["id"], name, changed)

    def membership(self, user: Json, status: str) -> Json:
        """A ChatMember."""
        member = {"user": user, "status": status}
        return member | ({"until_date": 0} if status == "kicked" else {})


def words_of(message: Json) -> str:
    """The text or caption of a message, if it has any."""
    return str(message.get("text") or message.get("caption") or "")


def _open_topic(chat: Chat, thread: int) -> None:
    chat.topics.setdefault(thread, "open")
    if not chat.is_private:
        chat.place["is_forum"] = True


def _expulsion(chat: Chat) -> str:
    if chat.is_private:
        if chat.status == "kicked":
            return "bot was blocked by the user"
        return "bot can't initiate conversation with a user"
    deed = "was kicked from" if chat.status == "kicked" else "is not a member of"
    return f"bot {deed} the {chat.place['type']} chat"
