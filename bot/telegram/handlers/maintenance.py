"""/status, /unanswered and /reload, for the maintainers and only to them."""

import asyncio
from datetime import UTC, datetime
from importlib import metadata

from telegram import Update
from telegram.error import BadRequest, Forbidden

from bot.telegram.context import Context, State
from bot.telegram.sending import message_of, say
from bot.upkeep.records import Unanswered
from bot.wording.translations import Translation, interface
from bot.wording.utf16 import shortened
from corpus.errors import BelegbotError
from index.versions import Manifest

_MOST = 20  # questions
_LONGEST = 150  # UTF-16 units of each, so that all find room in a message


async def status(update: Update, context: Context) -> None:
    """How the bot is."""
    state = context.state
    manifest = await state.served_index.read(lambda index: index.manifest)
    today = await asyncio.to_thread(state.records.questions_today)
    await _tell(update, context, "\n".join(_status(state, manifest, today, _ui(update, context))))


async def unanswered(update: Update, context: Context) -> None:
    """The questions that were refused or voted down most often."""
    ui = _ui(update, context)
    questions = await asyncio.to_thread(context.state.records.unanswered, _MOST)
    lines = [_line(question, ui) for question in questions]
    nothing = ui.gettext("No question was refused or voted down.")
    await _tell(update, context, "\n".join(lines) or nothing)


async def reload(update: Update, context: Context) -> None:
    """Serve the newest version of the index."""
    try:
        manifest = await context.state.served_index.reload()
    except BelegbotError as error:
        await _tell(update, context, str(error))
        return
    ui = _ui(update, context)
    said = ui.gettext("Version {version} is in service.", version=manifest.version)
    await _tell(update, context, said)


async def _tell(update: Update, context: Context, text: str) -> None:
    """Answer a maintainer privately, also where they asked in a group: it is nobody else's."""
    message = message_of(update)
    if message.chat_id == _asker(update):
        await say(update, text)
        return
    try:
        await context.bot.send_message(_asker(update), text)
    except (Forbidden, BadRequest):  # who has never written to the bot
        ui = context.interface(update)
        await say(update, ui.gettext("I answer that privately only. Write to me there, please."))


def _ui(update: Update, context: Context) -> Translation:
    """The interface of a maintainer's private chat."""
    chosen = context.state.records.settings(_asker(update))
    return interface(chosen.language, context.language(update))


def _asker(update: Update) -> int:
    """The user id of a maintainer, which is that of their private chat as well."""
    user = update.effective_user
    assert user is not None
    return user.id


def _status(state: State, manifest: Manifest, today: int, ui: Translation) -> list[str]:
    activity = state.activity
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
