"""Where a quote comes from: source cards, and the passages related to a claim."""

from telegram import InlineKeyboardMarkup, Message, MessageEntity, Update

from bot.answering import ask
from bot.telegram.addressing import replied_to, replies_to_bot
from bot.telegram.buttons import CARD, Row, card_buttons, permalinks, pressed, whole_number
from bot.telegram.context import Context
from bot.telegram.handlers.files import has_file
from bot.telegram.handlers.page_images import has_page
from bot.telegram.handlers.questions import is_within_quota
from bot.telegram.keyboards import card_keyboard, related_keyboard
from bot.telegram.sending import answer_press, edit, reply, say
from bot.wording.html import related
from bot.wording.permalink import Permalink
from bot.wording.source_card import SourceCard, render_card, source_card
from bot.wording.translations import Translation


async def source(_: Update, context: Context) -> None:
    """/source, or "Where is that from?": the card of the answer replied to.

    In reply to anybody else's message, or with a text behind it, quotes that are related to that.
    """
    message = context.message
    claim, replied = " ".join(context.args or ()), message.reply_to_message  # args: of /source
    if not claim and replied and (replies_to_bot(message) or _is_by_way_of_bot(replied)):
        await _send_source(message, replied, context)
    elif claim := claim or replied_to(message):
        if await is_within_quota(context):
            await _send_related(message, claim, context)
    else:
        await say(message, _how_to_use(context.translation()))


async def show(_: Update, context: Context) -> None:
    """The button of a quote: its card."""
    permalink = Permalink.parse(":".join(context.button_data))
    await answer_press(context.query)
    if permalink and (message := pressed(context.query)):
        await send_card(message, permalink, [], context)


async def turn(_: Update, context: Context) -> None:
    """The buttons of a card: an earlier or a later passage of the document."""
    query, (written, *offset) = context.query, context.button_data
    permalink, at = Permalink.parse(written), whole_number("".join(offset))
    ui, index = context.translation(), context.state.served_index
    card = await index.read(source_card, permalink, at) if permalink else None
    if card is None:
        await answer_press(query, _gone(ui), alert=True)
        return
    await answer_press(query)
    if message := pressed(query):
        html, keyboard = _rendered(card, card_buttons(message.reply_markup, ui), context, ui)
        await edit(context.bot, message.chat_id, message.id, html, keyboard)


async def send_card(message: Message, permalink: Permalink, others: Row, context: Context) -> None:
    """Send the card of a quote, or a note that its document is gone or changed."""
    ui = context.translation()
    card = await context.state.served_index.read(source_card, permalink)
    if card is None:
        await say(context.message, _gone(ui))
        return
    await reply(message, *_rendered(card, others, context, ui))


async def _send_source(message: Message, answer: Message, context: Context) -> None:
    """Send the card of a quote in an answer: of the one selected, else of the first."""
    quotes, ui = _quotes_of(answer, context), context.translation()
    if not quotes:
        await say(message, ui.gettext("That message does not quote a report."))
        return
    asked = quotes[min(_selected(message, answer), len(quotes) - 1)]
    buttons = card_buttons(answer.reply_markup, ui)
    others = [button for button in buttons if button.callback_data != f"{CARD}{asked}"]
    await send_card(message, asked, others, context)


async def _send_related(message: Message, claim: str, context: Context) -> None:
    answer = await context.state.served_index.read(
        ask, claim, context.quote_limit, context.user_language
    )
    ui = context.translation(answer.question.language)
    rendered = related(answer, ui)
    keyboard = None if context.chat_settings.quiet else related_keyboard(rendered.quotes, ui)
    await reply(message, rendered.html, keyboard)


def _rendered(
    card: SourceCard, others: Row, context: Context, ui: Translation
) -> tuple[str, InlineKeyboardMarkup]:
    settings, quote = context.state.settings, card.quote
    keyboard = card_keyboard(
        permalink=Permalink.to(quote),
        surroundings=card.surroundings,
        others=others,
        has_file=has_file(quote.document, settings),
        has_page=has_page(quote.document, settings),
        bot=context.bot.username,
        ui=ui,
    )
    return render_card(card, ui), keyboard


def _quotes_of(answer: Message, context: Context) -> list[Permalink]:
    """The quotes of one of the bot's messages: by its buttons, else as remembered."""
    if quotes := permalinks(answer.reply_markup):
        return quotes
    exchange = context.state.conversations.with_message(answer.chat_id, answer.id)
    return list(exchange.quotes) if exchange else []


def _is_by_way_of_bot(message: Message) -> bool:
    """Whether somebody posted a quote that the bot offered inline."""
    return bool(message.via_bot and message.via_bot.id == message.get_bot().id)


def _selected(message: Message, answer: Message) -> int:
    """The place of the quote that a reply selects in an answer; 0 where it selects none."""
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
