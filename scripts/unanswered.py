"""List what people ask that the reports do not answer."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.faults import run
from bot.settings import load_settings
from bot.upkeep.gaps import MOST, Gap, Gaps, gaps
from bot.upkeep.unanswered import Unanswered, read_unanswered
from index import Index
from index.embedding.embedder import MemoizingEmbedder
from index.embedding.encoder import load_embedder
from index.lexicon.lexicon import installed_lexicon

OTHER_WORDINGS = 3


def main(
    records: Annotated[Path | None, typer.Option(help="File of what the bot keeps.")] = None,
    index: Annotated[Path | None, typer.Option(help="Folder of the index.")] = None,
    since: Annotated[
        int | None, typer.Option(min=0, max=36_500, help="Asked in so many days.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Groups that are listed.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List what people ask that the reports do not answer, the most asked first.

    Questions that were refused or voted down are grouped by what they ask. The bot may be running.
    """
    settings = load_settings()
    days = [] if since is None else [datetime.now(UTC).date() - timedelta(days=since)]
    asked = read_unanswered(records or settings.records_file, *days)
    console = Console()
    if not (asked or as_json):
        console.print("No questions were refused or voted down.")
        return
    with Console(stderr=True).status(f"Comparing {len(asked[:MOST]):,} questions …"):
        embedder = MemoizingEmbedder(load_embedder(settings.embedding_model))
        opened = Index(index or settings.index_dir, embedder)
        lexicon = installed_lexicon(settings.dictionaries)
        found = gaps(asked[:MOST], opened, embedder, lexicon)
    left_out = len(asked[MOST:])
    if as_json:
        version = opened.manifest.version
        print(json.dumps(as_object(found, limit, version, left_out), ensure_ascii=False))
        return
    show(found, limit, console)
    if left_out:
        console.print(f"The {left_out:,} wordings that were asked least are left out.")


def show(found: Gaps, limit: int, console: Console) -> None:
    """Print the gaps, and what is answered by now."""
    if found.gaps:
        console.print(gap_table(found.gaps[:limit]))
        if more := len(found.gaps[limit:]):
            console.print(f"and {more:,} more, which are shown with a higher --limit")
    else:
        console.print("The reports answer by now whatever was refused or voted down.")
    if found.answered:
        console.print("\nAnswered by now:")
        for one in found.answered[:limit]:
            console.print(f"• {escape(one.question)} ({one.times})", highlight=False)
        if more := len(found.answered[limit:]):
            console.print(f"and {more:,} more")


def gap_table(found: Sequence[Gap]) -> Table:
    table = Table("Question", "Refused", "👎", "Wordings", "First", "Last", title="Not answered")
    for gap in found:
        others = [f"[dim]{escape(other)}[/dim]" for other in other_wordings(gap)]
        table.add_row(
            "\n".join([escape(gap.question), *others]),
            str(gap.refused),
            str(gap.voted_down),
            str(len(gap.wordings)),
            *map(date.isoformat, (gap.first, gap.last)),
        )
    for column in table.columns[1:4]:
        column.justify = "right"
    for column in table.columns[1:]:
        column.no_wrap = True
    return table


def other_wordings(gap: Gap) -> list[str]:
    """The other wordings that were asked most."""
    others = sorted(gap.wordings[1:], key=lambda one: -one.times)
    return [other.question for other in others[:OTHER_WORDINGS]]


def as_object(found: Gaps, limit: int, version: str, left_out: int) -> dict[str, Any]:
    return {
        "index": version,
        "gap_count": len(found.gaps),
        "gaps": [
            counts(gap) | {"wordings": len(gap.wordings), "others": other_wordings(gap)}
            for gap in found.gaps[:limit]
        ],
        "answered_count": len(found.answered),
        "answered": [counts(one) for one in found.answered[:limit]],
        "left_out": left_out,
    }


def counts(asked: Gap | Unanswered) -> dict[str, Any]:
    return {
        "question": asked.question,
        "asked": asked.times,
        "refused": asked.refused,
        "voted_down": asked.voted_down,
        "first": asked.first.isoformat(),
        "last": asked.last.isoformat(),
    }


if __name__ == "__main__":
    run(lambda: typer.run(main))
