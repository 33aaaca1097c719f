"""Sentences that are said in Telegram and in the terminal alike."""

from bot.answering.answer import Answer
from bot.wording.translations import Translation


def refusal(answer: Answer, ui: Translation) -> str:
    """That the reports do not answer, and what the quotes below it are, if there are any."""
    said = ui.gettext("The reports do not say.")
    nearest = ui.gettext("Nearest to it, but no answer:")
    return f"{said} {nearest}" if answer.nearest else said


def how_to_ask(ui: Translation) -> str:
    return ui.gettext(
        "Ask a question, in English, German, Ukrainian, Russian, French or Spanish. The answer is "
        "what the reports say, word for word, each quote with its source. When the reports do not "
        "say, you are told so."
    )
