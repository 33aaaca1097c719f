"""What maintainers learn and check: `records` (SQLite), `unanswered` questions and the `gaps` they
show in the reports, `golden` questions whose answers are known.
"""
