"""The buttons under the bot's messages.

What a button does stands in its data, so that it works after a restart as well:

    card:REFERENCE           show the source card of a quote
    turn:REFERENCE:OFFSET    show another passage on the card
    file:DOCUMENT            send the report's file
    page:REFERENCE           show the page of a PDF that a quote stands on
    list:PAGE:WORDS          show another page of the list of reports
    good:REFERENCE, bad:…    vote on an answer; without a reference on a refusal
    set:SETTING:VALUE        choose a setting of the chat
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from telegram import (
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bot.answering.answer import Quote
from bot.upkeep.records import ChatSettings
from bot.wording.citation import copyable_citation
from bot.wording.permalink import Permalink
from bot.wording.translations import LANGUAGES, Translation, own_name
from corpus.document import Passage
from index.search import Surroundings
from index.store.reader import Report

CARD, TURN, FILE, PAGE, LIST = "card:", "turn:", "file:", "page:", "list:"
GOOD, BAD = "good:", "bad:"
SET = "set:"

Row = list[InlineKeyboardButton]

_QUOTES = (1, 2, 3, 5, 10)  # that a chat may choose from
_LONGEST_DATA = 64  # bytes
_SOURCES_IN_A_ROW = 3
_DEEP_LINK = re.compile(r"https://t\.me/\w+\?start=([\w-]+)")
_NUMBER = re.compile(r"[0-9]{1,9}")


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
    around: Surroundings,
    others: Row,
    has_file: bool,
    has_page: bool,
    bot: str,
    ui: Translation,
) -> InlineKeyboardMarkup:
    """Turns to other passages, copies citation and link, shows page, file and other quotes."""
    pages: Row = []
    if around.earlier:
        data = f"{TURN}{permalink}:{around.earlier.start}"
        pages.append(InlineKeyboardButton("◀ " + ui.gettext("Earlier"), callback_data=data))
    if around.later:
        data = f"{TURN}{permalink}:{around.later.start}"
        pages.append(InlineKeyboardButton(ui.gettext("Later") + " ▶", callback_data=data))
    document = around.passage.document
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
    step = _SOURCES_IN_A_ROW
    rows = [others[first : first + step] for first in range(0, len(others), step)]
    return _keyboard(pages, copies, file, *rows)


def list_keyboard(
    reports: Sequence[tuple[int, Report]], page: int, pages: int, words: str, ui: Translation
) -> InlineKeyboardMarkup:
    """A card for each report listed, by its number, and the pages before and after."""
    cards = [
        InlineKeyboardButton(
            str(number), callback_data=f"{CARD}{Permalink(report.document.id, 0, 0)}"
        )
        for number, report in reports
    ]
    turn: Row = []
    if page > 0:
        label = "◀ " + ui.gettext("Newer")
        turn.append(InlineKeyboardButton(label, callback_data=f"{LIST}{page - 1}:{words}"))
    if page + 1 < pages:
        label = ui.gettext("Older") + " ▶"
        turn.append(InlineKeyboardButton(label, callback_data=f"{LIST}{page + 1}:{words}"))
    return _keyboard(cards, turn)


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


def pressed(query: CallbackQuery) -> Message | None:
    """The message whose button was pressed; None if it has no such button.

    Somebody's own program may press what is not there, and would change what others read. Where
    Telegram no longer shows the buttons of a message, the press is trusted.
    """
    message = query.message
    if not isinstance(message, Message):
        return None
    data = [button.callback_data for button in _buttons(message.reply_markup)]
    return message if query.data in data or not message.is_accessible else None


def sources(keyboard: InlineKeyboardMarkup | None, ui: Translation) -> Row:
    """The buttons of a keyboard that show source cards, with their numbers, for another reader."""
    numbers = [(_NUMBER.match(b.text), b) for b in _buttons(keyboard) if _shows_card(b)]
    return [
        InlineKeyboardButton(
            _numbered(int(number[0]) if number else None, ui.gettext("Source")),
            callback_data=button.callback_data,
        )
        for number, button in numbers
    ]


def references(keyboard: InlineKeyboardMarkup | None) -> list[Permalink]:
    """The quotes whose source cards a keyboard shows or links to; under a card, first its own."""
    buttons = _buttons(keyboard)
    links = [b.url or (b.copy_text.text if b.copy_text else "") for b in buttons]
    own = [link[1] for text in links if (link := _DEEP_LINK.fullmatch(text))]
    others = [str(button.callback_data).removeprefix(CARD) for button in buttons]
    return [permalink for text in (*own, *others) if (permalink := Permalink.parse(text))]


def fitting_words(words: Iterable[str]) -> list[str]:
    """The words as far as they find room in the data of a button that lists reports."""
    room = _LONGEST_DATA - len(f"{LIST}9999:")
    return " ".join(words).encode()[:room].decode(errors="ignore").split()


def whole_number(text: str) -> int:
    """The number in a button's data; 0 where somebody's own program sent what is none."""
    return int(text) if _NUMBER.fullmatch(text) else 0


def _quote_rows(quotes: Sequence[Quote], ui: Translation) -> list[Row]:
    numbers = range(1, len(quotes) + 1) if len(quotes) > 1 else [None]
    return [
        [_source(number, Permalink.to(quote.passage), ui), _copy(quote.passage, number, ui)]
        for number, quote in zip(numbers, quotes, strict=False)
    ]


def _source(number: int | None, permalink: Permalink, ui: Translation) -> InlineKeyboardButton:
    label = _numbered(number, ui.gettext("Source"))
    return InlineKeyboardButton(label, callback_data=f"{CARD}{permalink}")


def _copy(passage: Passage, number: int | None, ui: Translation) -> InlineKeyboardButton:
    label = _numbered(number, ui.gettext("Copy citation"))
    return InlineKeyboardButton(label, copy_text=CopyTextButton(copyable_citation(passage, ui)))


def _buttons(keyboard: InlineKeyboardMarkup | None) -> Row:
    return list(chain.from_iterable(keyboard.inline_keyboard)) if keyboard else []


def _shows_card(button: InlineKeyboardButton) -> bool:
    return str(button.callback_data).startswith(CARD)


def _choice(label: str, setting: str, chosen: bool) -> InlineKeyboardButton:
    return InlineKeyboardButton(f"✓ {label}" if chosen else label, callback_data=f"{SET}{setting}")


def _numbered(number: int | None, label: str) -> str:
    return f"{number}. {label}" if number else label


def _keyboard(*rows: Row) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([row for row in rows if row])
