"""Forecasts that were released: stored once, never changed, read again to be scored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.errors import SettingsError
from bilateral.tables import delta
from bilateral.tables.schema import from_arrow, to_arrow
from bilateral.tables.store import check_folder, open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from bilateral.forecasts import ForecastLine

__all__ = ["read_releases", "release_names", "store_release"]

_TABLE = "outlooks"


def _rows(record: Path) -> pa.Table | None:
    """All that is stored; None where nothing was released."""
    check_folder(record)
    opened = delta.open_table(record.resolve(), _TABLE, create=False)
    return None if opened is None else opened.to_pyarrow_table()


def release_names(record: Path) -> list[str]:
    """Names of the releases of a record, in the order of the alphabet.

    Raises:
        RecordError: If the folder is missing or no record.
    """
    found = _rows(Path(record))
    return [] if found is None else sorted(set(found.column("release_name").to_pylist()))


def read_releases(record: Path, name: str | None = None) -> list[ForecastLine]:
    """Stored forecasts, the oldest release first, each in the order in which it was made.

    Args:
        record: The record's folder.
        name: Of this release alone.

    Returns:
        Lines.

    Raises:
        SettingsError: If there is no release of that name; the message lists those there are.
    """
    found = _rows(Path(record))
    lines: list[ForecastLine] = [] if found is None else from_arrow(_TABLE, found)
    if name is not None and name not in {line.release_name for line in lines}:
        there = ", ".join(sorted({line.release_name for line in lines})) or "none yet: run `bilateral outlook STATE STATE`"
        message = f"got the release {name!r}, expected one of this record: {there}"
        raise SettingsError(message)
    order = {(line.direction, line.measure): place for place, line in reversed(list(enumerate(lines)))}
    chosen = [line for line in lines if name in (None, line.release_name)]
    return sorted(chosen, key=lambda line: (line.created_at, line.release_id, order[line.direction, line.measure], line.ahead or 10**6))


def store_release(record: Path, lines: Sequence[ForecastLine]) -> None:
    """Store the lines of one release in one commit; nothing stored before changes.

    Args:
        record: The record's folder.
        lines: Lines of one release.

    Raises:
        RecordError: If the record is written to by another run or cannot be written.
        SettingsError: If a release of that name is there.
    """
    path = Path(record).resolve()
    with open_store(path), delta.writing(path):
        opened = delta.open_table(path, _TABLE, create=True)
        if opened is None or not lines:
            return
        name = lines[0].release_name
        if name in delta.read_column(opened, "release_name"):
            message = f"got the name {name!r}, which a release of this record has, expected a new one: a release is never changed"
            raise SettingsError(message)
        delta.append_rows(opened, to_arrow(_TABLE, lines))
