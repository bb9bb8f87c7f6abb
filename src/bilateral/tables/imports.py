"""Imported events stored so that a kill loses no finished part and doubles none.

A commit writes one Parquet file of events, sorted by directed dyad and day, then the
days they cover, and the parts last: a row counts once its part is in `imports`.
"""

from __future__ import annotations

import dataclasses
import json
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.tables import delta
from bilateral.tables.schema import arrow_schema, to_arrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from deltalake import DeltaTable

    from bilateral.records import ImportedPart

__all__ = ["ImportTables", "NewPart", "open_imports"]

ROW_GROUP = 65_536
"""Rows of one group of the Parquet file: a question for one dyad reads one or two groups of a million rows.

Tried 32,768 to 262,144 on ten million made-up events; smaller groups cost more in
metadata than they save in rows.
"""

_DAYS_SHIFT = 200_000
"""Added to a day so that days before 1970 sort as numbers above zero."""


@dataclass(frozen=True, slots=True)
class NewPart:
    """Rows of one part and what is noted of it."""

    part: ImportedPart
    tables: list[pa.Table]


class ImportTables:
    """The open tables of imported events. Made by `open_imports` while the record is open for writing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tables: dict[str, DeltaTable] = {}
        for table in ("imported_events", "imported_days", "imports"):
            opened = delta.open_table(path, table, create=True)
            if opened is not None:
                self._tables[table] = opened

    def parts(self) -> list[dict[str, Any]]:
        """Every part that is stored, as rows of `imports`."""
        rows: list[dict[str, Any]] = self._tables["imports"].to_pyarrow_table().to_pylist()
        return rows

    def remove_torn(self) -> None:
        """Remove what a killed run wrote without its parts."""
        parts = self.parts()
        named = {row["events_file"] for row in parts}
        events = self._tables["imported_events"]
        for name in _file_names(events) - named:
            _delete_parts(events, _parts_in(self._path / "imported_events" / name))
        known = {row["part_id"] for row in parts}
        _delete_parts(self._tables["imported_days"], delta.read_column(self._tables["imported_days"], "part_id") - known)

    def append(self, new: Sequence[NewPart]) -> None:
        """Store parts in one commit.

        Args:
            new: Parts that are not stored.

        Raises:
            RecordError: If the record cannot be written; what was stored before stays.
        """
        if not new:
            return
        with delta.writing(self._path):
            events, file = _joined(new), None
            if events.num_rows:
                file = self._append_events(events)
                delta.append_rows(self._tables["imported_days"], _count_days(events))
            parts = [dataclasses.replace(item.part, events_file=file if item.tables else None) for item in new]
            delta.append_rows(self._tables["imports"], to_arrow("imports", parts))

    def _append_events(self, events: pa.Table) -> str:
        """Write sorted events as one file and commit it: quicker than to hand the rows over to be written."""
        from deltalake.transaction import AddAction  # noqa: PLC0415 - heavy
        from pyarrow import parquet  # noqa: PLC0415 - heavy

        ordered = _taken(events, _order(events))
        name = f"part-{events.column('part_id')[0].as_py()}-{time.time_ns()}.parquet"
        path = self._path / "imported_events" / name
        parquet.write_table(
            ordered, path, row_group_size=ROW_GROUP, compression="zstd", compression_level=1, store_schema=False,
            write_statistics=["data_name", "part_id", "actor", "recipient", "event_date_start", "event_date_end"],
            use_dictionary=[field.name for field in ordered.schema if field.name not in ("native_id", "native_row")],
        )  # fmt: skip
        with path.open("rb") as written:
            os.fsync(written.fileno())
        action = AddAction(name, path.stat().st_size, {}, time.time_ns() // 1_000_000, True, json.dumps({"numRecords": ordered.num_rows}))  # noqa: FBT003 - positional in deltalake
        self._tables["imported_events"].create_write_transaction([action], "append", arrow_schema("imported_events"))
        self._tables["imported_events"].update_incremental()
        return name


def open_imports(path: Path) -> ImportTables:
    """Open the tables of imported events of a record that is open for writing.

    Makes them where they are missing and removes what a killed run left.

    Args:
        path: The record's folder; the caller holds its lock.

    Returns:
        The tables.

    Raises:
        RecordError: If the record cannot be written.
        SchemaError: If a stored table has other columns than this version writes.
    """
    with delta.writing(path):
        tables = ImportTables(path)
        tables.remove_torn()
    return tables


def _file_names(table: DeltaTable) -> set[str]:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    return set(pa.table(table.get_add_actions())["path"].to_pylist())


def _parts_in(path: Path) -> set[str]:
    """Parts whose rows a file holds."""
    from pyarrow import parquet  # noqa: PLC0415 - heavy

    return set(parquet.read_table(path, columns=["part_id"]).column("part_id").unique().to_pylist())


def _delete_parts(table: DeltaTable, part_ids: Iterable[str]) -> None:
    listed = ", ".join(delta.quoted(part_id) for part_id in sorted(part_ids))
    if listed:
        table.delete(f"part_id IN ({listed})")


def _joined(new: Sequence[NewPart]) -> pa.Table:
    """All rows with every column of `imported_events`, texts that repeat as codes."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    tables = [_coded(table) for item in new for table in item.tables if table.num_rows]
    if not tables:
        return arrow_schema("imported_events").empty_table()
    there = pa.concat_tables(tables, promote_options="default").unify_dictionaries().combine_chunks()
    lengths = [sum(table.num_rows for table in item.tables) for item in new]
    places = np.repeat(np.arange(len(new), dtype=np.int32), lengths)
    parts = pa.DictionaryArray.from_arrays(pa.array(places), pa.array([item.part.part_id for item in new], pa.string()))
    own = {"data_name": _repeated(new[0].part.data_name, there.num_rows), "part_id": parts}
    return pa.table({item.name: _column(item, there, own) for item in arrow_schema("imported_events")})


