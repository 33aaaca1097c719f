"""What a bot can call: the methods of the Bot API, as far as this bot needs them."""

from collections.abc import Callable
from typing import Any

from tests.support.botapi.checks import (
    LARGEST_FILE,
    CallError,
    Json,
    at_most,
    bad,
    caption_of,
    check_commands,
    check_language,
    check_offer,
    check_webhook,
    keyboard_of,
    picture_size,
    text_of,
)
from tests.support.botapi.state import BOT, DATE, Chat, Telegram, words_of

_CHAT_ACTIONS = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document"
    " choose_sticker find_location record_video_note upload_video_note"
).split()
_RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats"
    " can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories"
    " can_edit_stories can_delete_stories"
).split()
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class Methods:
    """Each method with its name in snake case; parameters that change nothing are ignored.

    All raise CallError.
    """

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    def get_me(self) -> Json:
        return BOT | {
            "can_join_groups": True,
            "can_read_all_group_messages": self._telegram.sees_all,
            "supports_inline_queries": True,
        }

    # Messages

    def send_message(
        self,
        chat_id: int,
        text: str,
        parse_mode: str = "",
        entities: list[Json] | None = None,
        **more: Any,
    ) -> Json:
        chat = self._telegram.reachable(chat_id, more.get("message_thread_id"))
        return self._send(chat, text_of(text, parse_mode, entities), **more)

    def send_document(self, document: Any, **more: Any) -> Json:
        return self._send_captioned(lambda: {"document": self._document(document)}, **more)

    def send_photo(self, photo: Any, **more: Any) -> Json:
        return self._send_captioned(lambda: {"photo": [self._photo(photo)]}, **more)

    def edit_message_text(
        self,
        text: str,
        parse_mode: str = "",
        entities: list[Json] | None = None,
        reply_markup: Json | None = None,
        **which: Any,
    ) -> Json | bool:
        message = self._editable(**which)
        if "text" not in message:
            raise bad("there is no text in the message to edit")
        self._change(message, text_of(text, parse_mode, entities) | keyboard_of(reply_markup))
        return "inline_message_id" in which or message

    def edit_message_reply_markup(
        self, reply_markup: Json | None = None, **which: Any
    ) -> Json | bool:
        message = self._editable(**which)
        self._change(message, keyboard_of(reply_markup))
        return "inline_message_id" in which or message

    def delete_message(self, chat_id: int, message_id: int, **_: object) -> bool:
        chat = self._telegram.reachable(chat_id)
        if (message := chat.messages.get(message_id)) is None:
            raise bad("message to delete not found")
        may_delete_all = chat.is_private or BOT["id"] in self._telegram.administrators[chat_id]
        if message["from"]["id"] != BOT["id"] and not may_delete_all:
            raise bad("message can't be deleted")
        del chat.messages[message_id]
        self._telegram.note_message("deleted", message, BOT["id"])
        return True

    def _send_captioned(
        self,
        media: Callable[[], Json],
        chat_id: int,
        caption: str = "",
        parse_mode: str = "",
        caption_entities: list[Json] | None = None,
        **more: Any,
    ) -> Json:
        chat = self._telegram.reachable(chat_id, more.get("message_thread_id"))
        words = caption_of(caption, parse_mode, caption_entities)
        return self._send(chat, words | media(), **more)

    def _send(
        self,
        chat: Chat,
        content: Json,
        reply_parameters: Json | None = None,
        reply_markup: Json | None = None,
        message_thread_id: int | None = None,
        **_: object,
    ) -> Json:
        content |= keyboard_of(reply_markup)
        replied = _replied(chat, **reply_parameters) if reply_parameters else None
        message = self._telegram.post(chat, BOT, content, replied, message_thread_id)
        self._telegram.messages.append(message)
        self._telegram.note_message("sent", message, BOT["id"])
        return message

    def _document(self, document: Any) -> Json:
        """A Document: a file that is uploaded, or one that was."""
        if isinstance(document, str):
            return self._known("file-", document)
        name = {"file_name": document.filename, "mime_type": document.content_type}
        return self._uploaded("file-", document.body, name)

    def _photo(self, photo: Any) -> Json:
        """A PhotoSize: a picture that is uploaded, or one that was."""
        if isinstance(photo, str):
            return self._known("photo-", photo)
        return self._uploaded("photo-", photo.body, picture_size(photo.body))

    def _known(self, kind: str, file: str) -> Json:
        """What was uploaded as this kind of file."""
        if file not in self._telegram.documents or not file.startswith(kind):
            raise bad("wrong file identifier/HTTP URL specified")
        return self._telegram.documents[file]

    def _uploaded(self, kind: str, body: bytes, known: Json) -> Json:
        if not body:
            raise bad("file must be non-empty")
        if len(body) > LARGEST_FILE:
            raise CallError(413, "Request Entity Too Large")
        number = self._telegram.next_id()
        uploaded: Json = {
            "file_id": f"{kind}{number}",
            "file_unique_id": f"unique-{number}",
            "file_size": len(body),
        } | known
        self._telegram.documents[uploaded["file_id"]] = uploaded
        self._telegram.files[uploaded["file_id"]] = body
        return uploaded

    def _editable(
        self,
        chat_id: int | None = None,
        message_id: int | None = None,
        inline_message_id: str | None = None,
        **_: object,
    ) -> Json:
        """A message that the bot sent, or that a user sent via it."""
        if inline_message_id is not None:
            if inline_message_id not in self._telegram.inline_messages:
                raise bad("MESSAGE_ID_INVALID")
            return self._telegram.inline_messages[inline_message_id]
        if chat_id is None or message_id is None:
            raise bad("message identifier is not specified")
        message = self._telegram.reachable(chat_id).messages.get(message_id)
        if message is None:
            raise bad("message to edit not found")
        if message["from"]["id"] != BOT["id"]:
            raise bad("message can't be edited")
        return message

    def _change(self, message: Json, content: Json) -> None:
        """Edit a message, whose keyboard goes if the new content has none."""
        bare = {name: value for name, value in message.items() if name != "reply_markup"}
        if bare | content == message:
            raise bad(_NOT_MODIFIED)
        message.pop("reply_markup", None)
        message.update(content, edit_date=DATE + 1)
        self._telegram.edits[message["chat"]["id"], message["message_id"]] += 1
        self._telegram.note_message("changed", message, BOT["id"])

    # Queries

    def answer_callback_query(self, callback_query_id: str, text: str = "", **more: Any) -> bool:
        at_most(200, text, "MESSAGE_TOO_LONG")
        if not more.get("url", "https://t.me/").startswith("https://t.me/"):
            raise bad("URL_INVALID")
        query = self._asked(callback_query_id)
        parameters = {"callback_query_id": callback_query_id, "text": text} | more
        self._telegram.answers[callback_query_id] = parameters
        chat = query["message"]["chat"]["id"] if "message" in query else None
        self._telegram.note("answered", chat, BOT["id"], text, parameters)
        return True

    def answer_inline_query(
        self,
        inline_query_id: str,
        results: list[Json],
        next_offset: str = "",
        button: Json | None = None,
        **more: Any,
    ) -> bool:
        check_offer(results, next_offset, button)
        query = self._asked(inline_query_id)
        parameters = {"inline_query_id": inline_query_id, "results": results} | more
        parameters |= {"next_offset": next_offset} | ({"button": button} if button else {})
        self._telegram.offers[inline_query_id] = parameters
        self._telegram.note("offered", None, BOT["id"], query["query"], parameters)
        return True

    def _asked(self, query_id: str) -> Json:
        """A query, which can be answered once."""
        if query_id not in self._telegram.queries:
            raise bad(_TOO_OLD)
        return self._telegram.queries.pop(query_id)

    # Chats

    def send_chat_action(
        self, chat_id: int, action: str, message_thread_id: int | None = None, **_: object
    ) -> bool:
        self._telegram.reachable(chat_id, message_thread_id)
        if action not in _CHAT_ACTIONS:
            raise bad("wrong parameter action in request")
        return True

    def get_chat(self, chat_id: int) -> Json:
        """As little of a ChatFullInfo as there can be."""
        gifts = ["unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"]
        return self._telegram.reachable(chat_id).place | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys([*gifts, "gifts_from_channels"], False),
        }

    def get_chat_member(self, chat_id: int, user_id: int) -> Json:
        self._telegram.reachable(chat_id)
        unseen = {"id": user_id, "is_bot": False, "first_name": "Ada"}
        user = self._telegram.people.get(user_id, unseen)
        if user_id in self._telegram.administrators[chat_id]:
            return _administrator(user)
        return self._telegram.membership(user, "member")

    def get_chat_administrators(self, chat_id: int) -> list[Json]:
        if self._telegram.reachable(chat_id).is_private:
            raise bad("there are no administrators in the private chat")
        administrators = sorted(self._telegram.administrators[chat_id])
        return [self.get_chat_member(chat_id, user_id) for user_id in administrators]

    def leave_chat(self, chat_id: int) -> bool:
        chat = self._telegram.reachable(chat_id)
        if chat.is_private:
            raise bad("chat member status can't be changed in private chats")
        self._telegram.change_membership(chat, BOT, "left")
        return True

    # The bot itself

    def set_my_commands(
        self, commands: list[Json], scope: Json | None = None, language_code: str = ""
    ) -> bool:
        check_commands(commands, scope, language_code)
        return True

    def set_my_name(self, name: str = "", language_code: str = "") -> bool:
        at_most(64, name, "bot name is too long")
        check_language(language_code)
        return True

    def set_my_description(self, description: str = "", language_code: str = "") -> bool:
        at_most(512, description, "bot description is too long")
        check_language(language_code)
        return True

    def set_my_short_description(
        self, short_description: str = "", language_code: str = ""
    ) -> bool:
        at_most(120, short_description, "bot short description is too long")
        check_language(language_code)
        return True

    def set_webhook(
        self,
        url: str,
        secret_token: str | None = None,
        allowed_updates: list[str] | None = None,
        **more: Any,
    ) -> bool:
        check_webhook(url, secret_token)
        if allowed_updates is not None:
            self._telegram.allowed_updates = allowed_updates
        self._telegram.webhook = url
        return self._drop(**more)

    def delete_webhook(self, **more: Any) -> bool:
        self._telegram.webhook = ""
        return self._drop(**more)

    def _drop(self, drop_pending_updates: bool = False, **_: object) -> bool:
        if drop_pending_updates:
            self._telegram.updates.clear()
        return True


def _replied(
    chat: Chat,
    message_id: int,
    allow_sending_without_reply: bool = False,
    quote: str | None = None,
    **_: object,
) -> Json | None:
    message = chat.messages.get(message_id)
    if message is None and not allow_sending_without_reply:
        raise bad("message to be replied not found")
    if message is not None and quote is not None:
        at_most(1024, quote, "QUOTE_TEXT_INVALID")
        if quote not in words_of(message):
            raise bad("QUOTE_TEXT_INVALID")
    return message


def _administrator(user: Json) -> Json:
    return {"user": user, "status": "administrator"} | dict.fromkeys(_RIGHTS, False)
