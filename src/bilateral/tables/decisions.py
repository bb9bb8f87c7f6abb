"""The journal of review decisions of a record: appended under a lock of its own, never changed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.errors import RecordError
from bilateral.records import Decision
from bilateral.tables import delta
from bilateral.tables.lock import take_lock
from bilateral.tables.schema import to_arrow
from bilateral.tables.store import COMPACT_FILES, check_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.tables.lock import WriterLock

__all__ = ["append_decisions", "read_decisions"]

_TABLE = "decisions"
_LOCK_NAME = "review.lock"

_WAIT_SECONDS = 10.0
"""How long one reviewer waits for another's decision to be written; a commit takes a tenth of a second."""


def append_decisions(path: Path, rows: Sequence[Decision]) -> int:
    """Append decisions that the journal does not hold, all or none of them.

    Does not wait for a run that adds documents: the journal has its own lock.

    Args:
        path: The record's folder.
        rows: Decisions; one whose identifier is stored changes nothing.

    Returns:
        How many were new.

    Raises:
        RecordError: If the folder is no record, cannot be written, or is being written to for too long.
        SchemaError: If a row does not fit the table.
    """
    path = Path(path).resolve()
    check_folder(path)
    with delta.writing(path):
        lock = _wait_for_lock(path)
        try:
            known = {row.decision_id for row in read_decisions(path)}
            new = list({row.decision_id: row for row in rows if row.decision_id not in known}.values())
            if new:
                table = to_arrow(_TABLE, new)
                opened = delta.open_table(path, _TABLE, create=True)
                if opened is not None:
                    delta.append_rows(opened, table)
                    if delta.count_files(opened) > COMPACT_FILES:
                        delta.compact(opened)
        finally:
            lock.free()
    return len(new)


def _wait_for_lock(path: Path) -> WriterLock:
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            return take_lock(path / _LOCK_NAME)
        except RecordError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def read_decisions(path: Path) -> list[Decision]:
    """The journal in the order in which decisions were made; empty where there is none.

    Raises:
        RecordError: If the folder is missing or no record.
        SchemaError: If the journal has other columns than this version writes.
    """
    path = Path(path).resolve()
    check_folder(path)
    opened = delta.open_table(path, _TABLE, create=False)
    rows = [] if opened is None else [Decision(**row) for row in opened.to_pyarrow_table().to_pylist()]
    return sorted(rows, key=lambda row: (row.made_at, row.decision_id))
