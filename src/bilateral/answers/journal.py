"""The journal of review laid over the tables of a connection, so that every question sees records as reviewers left them."""

# ruff: noqa: S608 - the parts of each query are names from `records.TABLES`; values are parameters

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from bilateral.findings import DocumentHead
from bilateral.records import EVIDENCE_TABLES, TABLES, column_names
from bilateral.review.replay import NAMED_STATES, NAMES, Replayed, active_decisions, named_places, replay
from bilateral.tables.decisions import read_decisions
from bilateral.tables.schema import to_arrow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

    from bilateral.records import Decision

__all__ = ["Verdicts", "columns_named", "find_rows", "lay_over", "read_verdicts", "rows_of_document"]


@dataclasses.dataclass(frozen=True, slots=True)
class Verdicts:
    """The journal as it stands: what reviewers say of which record, and what became of each decision."""

    decisions: tuple[dict[str, Any], ...] = ()  # with `state`, the oldest first
    marks: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)  # by record: verdict, reviewer, decision_id
    disputed: frozenset[str] = frozenset()  # records on which reviewers decided otherwise
    rows: dict[str, tuple[Any, ...]] = dataclasses.field(default_factory=dict)  # of documents that the journal names, after review
    replayed: Replayed = dataclasses.field(default_factory=lambda: Replayed({}))
    coded: dict[str, Any] = dataclasses.field(default_factory=dict)  # by id, records with a mark as the coder made them

    def last_of(self, reviewer: str, doc_id: str = "") -> dict[str, Any] | None:
        """The last decision of a reviewer that holds, of one document or of all; None where there is none."""
        own = (row for row in reversed(self.decisions) if row["reviewer"] == reviewer and row["state"] in ("active", "conflict"))
        return next((row for row in own if not doc_id or row["doc_id"] == doc_id), None)


def read_verdicts(connection: duckdb.DuckDBPyConnection, path: Path) -> Verdicts:
    """Replay the journal of a record over the documents that it names.

    Args:
        connection: A connection to the record.
        path: Its folder.

    Returns:
        What the journal says now.
    """
    decisions = read_decisions(path)
    if not decisions:
        return Verdicts()
    query = "SELECT doc_id, address, text FROM documents WHERE doc_id IN (SELECT unnest(?)) OR address IN (SELECT unnest(?))"
    found = connection.execute(query, named_places(decisions)).fetchall()
    heads = [DocumentHead(doc_id, address=address) for doc_id, address, _ in found]
    ids = sorted(head.doc_id for head in heads)
    tables = {table: _coded_rows(connection, table, ids) for table in EVIDENCE_TABLES}
    state = replay(tables, decisions, documents=heads, texts={doc_id: text for doc_id, _, text in found})
    marks = {record_id: dataclasses.asdict(mark) for record_id, mark in state.marks.items()}
    disputed = frozenset(one.record_id for one in state.conflicts)
    coded = {row.record_id: row for rows in tables.values() for row in rows if row.record_id in state.marks}
    return Verdicts(tuple(_with_states(decisions, state, disputed)), marks, disputed, dict(state.tables), state, coded)


def _coded_rows(connection: duckdb.DuckDBPyConnection, table: str, ids: list[str]) -> list[Any]:
    query = f"SELECT {', '.join(column_names(table))} FROM stored_{table} WHERE doc_id IN (SELECT unnest(?)) ORDER BY record_id"
    return [TABLES[table](*row) for row in connection.execute(query, [ids]).fetchall()]


