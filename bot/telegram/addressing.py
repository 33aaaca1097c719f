"""Which messages ask the bot something, and what they ask."""

import re

from telegram import Message, MessageEntity
from telegram.ext import filters

from bot.answering.question_words import asks_where_from, asks_whether_true, is_asking

_COMMAND = "ask"  # that a question may begin with
_WORD = re.compile(r"\w")


def question_in(message: Message) -> str | None:
    """The question to the bot in a message or its caption; None where the bot is not asked.

    In a group that is what follows /ask, a text that mentions the bot, or a reply to it; privately
    every text. A bare command or mention in reply to a message asks what that message says.
    """
    if (text := _addressed(message)) is None:
        return None
    text = text.strip()
    if _WORD.search(text) or (text and replies_to_bot(message)):  # the latter: a reaction to it
        return text
    return replied_to(message) or text


def replies_to_bot(message: Message) -> bool:
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == message.get_bot().id)


def asker(message: Message) -> int:
    """The id of the one who asks: a user, or the group in whose name an admin writes."""
    sender = message.sender_chat or message.from_user
    return sender.id if sender else message.chat_id


def _addressed(message: Message) -> str | None:
    """The text of a message without the bot's name or command; None where it is not for the bot."""
    text = message.text or message.caption
    if text is None:  # a sticker, a voice message and the like
        return None
    if (command := _command(message)) is not None:
        name, _, bot = command.partition("@")
        if name != _COMMAND or bot not in ("", message.get_bot().username.lower()):
            return None
        return _without_mentions(text[len(f"/{command}") :], message)
    if _is_mentioned(message):
        return _without_mentions(text, message)
    is_asked = replies_to_bot(message) or message.chat.type == message.chat.PRIVATE
    return text if is_asked else None


def is_command(message: Message) -> bool:
    """Whether a message begins with a command."""
    return _command(message) is not None


def _command(message: Message) -> str | None:
    """The command that a message begins with, without its slash, in lower case."""
    commands = _entities(message, MessageEntity.BOT_COMMAND)
    first = next((commands[entity] for entity in commands if entity.offset == 0), None)
    return first.removeprefix("/").lower() if first else None


def _without_mentions(text: str, message: Message) -> str:
    """A text without the bot's name and a comma before it."""
    name = re.escape(message.get_bot().name)
    return re.sub(rf"(?:,\s*)?(?<!\w){name}(?!\w)", " ", text, flags=re.IGNORECASE)


def _is_mentioned(message: Message) -> bool:
    mentions = _entities(message, MessageEntity.MENTION).values()
    return message.get_bot().name.lower() in map(str.lower, mentions)


def _entities(message: Message, kind: str) -> dict[MessageEntity, str]:
    """The entities of a kind in a message's text, or in its caption."""
    return message.parse_entities([kind]) or message.parse_caption_entities([kind])


def replied_to(message: Message) -> str:
    """The text of somebody else that a message replies to, or the part that it quotes."""
    if message.quote:
        return message.quote.text
    replied = message.reply_to_message
    if replied is None or replies_to_bot(message):
        return ""
    return replied.text or replied.caption or ""


class _Asks(filters.MessageFilter):
    """A message that asks the bot something."""

    def filter(self, message: Message) -> bool:
        return question_in(message) is not None


class _AsksWhereFrom(filters.MessageFilter):
    """A reply to the bot that asks for a source."""

    def filter(self, message: Message) -> bool:
        return replies_to_bot(message) and asks_where_from(_addressed(message) or "")


class _AsksAboutClaim(filters.MessageFilter):
    """A message that only asks the bot whether the claim it replies to is true."""

    def filter(self, message: Message) -> bool:
        text, claim = _addressed(message), replied_to(message)
        if text is None or not claim or replies_to_bot(message):
            return False
        return asks_whether_true(text) or not (_WORD.search(text) or is_asking(claim))


class _UnknownCommand(filters.MessageFilter):
    """A command that no handler took, unless it may be for another bot in the group."""

    def filter(self, message: Message) -> bool:
        command = _command(message)
        if command is None or message.caption:  # handlers ignore commands in captions
            return False
        _, _, bot = command.partition("@")
        me = message.get_bot().username.lower()
        return bot == me or (not bot and message.chat.type == message.chat.PRIVATE)


ASKS = _Asks()
ASKS_ABOUT_CLAIM = _AsksAboutClaim()
UNKNOWN_COMMAND = _UnknownCommand()
ASKS_WHERE_FROM = _AsksWhereFrom()
