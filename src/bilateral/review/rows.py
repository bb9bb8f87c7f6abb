"""Records as JSON and back, and the fields that a reviewer may change."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime
from typing import Any

from bilateral import periods
from bilateral.errors import SchemaError
from bilateral.records import EVIDENCE_TABLES, TABLES

__all__ = ["FIXED", "change_row", "check_changes", "parse_value", "row_from_json", "row_to_json"]

FIXED = frozenset({"record_id", "doc_id", "quote"})
"""Columns that a reviewer cannot set: the words follow from the span."""

_DATED = {
    "event_date": ("event_date_start", "event_date_end"),
    "deadline": ("deadline_start", "deadline_end"),
    "period": ("period_start", "period_end"),
}
"""A date in words and the days that follow from it."""


def row_to_json(row: Any) -> dict[str, Any]:
    """A record as a dictionary that JSON can hold.

    Example:
        >>> from bilateral.records import Office
        >>> row_to_json(Office("r", "d", 0, 3, "Ann", "Ann", "minister", "KEN", "GOV"))["state"]
        'KEN'
    """
    return {
        item.name: value.isoformat() if isinstance(value := getattr(row, item.name), date | datetime) else value
        for item in dataclasses.fields(row)
    }  # fmt: skip


def row_from_json(table: str, values: dict[str, Any]) -> Any:
    """A record from what `row_to_json` made; columns that are no more are left out.

    Raises:
        SchemaError: If a column without a default is missing.
    """
    kind = _kind(table)
    known = {item.name: _as_stored(item, values[item.name]) for item in dataclasses.fields(kind) if item.name in values}
    try:
        return kind(**known)
    except TypeError as error:
        message = f"got a row of {table} that lacks a column, expected {', '.join(item.name for item in dataclasses.fields(kind))}: {error}"
        raise SchemaError(message) from error


def _as_stored(item: dataclasses.Field[Any], value: Any) -> Any:
    is_day = item.metadata.get("unit") == "date"
    return date.fromisoformat(value) if is_day and isinstance(value, str) else value


def _kind(table: str) -> type[Any]:
    if table not in EVIDENCE_TABLES:
        message = f"got the table {table!r}, expected one of: {', '.join(EVIDENCE_TABLES)}"
        raise SchemaError(message)
    return TABLES[table]


def parse_value(table: str, column: str, text: str) -> Any:
    """A value as a user types it: lists by commas, nothing as no value.

    Raises:
        SchemaError: If there is no such column, it is fixed, or the text does not fit it.

    Example:
        >>> parse_value("commitments", "actor", "RUS, KOR"), parse_value("commitments", "target_value", "30e9")
        (['RUS', 'KOR'], 30000000000.0)
    """
    names = {item.name: item for item in dataclasses.fields(_kind(table))}
    if column not in names or column in FIXED:
        message = f"got the column {column!r}, expected one of: {', '.join(sorted(set(names) - FIXED))}"
        raise SchemaError(message)
    kind = str(names[column].type)
    if not text.strip():
        return [] if kind.startswith("list") else None
    if kind.startswith("list"):
        return [part.strip() for part in text.split(",") if part.strip()]
    try:
        return float(text) if kind.startswith("float") else int(text) if kind.startswith("int") else text.strip()
    except ValueError as error:
        message = f"got {text!r} for {table}.{column}, expected a number"
        raise SchemaError(message) from error


def check_changes(table: str, changes: dict[str, Any]) -> None:
    """Refuse changes that no record of the table can have.

    Raises:
        SchemaError: If a column is unknown or fixed, a value is of another type or not of its closed list, a date is
            none, or a span is no span.
    """
    names = {item.name: item for item in dataclasses.fields(_kind(table))}
    for column, value in changes.items():
        if column not in names or column in FIXED:
            message = f"got the column {column!r}, expected one of: {', '.join(sorted(set(names) - FIXED))}"
            raise SchemaError(message)
        item = names[column]
        allowed = item.metadata["values"]
        if allowed and value is not None and value not in allowed:
            message = f"got {value!r} for {table}.{column}, expected one of: {', '.join(allowed)}"
            raise SchemaError(message)
        if column in _DATED and value is not None and not (isinstance(value, str) and periods.is_period(value)):
            message = f"got {value!r} for {table}.{column}, expected a date such as 2018, 2018-06 or 2018-06-22"
            raise SchemaError(message)
        if not _fits(str(item.type), value):
            message = f"got {json.dumps(value, default=str)} for {table}.{column}, expected {item.type}"
            raise SchemaError(message)


def _fits(kind: str, value: Any) -> bool:
    if kind == "Any":
        return True
    if value is None:
        return kind.endswith("None")
    kinds: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float), "list[str]": (list,)}
    return isinstance(value, kinds.get(kind.removesuffix(" | None"), (object,))) and not isinstance(value, bool)


def change_row(row: Any, changes: dict[str, Any], text: str | None = None) -> Any:
    """A record with a reviewer's changes: the days follow a changed date, the words a changed span.

    Args:
        row: The record.
        changes: New values by column, as `check_changes` allows.
        text: Stored text of its document, for a changed span.

    Returns:
        The record; the same one where nothing changes.
    """
    values = dict(changes)
    for column, (first, last) in _DATED.items():
        if column in values:
            days = periods.bounds(values[column]) if values[column] else (None, None)
            values |= {first: days[0], last: days[1]}
    if text is not None and {"start_char", "end_char"} & values.keys():
        start, end = values.get("start_char", row.start_char), values.get("end_char", row.end_char)
        values["quote"] = text[start:end]
    items = {item.name: item for item in dataclasses.fields(row)}
    return dataclasses.replace(row, **{column: _as_stored(items[column], value) for column, value in values.items() if column in items})
