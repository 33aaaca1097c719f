"""All errors whose message a user sees.

BelegbotError
├── CorpusError      a report or a corpus folder cannot be read
│   ├── EmptyError   a report holds nothing that could be quoted
│   └── ChangedError a report changed while it was being read
├── BusyError        another rebuild of the same index is under way
├── GateError        a new version answers fewer golden questions than the previous one
├── StaleIndexError  there is no index, or it is damaged, or another version or model built it
├── ModelError       the embedding model cannot be loaded, or is not the one it claims to be
└── SettingsError    a setting has an invalid value

A message is a whole sentence that names the file or the setting and says what would be right. The
message for a skipped file is only the reason, as its name is listed beside it. Errors are raised
where the fault is noticed and caught once, at the edge of the program. They are in the lowest
package, so that every layer can raise them.
"""


class BelegbotError(Exception):
    """A fault that the person at the keyboard can fix."""


class CorpusError(BelegbotError):
    """A report or a corpus folder cannot be read."""


class EmptyError(CorpusError):
    """A report holds nothing that could be quoted."""


class ChangedError(CorpusError):
    """A report changed while it was being read."""


class BusyError(BelegbotError):
    """Another rebuild of the same index is under way."""


class GateError(BelegbotError):
    """A new version answers fewer golden questions than the previous one."""


class StaleIndexError(BelegbotError):
    """There is no index, or it is damaged, or another version or model built it."""


class ModelError(BelegbotError):
    """The embedding model cannot be loaded, or is not the one it claims to be."""


class SettingsError(BelegbotError):
    """A setting has an invalid value."""
