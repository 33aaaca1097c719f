"""/status, /unanswered and /reload, for maintainers only."""

import asyncio
from datetime import UTC, datetime
from importlib import metadata

from telegram import Update
from telegram.error import BadRequest, Forbidden

from bot.telegram.context import Context, State
from bot.telegram.sending import say
from bot.upkeep.unanswered import Unanswered
from bot.wording.translations import Translation, translation
from bot.wording.utf16 import shortened
from corpus.errors import BelegbotError

_MOST = 20  # questions
_LONGEST = 150  # UTF-16 units of each, so that all find room in a message


async def status(_: Update, context: Context) -> None:
    """The state of the bot and of its index."""
    state = context.state
    today = await asyncio.to_thread(state.records.questions_today)
    await _tell(context, "\n".join(_status(state, today, _ui(context))))


async def unanswered(_: Update, context: Context) -> None:
    """The questions that were refused or voted down most often."""
    ui = _ui(context)
    questions = await asyncio.to_thread(context.state.records.unanswered, _MOST)
    lines = [_line(question, ui) for question in questions]
    nothing = ui.gettext("No questions were refused or voted down.")
    await _tell(context, "\n".join(lines) or nothing)


async def reload(_: Update, context: Context) -> None:
    """Serve the newest version of the index."""
    try:
        manifest = await context.state.served_index.reload()
    except BelegbotError as error:
        await _tell(context, str(error))
        return
    ui = _ui(context)
    text = ui.gettext("Version {version} is in service.", version=manifest.version)
    await _tell(context, text)


async def _tell(context: Context, text: str) -> None:
    """Answer a maintainer privately, even where they asked in a group."""
    message, maintainer = context.message, _maintainer(context)
    if message.chat_id == maintainer:
        await say(message, text)
        return
    try:
        await context.bot.send_message(maintainer, text)
    except (Forbidden, BadRequest):  # the maintainer has never written to the bot
        ui = context.translation()
        await say(message, ui.gettext("I only answer that privately. Please write to me there."))


def _ui(context: Context) -> Translation:
    """The bot's sentences as the maintainer's private chat has them."""
    chosen = context.state.records.settings(_maintainer(context))
    return translation(chosen.language, context.user_language)


def _maintainer(context: Context) -> int:
    """The user id of the maintainer who asks; it is the id of their private chat, too."""
    user = context.message.from_user
    assert user is not None
    return user.id


def _status(state: State, today: int, ui: Translation) -> list[str]:
    activity, manifest = state.activity, state.served_index.manifest
    median, slowest = activity.milliseconds(50), activity.milliseconds(95)
    uptime = ui.duration(datetime.now(UTC) - activity.started)
    lines = [
        f"Belegbot {metadata.version('belegbot')}",
        ui.gettext("Index: {version}", version=manifest.version),
        ui.gettext("Documents: {count}", count=ui.number(manifest.documents)),
        ui.gettext("Passages: {count}", count=ui.number(manifest.passages)),
        ui.gettext("Model: {name}", name=manifest.model.name),
        ui.gettext("Running for {time}", time=uptime),
        ui.gettext("Questions today (UTC): {count}", count=ui.number(today)),
    ]
    if median is not None and slowest is not None:
        lines.append(
            ui.gettext(
                "Time to an answer: {median} ms at the median, {slowest} ms at the 95th percentile",
                median=ui.number(round(median)),
                slowest=ui.number(round(slowest)),
            )
        )
    faults = [f"• {ui.time(fault.at)}: {_short(fault.sentence)}" for fault in activity.faults]
    return [*lines, *([ui.gettext("Last errors:"), *faults] if faults else [])]


def _line(question: Unanswered, ui: Translation) -> str:
    counts = []
    if question.refused:
        counts.append(
            ui.ngettext("refused {count} time", "refused {count} times", question.refused)
        )
    if question.voted_down:
        counts.append(f"👎 {ui.number(question.voted_down)}")
    return f"• {_short(question.question)} ({', '.join(counts)})"


def _short(text: str) -> str:
    """A text in one line, cut if it is long."""
    return shortened(" ".join(text.split()), _LONGEST)
