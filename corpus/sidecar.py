"""YAML files beside the reports, with their metadata."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import yaml

from corpus.encoding import decoded
from corpus.errors import CorpusError
from corpus.yaml_faults import fault

DEFAULTS = "corpus.yaml"
_DEFAULT_FIELDS = ("publisher", "author", "language", "base_url")

# Fields, and clauses that say what is wrong with them.
Stated = tuple[Mapping[str, object], tuple[str, ...]]


def sidecar_names(path: Path) -> tuple[Path, Path]:
    """Where the sidecar of a report may be: `study.pdf.yaml`, else `study.yaml`."""
    return path.with_name(f"{path.name}.yaml"), path.with_suffix(".yaml")


def describing(path: Path, folder: Path) -> tuple[Path, ...]:
    """All paths where metadata of a report in the corpus `folder` may be."""
    places = path.relative_to(folder).parents
    return *sidecar_names(path), *(folder / place / DEFAULTS for place in places)


def sidecar(path: Path) -> Stated:
    """The metadata in the sidecar of a report; empty if it has none."""
    for name in sidecar_names(path):
        if name.is_file() and name.name != DEFAULTS:
            return _read(name)
    return {}, ()


def defaults(path: Path, folder: Path) -> Stated:
    """The metadata that the nearest `corpus.yaml` gives to all reports in its folder.

    Its `base_url`, joined with the report's path relative to that folder, is the report's url.
    """
    for parent in path.parents:
        if (file := parent / DEFAULTS).is_file():
            fields, warnings = _read(file)
            unknown = [str(name) for name in fields if name not in _DEFAULT_FIELDS]
            if unknown:
                allowed = ", ".join(_DEFAULT_FIELDS)
                warnings += (f"{DEFAULTS} may hold {allowed}, but not {', '.join(unknown)}",)
            known = {name: fields[name] for name in _DEFAULT_FIELDS if fields.get(name)}
            if base := known.pop("base_url", None):
                place = quote(path.relative_to(parent).as_posix(), errors="replace")
                known["url"] = f"{str(base).rstrip('/')}/{place}"
            return known, warnings
        if parent == folder:
            break
    return {}, ()


def fields(text: str) -> Mapping[str, object]:
    """The fields of a YAML mapping, with values as written: a wrong date must not spoil the rest.

    Raises CorpusError, with a clause that names the line, when it is not a mapping.
    """
    try:
        content = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CorpusError(f"is not YAML: {fault(error)}") from error
    if not content:
        return {}
    if not isinstance(content, dict):
        raise CorpusError("should hold lines such as 'title: …'")
    return content


def _read(path: Path) -> Stated:
    try:
        content = decoded(path)
    except CorpusError as error:
        return {}, (f"{path.name} cannot be read: {error}",)
    try:
        return fields(content), ()
    except CorpusError as error:
        return {}, (f"{path.name} {error}; it is left out",)
