"""A short name of a span in a report, valid as long as the report is unchanged."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from corpus import Document, Passage
from index import Index

_WRITTEN = re.compile(r"([0-9a-f]{1,16})-([0-9a-z]{1,11})-([0-9a-z]{1,11})")


@dataclass(frozen=True, slots=True)
class Permalink:
    """The span [start, end) of the document with this id.

    Written, it has at most 40 characters of `0-9a-z-`, which fits a button's data and a deep link.
    """

    document: str
    start: int
    end: int

    @classmethod
    def to(cls, passage: Passage) -> Permalink:
        return cls(passage.document.id, passage.start, passage.end)

    @classmethod
    def parse(cls, text: str) -> Permalink | None:
        """The permalink that is written so; None when the text is not one."""
        if (match := _WRITTEN.fullmatch(text)) is None:
            return None
        return cls(match[1], int(match[2], 36), int(match[3], 36))

    def __str__(self) -> str:
        start, end = (np.base_repr(offset, 36).lower() for offset in (self.start, self.end))
        return f"{self.document}-{start}-{end}"

    def deep_link(self, bot: str) -> str:
        """The address that opens the span's source card in a chat with the bot of this name."""
        return f"https://t.me/{bot}?start={self}"

    def passage(self, index: Index) -> Passage | None:
        """The span in an index; None when the index no longer has the document."""
        document = index.document(self.document)
        return self.in_document(document) if document else None

    def in_document(self, document: Document) -> Passage:
        """The span in its document."""
        return Passage(document, self.start, min(self.end, len(document.text)))
