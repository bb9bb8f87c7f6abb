"""All that was found in each document of a large record, packed into one value that a page reads at once: SQLite, beside the copy.

A column store reads some columns of many rows well and all columns of few rows badly: the page of one document cost it nine queries.
"""

# ruff: noqa: S608 - the parts of each query are names of tables and columns of this package

from __future__ import annotations

import json
import zlib
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from bilateral.records import EVIDENCE_TABLES
from bilateral.tables.beside import make_beside, open_beside
from bilateral.tables.schema import arrow_schema

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import duckdb

__all__ = ["HEAD_COLUMNS", "make_packed", "name_packed", "read_heads", "read_packed", "read_text"]

HEAD_COLUMNS = ("doc_id", "title", "publisher", "publisher_class", "publisher_state", "published", "language", "is_coded", "file_type", "address")
"""Columns of a document that a list of documents shows."""

_A_BATCH = 500
_UNPACKED = ("signature", "text")
"""Columns of a document that no page shows, and the text, which makes most of its size and is packed by itself."""

_ORDERS = {"parts": "start_char"} | dict.fromkeys(EVIDENCE_TABLES, "start_char, record_id")


def name_packed(copy: Path) -> Path:
    """Where the packed documents beside a copy lie."""
    return copy.with_suffix(".packed")


def make_packed(connection: duckdb.DuckDBPyConnection, copy: Path) -> Path:
    """Pack every version of all documents, or those that the packed documents of an earlier state lack.

    Args:
        connection: A connection to the record.
        copy: Its copy.

    Returns:
        The file.
    """
    return make_beside(name_packed(copy), lambda made: _fill(connection, made))


def _fill(connection: duckdb.DuckDBPyConnection, made: sqlite3.Connection) -> None:
    """Bring a file up to the documents that are stored."""
    made.execute("CREATE TABLE IF NOT EXISTS documents (doc_id TEXT PRIMARY KEY, address TEXT, version INTEGER, retrieved TEXT, head TEXT, packed BLOB, text BLOB)")
    made.execute("CREATE INDEX IF NOT EXISTS by_address ON documents (address, version)")
    known = {doc_id for (doc_id,) in made.execute("SELECT doc_id FROM documents")}
    stored = {doc_id for (doc_id,) in connection.execute("SELECT doc_id FROM stored_versions").fetchall()}
    made.executemany("DELETE FROM documents WHERE doc_id = ?", [(doc_id,) for doc_id in sorted(known - stored)])
    new = sorted(stored - known)
    for first in range(0, len(new), _A_BATCH):
        made.executemany("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", _pack(connection, new[first : first + _A_BATCH]))


def _pack(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of some documents; a range of their identifiers lets the copy pass over most of its rows."""
    asked = [ids[0], ids[-1], list(ids)]
    among = "WHERE doc_id BETWEEN ? AND ? AND doc_id IN (SELECT unnest(?))"
    found = {
        table: dict(connection.execute(f"SELECT doc_id, list(json_array({', '.join(_columns(table))}) ORDER BY {order})::JSON FROM all_{table} {among} GROUP BY doc_id", asked).fetchall())
        for table, order in _ORDERS.items()
    }
    heads = f"SELECT doc_id, address, version, retrieved::VARCHAR, json_array({', '.join(HEAD_COLUMNS)}), json_array({', '.join(_columns('documents'))}), text FROM all_documents {among} ORDER BY doc_id"
    for doc_id, address, version, retrieved, head, document, text in connection.execute(heads, asked).fetchall():
        whole = f"[{document},{','.join(found[table].get(doc_id, '[]') for table in _ORDERS)}]"
        yield doc_id, address, version, retrieved, head, zlib.compress(whole.encode(), 1), zlib.compress(text.encode(), 1)


@cache
def _columns(table: str) -> tuple[str, ...]:
    """Columns that are packed, in order."""
    return tuple(name for name in arrow_schema(table).names if table != "documents" or name not in _UNPACKED)


@cache
def _readers(table: str) -> tuple[tuple[str, Callable[[str], Any]], ...]:
    """Columns that JSON holds as text and DuckDB does not."""
    kinds = {"date32[day]": date.fromisoformat, "timestamp[us, tz=UTC]": datetime.fromisoformat}
    return tuple((field.name, kinds[str(field.type)]) for field in arrow_schema(table) if str(field.type) in kinds)


def _rows(table: str, packed: list[list[Any]], **beside: Any) -> list[dict[str, Any]]:
    """Rows as a query gives them."""
    names, readers = _columns(table), _readers(table)
    rows = [dict(zip(names, values, strict=True)) | beside for values in packed]
    for name, read in readers:
        for row in rows:
            if row[name] is not None:
                row[name] = read(row[name])
    return rows


def read_packed(packed: str, doc_id: str, **beside: Any) -> dict[str, Any] | None:
    """A document with all that the coder found in it.

    Args:
        packed: The file.
        doc_id: Which.
        beside: Further columns of each record.

    Returns:
        Columns of the document but its signature, `parts`, `records` by table in the order of the text, `versions` (of its address,
        the oldest first) and `is_newest`; None if there is no such document.
    """
    opened = open_beside(packed)
    found = opened.execute("SELECT address, packed, text FROM documents WHERE doc_id = ?", (doc_id,)).fetchone()
    if found is None:
        return None
    address, whole, text = found
    head, parts, *records = json.loads(zlib.decompress(whole))
    versions = opened.execute("SELECT doc_id, version, retrieved FROM documents WHERE address = ? ORDER BY version", (address,)).fetchall()
    newest = max(version for _, version, _ in versions)
    document = _rows("documents", [head])[0]
    return {
        **document, "text": zlib.decompress(text).decode(), "parts": _rows("parts", parts), "is_newest": document["version"] == newest,
        "records": {table: _rows(table, rows, **beside) for table, rows in zip(EVIDENCE_TABLES, records, strict=True)},
        "versions": [{"doc_id": one, "version": version, "retrieved": datetime.fromisoformat(day) if day else None} for one, version, day in versions],
    }  # fmt: skip


def read_heads(packed: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """`HEAD_COLUMNS` of some documents, in the order given; one that is not there is left out."""
    opened = open_beside(packed)
    found = (opened.execute("SELECT head FROM documents WHERE doc_id = ?", (doc_id,)).fetchone() for doc_id in ids)
    return [dict(zip(HEAD_COLUMNS, json.loads(row[0]), strict=True)) for row in found if row]


def read_text(packed: str, doc_id: str) -> str:
    """The text of a document; empty where there is none."""
    found = open_beside(packed).execute("SELECT text FROM documents WHERE doc_id = ?", (doc_id,)).fetchone()
    return zlib.decompress(found[0]).decode() if found else ""
