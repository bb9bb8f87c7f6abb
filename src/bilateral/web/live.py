"""A record that is read by many requests at once while others may add to it."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bilateral.answers.journal import Verdicts, columns_named, lay_over, read_verdicts
from bilateral.records import EVIDENCE_TABLES
from bilateral.tables import delta
from bilateral.tables.copied import LARGE, is_sorted, lay_over_copy, name_copy, open_copy
from bilateral.tables.deriving import start_deriving
from bilateral.tables.packed import name_packed
from bilateral.tables.queries import connect_alone
from bilateral.tables.words import name_words
from bilateral.web.kept import LiveState, forget_state, note_state

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

__all__ = ["LiveRecord"]

FRESH_SECONDS = 2.0
"""How long an opened state of the record is used before its files are looked at again."""

_WATCHED = ("documents", "decisions", "imports", "observations", "outlooks")
"""Tables on which answers rest; a new file in one makes every kept answer old."""

_LOGGER = logging.getLogger("bilateral")


class LiveRecord:
    """One record, opened once and opened anew when documents were added or reviewers decided.

    Of a large record a copy and an index of its words are made beside the pages (`tables.copied`, `tables.words`); until they are
    there, the Delta tables are read, or the copy of the state before.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.large = LARGE
        self._lock = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._files: dict[str, list[str]] = {}
        self._looked = 0.0
        self._verdicts = Verdicts()
        self._copy: Path | None = None  # what the connection reads
        self._words: Path | None = None
        self._packed: Path | None = None
        self._coded = ""  # tells one state of the documents from another
        self._state = LiveState("")
        self._making: subprocess.Popen[str] | None = None
        self._failed: Path | None = None  # a copy that could not be made

    @contextmanager
    def open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on the newest state, for one request and one thread."""
        with self._lock:
            self._refresh()
            assert self._connection is not None  # noqa: S101 - made by _refresh
            cursor = self._connection.cursor()
            note_state(cursor, self._state)
        try:
            yield cursor
        finally:
            forget_state(cursor)
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

    @property
    def is_ready(self) -> bool:
        """Whether a large record's copy and index are there; a small one needs none."""
        with self._lock:
            self._refresh()
            return self._making is None

    def look_again(self) -> None:
        """Look at the files at the next request, after a decision was made."""
        with self._lock:
            self._looked = float("-inf")

    def _refresh(self) -> None:
        if self._connection is not None and time.monotonic() - self._looked < FRESH_SECONDS:
            return
        files = {table: delta.list_files(self.path.resolve(), table) for table in _WATCHED}
        changed = {table for table in _WATCHED if files[table] != self._files.get(table)}
        if self._connection is None or "documents" in changed or self._has_news():
            self._open_newest()
            changed.add("decisions")
        assert self._connection is not None  # noqa: S101 - opened now
        if "decisions" in changed:
            self._verdicts = read_verdicts(self._connection, self.path)
            self._lay_over(self._connection)
        self._files = files
        self._looked = time.monotonic()

    def _has_news(self) -> bool:
        """Whether the copy or index that was being made is there now."""
        if self._making is None:
            return False
        copy = name_copy(self.path)
        if self._making.poll() is None:
            return copy != self._copy and copy.exists()
        _, told = self._making.communicate()
        if self._making.returncode:
            self._failed = copy
            _LOGGER.warning("no copy of the record was made, so pages stay slow until documents are added: %s", told)
        self._making = None
        return True

    def _open_newest(self) -> None:
        """Open the newest state: its copy where there is one; else have it made where the record is large."""
        copy = name_copy(self.path)
        if copy.exists():
            self._connection, self._copy = open_copy(self.path, copy), copy  # the old one is closed when its last cursor is
            self._words, self._packed = (file if file.exists() else None for file in (name_words(copy), name_packed(copy)))
        elif self._copy is None:
            self._connection = connect_alone(self.path)
        assert self._connection is not None  # noqa: S101 - opened above, or before
        self._coded = secrets.token_hex(8)
        if not (copy == self._copy and self._words and self._packed) and self._making is None and copy != self._failed and self._is_large():
            self._making = start_deriving(self.path)

    def _is_large(self) -> bool:
        with connect_alone(self.path) if self._copy else self._connection.cursor() as connection:  # type: ignore[union-attr]  # opened before
            found = connection.execute("SELECT count(*) FROM stored_versions").fetchall()
        return bool(found[0][0] >= self.large)

    def end(self) -> None:
        """End what makes the copy; what is unfinished is never read."""
        with self._lock:
            if self._making is not None:
                self._making.kill()
                self._making.communicate()
                self._making = None

    def _lay_over(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Lay the journal over all views; whoever reads meanwhile sees all of it or none of it."""
        connection.begin()
        lay_over(connection, self._verdicts)
        if self._copy is not None:
            changed = tuple(EVIDENCE_TABLES) if self._verdicts.decisions else ()
            lay_over_copy(connection, changed, columns_named(self._verdicts))
        connection.commit()
        is_copied = self._copy is not None
        self._state = LiveState(
            secrets.token_hex(8), self._coded, str(self._words or ""), str(self._packed or ""), is_copied, self._judged(),
            is_sorted=is_copied and is_sorted(connection), is_renamed=bool(self._verdicts.replayed.renamed),
        )  # fmt: skip

    def _judged(self) -> frozenset[str]:
        """Documents whose records reviewers judged."""
        known = {str(row["doc_id"]) for row in self._verdicts.decisions if row["doc_id"]}
        return frozenset(known | {row.doc_id for rows in self._verdicts.rows.values() for row in rows})
