"""A fake of Telegram's Bot API on loopback, as strict as its documentation.

- `server`: the server, what goes wrong on the way, and what tests wait for
- `people`: what people do
- `methods`: what the bot does
- `checks`: what Telegram refuses
- `state`: what Telegram remembers
"""

from tests.support.botapi.checks import CallError, Json
from tests.support.botapi.server import FakeBotApi
from tests.support.botapi.state import BOT, Event

__all__ = ["BOT", "CallError", "Event", "FakeBotApi", "Json"]
