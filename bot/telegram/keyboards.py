"""The keyboards under the bot's messages; `buttons` says what their data mean."""

from collections.abc import Sequence

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering import Quote
from bot.telegram.buttons import BAD, CARD, FILE, GOOD, LIST, PAGE, SET, TURN, Row, numbered
from bot.upkeep.records import ChatSettings
from bot.wording.citation import copyable_citation
from bot.wording.permalink import Permalink
from bot.wording.translations import LANGUAGES, Translation, own_name
from corpus import Passage
from index.search import Surroundings
from index.store.reader import Report

_QUOTES = (1, 2, 3, 5, 10)  # numbers of quotes that a chat may choose
_CARDS_IN_A_ROW = 3


def answer_keyboard(quotes: Sequence[Quote], ui: Translation) -> InlineKeyboardMarkup:
    """A row for each quote, and the votes."""
    best = str(Permalink.to(quotes[0].passage)) if quotes else ""
    votes = [
        InlineKeyboardButton("👍", callback_data=f"{GOOD}{best}"),
        InlineKeyboardButton("👎", callback_data=f"{BAD}{best}"),
    ]
    return InlineKeyboardMarkup([*_quote_rows(quotes, ui), votes])


def related_keyboard(quotes: Sequence[Quote], ui: Translation) -> InlineKeyboardMarkup:
    """A row for each quote."""
    return InlineKeyboardMarkup(_quote_rows(quotes, ui))


def card_keyboard(
    permalink: Permalink,
    surroundings: Surroundings,
    others: Row,
    has_file: bool,
    has_page: bool,
    bot: str,
    ui: Translation,
) -> InlineKeyboardMarkup:
    """Turns to other passages, copies citation and link, shows page, file and other quotes."""
    turns: Row = []
    if surroundings.earlier:
        data = f"{TURN}{permalink}:{surroundings.earlier.start}"
        turns.append(InlineKeyboardButton("◀ " + ui.gettext("Earlier"), callback_data=data))
    if surroundings.later:
        data = f"{TURN}{permalink}:{surroundings.later.start}"
        turns.append(InlineKeyboardButton(ui.gettext("Later") + " ▶", callback_data=data))
    document = surroundings.passage.document
    quoted = permalink.in_document(document)
    copies: Row = [_copy(quoted, None, ui)] if quoted.text else []
    here = CopyTextButton(permalink.deep_link(bot))
    copies.append(InlineKeyboardButton(ui.gettext("Copy link"), copy_text=here))
    file: Row = []
    if has_page and quoted.text:
        data = f"{PAGE}{permalink}"
        file.append(InlineKeyboardButton(ui.gettext("Show the page"), callback_data=data))
    if has_file:
        data = f"{FILE}{document.id}"
        file.append(InlineKeyboardButton(ui.gettext("Original file"), callback_data=data))
    step = _CARDS_IN_A_ROW
    rows = [others[first : first + step] for first in range(0, len(others), step)]
    return _keyboard(turns, copies, file, *rows)


def list_keyboard(
    reports: Sequence[tuple[int, Report]], page: int, pages: int, words: str, ui: Translation
) -> InlineKeyboardMarkup:
    """A card for each report listed, by its number, and the previous and the next page."""
    cards = [
        InlineKeyboardButton(
            str(number), callback_data=f"{CARD}{Permalink(report.document.id, 0, 0)}"
        )
        for number, report in reports
    ]
    turns: Row = []
    if page > 0:
        label = "◀ " + ui.gettext("Newer")
        turns.append(InlineKeyboardButton(label, callback_data=f"{LIST}{page - 1}:{words}"))
    if page + 1 < pages:
        label = ui.gettext("Older") + " ▶"
        turns.append(InlineKeyboardButton(label, callback_data=f"{LIST}{page + 1}:{words}"))
    return _keyboard(cards, turns)


def settings_keyboard(chosen: ChatSettings, quotes: int, ui: Translation) -> InlineKeyboardMarkup:
    """The languages, the numbers of quotes and the quiet mode; what is chosen has a tick."""
    languages = [
        _choice(own_name(code), f"language:{code}", code == chosen.language) for code in LANGUAGES
    ]
    automatic = _choice(ui.gettext("Automatic"), "language:", chosen.language is None)
    numbers = [
        _choice(str(n), f"quotes:{n}", n == (chosen.quotes or quotes))
        for n in sorted({*_QUOTES, quotes})
    ]
    quiet = _choice(ui.gettext("Quiet mode"), f"quiet:{int(not chosen.quiet)}", chosen.quiet)
    return _keyboard(languages[:3], languages[3:], [automatic], numbers, [quiet])


def _quote_rows(quotes: Sequence[Quote], ui: Translation) -> list[Row]:
    numbers = range(1, len(quotes) + 1) if len(quotes) > 1 else [None]
    return [
        [_card(number, Permalink.to(quote.passage), ui), _copy(quote.passage, number, ui)]
        for number, quote in zip(numbers, quotes, strict=False)
    ]


def _card(number: int | None, permalink: Permalink, ui: Translation) -> InlineKeyboardButton:
    label = numbered(number, ui.gettext("Source"))
    return InlineKeyboardButton(label, callback_data=f"{CARD}{permalink}")


def _copy(passage: Passage, number: int | None, ui: Translation) -> InlineKeyboardButton:
    label = numbered(number, ui.gettext("Copy citation"))
    return InlineKeyboardButton(label, copy_text=CopyTextButton(copyable_citation(passage, ui)))


def _choice(label: str, setting: str, chosen: bool) -> InlineKeyboardButton:
    return InlineKeyboardButton(f"✓ {label}" if chosen else label, callback_data=f"{SET}{setting}")


def _keyboard(*rows: Row) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([row for row in rows if row])
