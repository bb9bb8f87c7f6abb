"""What must hold on real output: keys, closed values, spans, quotes, references, originals."""

# ruff: noqa: S608 - the parts of each query are names from `records.TABLES` and constants of this file

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.errors import RecordError
from bilateral.records import EVIDENCE_TABLES, TABLES
from bilateral.tables.originals import read_original
from bilateral.tables.queries import connect
from bilateral.tables.schema import codebook

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

__all__ = ["check_record"]

KEYS = {
    "documents": "doc_id",
    "parts": "doc_id, part_index",
    "rejections": "rejection_id",
    "retrievals": "retrieval_id",
    "runs": "run_id",
    **dict.fromkeys(EVIDENCE_TABLES, "record_id"),
}
"""Columns that no two rows of a table share. Mentions have no key: two actors can be named by the same words."""

SPANS = {
    "parts": ("start_char", "end_char", None),
    "mentions": ("start_char", "end_char", "quote"),
    **dict.fromkeys(EVIDENCE_TABLES, ("start_char", "end_char", "quote")),
}
"""Where each table holds its span, and the column that repeats its words."""

NAMED = 3
"""How many offending rows a problem names."""


def _ask(connection: duckdb.DuckDBPyConnection, problem: str, query: str) -> list[str]:
    """A problem, if the query for offending rows finds any; it names the first few."""
    rows = connection.execute(f"SELECT DISTINCT name FROM ({query}) AS found(name) ORDER BY name").fetchall()
    if not rows:
        return []
    shown = ", ".join(str(row[0]) for row in rows[:NAMED]) + (", ..." if len(rows) > NAMED else "")
    return [f"{problem}: {len(rows)} ({shown})"]


