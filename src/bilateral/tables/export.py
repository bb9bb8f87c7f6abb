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


def _json_value(value: Any) -> Any:
    """A value as JSON holds it: dates ISO 8601; numbers that JSON does not know are null."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _batches(table: pa.Table | pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    if hasattr(table, "to_batches"):
        yield from table.to_batches(max_chunksize=1000)
    else:
        yield from table


def _rows(table: pa.Table | pa.RecordBatchReader) -> Iterator[dict[str, Any]]:
    """The rows, batch by batch, so that a large table is not held as Python values."""
    for batch in _batches(table):
        yield from batch.to_pylist()


def _write_csv(table: pa.Table | pa.RecordBatchReader, stream: BinaryIO) -> None:
    """CSV after RFC 4180 in UTF-8, with a header."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(table.schema.names)
        for row in _rows(table):
            writer.writerow([_csv_cell(value) for value in row.values()])
    finally:
        text.detach()


def _write_jsonl(table: pa.Table | pa.RecordBatchReader, stream: BinaryIO) -> None:
    """One JSON object a line, in UTF-8."""
    for row in _rows(table):
        values = {name: _json_value(value) for name, value in row.items()}
        stream.write(json.dumps(values, ensure_ascii=False, allow_nan=False).encode() + b"\n")


def _write_json(table: pa.Table | pa.RecordBatchReader, stream: BinaryIO) -> None:
    """One JSON list of objects, in UTF-8."""
    mark = b"["
    for row in _rows(table):
        values = {name: _json_value(value) for name, value in row.items()}
        stream.write(mark + b"\n" + json.dumps(values, ensure_ascii=False, allow_nan=False).encode())
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
