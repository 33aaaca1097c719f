"""Answer -> what people read.

- the views of an answer, over its `pieces`: `html`, `terminal`, `json`
- `source_card`: all that is known of a quote
- where a quote stands: `citation`, `web_link`, `permalink`
- what the bot itself says: `translations`, `sentences`
- `utf16`: lengths as Telegram counts them
"""
