"""/sources: the list of the reports."""

from collections.abc import Sequence
from html import escape

from telegram import InlineKeyboardMarkup, Update

from bot.telegram.buttons import fitting_words, pressed, whole_number
from bot.telegram.context import Context
from bot.telegram.keyboards import list_keyboard
from bot.telegram.sending import answer_press, edit, reply
from bot.wording.html import linked
from bot.wording.translations import Translation
from bot.wording.utf16 import shortened
from index import Index
from index.store.reader import Report

_ON_A_PAGE = 8
_LONGEST_NAME = 200  # UTF-16 units, so that a page of the longest names fits into a message


async def reports(_: Update, context: Context) -> None:
    """/sources WORDS: the reports that have these words in their metadata, the newest first."""
    words = fitting_words(context.args or ())
    await reply(context.message, *await _page(0, words, context))


async def page(_: Update, context: Context) -> None:
    """The buttons of a list: its other pages."""
    query, (number, *words) = context.query, context.button_data
    await answer_press(query)
    if message := pressed(query):
        filtered = ":".join(words).split()
        html, keyboard = await _page(whole_number(number), filtered, context)
        await edit(context.bot, message.chat_id, message.id, html, keyboard)


async def _page(
    number: int, words: Sequence[str], context: Context
) -> tuple[str, InlineKeyboardMarkup]:
    """A page of the list, or its last one where a newer index has fewer."""
    ui = context.translation()
    count, first, listed = await context.state.served_index.read(
        _listed, words, number * _ON_A_PAGE
    )
    entries = list(enumerate(listed, first + 1))
    pages = -(-count // _ON_A_PAGE)
    keyboard = list_keyboard(entries, first // _ON_A_PAGE, pages, " ".join(words), ui)
    lines = [_entry(place, report, ui) for place, report in entries]
    return "\n".join([escape(_heading(count, words, ui)), *lines]), keyboard


def _listed(index: Index, words: Sequence[str], first: int) -> tuple[int, int, list[Report]]:
    """The number of reports, the number of those before the page, and those on the page."""
    count = index.report_count(words)
    last = max(count - 1, 0) // _ON_A_PAGE * _ON_A_PAGE
    return count, min(first, last), index.reports(words, _ON_A_PAGE, min(first, last))


def _heading(count: int, words: Sequence[str], ui: Translation) -> str:
    if not count:
        return ui.gettext("No report has that in its title, author, publisher, date or language.")
    if not words:
        return ui.ngettext("{count} report:", "{count} reports:", count)
    return ui.ngettext(
        "{count} report with “{words}”:",
        "{count} reports with “{words}”:",
        count,
        words=" ".join(words),
    )


def _entry(number: int, report: Report, ui: Translation) -> str:
    document = report.document
    known = [shortened(document.publisher, _LONGEST_NAME)] if document.publisher else []
    known += [ui.date(document.date)] if document.date else []
    known += [ui.name_of(document.language)]
    known += [ui.ngettext("{count} passage", "{count} passages", report.passages)]
    title = linked(shortened(document.title, _LONGEST_NAME), document.url)
    return f"{number}. {title} – {escape(', '.join(known))}"
