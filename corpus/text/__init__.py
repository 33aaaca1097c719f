"""What is in a text, in any language.

- its `language`, what CLDR knows of it: `locales`
- numbers: `digits`, `number_words`, `quantities` (with scale), `figures` (typed), `dates`
- words: `morphology`, `phonetics`, `terms`; `names`
"""
