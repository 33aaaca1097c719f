"""Where a quote comes from: source cards, and the passages related to a claim."""

from telegram import InlineKeyboardMarkup, Message, MessageEntity, Update

from bot.answering.answer import ask
from bot.telegram.addressing import replied_to, replies_to_bot
from bot.telegram.context import Context
from bot.telegram.handlers.files import has_file
from bot.telegram.handlers.pages import has_page
from bot.telegram.handlers.questions import is_within_quota
from bot.telegram.keyboards import (
    CARD,
    Row,
    card_keyboard,
    pressed,
    references,
    related_keyboard,
    sources,
    whole_number,
)
from bot.telegram.sending import answer_press, edit, message_of, query_of, reply, say
from bot.wording.html import Rendered, related
from bot.wording.permalink import Permalink
from bot.wording.source_card import Card, card, render_card
from bot.wording.translations import Translation
from index.search import Index


async def source(update: Update, context: Context) -> None:
    """/source, or "Where is that from?": the card of the answer replied to.

    In reply to what somebody else said, or with a text behind it, what is related to that.
    """
    message = message_of(update)
    claim, replied = " ".join(context.args or ()), message.reply_to_message  # args: of /source
    if not claim and replied and (replies_to_bot(message) or _is_by_way_of_bot(replied)):
        await _send_source(message, replied, update, context)
    elif claim := claim or replied_to(message):
        if await is_within_quota(update, context):
            await _send_related(message, claim, update, context)
    else:
        await say(update, _how_to_use(context.interface(update)))


async def show(update: Update, context: Context) -> None:
    """The button of a quote: its card."""
    query = query_of(update)
    permalink = Permalink.parse(":".join(context.data(update)))
    await answer_press(query)
    if permalink and (message := pressed(query)):
        await send_card(message, permalink, [], update, context)


async def turn(update: Update, context: Context) -> None:
    """The buttons of a card: what stands earlier or later in the document."""
    query, (written, *offset) = query_of(update), context.data(update)
    permalink, at = Permalink.parse(written), whole_number("".join(offset))
    ui = context.interface(update)
    shown = await context.state.served_index.read(card, permalink, at) if permalink else None
    if shown is None:
        await answer_press(query, _gone(ui), alert=True)
        return
    await answer_press(query)
    if message := pressed(query):
        html, keyboard = _rendered(shown, sources(message.reply_markup, ui), context, ui)
        await edit(context.bot, message.chat_id, message.id, html, keyboard)


async def send_card(
    message: Message, permalink: Permalink, others: Row, update: Update, context: Context
) -> None:
    """Send the card of a quote, or that its document is no longer there as it was."""
    ui = context.interface(update)
    shown = await context.state.served_index.read(card, permalink)
    if shown is None:
        await say(update, _gone(ui))
        return
    await reply(message, *_rendered(shown, others, context, ui))


async def _send_source(message: Message, answer: Message, update: Update, context: Context) -> None:
    """Send the card of a quote in an answer: of the one selected, else of the first."""
    quotes, ui = _quotes_of(answer, context), context.interface(update)
    if not quotes:
        await say(update, ui.gettext("That message quotes no report."))
        return
    asked = quotes[min(_selected(message, answer), len(quotes) - 1)]
    others = [b for b in sources(answer.reply_markup, ui) if b.callback_data != f"{CARD}{asked}"]
    await send_card(message, asked, others, update, context)


async def _send_related(message: Message, claim: str, update: Update, context: Context) -> None:
    limit, language = context.limit(update), context.language(update)

    def found(index: Index) -> tuple[Rendered, Translation]:
        answer = ask(claim, index, limit, language)
        ui = context.interface(update, answer.question.language)
        return related(answer, ui), ui

    rendered, ui = await context.state.served_index.read(found)
    keyboard = None if context.chosen(update).quiet else related_keyboard(rendered.quotes, ui)
    await reply(message, rendered.html, keyboard)


def _rendered(
    shown: Card, others: Row, context: Context, ui: Translation
) -> tuple[str, InlineKeyboardMarkup]:
    settings, quote = context.state.settings, shown.quote
    keyboard = card_keyboard(
        Permalink.to(quote),
        shown.around,
        others,
        has_file(quote.document, settings),
        has_page(quote.document, settings),
        context.bot.username,
        ui,
    )
    return render_card(shown, ui), keyboard


def _quotes_of(answer: Message, context: Context) -> list[Permalink]:
    """The quotes of a message of the bot's: by its buttons, else as it is remembered."""
    if quotes := references(answer.reply_markup):
        return quotes
    exchange = context.state.conversations.with_message(answer.chat_id, answer.id)
    return list(exchange.quotes) if exchange else []


def _is_by_way_of_bot(message: Message) -> bool:
    """Whether somebody posted a quote that the bot offered inline."""
    return bool(message.via_bot and message.via_bot.id == message.get_bot().id)


def _selected(message: Message, answer: Message) -> int:
    """The place of the quote that a reply has selected in an answer; 0 where it has none."""
    at = message.quote.position if message.quote else 0
    quotes = [entity for entity in answer.entities if entity.type == MessageEntity.BLOCKQUOTE]
    return max(sum(quote.offset <= at for quote in quotes) - 1, 0)


def _how_to_use(ui: Translation) -> str:
    return ui.gettext(
        "Reply with /source to an answer to see where it comes from, or to any message to see what "
        "the reports say about it."
    )


def _gone(ui: Translation) -> str:
    return ui.gettext("That report is no longer in the index, or it was changed.")
