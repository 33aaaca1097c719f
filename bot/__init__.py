"""What is said, and where.

- question to answer: `question`, `cues`, `candidates`, `confidence`, `marks`, `answer`
- what is shown of it: `citation`, `link`, `reference`, `render`, `card`, `texts`, `interface`
- in a terminal: `console`
- in Telegram: `app`, `handlers`, `serving`, and what they need: `addressed` (what is asked of the
  bot), `keyboards`, `replies`, `uploads`, `limits`, `order`, `polling`, `announcement`,
  `freshness` (of the index)
- what the bot has at hand: `state` with `library` (the index), `records` (SQLite), `conversations`
  and `activity` (memory)
- what maintainers know and want to know: `golden` (questions), `asked` and `gaps` (of the reports)
- around it all: `settings`, `log`, `edge`
"""
