"""Sentences for both Telegram and the terminal."""

from bot.answering import Answer
from bot.wording.translations import Translation


def refusal(answer: Answer, ui: Translation) -> str:
    """A sentence saying that the reports do not answer, and a heading of the nearest quotes."""
    said = ui.gettext("The reports do not say.")
    nearest = ui.gettext("Closest matches, but not an answer:")
    return f"{said} {nearest}" if answer.nearest else said


def heading(answer: Answer, ui: Translation) -> str:
    """What is said above the quotes: how misspelt words were read, and a refusal; or nothing."""
    words = ", ".join(answer.read_as)
    lines = [ui.gettext("Read as: {words}", words=words)] if words else []
    return "\n".join(lines if answer.quotes else [*lines, refusal(answer, ui)])


def how_to_ask(ui: Translation) -> str:
    return ui.gettext(
        "Ask a question in English, German, Ukrainian, Russian, French or Spanish. The answer is "
        "what the reports say, word for word, each quote with its source. When the reports do not "
        "say, you are told so."
    )
