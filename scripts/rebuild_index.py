"""Bring the index up to date with a folder of reports; the previous version serves meanwhile."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from console import progress
from console.rebuild_report import as_object, show, show_versions, version
from rich.console import Console

from bot.faults import run, sentence
from bot.settings import Settings, load_settings
from bot.upkeep.golden import not_as_expected, read_golden
from corpus.errors import BelegbotError, BusyError, GateError, SettingsError, StaleIndexError
from index import Index, versions
from index.building.build import Gate
from index.building.rebuild import RebuildResult, rebuild, rehearse
from index.building.tools import BuildTools
from index.building.watch import folder_changes
from index.embedding.embedder import Embedder, LazyEmbedder
from index.embedding.encoder import load_embedder
from index.lexicon.lexicon import installed_lexicon
from index.verify import verify

BACKGROUND_LOG = "background.log"  # in the folder of the index

stdout = Console(soft_wrap=True, highlight=False)


def main(
    corpus: Annotated[Path | None, typer.Option(help="Folder of the reports.")] = None,
    index: Annotated[Path | None, typer.Option(help="Folder of the index.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="Read and encode everything again.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Check the version that serves.")] = False,
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Let the previous version serve again.")
    ] = False,
    list_: Annotated[bool, typer.Option("--list", help="List the versions.")] = False,
    golden: Annotated[
        Path | None, typer.Option(help="Questions that a new version has to answer as well.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Publish in spite of --golden.")] = False,
    watch_: Annotated[
        bool, typer.Option("--watch", help="Rebuild whenever the folder has changed.")
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Compile new dictionaries in the background.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Bring the index up to date with a folder of reports.

    The exit status is 0, or 1 if files could not be read, or 2 if nothing was published.
    """
    no_rebuild = (list_, rollback, check, dry_run)
    refuse_contradictions(no_rebuild, watch_, quick, of_rebuild=(full, bool(golden), force))
    settings = load_settings()
    corpus = corpus or settings.corpus_dir
    index = index or settings.index_dir
    if list_:
        show_all(index, as_json)
    elif rollback:
        manifest = versions.roll_back(index)
        say(f"Version {manifest.version} serves.", as_json)
    elif check:
        say(f"Version {verify(index).version} is intact.", as_json)
    elif dry_run:
        start = time.monotonic()
        rehearsed = rehearse(corpus, index, tools_for(index, settings), settings.ocr_languages)
        end(report(rehearsed, start, as_json))
    else:
        tools = tools_for(index, settings)
        # Before the rebuild, which keeps others waiting, as compiling takes a minute.
        lexicon = tools.lexicon.without_uncompiled() if quick else tools.lexicon.without_broken()
        ready = replace(tools, lexicon=lexicon)
        once = rebuilding(corpus, index, ready, settings, golden, force, as_json)
        if watch_:
            keep_current(corpus, once, full)
        elif quick:
            left = len(tools.lexicon.dictionaries) - len(lexicon.dictionaries)
            rebuild_quickly(once, corpus, index, is_more=left > 0)
        else:
            end(once(full))


def refuse_contradictions(
    no_rebuild: Sequence[bool], watch: bool, quick: bool, of_rebuild: Sequence[bool]
) -> None:
    """Raise SettingsError for options that make no sense together."""
    if sum((*no_rebuild, watch)) > 1:
        raise SettingsError("Use only one of --list, --rollback, --check, --dry-run and --watch.")
    if any(no_rebuild) and any((*of_rebuild, quick)):
        raise SettingsError("Use --full, --golden, --force and --quick only for a rebuild.")
    if quick and any((*of_rebuild, watch)):
        raise SettingsError("Use --quick without --watch, --full, --golden and --force.")


def rebuild_quickly(
    once: Callable[[bool], RebuildResult], corpus: Path, index: Path, is_more: bool
) -> None:
    """Rebuild, unless another rebuild is about to; what `is_more` goes on in the background."""
    try:
        rebuilt = once(False)
    except BusyError as error:
        if not versions.served(index):
            raise
        print(sentence(error), file=sys.stderr)
        return
    if is_more:
        go_on_in_background(corpus, index)
    end(rebuilt)


