"""Every error that `bilateral` raises, in one tree.

BilateralError
├── SettingsError      a setting or an argument is unknown or out of range
├── VocabularyError    a shipped or a user's vocabulary file is wrong (file, line, key)
├── DocumentError      one document cannot be read or coded (reason code)
├── RecordError        a record folder is missing, foreign, newer, read-only or full
├── SchemaError        a table lacks a column or holds a wrong one
└── StateError         no state of this name (suggestions in the message)

A message says what was got, what was expected and what to do.
"""

from __future__ import annotations

__all__ = [
    "BilateralError",
    "DocumentError",
    "RecordError",
    "SchemaError",
    "SettingsError",
    "StateError",
    "VocabularyError",
]


class BilateralError(Exception):
    """Root of all errors raised by this package."""


class SettingsError(BilateralError):
    """A setting or argument is unknown or out of range."""


class VocabularyError(BilateralError):
    """A vocabulary file is wrong; the message names file, line and key."""


class DocumentError(BilateralError):
    """One document cannot be read or coded.

    Args:
        message: What was got, what was expected and what to do.
        reason_code: The code stored in the table `rejections`.
    """

    def __init__(self, message: str, reason_code: str = "unreadable") -> None:
        super().__init__(message)
        self.reason_code = reason_code

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str]]:
        """Survive the way back from a worker process with both arguments."""
        return type(self), (str(self), self.reason_code)


class RecordError(BilateralError):
    """A record folder is missing, foreign, of another version, read-only or full."""


class SchemaError(BilateralError):
    """A table lacks a column or holds a wrong one; the message lists those that exist."""


class StateError(BilateralError):
    """No state of this name is known; the message suggests near ones."""
