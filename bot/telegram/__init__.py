"""The bot in Telegram.

- `app`: which handler answers what; `run`: polling or webhook; `handlers`: one file per topic
- in: `addressing`, `update_order`, `polling`
- out: `sending`, `uploads`, `keyboards` of `buttons`, `rate_limiter`; `quota` of each user
- at hand: `context`, `served_index` with `reloading`, `conversations`, `activity`
- `profile`: what Telegram shows of the bot
"""
