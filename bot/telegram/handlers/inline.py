"""Inline mode: a question in any chat, answered with quotes to choose from."""

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.answering import Quote, ask
from bot.answering.question import is_question
from bot.settings import MOST_QUOTES
from bot.telegram.context import Context
from bot.wording.citation import first_mark, short_citation
from bot.wording.html import one
from bot.wording.permalink import Permalink
from bot.wording.translations import Translation

_HELP = "help"  # the start parameter for those who want to know more

# Telegram keeps nothing: an answer takes milliseconds, and a kept one would go on quoting an index
# that has been replaced. Results are personal, as the sentences are in the user's language.
_CACHE_SECONDS = 0


async def offer(update: Update, context: Context) -> None:
    """Quotes that answer what is typed behind the bot's name."""
    query = update.inline_query
    assert query is not None
    results: list[InlineQueryResultArticle] = []
    hint = context.translation().gettext("Type a question, for example: how many soldiers?")
    if is_question(query.query):
        answer = await context.state.served_index.read(
            ask, query.query, MOST_QUOTES, context.user_language
        )
        ui = context.translation(answer.question.language)
        results = [_result(quote, ui, context.bot.username) for quote in answer.quotes]
        hint = "" if results else ui.gettext("The reports do not say.")
    try:
        await query.answer(
            results,
            cache_time=_CACHE_SECONDS,
            is_personal=True,
            button=InlineQueryResultsButton(hint, start_parameter=_HELP) if hint else None,
        )
    except BadRequest as error:  # the user has typed on meanwhile
        if "query is too old" not in error.message.lower():
            raise


def _result(quote: Quote, ui: Translation, bot: str) -> InlineQueryResultArticle:
    permalink = Permalink.to(quote.passage)
    source = short_citation(quote.passage, ui)
    button = InlineKeyboardButton(ui.gettext("Source"), permalink.deep_link(bot))
    return InlineQueryResultArticle(
        str(permalink),
        f"{first_mark(quote)} – {source}" if quote.marks else source,
        InputTextMessageContent(
            one(quote, ui),
            ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        InlineKeyboardMarkup.from_button(button),
        description=quote.passage.text,
    )