def go_on_in_background(corpus: Path, index: Path) -> None:
    """Start another rebuild, which compiles dictionaries and ends by itself."""
    log = index / BACKGROUND_LOG
    print(
        "Dictionaries are being compiled; in a minute or two, the index is rebuilt with them "
        f"(see {log}).",
        file=sys.stderr,
    )
    places = ["--corpus", str(corpus), "--index", str(index)]
    with log.open("w", encoding="utf-8") as out:
        subprocess.Popen(
            [sys.executable, __file__, *places],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def rebuilding(
    corpus: Path,
    index: Path,
    tools: BuildTools,
    settings: Settings,
    golden: Path | None,
    force: bool,
    as_json: bool,
) -> Callable[[bool], RebuildResult]:
    """A rebuild that prints what it did; its argument tells whether everything is done again."""
    gate = gate_of(golden, index, tools.embedder, settings.quotes, force) if golden else None

    def once(is_full: bool) -> RebuildResult:
        start = time.monotonic()
        rebuilt = rebuild(corpus, index, tools, settings.ocr_languages, gate, is_full)
        return report(rebuilt, start, as_json)

    return once


def tools_for(index: Path, settings: Settings) -> BuildTools:
    """What the settings say to rebuild an index with."""
    lexicon = installed_lexicon(settings.dictionaries)
    return BuildTools.beside(
        index, LazyEmbedder(settings.embedding_model, load_embedder), lexicon, progress.bars
    )


def gate_of(golden: Path, index: Path, embedder: Embedder, limit: int, force: bool) -> Gate:
    """A gate that refuses a version with fewer golden answers than the one that serves."""
    questions = read_golden(golden)

    def gate(new: Index) -> None:
        wrong = not_as_expected(questions, new, limit)
        right = len(questions) - len(wrong)
        said = (
            f"Of {len(questions)} questions in {golden} the new version answers {right} as expected"
        )
        try:
            with closing(Index(index, embedder)) as serving:
                wrong_before = not_as_expected(questions, serving, limit)
        except StaleIndexError:
            progress.console.print(
                f"{said}; there is no other version to compare with.", markup=False
            )
            return
        said += f", the previous one {len(questions) - len(wrong_before)}"
        if lost := [question for question in wrong if question not in wrong_before]:
            said += "; lost: " + ", ".join(f"“{question}”" for question in lost)
        if len(wrong) > len(wrong_before) and not force:
            raise GateError(f"Not published. {said}.")
        progress.console.print(f"{said}.", markup=False)

    return gate


def keep_current(corpus: Path, once: Callable[[bool], RebuildResult], is_full: bool) -> None:
    """Rebuild now, and whenever the folder has changed and is quiet again, until interrupted."""
    with suppress(KeyboardInterrupt):
        for _ in folder_changes(corpus):
            try:
                once(is_full)
            except (BelegbotError, OSError) as error:
                print(sentence(error), file=sys.stderr)
            is_full = False


def report(rebuilt: RebuildResult, start: float, as_json: bool) -> RebuildResult:
    """Print what a rebuild did that started then."""
    seconds = time.monotonic() - start
    if as_json:
        print(json.dumps(as_object(rebuilt, seconds), ensure_ascii=False), flush=True)
    else:
        show(rebuilt, seconds, stdout)
    return rebuilt


def end(rebuilt: RebuildResult) -> None:
    """End with status 1 if files could not be read."""
    if rebuilt.inventory.unreadable:
        raise typer.Exit(1)


def show_all(index: Path, as_json: bool) -> None:
    """Print the versions of an index."""
    manifests, serving = versions.usable(index), versions.served(index)
    if not manifests:
        raise StaleIndexError(
            f"There is no index in {index}; build it with scripts/rebuild_index.py."
        )
    if as_json:
        for one in manifests:
            print(json.dumps(version(one) | {"serves": one.version == serving}))
    else:
        show_versions(manifests, serving, stdout)


def say(sentence: str, as_json: bool) -> None:
    print(json.dumps({"message": sentence}, ensure_ascii=False) if as_json else sentence)


if __name__ == "__main__":
    run(lambda: typer.run(main))
