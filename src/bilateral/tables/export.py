"""Tables as files for other programs: CSV, JSON, JSON Lines, Parquet."""

from __future__ import annotations

import csv
import io
import json
import math
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from bilateral.errors import RecordError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

__all__ = ["EXPORT_FORMATS", "write_table"]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that make a spreadsheet read a text as a formula or split it.

Source: OWASP, "CSV Injection".
"""


def _guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    Example:
        >>> _guarded("=1+1"), _guarded("1+1")
        ("'=1+1", '1+1')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv_cell(value: Any) -> Any:
    """A value as a CSV cell: texts guarded, lists joined by a semicolon, dates ISO 8601.

    Example:
        >>> _csv_cell(["KOR", "RUS/BUS"]), _csv_cell(-1.5), _csv_cell(None)
        ('KOR;RUS/BUS', -1.5, '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return _guarded(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ";".join(str(_csv_cell(item)) for item in value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _csv_column(column: pa.Array) -> list[Any]:
    """A column as CSV cells; `_csv_cell` for the types that most columns have, many values at a time."""
    values: list[Any] = column.to_pylist()
    kind = str(column.type)
    if kind in ("int64", "double"):
        return values  # no value is an empty cell
    if kind == "string":
        return [f"'{value}" if value and value.startswith(FORMULA_STARTS) else value for value in values]
    return [None if value is None else _csv_cell(value) for value in values]


def _json_column(column: pa.Array) -> list[Any]:
    """A column as JSON holds it: dates ISO 8601; numbers that JSON does not know are null."""
    values: list[Any] = column.to_pylist()
    kind = str(column.type)
    if kind in ("string", "int64", "bool") or kind.startswith("list"):
        return values
    return [_json_value(value) for value in values]


def _json_value(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _batches(table: pa.Table | pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """The rows batch by batch, so that a large table is not held as Python values."""
    if hasattr(table, "to_batches"):
        yield from table.to_batches(max_chunksize=_A_BATCH)
        return
    for batch in table:
        for first in range(0, batch.num_rows, _A_BATCH):
            yield batch.slice(first, _A_BATCH)


_A_BATCH = 1_000
"""Rows that are Python values at a time."""


def _write_csv(table: pa.Table | pa.RecordBatchReader, stream: BinaryIO) -> None:
    """CSV after RFC 4180 in UTF-8, with a header."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(table.schema.names)
        for batch in _batches(table):
            writer.writerows(zip(*map(_csv_column, batch.columns), strict=True))
    finally:
        text.detach()


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _json_rows(table: pa.Table | pa.RecordBatchReader) -> Iterator[bytes]:
    """Each row as a JSON object."""
    for batch in _batches(table):
        names = batch.schema.names
        for values in zip(*map(_json_column, batch.columns), strict=True):
            yield _encode(dict(zip(names, values, strict=True))).encode()


def _write_jsonl(table: pa.Table | pa.RecordBatchReader, stream: BinaryIO) -> None:
    """One JSON object a line, in UTF-8."""
    stream.writelines(row + b"\n" for row in _json_rows(table))


def _write_json(table: pa.Table | pa.RecordBatchReader, stream: BinaryIO) -> None:
    """One JSON list of objects, in UTF-8."""
    mark = b"["
    for row in _json_rows(table):
        stream.write(mark + b"\n" + row)
        mark = b","
    stream.write(b"\n]\n" if mark == b"," else b"[]\n")


def _write_parquet(table: pa.Table | pa.RecordBatchReader, stream: BinaryIO) -> None:
    """Parquet with all types and descriptions of columns kept."""
    from pyarrow import parquet  # noqa: PLC0415 - heavy

    with parquet.ParquetWriter(stream, table.schema) as writer:
        if hasattr(table, "to_batches"):
            writer.write_table(table)
        else:
            for batch in table:
                writer.write_batch(batch)


_WRITERS: dict[str, Callable[[pa.Table | pa.RecordBatchReader, BinaryIO], None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
}

EXPORT_FORMATS = tuple(_WRITERS)
"""Formats that `write_table` knows."""


@contextmanager
def _opened(out: Path | BinaryIO) -> Iterator[BinaryIO]:
    """The stream itself, or a file that takes its name only when it is whole."""
    if not isinstance(out, str | Path):
        yield out
        return
    path = Path(out)
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("wb") as stream:
            yield stream
        unfinished.replace(path)
    except OSError as error:
        message = f"got {error}, expected to write {path}; check the folder and the space on the disk"
        raise RecordError(message) from error
    finally:
        unfinished.unlink(missing_ok=True)


def write_table(table: pa.Table | pa.RecordBatchReader, format: str, out: Path | BinaryIO) -> None:  # noqa: A002 - the word users know
    """Write a table for another program.

    CSV: UTF-8 without byte order mark, comma, a header; lists joined by `;`, dates
    ISO 8601, no value is an empty cell. A text (or a member of a list) that a
    spreadsheet would take for a formula gets an apostrophe before it; numbers stay
    numbers. Does not protect a program that splits cells elsewhere than at commas.
    JSON, JSON Lines and Parquet keep every text as it is.

    Args:
        table: Any Arrow table, or a reader whose batches are written as they come, so that no more than one is held.
        format: `csv`, `json`, `jsonl` or `parquet`.
        out: A path, replaced when the whole file is written, or a binary stream,
            which stays open.

    Raises:
        RecordError: If the file cannot be written.
        SettingsError: If the format is unknown.

    Example:
        >>> import io, pyarrow
        >>> stream = io.BytesIO()
        >>> write_table(pyarrow.table({"title": ["=1+1"], "value": [-2]}), "csv", stream)
        >>> stream.getvalue().decode().splitlines()
        ['title,value', "'=1+1,-2"]
    """
    if format not in _WRITERS:
        message = f"got the format {format!r}, expected one of: {', '.join(EXPORT_FORMATS)}"
        raise SettingsError(message)
    with _opened(out) as stream:
        _WRITERS[format](table, stream)
