"""Values of official series, stored beside what documents claim: appended in one commit a file, never changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.records import Observation
from bilateral.tables import delta
from bilateral.tables.schema import to_arrow
from bilateral.tables.store import check_folder, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["list_observations", "read_observations", "store_observations"]

_TABLE = "observations"


def store_observations(path: Path, rows: Sequence[Observation], check: Callable[[list[Observation]], None]) -> int:
    """Store values that are not stored yet, all or none of them.

    Args:
        path: The record's folder; made if it is missing.
        rows: Values.
        check: Called with what is stored before anything is written; raises to refuse.

    Returns:
        How many were new.

    Raises:
        RecordError: If the record cannot be written or another run writes to it; what was stored before stays.
        SchemaError: If a row does not fit the table, or `check` refuses.
    """
    with open_store(Path(path), create=True) as store:
        stored = _read(store.path)
        check(stored)
        known = {row.observation_id for row in stored}
        new = [row for row in rows if row.observation_id not in known]
        if new:
            table = to_arrow(_TABLE, new)
            with delta.writing(store.path):
                opened = delta.open_table(store.path, _TABLE, create=True)
                if opened is not None:
                    delta.append_rows(opened, table)
    return len(new)


def read_observations(path: Path, states: Sequence[str] = ()) -> list[Observation]:
    """The stored values, in the order of series, reporter, indicator and period.

    Args:
        path: The record's folder.
        states: Only values whose reporter and partner are among these; all by default.

    Returns:
        Every edition of every value.

    Raises:
        RecordError: If the folder is missing or no record.
    """
    check_folder(Path(path))
    rows = _read(Path(path).resolve())
    kept = [row for row in rows if not states or (row.reporter in states and row.partner in (None, *states))]
    return sorted(kept, key=lambda row: (row.series_name, row.reporter, row.indicator, row.period_start, row.period_end, row.retrieved, row.observation_id))


def list_observations(path: Path, states: Sequence[str] = ()) -> Any:
    """The stored values as an Arrow table; arguments as for `read_observations`."""
    return to_arrow(_TABLE, read_observations(path, states))


def _read(path: Path) -> list[Observation]:
    opened = delta.open_table(path, _TABLE, create=False)
    return [] if opened is None else [Observation(**row) for row in opened.to_pyarrow_table().to_pylist()]
