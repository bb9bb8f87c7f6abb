"""A record that is read by many requests at once while others may add to it."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bilateral.tables import delta
from bilateral.tables.queries import connect
from bilateral.web.verdicts import Verdicts, lay_over, read_verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

__all__ = ["LiveRecord"]

FRESH_SECONDS = 2.0
"""How long an opened state of the record is used before its files are looked at again."""

_WATCHED = ("documents", "decisions", "imports", "observations", "outlooks")
"""Tables on which answers rest; a new file in one makes every kept answer old."""


class LiveRecord:
    """One record, opened once and opened anew when documents were added or reviewers decided."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._files: dict[str, list[str]] = {}
        self._looked = 0.0
        self._verdicts = Verdicts()

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
        """What tells one state of the record from another: the files of its documents, its journal and its data."""
        with self._lock:
            self._refresh()
            return tuple(file for files in self._files.values() for file in files)

    @property
    def verdicts(self) -> Verdicts:
        """What reviewers decided so far."""
        with self._lock:
            self._refresh()
            return self._verdicts

    def look_again(self) -> None:
        """Look at the files at the next request, after a decision was made."""
        with self._lock:
            self._looked = float("-inf")

    def _refresh(self) -> None:
        if self._connection is not None and time.monotonic() - self._looked < FRESH_SECONDS:
            return
        files = {table: delta.list_files(self.path.resolve(), table) for table in _WATCHED}
        changed = {table for table in _WATCHED if files[table] != self._files.get(table)}
        if self._connection is None or "documents" in changed:
            self._connection = connect(self.path)  # the old one is closed when its last cursor is
            changed.add("decisions")
        if "decisions" in changed:
            self._verdicts = read_verdicts(self._connection, self.path)
            self._connection.begin()  # whoever reads meanwhile sees all of the journal or none of it
            lay_over(self._connection, self._verdicts)
            self._connection.commit()
        self._files = files
        self._looked = time.monotonic()
