"""The scripts, as people call them."""

import os
import subprocess
import sys
from pathlib import Path

from index.embedding.models import DEFAULT_MODEL

ROOT = Path(__file__).parents[2]
# The environment comes before a .env of the one who runs the tests.
BARE = os.environ | {
    "TELEGRAM_BOT_TOKEN": "",
    "QUOTES": "3",
    "DICTIONARIES": "",
    "EMBEDDING_MODEL": DEFAULT_MODEL,
}


def script(
    name: str, *arguments: str, stdin: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """What a script with these arguments and settings did."""
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / name), *arguments],
        input=stdin, capture_output=True, text=True, cwd=ROOT, env=BARE | settings, timeout=120,
    )  # fmt: skip
