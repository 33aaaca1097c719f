"""Answer -> what people read.

`html`, `terminal`: the views of an answer; `source_card`: all that is known of a quote; `citation`,
`link`, `permalink`: where a quote stands; `translations`, `phrases`: what the bot itself says;
`utf16`: lengths as Telegram counts them.
"""
