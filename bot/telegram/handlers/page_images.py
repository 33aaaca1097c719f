"""Pages of PDFs as pictures, with the quote highlighted."""

from functools import partial

from telegram import Update

from bot.settings import Settings
from bot.telegram.buttons import pressed
from bot.telegram.context import Context
from bot.telegram.handlers.files import has_file
from bot.telegram.sending import answer_press, reply_with_photo
from bot.telegram.uploads import answer_with
from bot.wording.citation import citation
from bot.wording.html import linked
from bot.wording.permalink import Permalink
from bot.wording.utf16 import shortened
from bot.wording.web_link import link
from corpus import Document, Passage
from corpus.page_image import has_pages, page_image

_LONGEST_CAPTION = 1024  # UTF-16 units


def has_page(document: Document, settings: Settings) -> bool:
    """Whether pages of a report may and can be shown."""
    return has_pages(document) and has_file(document, settings)


async def send(_: Update, context: Context) -> None:
    """The button of a card: the page that the quote stands on."""
    query, ui = context.query, context.translation()
    message, quote = pressed(query), await _quote(context)
    cannot = ui.gettext("This page cannot be shown.")
    if message is None or quote is None:
        await answer_press(query, cannot, alert=True)
        return
    caption = linked(shortened(citation(quote, ui), _LONGEST_CAPTION), link(quote))
    await answer_with(
        key=str(Permalink.to(quote)),
        content=partial(page_image, context.state.settings.corpus_dir, quote),
        send=partial(reply_with_photo, message, html=caption),
        cannot=cannot,
        context=context,
    )


async def _quote(context: Context) -> Passage | None:
    """The quote whose page is asked for; None where it cannot be shown."""
    permalink = Permalink.parse(":".join(context.button_data))
    if permalink is None:
        return None
    quote = await context.state.served_index.read(permalink.passage)
    can_be_shown = quote and quote.text and has_page(quote.document, context.state.settings)
    return quote if can_be_shown else None
