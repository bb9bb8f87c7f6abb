"""A record that is read by many requests at once while others may add to it."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bilateral.tables import delta
from bilateral.tables.queries import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

__all__ = ["LiveRecord"]

FRESH_SECONDS = 2.0
"""How long an opened state of the record is used before its files are looked at again."""


class LiveRecord:
    """One record, opened once and opened anew when documents were added."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._files: list[str] = []
        self._looked = 0.0

    @contextmanager
    def open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on the newest state, for one request and one thread."""
        with self._lock:
            self._refresh()
            assert self._connection is not None  # noqa: S101 - made by _refresh
            cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @property
    def state(self) -> tuple[str, ...]:
        """What tells one state of the record from another: the files of its documents."""
        return tuple(self._files)

    def _refresh(self) -> None:
        if self._connection is not None and time.monotonic() - self._looked < FRESH_SECONDS:
            return
        files = delta.list_files(self.path.resolve(), "documents")
        if self._connection is None or files != self._files:
            self._connection = connect(self.path)  # the old one is closed when its last cursor is
            self._files = files
        self._looked = time.monotonic()
