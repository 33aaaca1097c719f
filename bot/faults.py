"""The edge of the program: errors become one sentence and an exit status."""

import sys
from collections.abc import Callable
from io import TextIOWrapper

from corpus.errors import BelegbotError

_FAULT = 2  # exit status
_INTERRUPTED = 130  # typer's exit status


def run(main: Callable[[], object]) -> None:
    """Call `main`; an error that a person can fix ends the program with a sentence and status 2."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):  # what a terminal cannot read or show is not an error
            stream.reconfigure(errors="replace")
    try:
        main()
    except (BelegbotError, OSError) as error:
        fault = sentence(error)
    except KeyboardInterrupt:
        fault = "Interrupted."
    except SystemExit as end:
        if end.code != _INTERRUPTED:
            raise
        fault = "Interrupted."
    else:
        return
    print(fault, file=sys.stderr)
    sys.exit(_FAULT)


def sentence(error: BelegbotError | OSError) -> str:
    """What is wrong, in a sentence for a person."""
    if isinstance(error, BelegbotError):
        return str(error)
    # a full disk, a folder that may not be written
    return f"{error.filename or 'A file'} cannot be used: {error.strerror or error}."
