"""Question -> answer.

`question` says what is asked, by its `question_language` and `question_words`; `answer_spans` what
in a sentence may answer it, `confidence` how likely the sentence does, `marks` which span to show;
`answer` joins them.
"""

from bot.answering.answer import Answer, Quote, ask

__all__ = ["Answer", "Quote", "ask"]
