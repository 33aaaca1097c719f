"""What is said, and where.

- question to answer: `question`, `cues`, `candidates`, `confidence`, `marks`, `answer`
- what is shown of it: `citation`, `link`, `reference`, `render`, `card`, `texts`, `interface`
- in a terminal: `console`
- in Telegram: `app`, `handlers`, `serving`, and what they need: `addressed` (what is asked of the
  bot), `keyboards`, `replies`, `limits`, `order`, `polling`, `announcement`
- what the bot has at hand: `state` with `library` (the index), `records` (SQLite), `conversations`
  and `activity` (memory)
- around it all: `settings`, `log`, `edge`
"""
