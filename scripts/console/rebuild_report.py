"""The result of a rebuild, for a person or for a program."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Column, Table

from corpus.folder import Note
from index.building.rebuild import RebuildOutcome, RebuildResult
from index.versions import Manifest

_MOST = 20  # names of a kind that are printed


def show(rebuilt: RebuildResult, seconds: float, console: Console) -> None:
    """Print what changed, what could not be read and why, and what serves now."""
    changes, inventory = rebuilt.changes, rebuilt.inventory
    _list(console, "added", changes.added)
    _list(console, "changed", changes.changed)
    _list(console, "moved", [f"{old} → {new}" for old, new in changes.moved])
    _list(console, "removed", changes.removed)
    for kind, notes in _notes(rebuilt).items():
        _list(console, kind, [f"{note.path}: {note.text}" for note in notes])
    table = Table(show_header=False)
    for kind, those in (asdict(changes) | _notes(rebuilt)).items():
        table.add_row(kind, str(len(those)))
    manifest = rebuilt.manifest
    if manifest and rebuilt.outcome != RebuildOutcome.REHEARSED:
        languages = sorted(manifest.languages.items(), key=lambda one: -one[1])
        table.add_row("documents", str(manifest.documents))
        table.add_row("passages", str(manifest.passages))
        table.add_row("languages", ", ".join(f"{code} {count}" for code, count in languages))
    table.add_row("files", str(len(inventory.files)))
    table.add_row("seconds", f"{seconds:.1f}")
    console.print(table)
    console.print(_outcome(rebuilt))


def as_object(rebuilt: RebuildResult, seconds: float) -> dict[str, Any]:
    """The result for a program."""
    notes = {kind: [asdict(note) for note in those] for kind, those in _notes(rebuilt).items()}
    moved = [{"from": old, "to": new} for old, new in rebuilt.changes.moved]
    return {
        **asdict(rebuilt.changes),
        "moved": moved,
        **notes,
        "files": len(rebuilt.inventory.files),
        "index": version(rebuilt.manifest) if rebuilt.manifest else None,
        "outcome": rebuilt.outcome,
        "seconds": round(seconds, 1),
        "message": _outcome(rebuilt),
    }


def version(manifest: Manifest) -> dict[str, Any]:
    """A version for a program."""
    return {
        "version": manifest.version,
        "built": manifest.built,
        "model": manifest.model.name,
        "documents": manifest.documents,
        "passages": manifest.passages,
        "sentences": manifest.sentences,
        "languages": dict(manifest.languages),
        "tools": dict(manifest.libraries),
    }


def show_versions(manifests: Sequence[Manifest], serving: str, console: Console) -> None:
    """Print versions, the oldest first, and which of them serves."""
    table = Table(Column("version", no_wrap=True), "built", "documents", "passages", "model", "")
    for manifest in manifests:
        table.add_row(
            manifest.version,
            manifest.built,
            str(manifest.documents),
            str(manifest.passages),
            manifest.model.name,
            "serves" if manifest.version == serving else "",
        )
    console.print(table)


def _outcome(rebuilt: RebuildResult) -> str:
    serving = f"version {rebuilt.manifest.version} serves" if rebuilt.manifest else "none serves"
    return {
        RebuildOutcome.PUBLISHED: f"Published: {serving}.",
        RebuildOutcome.UP_TO_DATE: f"Up to date: {serving}.",
        RebuildOutcome.REHEARSED: f"Nothing was built, as asked: {serving}.",
    }[rebuilt.outcome]


def _notes(rebuilt: RebuildResult) -> dict[str, Sequence[Note]]:
    inventory = rebuilt.inventory
    return {
        "unreadable": inventory.unreadable,
        "empty": inventory.empty,
        "duplicate": inventory.duplicates,
        "warning": inventory.warnings,
    }


def _list(console: Console, kind: str, lines: Sequence[str]) -> None:
    for line in lines[:_MOST]:
        console.print(f"{kind:<10}  {line}", markup=False)
    if len(lines) > _MOST:
        console.print(f"{kind:<10}  … and {len(lines) - _MOST} more")