def _check_keys(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Rows that share a key, and newest versions that share an address."""
    for table, key in KEYS.items():
        query = f"SELECT concat_ws(' ', {key}) FROM all_{table} GROUP BY {key} HAVING count(*) > 1"
        yield from _ask(connection, f"{table}: rows that share {key}", query)
    query = "SELECT address FROM all_documents GROUP BY address HAVING count(*) <> max(version) OR min(version) <> 1"
    yield from _ask(connection, "documents: addresses whose versions are not 1, 2, 3 ...", query)


def _check_values(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Values outside a closed list."""
    for column in codebook():
        if column["values"]:
            table, name = column["table"], column["column"]
            listed = ", ".join("'" + value.replace("'", "''") + "'" for value in column["values"])
            query = f"SELECT {name} FROM all_{table} WHERE {name} NOT IN ({listed})"
            yield from _ask(connection, f"{table}.{name}: values outside the list", query)


def _check_references(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Rows without their document, and documents whose identifier is not that of their bytes.

    Rejections are left out: a document that could not be coded is not stored.
    """
    for table in TABLES:
        if table not in ("documents", "rejections", "retrievals", "runs"):
            query = f"SELECT doc_id FROM stored_{table} ANTI JOIN stored_documents USING (doc_id)"
            yield from _ask(connection, f"{table}: documents that are not stored (a run was killed: add again)", query)
    query = "SELECT doc_id FROM all_documents WHERE doc_id <> left(sha256, 16)"
    yield from _ask(connection, "documents: identifiers that are not the start of sha256", query)


def _check_spans(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Spans outside the text, quotes that differ from the text at their span, overlapping parts."""
    for table, (start, end, quote) in SPANS.items():
        rows = f"FROM all_{table} AS row JOIN all_documents AS document ON document.doc_id = row.doc_id"
        outside = f"NOT (0 <= row.{start} AND row.{start} <= row.{end} AND row.{end} <= length(document.text))"
        place = f"row.doc_id || ' at ' || row.{start}"
        yield from _ask(connection, f"{table}: spans outside the text", f"SELECT {place} {rows} WHERE {outside}")
        if quote is not None:
            words = f"substring(document.text, row.{start} + 1, row.{end} - row.{start})"
            query = f"SELECT {place} {rows} WHERE NOT ({outside}) AND row.{quote} <> {words}"
            yield from _ask(connection, f"{table}: quotes that differ from the text", query)
    yield from _check_cues(connection)
    yield from _check_terms(connection)
    query = """
        SELECT doc_id || ' at ' || start_char FROM (
            SELECT doc_id, start_char, max(end_char) OVER (
                PARTITION BY doc_id ORDER BY start_char, end_char ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS reached FROM all_parts
        ) WHERE start_char < reached
    """
    yield from _ask(connection, "parts: parts that overlap", query)


def _check_cues(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Cues, addressees and occasions of statements that lie outside the text or have only one end."""
    for name in ("cue", "addressee", "occasion"):
        start, end = f"row.{name}_start_char", f"row.{name}_end_char"
        query = f"""
            SELECT row.doc_id || ' at ' || coalesce({start}, {end})
            FROM all_statements AS row JOIN all_documents AS document ON document.doc_id = row.doc_id
            WHERE ({start} IS NULL) <> ({end} IS NULL) OR NOT (0 <= {start} AND {start} <= {end} AND {end} <= length(document.text))
        """
        yield from _ask(connection, f"statements: {name}s outside the text", query)


_TERMS = {"condition": "condition", "instrument": "instrument_words", "issue": "issue_words", "place": None}
"""What commitments tell with a span of its own, and the column that repeats its words."""


def _check_terms(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Conditions, instruments, issues and places of commitments that lie outside the text, have only one end, or whose words stand elsewhere."""
    for name, words in _TERMS.items():
        start, end = f"row.{name}_start_char", f"row.{name}_end_char"
        outside = f"({start} IS NULL) <> ({end} IS NULL) OR NOT (0 <= {start} AND {start} <= {end} AND {end} <= length(document.text))"
        differs = f" OR row.{words} <> substring(document.text, {start} + 1, {end} - {start})" if words else ""
        query = f"""
            SELECT row.doc_id || ' at ' || coalesce({start}, {end})
            FROM all_commitments AS row JOIN all_documents AS document ON document.doc_id = row.doc_id WHERE {outside}{differs}
        """
        yield from _ask(connection, f"commitments: {name}s that are not in the text where they are said to be", query)


def _check_days(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Periods whose last day lies before their first."""
    names = {(column["table"], column["column"]) for column in codebook() if column["unit"] == "date"}
    for table, first in sorted(names):
        last = first.removesuffix("_start") + "_end"
        if first.endswith("_start") and (table, last) in names:
            query = f"SELECT doc_id FROM all_{table} WHERE {first} > {last}"
            yield from _ask(connection, f"{table}: {first} after {last}", query)


def _check_originals(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[str]:
    """Documents whose bytes as read are missing or changed."""
    rows: list[tuple[Any, ...]] = connection.execute("SELECT DISTINCT sha256 FROM all_documents ORDER BY 1").fetchall()
    for (sha256,) in rows:
        try:
            content = read_original(path, sha256)
        except RecordError:
            yield f"originals: {sha256} is missing"
        else:
            if hashlib.sha256(content).hexdigest() != sha256:
                yield f"originals: {sha256} holds other bytes"


def check_record(path: Path) -> list[str]:
    """Check on a whole record what must hold for every row of every version.

    Does not check that a record is right about what its document says, and does not
    change anything.

    Args:
        path: The folder of the record.

    Returns:
        One sentence a problem, with the number of rows and the first few; empty if
        all holds: keys are unique, closed values are in their lists, spans lie in
        their text, quotes are the text at their span, findings have their document,
        parts do not overlap, periods do not end before they start, and originals
        are there unchanged.

    Raises:
        RecordError: If the folder is missing or no record.
        SchemaError: If a table has other columns than this version of `bilateral`.
    """
    path = Path(path)
    with connect(path) as connection:
        return [
            *_check_keys(connection),
            *_check_values(connection),
            *_check_references(connection),
            *_check_spans(connection),
            *_check_days(connection),
            *_check_originals(connection, path),
        ]
