"""What the bot says itself; everything else that it says is quoted."""

REFUSAL = "The reports do not say."
NEAREST = "Nearest to it, but no answer:"

NOT_A_QUESTION = "Ask a question, for example: how many soldiers?"

HELP = """\
Ask a question, in English, German, Ukrainian, Russian, French or Spanish. The answer is what \
the reports say, word for word, each quote with its source. When the reports do not say, you are \
told so."""

HELP_IN_TELEGRAM = f"""\
{HELP}

In a group, ask with a command: /ask how many soldiers?"""