def _with_states(decisions: list[Decision], state: Replayed, disputed: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Decisions with what became of them: active, undone, undo, conflict, or the reason for which one is an orphan."""
    active = {row.decision_id for row in active_decisions(decisions)}
    orphans = {orphan.decision.decision_id: orphan.reason_code for orphan in state.orphans}
    for row in decisions:
        told = orphans.get(row.decision_id, "conflict" if row.target_id in disputed else "active")
        values = {item.name: getattr(row, item.name) for item in dataclasses.fields(row)}
        yield {**values, "state": "undo" if row.decision_type == "undo" else told if row.decision_id in active else "undone"}


def find_rows(connection: duckdb.DuckDBPyConnection, table: str, record_id: str, *, as_coded: bool = False) -> list[Any]:
    """Records whose identifier begins so, after review where the journal is laid over the connection.

    Args:
        connection: A connection to the record.
        table: A table of evidence.
        record_id: Identifier, or its first characters.
        as_coded: As the coder made them, whatever reviewers decided.

    Returns:
        At most two records, which is enough to tell that one does not fit.
    """
    view = f"all_{table}" if as_coded else table
    query = f"SELECT {', '.join(column_names(table))} FROM {view} WHERE starts_with(record_id, ?) ORDER BY record_id LIMIT 2"
    return [TABLES[table](*row) for row in connection.execute(query, [record_id]).fetchall()]


def rows_of_document(connection: duckdb.DuckDBPyConnection, table: str, doc_id: str, *, view: str = "") -> list[Any]:
    """The records of a document in a table, or in another view of it such as `all_events`: as the coder made them."""
    query = f"SELECT {', '.join(column_names(table))} FROM {view or table} WHERE doc_id = ? ORDER BY record_id"
    return [TABLES[table](*row) for row in connection.execute(query, [doc_id]).fetchall()]


def lay_over(connection: duckdb.DuckDBPyConnection, verdicts: Verdicts) -> None:
    """Make the views of a connection show records after review.

    What was rejected leaves the tables, what was edited or added stands in them, and persons bear the name that
    reviewers chose; `all_<table>` keeps what the coder found. The table `review_marks` has the verdict on each record.

    Args:
        connection: A connection of `tables.queries.connect`.
        verdicts: The journal.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    names = ("record_id", "verdict", "reviewer", "decision_id")
    marks = [{"record_id": record_id, **mark} for record_id, mark in verdicts.marks.items()]
    _create(connection, "review_marks", pa.table({name: pa.array([mark[name] for mark in marks], pa.string()) for name in names}))
    renamed = [(*key, chosen) for key, chosen in verdicts.replayed.renamed.items()]
    columns = ("name", "state", "chosen")
    _create(connection, "review_names", pa.table({name: pa.array([row[place] for row in renamed], pa.string()) for place, name in enumerate(columns)}))
    for table in EVIDENCE_TABLES if verdicts.decisions else ():
        _create(connection, f"reviewed_{table}", to_arrow(table, list(verdicts.rows.get(table, ()))))
        connection.execute(
            f"CREATE OR REPLACE VIEW {table} AS SELECT {_named(table) if renamed else '*'} FROM stored_{table} SEMI JOIN newest_versions USING (doc_id) "
            f"ANTI JOIN review_marks USING (record_id) ANTI JOIN (SELECT record_id FROM reviewed_{table}) USING (record_id) "
            f"UNION ALL BY NAME SELECT * FROM reviewed_{table} SEMI JOIN newest_versions USING (doc_id)"
        )


def _named(table: str) -> str:
    """All columns, the person under the name that reviewers chose."""
    if table not in NAMES:
        return "*"
    state = f"coalesce(stored_{table}.{NAMED_STATES[table]}, '')" if table in NAMED_STATES else "''"
    column = NAMES[table]
    chosen = f"(SELECT chosen FROM review_names WHERE review_names.name = stored_{table}.{column} AND review_names.state = {state})"
    return f"* REPLACE (coalesce({chosen}, {column}) AS {column})"


def columns_named(verdicts: Verdicts) -> dict[str, str]:
    """Columns of each table as views show them: persons under the names that reviewers chose, where they chose any."""
    return {table: _named(table) for table in EVIDENCE_TABLES} if verdicts.replayed.renamed else {}


def _create(connection: duckdb.DuckDBPyConnection, name: str, rows: Any) -> None:
    """Copy rows into a table: cursors do not see what is registered."""
    connection.register("laid_over", rows)
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM laid_over")
    connection.unregister("laid_over")
