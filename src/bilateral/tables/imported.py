"""Imported events for questions: which files and parts count, and a connection that stays warm."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.errors import SettingsError
from bilateral.tables import delta
from bilateral.tables.schema import arrow_schema
from bilateral.tables.store import check_folder

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["DataSet", "find_data_set", "list_data_sets", "warm_connection"]

_Changed = tuple[int, int]
_read: dict[str, tuple[_Changed, list[dict[str, Any]], Any]] = {}
"""What was read of a record's imports, by its folder: when its log changed, the parts, and the days they cover."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """One imported data set: SQL for its rows that count (to stand after FROM), the days they cover, and its parts."""

    data_name: str
    events: str
    days: pa.Table
    parts: tuple[dict[str, Any], ...]


def _changed(path: Path) -> _Changed:
    """When imports were last committed."""
    logs = [path / table / "_delta_log" for table in ("imports", "imported_days")]
    first, second = (log.stat().st_mtime_ns if log.exists() else 0 for log in logs)
    return first, second


def _parts_and_days(path: Path) -> tuple[list[dict[str, Any]], pa.Table]:
    """Every part and the days covered; read again only after an import."""
    changed = _changed(path)
    known = _read.get(str(path))
    if known is None or known[0] != changed:
        days = delta.open_table(path, "imported_days", create=False)  # days are committed before their parts
        parts = delta.open_table(path, "imports", create=False)
        known = (
            changed,
            parts.to_pyarrow_table().to_pylist() if parts else [],
            days.to_pyarrow_table() if days else arrow_schema("imported_days").empty_table(),
        )
        _read[str(path)] = known
    return known[1], known[2]


def _live(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parts of each file's newest version that was read to its end, else of its newest."""
    whole = {(row["data_name"], row["file_name"], row["version"]) for row in parts if row["is_last"]}
    best: dict[tuple[str, str], tuple[bool, int]] = {}
    for row in parts:
        key = (row["data_name"], row["file_name"])
        best[key] = max(best.get(key, (False, 0)), ((*key, row["version"]) in whole, row["version"]))
    return [row for row in parts if best[row["data_name"], row["file_name"]][1] == row["version"]]


def list_data_sets(path: Path) -> list[dict[str, Any]]:
    """The data sets that were imported into a record.

    Args:
        path: The record's folder.

    Returns:
        One dictionary a data set, by name: `data_name`, `data_type`, `n_files`, `n_read`,
        `n_kept`, `n_rejected`, `first_day`, `last_day`, of the versions that count.

    Raises:
        RecordError: If the folder is missing or no record.
    """
    check_folder(Path(path))
    live = _live(_parts_and_days(Path(path).resolve())[0])
    sets = []
    for name in sorted({row["data_name"] for row in live}):
        own = [row for row in live if row["data_name"] == name]
        sets.append(
            {
                "data_name": name,
                "data_type": own[0]["data_type"],
                "n_files": len({row["file_name"] for row in own}),
                **{key: sum(row[key] for row in own) for key in ("n_read", "n_kept", "n_rejected")},
                "first_day": min((row["first_day"] for row in own if row["first_day"]), default=None),
                "last_day": max((row["last_day"] for row in own if row["last_day"]), default=None),
            }
        )
    return sets


def find_data_set(path: Path, data_name: str) -> DataSet:
    """The rows of one data set that count.

    A row counts if its part is stored and of the newest version of its file. Does
    not read any row.

    Args:
        path: The record's folder.
        data_name: Name of the data set.

    Returns:
        The data set.

    Raises:
        RecordError: If the folder is missing or no record.
        SettingsError: If there is no such data set; the message lists those there are.
        SchemaError: If a table has other columns than this version of `bilateral`.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy
    import pyarrow.compute as pc  # noqa: PLC0415 - heavy

    check_folder(Path(path))
    path = Path(path).resolve()
    every, days = _parts_and_days(path)
    parts = [row for row in _live(every) if row["data_name"] == data_name]
    if not parts:
        there = ", ".join(sorted({row["data_name"] for row in every})) or "none: run `bilateral import`"
        message = f"got the data set {data_name!r}, expected one of those imported: {there}"
        raise SettingsError(message)
    files = sorted({row["events_file"] for row in parts if row["events_file"]})
    ids = {row["part_id"] for row in parts}
    shared = any(row["part_id"] not in ids for row in every if row["events_file"] in files)
    where = f"WHERE part_id IN ({', '.join(map(delta.quoted, sorted(ids)))})"
    listed = ", ".join(delta.quoted(str(path / "imported_events" / file)) for file in files)
    covered = days.filter(pc.is_in(days.column("part_id"), pa.array(sorted(ids))))
    return DataSet(
        data_name,
        events=f"(SELECT * FROM read_parquet([{listed}]) {where if shared else ''})" if files else _empty("imported_events"),  # noqa: S608 - own names
        days=covered.group_by(["event_date_start", "event_date_end"]).aggregate([("n_events", "sum")]).rename_columns({"n_events_sum": "n_events"}),
        parts=tuple(parts),
    )


def _empty(table: str) -> str:
    """SQL for no rows with the columns of a table."""
    names = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "date32[day]": "DATE"}
    columns = ", ".join(f"NULL::{names[str(field.type)]} AS {field.name}" for field in arrow_schema(table))
    return f"(SELECT {columns} WHERE false)"


@cache
def _database() -> duckdb.DuckDBPyConnection:
    import duckdb  # noqa: PLC0415 - heavy

    connection = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
    )
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET parquet_metadata_cache = true")
    return connection


def warm_connection() -> duckdb.DuckDBPyConnection:
    """A connection of this process that remembers what it learned of files.

    Returns:
        A connection of its own on a shared database without tables; close it.
    """
    return _database().cursor()
