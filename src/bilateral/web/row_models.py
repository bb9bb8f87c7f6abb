"""Rows of the record's tables as types of the API, made from the columns that `records` declares."""

from __future__ import annotations

import dataclasses
import typing
from datetime import date, datetime
from functools import cache
from typing import Any

from pydantic import BaseModel, Field, create_model

from bilateral.records import EVIDENCE_TABLES, TABLES
from bilateral.tables.queries import JOINED_COLUMNS

__all__ = ["BesideRow", "FoundRow", "VersionOf", "columns_of", "document_model", "page_model", "pages_of", "row_model"]

_DATES: dict[str, Any] = {"date": date | None, "UTC timestamp": datetime | None}
_HIDDEN = ("signature",)
"""Columns that serve the program alone: the words of a text as numbers, to find copies."""


class BesideRow(BaseModel):
    """What stands beside a row: the head of its document, and what a reviewer said."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    address: str | None = None
    file_name: str | None = None
    publisher_class: str | None = None
    publisher_state: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    reviewed: str | None = Field(default=None, description="Verdict of the last reviewer who judged it; null where nobody did.")
    reviewed_by: str | None = None


class FoundRow(BaseModel):
    """What stands beside a row in the answer on its document."""

    reviewed: str | None
    reviewed_by: str | None
    decision_id: str | None


def columns_of(row: type[Any]) -> dict[str, Any]:
    """The columns of a kind of row as fields, described as in the codebook."""
    hints = typing.get_type_hints(row)
    return {
        item.name: (_DATES.get(item.metadata.get("unit") or "", hints[item.name]), Field(description=item.metadata.get("description")))
        for item in dataclasses.fields(row)
        if item.name not in _HIDDEN
    }


@cache
def row_model(table: str, beside: type[BaseModel] | None = None) -> type[BaseModel]:
    """The type of a row of a table.

    Args:
        table: One of `records.TABLES`.
        beside: Further columns.

    Returns:
        A type with a field a column.

    Example:
        >>> row_model("events").model_fields["actor"].annotation
        list[str]
    """
    row = TABLES[table]
    name = row.__name__ + ("" if beside is None else "Row" if beside is BesideRow else "Found")
    return create_model(name, __base__=beside or BaseModel, __doc__=row.__doc__, **columns_of(row))


def _listed(row: Any) -> Any:
    """A list of rows, as a type."""
    return list[row]


def pages_of(row: type[BaseModel], name: str) -> type[BaseModel]:
    """The type of one page of rows."""
    return create_model(name, __doc__="One page of rows, of how many there are.", rows=(_listed(row), ...), total=(int, ...), page=(int, ...), pages=(int, ...))


@cache
def page_model(table: str) -> type[BaseModel]:
    """The type of one page of rows of a table that concern a pair."""
    return pages_of(row_model(table, BesideRow), f"{TABLES[table].__name__}Page")


class VersionOf(BaseModel):
    """One version of a document."""

    doc_id: str
    version: int
    retrieved: datetime | None


@cache
def document_model() -> type[BaseModel]:
    """The type of a document with its parts, versions and all that was found in it."""
    found: dict[str, Any] = {table: (_listed(row_model(table, FoundRow)), ...) for table in EVIDENCE_TABLES}
    records = create_model("FoundRecords", __doc__="Records of a document by table, after review.", **found)
    whole: dict[str, Any] = {"parts": (_listed(row_model("parts")), ...), "is_newest": (bool, ...), "records": (records, ...), "versions": (list[VersionOf], ...)}
    return create_model("DocumentWhole", __base__=row_model("documents"), __doc__="A document with all that was found in it.", **whole)


assert set(JOINED_COLUMNS) <= set(BesideRow.model_fields)  # noqa: S101 - what a query adds is described
