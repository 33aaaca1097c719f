"""How far a script is."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from corpus.progress import silently

T = TypeVar("T")

console = Console(stderr=True, soft_wrap=True, highlight=False)


class SpeedColumn(ProgressColumn):
    """Items a second, once that is known."""

    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:.3g}/s")


def bars(items: Sequence[T], doing: str, size: int) -> Iterator[Sequence[T]]:
    """The items in batches, with a bar in a terminal and a line elsewhere."""
    if not items:
        return
    if not console.is_terminal:
        console.print(f"{doing}: {len(items)} …")
        yield from silently(items, doing, size)
        return
    columns = (
        TextColumn("{task.description:<18}"),
        BarColumn(),
        MofNCompleteColumn(),
        SpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(doing, total=len(items))
        for batch in silently(items, doing, size):
            yield batch
            progress.advance(task, len(batch))
