"""Arrow schemas and the codebook, derived from the dataclasses in `bilateral.records`.

A column is declared once, where the record is; nothing here names a column.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from typing import TYPE_CHECKING, Any

from bilateral.errors import SchemaError
from bilateral.forecasts import FORECAST_TABLES
from bilateral.records import IMPORT_TABLES, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

__all__ = ["arrow_schema", "codebook", "empty_table", "from_arrow", "to_arrow"]

_DATE = "date"
_TIMESTAMP = "UTC timestamp"


def _every_table() -> dict[str, type]:
    """Every kind of table that a record can hold."""
    return TABLES | IMPORT_TABLES | FORECAST_TABLES


def _record_type(table: str) -> type[Any]:
    """The dataclass of a table, or an error that lists the tables that exist."""
    try:
        return _every_table()[table]
    except KeyError:
        message = f"got the table {table!r}, expected one of: {', '.join(_every_table())}"
        raise SchemaError(message) from None


def _without_none(annotation: Any) -> tuple[Any, bool]:
    """An annotation without `| None`, and whether it had one."""
    if isinstance(annotation, types.UnionType):
        kept = [item for item in typing.get_args(annotation) if item is not type(None)]
        return kept[0], True
    return annotation, annotation is Any


def _type_name(annotation: Any, unit: str | None) -> str:
    """Name of the type of a column, as the codebook shows it.

    Example:
        >>> _type_name(list[str], None), _type_name(Any, "date")
        ('list of text', 'date')
    """
    bare, _ = _without_none(annotation)
    if bare is Any:
        return {_DATE: "date", _TIMESTAMP: "timestamp"}[unit or ""]
    names: dict[Any, str] = {
        str: "text",
        int: "integer",
        float: "number",
        bool: "true or false",
        list[str]: "list of text",
        list[int]: "list of integer",
        list[float]: "list of number",
    }
    return names[bare]


def _arrow_type(name: str) -> pa.DataType:
    """The Arrow type of a codebook type."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    return {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "true or false": pa.bool_(),
        "list of text": pa.list_(pa.string()),
        "list of integer": pa.list_(pa.int64()),
        "list of number": pa.list_(pa.float64()),
        "date": pa.date32(),
        "timestamp": pa.timestamp("us", tz="UTC"),
    }[name]


@functools.cache
def _columns(table: str) -> tuple[dict[str, Any], ...]:
    """Every column of a table as the codebook describes it, in order."""
    record = _record_type(table)
    hints = typing.get_type_hints(record)
    return tuple(
        {
            "table": table,
            "column": item.name,
            "type": _type_name(hints[item.name], item.metadata["unit"]),
            "is_nullable": _without_none(hints[item.name])[1],
            "unit": item.metadata["unit"],
            "values": list(item.metadata["values"]),
            "description": item.metadata["description"],
        }
        for item in dataclasses.fields(record)
    )


@functools.cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table.

    Does not describe what is only known when a table is read: joined columns and
    counts are added in `queries`.

    Args:
        table: A name in `records.TABLES`.

    Returns:
        One field a column in the record's order; `description`, `unit` and
        `values` (joined by `|`) in the metadata of the field. Dates are days,
        timestamps are microseconds in UTC.

    Raises:
        SchemaError: If there is no such table.

    Example:
        >>> arrow_schema("events").field("mode").nullable
        True
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    return pa.schema(
        [
            pa.field(
                column["column"],
                _arrow_type(column["type"]),
                nullable=column["is_nullable"],
                metadata={
                    key: text
                    for key, text in (
                        ("description", column["description"]),
                        ("unit", column["unit"]),
                        ("values", "|".join(column["values"])),
                    )
                    if text
                },
            )
            for column in _columns(table)
        ],
    )


def empty_table(table: str) -> pa.Table:
    """A table of this kind without rows.

    Args:
        table: A name in `records.TABLES`.

    Returns:
        No rows, all columns.

    Raises:
        SchemaError: If there is no such table.

    Example:
        >>> empty_table("parts").num_rows
        0
    """
    return arrow_schema(table).empty_table()


def _as_array(table: str, field: pa.Field, values: list[Any]) -> pa.Array:
    """One column as an Arrow array, or an error that names it."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    expected = f"{field.type}{'' if field.nullable else ', never null'}"
    try:
        _refuse_lossy(field, values)
        array = pa.array(values, field.type)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        message = f"got in {table}.{field.name}: {error}; expected {expected}; look at the step that made the row"
        raise SchemaError(message) from error
    if array.null_count and not field.nullable:
        message = f"got no value in {table}.{field.name}, expected {expected}; look at the step that made the row"
        raise SchemaError(message)
    return array


def _refuse_lossy(field: pa.Field, values: list[Any]) -> None:
    """Raise `TypeError` for what Arrow would change: 1.5 to 1, and a text to the list of its letters."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    lossy: type | None = None
    if pa.types.is_integer(field.type):
        lossy = float
    elif pa.types.is_list(field.type):
        lossy = str
    if lossy is not None and any(isinstance(value, lossy) for value in values):
        message = f"a value of type {lossy.__name__}"
        raise TypeError(message)


def to_arrow(table: str, rows: Sequence[Any]) -> pa.Table:
    """Turn records into an Arrow table.

    Does not check closed lists of values or spans: `checks` does, on stored rows.

    Args:
        table: A name in `records.TABLES`.
        rows: Records of the class of that table.

    Returns:
        One row a record, in the order given, with the schema of `arrow_schema`.

    Raises:
        SchemaError: If there is no such table, a value has another type than its
            column, or a value is missing that must not be.

    Example:
        >>> from bilateral.records import Part
        >>> part = Part("d1", 0, "body", 0, 4, None, None, "only part")
        >>> to_arrow("parts", [part]).column("end_char").to_pylist()
        [4]
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    schema = arrow_schema(table)
    arrays = [_as_array(table, field, [getattr(row, field.name) for row in rows]) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def from_arrow(table: str, arrow: pa.Table) -> list[Any]:
    """Turn the rows of an Arrow table back into records.

    Does not keep columns that the record does not have, such as joined ones.

    Args:
        table: A name in `records.TABLES`.
        arrow: A table that holds at least the columns of that kind.

    Returns:
        One record a row, in the order of the rows.

    Raises:
        SchemaError: If a column is missing.

    Example:
        >>> from bilateral.records import Part
        >>> part = Part("d1", 0, "body", 0, 4, None, None, "only part")
        >>> from_arrow("parts", to_arrow("parts", [part])) == [part]
        True
    """
    record = _record_type(table)
    names = arrow_schema(table).names
    missing = [name for name in names if name not in arrow.column_names]
    if missing:
        message = f"{table} lacks {', '.join(missing)}; got the columns {', '.join(arrow.column_names)}"
        raise SchemaError(message)
    return [record(**row) for row in _rows(arrow.select(names))]


def _rows(arrow: pa.Table) -> Iterable[dict[str, Any]]:
    """The rows of a table one after the other, batch by batch."""
    for batch in arrow.to_batches():
        yield from batch.to_pylist()


def codebook() -> list[dict[str, Any]]:
    """Describe every column of every table.

    Does not describe columns that queries join on.

    Returns:
        One dictionary a column, in the order of `records.TABLES`: `table`,
        `column`, `type`, `is_nullable`, `unit`, `values` (empty where the list is
        open) and `description`.

    Example:
        >>> codebook()[0]["table"], codebook()[0]["column"]
        ('documents', 'doc_id')
    """
    return [dict(column) for table in TABLES for column in _columns(table)]
