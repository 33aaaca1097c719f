"""/start and /help, and hints for what the bot does not understand."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.helpers import create_deep_linked_url

from bot.telegram.context import Context
from bot.telegram.handlers.cards import send_card
from bot.telegram.sending import answer_press, say
from bot.wording.permalink import Permalink
from bot.wording.sentences import how_to_ask


async def start(update: Update, context: Context) -> None:
    """/start: how to ask; with a permalink behind it, the card of that quote."""
    message = context.message
    permalink = Permalink.parse("".join(context.args or ()))
    if permalink:
        await send_card(message, permalink, [], context)
    elif message.chat.type == message.chat.PRIVATE or not context.args:
        # In a group a parameter means that a button has just added the bot, which greets anyway.
        await help(update, context)


async def help(_: Update, context: Context) -> None:
    """How to ask; privately with a button that adds the bot to a group."""
    message, ui = context.message, context.translation()
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
    await say(message, "\n".join(lines), keyboard)


async def unknown(_: Update, context: Context) -> None:
    """A command that the bot does not know."""
    text = context.translation().gettext("I do not know this command; /help says what I can do.")
    await say(context.message, text)


async def no_text(_: Update, context: Context) -> None:
    """A voice message, a photo, a sticker and the like in a private chat."""
    if context.message.media_group_id:  # part of an album, whose pictures come one by one
        return
    text = context.translation().gettext("I can only read text. Please write your question.")
    await say(context.message, text)


async def old_button(_: Update, context: Context) -> None:
    """A button of an older version, which no other handler takes."""
    text = context.translation().gettext("This button is out of date. Please ask again.")
    await answer_press(context.query, text, alert=True)
