"""What to review first: the records of a pair that nobody judged yet, ordered by doubt and weight, by chance, or for a second reading."""

# ruff: noqa: S608 - the parts of each query are constants of this file and names of tables; values are parameters

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bilateral.tables.delta import quoted
from bilateral.tables.queries import DYAD_TABLES, dyad_query
from bilateral.vocabulary.accuracy import read_accuracy
from bilateral.web.filters import A_PAGE, TYPE_COLUMNS
from bilateral.web.kept import keep
from bilateral.web.placed import dictionaries, is_placed
from bilateral.web.queue_placed import Ordered, count_waiting, order_queue, read_waiting
from bilateral.web.rows import Page

if TYPE_CHECKING:
    import duckdb

    from bilateral.review.replay import Replayed

__all__ = ["EFFECTS", "ORDERS", "REASONS", "Asked", "count_left", "read_queue"]

ORDERS = {"doubt": "doubt and weight", "sample": "random sample", "second": "second reading"}
"""In which order records come: those most worth a look; by chance, so that the share that is right can be told of all; or
those that others judged, as the coder made them and without the verdict, so that agreement can be told."""

_FAR_REACHING = 7
"""Strength on the Goldstein scale from which an act changes a relation: threats of force, breaks, aid of arms, alliances."""

_LARGE = 1e9
"""A sum from which a figure is cited again and again."""

_SAME_ACT = "count(DISTINCT doc_id) OVER (PARTITION BY event_type, list_sort(actor), list_sort(recipient), event_date)"

REASONS: dict[str, tuple[tuple[str, float, str], ...]] = {
    "events": (
        ("far-reaching act", 2, f"abs(intensity) >= {_FAR_REACHING}"),
        ("told as possible or denied", 1, "realis IN ('hypothetical', 'denied')"),
        ("one report alone", 1, f"{_SAME_ACT} = 1"),
        ("no date of its own", 1, "event_date IS NULL"),
    ),
    "statements": (("the other state is named only near it", 1, "other_named = 'near'"), ("speaker not named", 0.5, "speaker_office IS NOT NULL AND speaker = speaker_office")),
    "figures": (("large sum", 2, f"abs(value) >= {_LARGE:.0f}"), ("no period told", 1, "period IS NULL"), ("nobody named who gives it", 0.5, "claimed_by IS NULL")),
    "commitments": (("firm promise", 2, "firmness IN ('binding', 'agreed')"), ("with an amount to reach", 1, "target_value IS NOT NULL"), ("no deadline", 0.5, "deadline IS NULL")),
    "projects": (("with a cost", 2, "cost_value IS NOT NULL"), ("status not known", 1, "status = 'unknown'")),
    "factors": (("nobody named who says it", 1, "said_by IS NULL"),),
}
"""Why a record comes early in the queue, by table: words, points, and the condition."""

