"""A maintainer with a folder of reports, who rebuilds its index and sees what was done."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus import Document, reading
from corpus.errors import CorpusError
from corpus.folder import File
from corpus.progress import silently
from corpus.reading import Reading
from index import Index, versions
from index.analysis import PassageAnalysis, analyse
from index.building import build, gather, rebuild
from index.building.build import Gate
from index.building.rebuild import RebuildOutcome, RebuildResult
from index.building.tools import BuildTools
from index.embedding.embedder import Role, Vectors
from index.lexicon.lexicon import Lexicon
from index.ranking import Hit
from tests.support.tiny import TinyEmbedder


class CountingEmbedder(TinyEmbedder):
    """Keeps which passages and sentences it has embedded."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str], role: Role) -> Vectors:
        if role == "passage":
            self.texts += texts
        return super().embed(texts, role)


class Maintainer:
    """Writes reports and rebuilds. What the last rebuild worked out stands in `read` (paths),
    `analysed` (paths) and `embedded` (texts).
    """

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.corpus, self.index = folder / "corpus", folder / "index"
        self.corpus.mkdir()
        self.embedder = CountingEmbedder()
        self.lexicon = Lexicon()
        self.ocr = ""
        self.read: list[str] = []
        self.analysed: list[str] = []
        patch.setattr(gather, "read_files", self.read_files)  # in this process, which is faster
        patch.setattr(build, "analyse", self._analyse)

    def write(self, name: str, text: str) -> Path:
        path = self.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def rebuild(self, is_full: bool = False, gate: Gate | None = None) -> RebuildResult:
        self._forget()
        return rebuild.rebuild(self.corpus, self.index, self._tools(), self.ocr, gate, is_full)

    def rehearse(self) -> RebuildResult:
        self._forget()
        return rebuild.rehearse(self.corpus, self.index, self._tools())

    def done(self) -> tuple[RebuildOutcome, list[str], list[str], list[str]]:
        """What comes of a rebuild, and the files read, documents analysed and texts embedded."""
        outcome = self.rebuild().outcome
        return outcome, self.read, self.analysed, self.embedded

    @property
    def embedded(self) -> list[str]:
        return sorted(self.embedder.texts)

    def opened(self) -> Index:
        return Index(self.index, self.embedder)

    def version(self) -> Path:
        return versions.opened(self.index)[0]

    def found(self, question: str, language: str = "en") -> list[Hit]:
        return list(self.opened().search(question, language).hits)

    def _tools(self) -> BuildTools:
        return BuildTools.beside(self.index, self.embedder, self.lexicon, silently)

    def _forget(self) -> None:
        self.read, self.analysed, self.embedder.texts = [], [], []

    def read_files(
        self, folder: Path, files: Sequence[File], ocr: str
    ) -> Iterator[Reading | CorpusError]:
        for file in files:
            self.read.append(file.path)
            try:
                yield reading._read_unchanged((folder, file, ocr))
            except CorpusError as error:
                yield error

    def _analyse(self, document: Document, phrases: set[str]) -> tuple[PassageAnalysis, ...]:
        self.analysed.append(document.path)
        return analyse(document, phrases)
