"""What the test run says of itself."""

from bot.settings import load_settings
from index.dictionaries import installed


def pytest_report_header() -> str:
    """The dictionaries that are installed: what is found across languages depends on them."""
    names = [path.name for path in installed(load_settings().dictionaries)]
    return f"dictionaries: {', '.join(names) or 'none'}"
