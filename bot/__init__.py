"""What is said, and where.

- `answering`: question -> answer (quotes with marks, or a refusal)
- `wording`: answer -> what people read: Telegram HTML, terminal, JSON, in several languages
- `upkeep`: what maintainers learn and check: records, unanswered questions, golden questions
- `telegram`: the bot, the only importer of `telegram`
- around it all: `settings`, `log`, `faults`
"""