def _coded(table: pa.Table) -> pa.Table:
    """A reader's table with all texts but identifiers as codes, and numbers in the types of the table."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    columns = {}
    for name in table.column_names:
        kind = arrow_schema("imported_events").field(name).type
        if pa.types.is_string(kind) and name != "native_id":
            kind = pa.dictionary(pa.int32(), pa.string())
        columns[name] = table.column(name) if table.column(name).type == kind else table.column(name).cast(kind)
    return pa.table(columns)


def _column(item: pa.Field, there: pa.Table, own: Mapping[str, pa.Array]) -> Any:
    """A column as it was read, that of the data set and part, or what stands where the data set has none."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    if item.name in own:
        return own[item.name]
    if item.name in there.column_names:
        return there.column(item.name)
    if item.name == "n_events":
        return pa.array(np.ones(there.num_rows, dtype=np.int64))
    return _repeated("happened", there.num_rows) if item.name == "realis" else pa.nulls(there.num_rows, item.type)


def _repeated(text: str, n_rows: int) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(n_rows, dtype=np.int32)), pa.array([text], pa.string()))


def _taken(events: pa.Table, order: pa.Array) -> pa.Table:
    """Rows in another order; columns that are the same in every row stay as they are."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    return pa.table({name: _moved(events.column(name), order) for name in events.column_names})


def _moved(column: pa.ChunkedArray, order: pa.Array) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    if column.null_count == len(column):
        return column
    if pa.types.is_dictionary(column.type) and not column.null_count and len(column.chunk(0).dictionary) == 1:
        return column
    return column.take(order)


def _places(events: pa.Table, column: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    """For each row the rank of its text in the alphabet, 0 for none."""
    codes = events.column(column).combine_chunks()
    chunk = codes.chunk(0) if hasattr(codes, "chunks") else codes
    texts = chunk.dictionary.to_pylist()
    rank = np.zeros(len(texts) + 1, dtype=np.int64)
    rank[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(1, len(texts) + 1)
    places = chunk.indices.fill_null(len(texts)).to_numpy()
    rank[len(texts)] = 0
    ranked: np.ndarray[Any, np.dtype[np.int64]] = rank[places]
    return ranked


def _order(events: pa.Table) -> pa.Array:
    """Rows by actor, recipient, day and place in the file.

    One number a row holds all four, so that plain numbers are sorted.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    n_rows = events.num_rows
    pair = _places(events, "actor") * 4096 + _places(events, "recipient")
    day = events.column("event_date_start").cast(pa.int32()).to_numpy().astype(np.int64) + _DAYS_SHIFT
    _, dyad = np.unique(pair, return_inverse=True)
    bits = max(int(n_rows - 1).bit_length(), 1)
    key = ((dyad.astype(np.int64) << 20 | day) << bits) | np.arange(n_rows, dtype=np.int64)
    key.sort()
    return pa.array(key & ((1 << bits) - 1))


def _count_days(events: pa.Table) -> pa.Table:
    """Events of each part and day."""
    keys = ["data_name", "part_id", "event_date_start", "event_date_end"]
    counted = events.select([*keys, "n_events"]).group_by(keys, use_threads=False).aggregate([("n_events", "sum")])
    schema = arrow_schema("imported_days")
    return counted.rename_columns({"n_events_sum": "n_events"}).select(schema.names).cast(schema)

