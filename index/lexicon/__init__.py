"""What words mean in other languages: the `lexicon` of a `glossary` and `dictionaries`.

`countries` finds countries in a text.
"""
