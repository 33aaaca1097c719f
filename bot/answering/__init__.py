"""Question -> answer.

`question` says what is asked (by its `question_words`), `candidates` what in a sentence may answer
it, `confidence` how likely the sentence does, `marks` which span to show; `answer` joins them.
"""
