"""/start and /help, and hints for what the bot does not understand."""

from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.helpers import create_deep_linked_url

from bot.telegram.context import Context
from bot.telegram.handlers.cards import send_card
from bot.telegram.sending import answer_press, message_of, query_of, reply, say
from bot.wording.permalink import Permalink
from bot.wording.phrases import how_to_ask


async def start(update: Update, context: Context) -> None:
    """/start: how to ask; with the reference of a citation behind it, its card."""
    message = message_of(update)
    permalink = Permalink.parse("".join(context.args or ()))
    if permalink:
        await send_card(message, permalink, [], update, context)
    elif message.chat.type == message.chat.PRIVATE or not context.args:
        # In a group something stands behind it where the button has added the bot, which greets.
        await help(update, context)


async def help(update: Update, context: Context) -> None:
    """How to ask; privately with a button that adds the bot to a group."""
    message, ui = message_of(update), context.interface(update)
    lines = [
        how_to_ask(ui),
        "",
        ui.gettext("In a group, ask with a command: /ask how many soldiers?"),
        ui.gettext("/sources lists the reports."),
        ui.gettext("/source in reply to a message shows what the reports say about it."),
        ui.gettext("/privacy says what is stored; /forget deletes what belongs to you."),
        ui.gettext("/settings sets the language and the number of quotes."),
    ]
    keyboard = None
    if message.chat.type == message.chat.PRIVATE:
        url = create_deep_linked_url(context.bot.username, "help", group=True)
        button = InlineKeyboardButton(ui.gettext("Add to a group"), url)
        keyboard = InlineKeyboardMarkup([[button]])
    await say(update, "\n".join(lines), keyboard)


async def unknown(update: Update, context: Context) -> None:
    """A command that the bot does not know."""
    message, ui = message_of(update), context.interface(update)
    await reply(
        message, escape(ui.gettext("I do not know this command; /help says what I can do."))
    )


async def no_text(update: Update, context: Context) -> None:
    """A voice message, a photo, a sticker and the like in a private chat."""
    if message_of(update).media_group_id:  # one of an album, which comes picture by picture
        return
    ui = context.interface(update)
    await say(update, ui.gettext("I read text only. Write your question, please."))


async def old_button(update: Update, context: Context) -> None:
    """A button of an older version, which nothing else answers."""
    said = context.interface(update).gettext("This button is out of date. Ask again, please.")
    await answer_press(query_of(update), said, alert=True)
