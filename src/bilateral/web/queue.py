"""What to review first: the records of a pair that nobody judged yet, ordered by doubt and weight."""

# ruff: noqa: S608 - the parts of each query are constants of this file and names of tables; values are parameters

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bilateral.tables.queries import DYAD_TABLES, dyad_query
from bilateral.vocabulary.accuracy import read_accuracy
from bilateral.web.filters import A_PAGE
from bilateral.web.rows import Page

if TYPE_CHECKING:
    import duckdb

__all__ = ["REASONS", "read_queue"]

_FAR_REACHING = 7
"""Strength on the Goldstein scale from which an act changes a relation: threats of force, breaks, aid of arms, alliances."""

_LARGE = 1e9
"""A sum from which a figure is cited again and again."""

REASONS: dict[str, tuple[tuple[str, float, str], ...]] = {
    "events": (
        ("far-reaching act", 2, f"abs(intensity) >= {_FAR_REACHING}"),
        ("told as possible or denied", 1, "realis IN ('hypothetical', 'denied')"),
        ("one report alone", 1, "count(DISTINCT doc_id) OVER (PARTITION BY event_type, list_sort(actor), list_sort(recipient), event_date) = 1"),
        ("no date of its own", 1, "event_date IS NULL"),
    ),
    "statements": (("the other state is named only near it", 1, "other_named = 'near'"), ("speaker not named", 0.5, "speaker_office IS NOT NULL AND speaker = speaker_office")),
    "figures": (("large sum", 2, f"abs(value) >= {_LARGE:.0f}"), ("no period told", 1, "period IS NULL"), ("nobody named who gives it", 0.5, "claimed_by IS NULL")),
    "commitments": (("firm promise", 2, "firmness IN ('binding', 'agreed')"), ("with an amount to reach", 1, "target_value IS NOT NULL"), ("no deadline", 0.5, "deadline IS NULL")),
    "projects": (("with a cost", 2, "cost_value IS NOT NULL"), ("status not known", 1, "status = 'unknown'")),
    "factors": (("nobody named who says it", 1, "said_by IS NULL"),),
}
"""Why a record comes early in the queue, by table: words, points, and the condition."""


def read_queue(connection: duckdb.DuckDBPyConnection, dyad: tuple[str, str], *, page: int, tables: tuple[str, ...] = DYAD_TABLES) -> Page:
    """One page of the records of a pair that no reviewer judged, those with most points first.

    A record has the points of each reason that holds (`REASONS`), and the share of records of its table that were
    wrong when the coder was measured. Equal ones stand by date, the newest first.

    Args:
        connection: A connection with the journal laid over it.
        dyad: The two states.
        page: Number of the page, from 1.
        tables: Only these tables.

    Returns:
        Records with `table`, `points`, `reasons`, and the words before and after.
    """
    pair = {"state_a": dyad[0], "state_b": dyad[1]}
    parts = " UNION ALL ".join(_points_query(table) for table in tables)
    counted = connection.execute(f"SELECT count(*) FROM ({parts})", pair).fetchall()[0][0]
    found = connection.execute(
        f"SELECT * FROM ({parts}) ORDER BY points DESC, first_day DESC NULLS LAST, doc_id, start_char, record_id LIMIT {A_PAGE} OFFSET {(page - 1) * A_PAGE}", pair
    )
    names = [column[0] for column in found.description]
    listed = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    rows = {key: row for table in tables for key, row in _rows_of(connection, table, [one["record_id"] for one in listed if one["in_table"] == table]).items()}
    return Page([{**rows[one["record_id"]], **one} for one in listed if one["record_id"] in rows], counted, page)


def _points_query(table: str) -> str:
    """Unreviewed records of a table with their reasons and points."""
    wrong = next((1 - float(row["precision"]) for row in read_accuracy()["scores"] if row["table"] == table), 0.0)
    reasons = ", ".join(f"CASE WHEN {condition} THEN '{words}' END" for words, _, condition in REASONS[table])
    points = " + ".join(f"CASE WHEN {condition} THEN {points} ELSE 0 END" for _, points, condition in REASONS[table])
    return f"""
        FROM (SELECT '{table}' AS in_table, record_id, doc_id, start_char, title, publisher, published, coalesce(first_day, last_day) AS first_day,
            list_filter([{reasons}], lambda reason: reason IS NOT NULL) AS reasons, round({points} + {wrong:.3f}, 3)::DOUBLE AS points
        FROM ({dyad_query(table)})) ANTI JOIN review_marks USING (record_id)
    """


_AROUND = 160


def _rows_of(connection: duckdb.DuckDBPyConnection, table: str, ids: list[str]) -> dict[str, dict[str, Any]]:
    """Whole rows with the words around them."""
    query = f"""
        SELECT found.*, substr(text, greatest(1, start_char - {_AROUND} + 1), least(start_char, {_AROUND})) AS before,
            substr(text, end_char + 1, {_AROUND}) AS after
        FROM {table} AS found JOIN documents USING (doc_id) WHERE list_contains($ids, record_id)
    """
    found = connection.execute(query, {"ids": ids})
    names = [column[0] for column in found.description]
    return {row["record_id"]: row for row in (dict(zip(names, values, strict=True)) for values in found.fetchall())}
