"""What every handler has at hand: the bot's state, and the update that it handles."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Self
from weakref import WeakValueDictionary

from telegram import CallbackQuery, Message, Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.settings import Settings
from bot.telegram.activity import Activity
from bot.telegram.conversations import Conversations
from bot.telegram.quota import Quota
from bot.telegram.served_index import ServedIndex
from bot.upkeep.records import ChatSettings, Records
from bot.wording.translations import Translation, translation

App = Application[Any, Any, Any, Any, Any, Any]

STATE = "state"  # its key in the data of the bot


@dataclass(frozen=True, slots=True)
class State:
    """All that the bot has while it runs."""

    settings: Settings
    served_index: ServedIndex
    records: Records
    conversations: Conversations
    activity: Activity
    quota: Quota
    tasks: set[asyncio.Task[None]] = field(default_factory=set)  # run beside the handlers
    # Uploads under way, by what they are of, as long as somebody waits for them.
    uploading: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[str, State]]):
    """The context of an update: it knows its update and the bot's state."""

    _update: Update

    @classmethod
    def from_update(cls, update: object, application: App) -> Self:
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context._update = update
        return context

    @property
    def state(self) -> State:
        return self.bot_data[STATE]

    @property
    def message(self) -> Message:
        """The message that the update is about, for handlers that get only such updates."""
        message = self._update.effective_message
        assert message is not None
        return message

    @property
    def query(self) -> CallbackQuery:
        """The press of a button, for handlers that get only such updates."""
        query = self._update.callback_query
        assert query is not None
        return query

    @property
    def button_data(self) -> list[str]:
        """The parts of the pressed button's data behind what it does."""
        return (self.query.data or ":").split(":")[1:]

    @property
    def chat_settings(self) -> ChatSettings:
        """The settings of the chat; inline, where there is no chat, the user's own."""
        chat = self._update.effective_chat or self._update.effective_user
        return self.state.records.settings(chat.id) if chat else ChatSettings()

    @property
    def quote_limit(self) -> int:
        """How many quotes an answer may have."""
        settings = self.chat_settings
        return 1 if settings.quiet else settings.quotes or self.state.settings.quotes

    @property
    def user_language(self) -> str | None:
        """The language of the user's Telegram, an ISO 639-1 code."""
        user = self._update.effective_user
        return user.language_code.split("-")[0].lower() if user and user.language_code else None

    def translation(self, question_language: str | None = None) -> Translation:
        """The bot's sentences in the chat's language, else the user's, else the question's."""
        return translation(self.chat_settings.language, self.user_language, question_language)
