"""The journal of review laid over the tables that pages read, so that every page shows records as reviewers left them."""

# ruff: noqa: S608 - the parts of each query are names from `records.TABLES`; values are parameters

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from bilateral.findings import DocumentHead
from bilateral.records import EVIDENCE_TABLES, TABLES, column_names
from bilateral.review.replay import active_decisions, replay
from bilateral.tables.decisions import read_decisions
from bilateral.tables.schema import to_arrow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

    from bilateral.records import Decision
    from bilateral.review.replay import Replayed

__all__ = ["Verdicts", "lay_over", "read_verdicts"]


@dataclasses.dataclass(frozen=True, slots=True)
class Verdicts:
    """The journal as it stands: what reviewers say of which record, and what became of each decision."""

    decisions: tuple[dict[str, Any], ...] = ()  # with `state`, the oldest first
    marks: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)  # by record: verdict, reviewer, decision_id
    disputed: frozenset[str] = frozenset()  # records on which reviewers decided otherwise
    rows: dict[str, tuple[Any, ...]] = dataclasses.field(default_factory=dict)  # of documents that the journal names, after review

    def last_of(self, reviewer: str, doc_id: str = "") -> dict[str, Any] | None:
        """The last decision of a reviewer that holds, of one document or of all; None where there is none."""
        own = (row for row in reversed(self.decisions) if row["reviewer"] == reviewer and row["state"] in ("active", "conflict"))
        return next((row for row in own if not doc_id or row["doc_id"] == doc_id), None)

    def scores(self) -> list[dict[str, Any]]:
        """How many records of each table reviewers accepted, edited, rejected and added; a record counts by its last verdict."""
        tables = {row["decision_id"]: row["target_table"] for row in self.decisions}
        counted: dict[str, Counter[str]] = defaultdict(Counter)
        for mark in self.marks.values():
            counted[tables[mark["decision_id"]]][mark["verdict"]] += 1
        return [{"table": table, **{verdict: counted[table][verdict] for verdict in _VERDICTS}} for table in EVIDENCE_TABLES if table in counted]


_VERDICTS = ("accepted", "edited", "rejected", "added")


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
    heads = [DocumentHead(doc_id, address=address) for doc_id, address in connection.execute("SELECT doc_id, address FROM documents").fetchall()]
    named, places = {row.doc_id for row in decisions}, {row.address for row in decisions}
    ids = sorted(head.doc_id for head in heads if head.doc_id in named or head.address in places)
    tables = {table: _coded_rows(connection, table, ids) for table in EVIDENCE_TABLES}
    texts = dict(connection.execute("SELECT doc_id, text FROM documents WHERE list_contains(?, doc_id)", [ids]).fetchall())
    state = replay(tables, decisions, documents=heads, texts=texts)
    marks = {record_id: dataclasses.asdict(mark) for record_id, mark in state.marks.items()}
    disputed = frozenset(one.record_id for one in state.conflicts)
    return Verdicts(tuple(_with_states(decisions, state, disputed)), marks, disputed, dict(state.tables))


def _coded_rows(connection: duckdb.DuckDBPyConnection, table: str, ids: list[str]) -> list[Any]:
    query = f"SELECT {', '.join(column_names(table))} FROM stored_{table} WHERE list_contains(?, doc_id) ORDER BY record_id"
    return [TABLES[table](*row) for row in connection.execute(query, [ids]).fetchall()]


def _with_states(decisions: list[Decision], state: Replayed, disputed: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Decisions with what became of them, in the words of `bilateral review list`."""
    active = {row.decision_id for row in active_decisions(decisions)}
    orphans = {orphan.decision.decision_id: orphan.reason_code for orphan in state.orphans}
    for row in decisions:
        told = orphans.get(row.decision_id, "conflict" if row.target_id in disputed else "active")
        yield {**dataclasses.asdict(row), "state": "undo" if row.decision_type == "undo" else told if row.decision_id in active else "undone"}


def lay_over(connection: duckdb.DuckDBPyConnection, verdicts: Verdicts) -> None:
    """Make the views of a connection show records after review.

    What was rejected leaves the tables, what was edited or added stands in them; `all_<table>` keeps what the
    coder found. The table `review_marks` has the verdict on each record.

    Args:
        connection: A connection of `tables.queries.connect`.
        verdicts: The journal.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    names = ("record_id", "verdict", "reviewer", "decision_id")
    marks = [{"record_id": record_id, **mark} for record_id, mark in verdicts.marks.items()]
    _create(connection, "review_marks", pa.table({name: pa.array([mark[name] for mark in marks], pa.string()) for name in names}))
    for table in EVIDENCE_TABLES if verdicts.decisions else ():
        rows = verdicts.rows.get(table, ())
        _create(connection, f"reviewed_{table}", to_arrow(table, list(rows)))
        connection.execute(
            f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM stored_{table} SEMI JOIN newest_versions USING (doc_id) "
            f"ANTI JOIN review_marks USING (record_id) ANTI JOIN (SELECT record_id FROM reviewed_{table}) USING (record_id) "
            f"UNION ALL BY NAME SELECT * FROM reviewed_{table} SEMI JOIN newest_versions USING (doc_id)"
        )


def _create(connection: duckdb.DuckDBPyConnection, name: str, rows: Any) -> None:
    """Copy rows into a table: cursors do not see what is registered."""
    connection.register("laid_over", rows)
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM laid_over")
    connection.unregister("laid_over")
