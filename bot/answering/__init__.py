"""Question -> answer.

`question` says what is asked, by its `question_language`, its `question_words` and, where it
follows up another, `follow_ups`; `answer_spans` what in a sentence may answer it, `confidence` how
likely the sentence does, `marks` which span to show; `answer` joins them.
"""

from bot.answering.answer import Answer, Quote, ask

__all__ = ["Answer", "Quote", "ask"]
