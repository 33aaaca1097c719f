"""/privacy and /forget."""

import asyncio

from telegram import Update

from bot.telegram.addressing import asker
from bot.telegram.context import Context
from bot.telegram.sending import say
from bot.wording.translations import Translation


async def privacy(_: Update, context: Context) -> None:
    """What is stored, and for how long."""
    ui, settings = context.translation(), context.state.settings
    lines = [
        ui.gettext("What this bot stores:"),
        ui.gettext(
            "• In memory only, for a day at most: your last questions and which messages answered "
            "them, so that you can ask follow-up questions and edit a question."
        ),
        *_kept(settings.keep_questions, settings.questions_kept_days, ui),
        ui.gettext("• Until the bot is removed: the settings of a chat."),
        ui.gettext(
            "Questions are counted. Messages that do not ask the bot anything are not kept."
        ),
        ui.gettext("/forget deletes what belongs to you at once."),
    ]
    await say(context.message, "\n".join(lines))


def _kept(questions: bool, days: int, ui: Translation) -> list[str]:
    """What is kept for so many days, with or without the texts of questions."""
    if not questions:
        votes = ui.ngettext(
            "• If you press 👍 or 👎, for {count} day: the vote and the quote, without the "
            "question and with a code instead of your name or id.",
            "• If you press 👍 or 👎, for {count} days: the vote and the quote, without the "
            "question and with a code instead of your name or id.",
            days,
        )
        return [votes]
    return [
        ui.ngettext(
            "• Without your name or id, for {count} day: questions that were not answered, as "
            "typed. Those who maintain the bot can read them.",
            "• Without your name or id, for {count} days: questions that were not answered, as "
            "typed. Those who maintain the bot can read them.",
            days,
        ),
        ui.ngettext(
            "• If you press 👍 or 👎, for {count} day: the vote, the question and the quote, with "
            "a code instead of your name or id.",
            "• If you press 👍 or 👎, for {count} days: the vote, the question and the quote, with "
            "a code instead of your name or id.",
            days,
        ),
    ]


async def forget(_: Update, context: Context) -> None:
    """Delete what belongs to the sender, and say what that was."""
    user, ui, state = asker(context.message), context.translation(), context.state
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
        await say(context.message, ui.gettext("Nothing of yours is stored."))
        return
    await say(
        context.message, "\n".join([ui.gettext("Deleted:"), *(f"• {line}" for line in deleted)])
    )
