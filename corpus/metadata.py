"""What can be said about a report besides its text."""

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import shorten
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from corpus.clean import clean
from corpus.errors import CorpusError

_LONGEST = 200  # characters of a title or a name; a whole paragraph is none


def _line(value: Any) -> Any:
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    if isinstance(value, int | float | datetime.date):  # a title such as 2021
        value = str(value)
    return shorten(clean(value), _LONGEST, placeholder=" …") if isinstance(value, str) else value


def _code(value: Any) -> Any:
    return re.split("[-_]", value.lower())[0] if isinstance(value, str) else value


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime.datetime) else value


Line = Annotated[str, BeforeValidator(_line), Field(min_length=1)]
Day = Annotated[datetime.date, BeforeValidator(_day)]


class Metadata(BaseModel, frozen=True, extra="ignore", str_strip_whitespace=True):
    """Metadata of a report as front matter, a sidecar or the file's properties give it."""

    title: Line | None = Field(default=None, description="a line of text")
    publisher: Line | None = Field(default=None, description="a line of text")
    author: Line | None = Field(default=None, description="a name or a list of names")
    date: Day | None = Field(default=None, description="a date such as 2024-10-28")
    url: str | None = Field(
        default=None,
        pattern=r"^https?://\S+$",
        description="an address that starts with https:// and has no spaces",
    )
    language: Annotated[str, BeforeValidator(_code)] | None = Field(
        default=None, pattern="^[a-z]{2}$", description="a two-letter code such as de"
    )


def metadata(*sources: Mapping[str, object]) -> Metadata:
    """The metadata that the sources give together; where two give a field, the first one's.

    Raises CorpusError with what each wrong field should be.
    """
    merged: dict[str, object] = {}
    for source in reversed(sources):
        merged |= {key: value for key, value in source.items() if value not in (None, "")}
    try:
        return Metadata.model_validate(merged)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]): fault["input"] for fault in error.errors()}
        raise CorpusError(
            "; ".join(
                f"{field} should be {Metadata.model_fields[field].description}, not {value!r}"
                for field, value in wrong.items()
            )
        ) from error


def sidecar_names(path: Path) -> tuple[Path, Path]:
    """Where metadata of a report may stand: `study.pdf.yaml`, else `study.yaml`."""
    return path.with_name(f"{path.name}.yaml"), path.with_suffix(".yaml")


def describing(path: Path, folder: Path) -> tuple[Path, ...]:
    """Where something may stand about a report of a folder: its sidecars and `corpus.yaml`."""
    return *sidecar_names(path), folder / "corpus.yaml"


def sidecar(path: Path) -> Mapping[str, object]:
    """What the sidecar of a report says of it; {} where there is none."""
    for name in sidecar_names(path):
        if name.is_file():
            return _mapping(name)
    return {}


def _mapping(path: Path) -> Mapping[str, object]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:
        raise CorpusError(f"{path.name} is not YAML: {one_line(error)}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise CorpusError(f"{path.name} should hold lines such as 'title: …'")
    return content


def one_line(error: Exception) -> str:
    """What is wrong and where, in one line, without PyYAML's excerpt of the file."""
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    mark = getattr(error, "problem_mark", None)
    return f"{problem} (line {mark.line + 1})" if mark else problem
