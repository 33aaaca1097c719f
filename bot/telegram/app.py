"""The Telegram bot: which handler answers what."""

import asyncio
import logging
from typing import Any

from telegram.ext import (
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.settings import Settings
from bot.telegram.activity import Activity
from bot.telegram.addressing import ASKS, ASKS_ABOUT_CLAIM, ASKS_WHERE_FROM, UNKNOWN_COMMAND
from bot.telegram.buttons import BAD, CARD, FILE, GOOD, LIST, PAGE, SET, TURN
from bot.telegram.context import STATE, App, Context, State
from bot.telegram.conversations import Conversations
from bot.telegram.handlers import (
    cards,
    faults,
    files,
    inline,
    maintenance,
    membership,
    page_images,
    preferences,
    privacy,
    questions,
    reports,
    votes,
    welcome,
)
from bot.telegram.polling import PollingRequest
from bot.telegram.profile import set_profile
from bot.telegram.quota import Quota
from bot.telegram.rate_limiter import ChatRateLimiter
from bot.telegram.reloading import follow_published_versions
from bot.telegram.served_index import ServedIndex, warm_up
from bot.telegram.update_order import InOrder
from bot.upkeep.records import Records

_log = logging.getLogger(__name__)


def application(settings: Settings, token: str, served_index: ServedIndex) -> App:
    """The bot, ready to run."""
    records = Records(
        settings.records_file, token, settings.questions_kept_days, settings.keep_questions
    )
    records.prune()
    state = State(
        settings=settings,
        served_index=served_index,
        records=records,
        conversations=Conversations(),
        activity=Activity(),
        quota=Quota(settings.questions_per_minute),
    )
    server = settings.telegram_api_url.rstrip("/")
    app = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{server}/bot")
        .base_file_url(f"{server}/file/bot")
        .context_types(ContextTypes(Context))
        .concurrent_updates(InOrder())
        .get_updates_request(PollingRequest())
        .rate_limiter(ChatRateLimiter())
        .post_init(_prepare)
        .post_shutdown(_close)
        .build()
    )
    app.bot_data[STATE] = state
    app.add_handlers(_handlers(settings))
    app.add_error_handler(faults.fault)
    return app


def _handlers(settings: Settings) -> list[BaseHandler[Any, Any, Any]]:
    """Which handler answers what; of several that could, the first."""
    new = filters.UpdateType.MESSAGE  # not the edited ones
    private = new & filters.ChatType.PRIVATE
    maintainer = new & filters.User(settings.maintainers)
    return [
        CommandHandler("start", welcome.start, new),
        CommandHandler("help", welcome.help, new),
        CommandHandler("sources", reports.reports, new),
        CommandHandler("source", cards.source, new),
        CommandHandler("settings", preferences.show, new),
        CommandHandler("privacy", privacy.privacy, new),
        CommandHandler("forget", privacy.forget, new),
        CommandHandler("status", maintenance.status, maintainer),
        CommandHandler("unanswered", maintenance.unanswered, maintainer),
        CommandHandler("reload", maintenance.reload, maintainer),
        MessageHandler(new & (ASKS_WHERE_FROM | ASKS_ABOUT_CLAIM), cards.source),
        MessageHandler(new & ASKS, questions.new),
        MessageHandler(filters.UpdateType.EDITED_MESSAGE, questions.edited),
        MessageHandler(new & UNKNOWN_COMMAND, welcome.unknown),
        MessageHandler(new & filters.StatusUpdate.MIGRATE, membership.migrated),
        MessageHandler(private & ~filters.TEXT & ~filters.StatusUpdate.ALL, welcome.no_text),
        CallbackQueryHandler(cards.show, f"^{CARD}"),
        CallbackQueryHandler(cards.turn, f"^{TURN}"),
        CallbackQueryHandler(files.send, f"^{FILE}"),
        CallbackQueryHandler(page_images.send, f"^{PAGE}"),
        CallbackQueryHandler(reports.page, f"^{LIST}"),
        CallbackQueryHandler(preferences.choose, f"^{SET}"),
        CallbackQueryHandler(votes.vote, f"^({GOOD}|{BAD})"),
        CallbackQueryHandler(welcome.old_button),
        InlineQueryHandler(inline.offer),
        ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER),
    ]


async def _prepare(app: App) -> None:
    """Load what the first question would wait for, and start the tasks beside the questions.

    Questions do not wait until the profile is set, which Telegram may delay.
    """
    state: State = app.bot_data[STATE]
    await state.served_index.read(warm_up)
    for task in (set_profile, follow_published_versions):
        state.tasks.add(begun := asyncio.create_task(task(app)))
        begun.add_done_callback(_log_fault)


def _log_fault(task: asyncio.Task[None]) -> None:
    """Log the error that ended a task."""
    if not task.cancelled() and (fault := task.exception()):
        _log.error("A background task failed.", exc_info=fault)


async def _close(app: App) -> None:
    state: State = app.bot_data[STATE]
    for task in state.tasks:
        task.cancel()
    await asyncio.gather(*state.tasks, return_exceptions=True)
    state.records.close()
