"""Everything that can go wrong and has a sentence for it.

BelegbotError
├── CorpusError      a report or a corpus folder cannot be read
│   ├── EmptyError   a report holds nothing that could be quoted
│   └── ChangedError a report changed while it was read
├── BusyError        another rebuild of the same index is under way
├── GateError        a new version answers fewer of the known questions than the one before
├── StaleIndexError  there is no index to open, or it is damaged or of another program or model
├── ModelError       the embedding model cannot be loaded, or is not the one it claims to be
└── SettingsError    a setting has a value that it cannot have

A message is a whole sentence that names the file or the setting and what would be right; that of
a file which is skipped is the reason only, as its name is listed beside it. They are raised where
the fault is noticed and caught once, at the edge of the program. They stand in the lowest package,
so that every layer can raise them.
"""


class BelegbotError(Exception):
    """A fault that the person at the keyboard can mend."""


class CorpusError(BelegbotError):
    """A report or a corpus folder cannot be read."""


class EmptyError(CorpusError):
    """A report holds nothing that could be quoted."""


class ChangedError(CorpusError):
    """A report changed while it was read."""


class BusyError(BelegbotError):
    """Another rebuild of the same index is under way."""


class GateError(BelegbotError):
    """A new version answers fewer of the known questions than the one before."""


class StaleIndexError(BelegbotError):
    """There is no index to open, or it is damaged, or another version or model built it."""


class ModelError(BelegbotError):
    """The embedding model cannot be loaded, or is not the one it claims to be."""


class SettingsError(BelegbotError):
    """A setting has a value that it cannot have."""
