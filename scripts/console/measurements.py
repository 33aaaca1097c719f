"""Measured figures, as a table or as JSON."""

import json
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table


def print_measurements(figures: Mapping[str, Any], as_json: bool) -> None:
    """Print what was measured."""
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    table = Table(show_header=False)
    for name, figure in figures.items():
        shown = ", ".join(map(str, figure)) if isinstance(figure, list) else str(figure)
        table.add_row(name, shown or "none")
    Console().print(table)
