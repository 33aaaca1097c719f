"""The edge of the program, where faults become one sentence."""

import sys
from collections.abc import Callable
from io import TextIOWrapper

from corpus.errors import BelegbotError

_FAULT = 2  # exit status


def run(main: Callable[[], object]) -> None:
    """Call `main`; a fault that a person can mend ends the program with its sentence, status 2."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):  # what a terminal cannot read or show is no fault
            stream.reconfigure(errors="replace")
    try:
        main()
    except BelegbotError as error:
        fault = str(error)
    except OSError as error:  # a full disk, a folder that may not be written
        fault = f"{error.filename or 'A file'} cannot be used: {error.strerror or error}."
    except KeyboardInterrupt:
        fault = "Interrupted."
    else:
        return
    print(fault, file=sys.stderr)
    sys.exit(_FAULT)
