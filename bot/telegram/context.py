"""What every handler has at hand."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import CallbackContext, ExtBot

from bot.settings import Settings
from bot.telegram.activity import Activity
from bot.telegram.conversations import Conversations
from bot.telegram.rate_limiter import Quota
from bot.telegram.served_index import ServedIndex
from bot.upkeep.records import ChatSettings, Records
from bot.wording.translations import Translation, interface

STATE = "state"  # its place in the data of the bot


@dataclass(frozen=True, slots=True)
class State:
    settings: Settings
    served_index: ServedIndex
    records: Records
    conversations: Conversations
    activity: Activity
    askers: Quota
    tasks: set[asyncio.Task[None]] = field(default_factory=set)  # which nobody waits for
    # What is being uploaded, as long as somebody waits for it.
    uploading: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[str, State]]):
    """The context of an update, with the bot's state."""

    @property
    def state(self) -> State:
        return self.bot_data[STATE]

    def chosen(self, update: Update) -> ChatSettings:
        """What the chat of an update has chosen; inline, where there is none, the user's own."""
        chat = update.effective_chat or update.effective_user
        return self.state.records.settings(chat.id) if chat else ChatSettings()

    def limit(self, update: Update) -> int:
        """How many quotes an answer to an update may have."""
        chosen = self.chosen(update)
        return 1 if chosen.quiet else chosen.quotes or self.state.settings.quotes

    def language(self, update: Update) -> str | None:
        """The language of the user's Telegram, an ISO 639-1 code."""
        user = update.effective_user
        return user.language_code.split("-")[0].lower() if user and user.language_code else None

    def interface(self, update: Update, question: str | None = None) -> Translation:
        """The interface for an update: as the chat chose, else the user's, else the question's."""
        return interface(self.chosen(update).language, self.language(update), question)

    def data(self, update: Update) -> list[str]:
        """The parts of the pressed button's data behind what it does."""
        query = update.callback_query
        return (query.data or ":").split(":")[1:] if query else []
