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

from bot.answering.answer import Quote, ask
from bot.answering.question import is_question
from bot.settings import MOST_QUOTES
from bot.telegram.context import Context
from bot.wording.citation import marked_figure, short_citation
from bot.wording.html import one
from bot.wording.permalink import Permalink
from bot.wording.translations import Translation
from index.search import Index

_HELP = "help"  # what the bot is started with by those who want to know more

# Nothing is kept by Telegram: an answer takes milliseconds, and one that is kept would go on
# quoting an index that has been replaced. It would be one user's, as the interface is in their
# language.
_CACHE_SECONDS = 0


async def offer(update: Update, context: Context) -> None:
    """Quotes that answer what is typed behind the bot's name."""
    query = update.inline_query
    assert query is not None
    text, language = query.query, context.language(update)

    def answered(index: Index) -> tuple[list[InlineQueryResultArticle], Translation]:
        answer = ask(text, index, MOST_QUOTES, language)
        ui = context.interface(update, answer.question.language)
        return [_result(quote, ui, context.bot.username) for quote in answer.quotes], ui

    results: list[InlineQueryResultArticle] = []
    ui = context.interface(update)
    said = ui.gettext("Type a question, for example: how many soldiers?")
    if is_question(text):
        results, ui = await context.state.served_index.read(answered)
        said = "" if results else ui.gettext("The reports do not say.")
    try:
        await query.answer(
            results,
            cache_time=_CACHE_SECONDS,
            is_personal=True,
            button=InlineQueryResultsButton(said, start_parameter=_HELP) if said else None,
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
        f"{marked_figure(quote)} – {source}" if quote.marks else source,
        InputTextMessageContent(
            one(quote, ui),
            ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        InlineKeyboardMarkup.from_button(button),
        description=quote.passage.text,
    )
