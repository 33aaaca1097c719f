"""Metadata of a report: title, publisher, author, date, url and language."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from reprlib import Repr
from textwrap import shorten
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, ValidationError, ValidationInfo

from corpus.clean import clean
from corpus.text.dates import day, doubt

_LONGEST = 200  # characters of a title or a name; the rest is cut off
_EMPTY = ("", "null", "~")  # how YAML writes an empty value
_WIKI_LINK = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]")

# Other programs' names for these fields.
_SYNONYMS = {
    "authors": "author",
    "canonical_url": "url",
    "lang": "language",
    "link": "url",
    "pubdate": "date",
    "published": "date",
    "site": "publisher",
}
_shown = Repr()
_shown.maxstring = 60
_NEAR = 0.8  # similarity, of 1: "titel" is a typo of "title", "subtitle" is not


def _line(value: Any) -> Any:
    if isinstance(value, list):
        names = [one.get("name") if isinstance(one, dict) else one for one in value]
        if any(isinstance(name, list | dict | None) for name in names):
            return value
        value = ", ".join(map(str, names))
    if isinstance(value, int | float | datetime.date) and not isinstance(value, bool):
        value = str(value)  # a title such as 2021
    if not isinstance(value, str):
        return value
    return shorten(clean(_WIKI_LINK.sub(r"\1", value)), _LONGEST, placeholder=" …")


def _code(value: Any) -> Any:
    return re.split("[-_]", value.lower())[0] if isinstance(value, str) else value


def _day(value: Any, info: ValidationInfo) -> datetime.date:
    return day(value, str(info.context))


Line = Annotated[str, BeforeValidator(_line), Field(min_length=1)]
Day = Annotated[datetime.date, BeforeValidator(_day)]


class Metadata(BaseModel, frozen=True, extra="ignore", str_strip_whitespace=True):
    """Metadata of a report as front matter, a sidecar or the file's properties give it."""

    title: Line | None = Field(default=None, description="a line of text")
    publisher: Line | None = Field(default=None, description="a line of text")
    author: Line | None = Field(default=None, description="a name or a list of names")
    date: Day | None = Field(default=None, description="a day such as 2024-10-28")
    url: str | None = Field(
        default=None,
        pattern=r"^[Hh][Tt][Tt][Pp][Ss]?://\S+$",
        max_length=2000,
        description="an address that starts with https:// and has no spaces",
    )
    language: Annotated[str, BeforeValidator(_code)] | None = Field(
        default=None, pattern="^[a-z]{2}$", description="a two-letter code such as de"
    )


def metadata(
    sources: Sequence[Mapping[str, object]], language: str
) -> tuple[Metadata, tuple[str, ...]]:
    """The combined metadata of the sources, and what is wrong in them.

    The first source that gives a field wins. A wrong value is left out, with a clause that says
    what the field should be. Dates are read in the language of the report: the one that a source
    states (en-GB, with its region), else `language`.
    """
    warnings = [warning for source in sources for warning in _typos(source)]
    named = [_renamed(source) for source in sources]
    language = next(filter(None, (_tag(source.get("language")) for source in named)), language)
    known: dict[str, object] = {}
    for field in Metadata.model_fields:
        for value in [source[field] for source in named if field in source]:
            try:
                Metadata.model_validate({field: value}, context=language)
            except ValidationError:
                warnings.append(_fault(field, value))
            else:
                known[field] = value
                break
    valid = Metadata.model_validate(known, context=language)
    if valid.date and (why := doubt(known["date"], valid.date, language)):
        warnings.append(why)
    return valid, tuple(warnings)


def _tag(value: object) -> str | None:
    """A language, with its region if it has one (en-GB); None if the value is not one."""
    tag = str(value).strip().replace("_", "-")
    return tag if re.fullmatch("[A-Za-z]{2}(-[A-Za-z]+)*", tag) else None


def _fault(field: str, value: object) -> str:
    should = Metadata.model_fields[field].description
    return f"{field} should be {should}, not {_shown.repr(value)}; it is left out"


def _renamed(source: Mapping[str, object]) -> dict[str, object]:
    """The non-empty fields of a source, by the names of `Metadata`."""
    fields = {str(name).strip().lower(): value for name, value in source.items()}
    says = {
        name: value
        for name, value in fields.items()
        if value not in (None, [], [""]) and str(value).strip() not in _EMPTY
    }
    if "source" in says:  # an address or a name
        is_address = re.match("https?://", str(says["source"]))
        says.setdefault("url" if is_address else "publisher", says["source"])
    return {_SYNONYMS[name]: says[name] for name in _SYNONYMS if name in says} | {
        name: value for name, value in says.items() if name in Metadata.model_fields
    }


def _typos(source: Mapping[str, object]) -> Iterator[str]:
    """Warnings about names that are nearly a field's; other names belong to other programs."""
    names = [*Metadata.model_fields, *_SYNONYMS, "source"]
    for given in map(str, source):
        name = given.strip().lower()
        near = get_close_matches(name, names, n=1, cutoff=_NEAR)
        if near and name not in names and abs(len(near[0]) - len(name)) <= 1:
            meant = _SYNONYMS.get(near[0], near[0])
            yield f"{given} is not a field; did you mean {meant}?"