EFFECTS = {
    "events": "series, balance, incidents, ledger and brief",
    "statements": "positions, shifts, expectations and brief",
    "figures": "checks of figures, targets of promises and brief",
    "commitments": "the ledger, the share of promises kept and the brief",
    "projects": "joint projects of the ledger and the brief",
    "factors": "what drives the relation or holds it back, and the brief",
}
"""The answers that a record of each table stands in: what its rejection, or a change in it, changes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the queue is asked for."""

    table: str = ""  # all where empty
    type: str = ""  # a value of the table's `TYPE_COLUMNS`
    order: str = "doubt"  # one of `ORDERS`
    reviewer: str = ""

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that are asked for."""
        return (self.table,) if self.table else DYAD_TABLES


def read_queue(
    connection: duckdb.DuckDBPyConnection, dyad: tuple[str, str], *, page: int, asked: Asked | None = None, journal: Replayed | None = None
) -> Page:
    """One page of the records of a pair that no reviewer judged, those with most points first.

    A record has the points of each reason that holds (`REASONS`), and the share of records of its table that were
    wrong when the coder was measured. Equal ones stand by date, the newest first. What the reviewer skipped comes last.

    Args:
        connection: A connection with the journal laid over it.
        dyad: The two states.
        page: Number of the page, from 1.
        asked: Table, type, order and reviewer; all, by doubt and weight, where it is left out.
        journal: The journal as replayed: who judged what, and who skipped what.

    Returns:
        Records with `in_table`, `points`, `reasons`, `n_reports` (of an event: documents that tell of the act), and
        the words before and after.
    """
    asked = asked or Asked()
    if is_placed(connection) and asked.order != "second":
        skips = sorted(record_id for record_id, who in journal.skipped.items() if asked.reviewer in who) if journal else []
        reasons = {table: [words for words, _, _ in listed] for table, listed in REASONS.items()}
        return read_waiting(connection, *_ordered(connection, dyad, asked), page=page, skipped=skips, reasons=reasons)
    found, values = _listed(dyad, asked, journal)
    counted = keep(connection, ("queue", dyad, asked), lambda: connection.execute(f"SELECT count(*) FROM ({found})", values).fetchall()[0][0])
    order = "points DESC, first_day DESC NULLS LAST, doc_id, start_char, record_id" if asked.order == "doubt" else "md5(record_id)"
    skipped = sorted(record_id for record_id, who in journal.skipped.items() if asked.reviewer in who) if journal else []
    query = f"SELECT * FROM ({found}) ORDER BY list_contains($skipped, record_id), {order} LIMIT {A_PAGE} OFFSET {(page - 1) * A_PAGE}"
    listed = dictionaries(connection.execute(query, values | {"skipped": skipped}))
    rows = {key: row for table in asked.tables for key, row in _rows_of(connection, table, [one for one in listed if one["in_table"] == table], asked).items()}
    return Page([{**rows[one["record_id"]], **one, "is_skipped": one["record_id"] in skipped} for one in listed if one["record_id"] in rows], counted, page)


def count_left(connection: duckdb.DuckDBPyConnection, dyad: tuple[str, str], *, asked: Asked, journal: Replayed | None = None) -> dict[str, int]:
    """How many records of each table are left, whatever table and type are asked for; one without any is left out."""
    if is_placed(connection) and asked.order != "second":
        return count_waiting(connection, *_ordered(connection, dyad, Asked(order=asked.order)))
    found, values = _listed(dyad, Asked(order=asked.order, reviewer=asked.reviewer), journal)
    query = f"SELECT in_table, count(*) FROM ({found}) GROUP BY in_table"
    counted = keep(connection, ("left", dyad, asked.order, asked.reviewer), lambda: dict(connection.execute(query, values).fetchall()))
    return {table: counted[table] for table in DYAD_TABLES if table in counted}


def _ordered(connection: duckdb.DuckDBPyConnection, dyad: tuple[str, str], asked: Asked) -> tuple[Ordered, object]:
    """The records that are asked for from the copy, in order, and what tells this order from others, whoever asks."""
    values: dict[str, Any] = {"dyad": "-".join(sorted(dyad))} | ({"type": asked.type} if asked.type and asked.table else {})
    where = f"{TYPE_COLUMNS[asked.table]} = $type" if "type" in values else "true"
    order = "points DESC, first_day DESC NULLS LAST, doc_id, start_char, record_id" if asked.order == "doubt" else "md5(record_id)"
    alike = replace(asked, reviewer="")
    queries = {table: _places_query(table, where) for table in asked.tables}
    return order_queue(connection, (dyad, alike), queries, order=order, values=values), (dyad, alike)


def _places_query(table: str, where: str) -> str:
    reasons = " + ".join(f"CASE WHEN {condition} THEN {1 << bit} ELSE 0 END" for bit, (_, _, condition) in enumerate(REASONS[table]))
    return f"""
        SELECT place, record_id, doc_id, start_char, coalesce(first_day, last_day) AS first_day, ({reasons})::TINYINT AS reasons, {_points(table)} AS points,
            {_SAME_ACT if table == "events" else "NULL"}::INTEGER AS n_reports
        FROM placed_{table} WHERE pair_dyad = $dyad AND {where}
    """


def _points(table: str) -> str:
    """SQL of the points of a record: those of each reason that holds, and the share of its table that was wrong when the coder was measured."""
    wrong = next((1 - float(row["precision"]) for row in read_accuracy()["scores"] if row["table"] == table), 0.0)
    points = " + ".join(f"CASE WHEN {condition} THEN {points} ELSE 0 END" for _, points, condition in REASONS[table])
    return f"round({points} + {wrong:.3f}, 3)::DOUBLE"


def _listed(dyad: tuple[str, str], asked: Asked, journal: Replayed | None) -> tuple[str, dict[str, Any]]:
    """The query of the records that are asked for, and its parameters."""
    values: dict[str, Any] = {"state_a": dyad[0], "state_b": dyad[1]}
    where = "true"
    if asked.type and asked.table:
        where, values["type"] = f"{TYPE_COLUMNS[asked.table]} = $type", asked.type
    if asked.order == "second":
        judged = journal.judged.items() if journal else ()
        values["judged"] = sorted(key for key, said in judged if asked.reviewer not in said and any(one.verdict != "added" for one in said.values()))
    return " UNION ALL ".join(_points_query(table, where, asked.order) for table in asked.tables), values


def _points_query(table: str, where: str, order: str) -> str:
    """Records of a table that wait for a verdict, with their reasons and points."""
    reasons = ", ".join(f"CASE WHEN {condition} THEN '{words}' END" for words, _, condition in REASONS[table])
    rows, waiting = dyad_query(table), "ANTI JOIN review_marks USING (record_id)"
    if order == "second":
        rows, waiting = dyad_query(table, is_every=True), "WHERE record_id IN (SELECT unnest($judged))"
    return f"""
        FROM (SELECT '{table}' AS in_table, record_id, doc_id, start_char, title, publisher, published, coalesce(first_day, last_day) AS first_day,
            list_filter([{reasons}], lambda reason: reason IS NOT NULL) AS reasons, {_points(table)} AS points,
            {_SAME_ACT if table == "events" else "NULL::BIGINT"} AS n_reports
        FROM ({rows}) WHERE {where}) {waiting}
    """


_AROUND = 160


def _rows_of(connection: duckdb.DuckDBPyConnection, table: str, listed: list[dict[str, Any]], asked: Asked) -> dict[str, dict[str, Any]]:
    """Whole rows with the words around them; documents are named one by one, so that most of a sorted table is passed over."""
    query = f"""
        SELECT found.*, substr(text, greatest(1, start_char - {_AROUND} + 1), least(start_char, {_AROUND})) AS before,
            substr(text, end_char + 1, {_AROUND}) AS after
        FROM {"all_" if asked.order == "second" else ""}{table} AS found JOIN documents USING (doc_id)
        WHERE found.doc_id IN ({", ".join(sorted({quoted(one["doc_id"]) for one in listed}))}) AND record_id IN (SELECT unnest($ids))
    """
    return {row["record_id"]: row for row in dictionaries(connection.execute(query, {"ids": [one["record_id"] for one in listed]}))} if listed else {}

