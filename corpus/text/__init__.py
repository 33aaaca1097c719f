"""What is in a text, in any language.

- what is known of each language: `languages`, `locales` (CLDR); the `language` of a text
- numbers: `digits`, `number_words`, `quantities` (with scale), `figures` (typed), `dates`
- words: `morphology`, `phonetics`, `terms`; `names`
"""
