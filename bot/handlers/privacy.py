"""/privacy and /forget."""

import asyncio

from telegram import Update

from bot.addressed import asker
from bot.records import DAYS_KEPT
from bot.replies import message_of, say
from bot.state import Context


async def privacy(update: Update, context: Context) -> None:
    """What is stored, and for how long."""
    ui = context.interface(update)
    lines = [
        ui.gettext("What this bot stores:"),
        ui.gettext(
            "• In memory only, for a day at most: your last questions and which messages answered "
            "them, so that you can go on asking and edit a question."
        ),
        ui.ngettext(
            "• Without your name or id, for {count} day: questions that were not answered.",
            "• Without your name or id, for {count} days: questions that were not answered.",
            DAYS_KEPT,
        ),
        ui.ngettext(
            "• If you press 👍 or 👎, for {count} day: the vote, the question and the quote, with "
            "a code instead of your name or id.",
            "• If you press 👍 or 👎, for {count} days: the vote, the question and the quote, with "
            "a code instead of your name or id.",
            DAYS_KEPT,
        ),
        ui.gettext("• Until the bot is removed: the settings of a chat."),
        ui.gettext("Questions are counted. Messages that ask the bot nothing are not kept."),
        ui.gettext("/forget deletes what belongs to you at once."),
    ]
    await say(update, "\n".join(lines))


async def forget(update: Update, context: Context) -> None:
    """Delete what belongs to the one who writes, and say what that was."""
    user, ui, state = asker(message_of(update)), context.interface(update), context.state
    questions = state.conversations.forget_user(user)
    votes = await asyncio.to_thread(state.records.forget_votes, user)
    # The settings of a private chat, whose id is that of its user; those of a group are its own.
    settings = user > 0 and await asyncio.to_thread(state.records.forget_chat, user)
    deleted = []
    if questions:
        deleted.append(
            ui.ngettext("{count} question from memory", "{count} questions from memory", questions)
        )
    if votes:
        deleted.append(ui.ngettext("{count} vote", "{count} votes", votes))
    if settings:
        deleted.append(ui.gettext("your settings"))
    if not deleted:
        await say(update, ui.gettext("Nothing of yours is stored."))
        return
    await say(update, "\n".join([ui.gettext("Deleted:"), *(f"• {line}" for line in deleted)]))
