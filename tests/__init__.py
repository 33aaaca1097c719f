"""The tests, and the stand-ins for a model and for Telegram that they share."""
