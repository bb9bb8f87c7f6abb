"""Which rows concern two states: table macros of a connection, one for each table, that a copy of a record answers from an index."""

# ruff: noqa: S608 - the parts of each query are names of tables and constants of this file; states are parameters

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

__all__ = ["DYAD_TABLES", "JOINED_COLUMNS", "NEAR_CHARS", "STATES_OF", "create_macros", "dyad_query", "pair_rows", "rule_of"]

DYAD_TABLES = ("events", "statements", "figures", "commitments", "projects", "factors")
"""Tables whose rows can concern two states."""

JOINED_COLUMNS = ("title", "publisher", "published", "address", "file_name")
"""Columns of the document that `select_records` puts beside each row."""

NEAR_CHARS = 300
"""How far from a statement's content the other state may be named: about two sentences.

Not tuned on a corpus; `other_named` in the result tells such rows apart.
"""

STATES_OF = "list_transform({column}, lambda party: split_part(party, '/', 1))"
_BETWEEN = """(
    (list_contains({actor}, state_a) AND list_contains({recipient}, state_b))
    OR (list_contains({actor}, state_b) AND list_contains({recipient}, state_a))
    OR (list_contains({actor}, state_a) AND list_contains({actor}, state_b) AND len({recipient}) = 0)
)""".format(actor=STATES_OF.format(column="actor"), recipient=STATES_OF.format(column="recipient"))
"""One of the two acts on the other, or both act with no recipient."""

_BOTH_PARTIES = "list_has_all({parties}, [state_a, state_b])".format(parties=STATES_OF.format(column="parties"))

_RULES = {
    "events": f"SELECT * FROM {{events}} WHERE {_BETWEEN}",
    "statements": f"""
        SELECT row.*, CASE WHEN max(
                mention.start_char < row.end_char AND mention.end_char > row.start_char
            ) THEN 'content' ELSE 'near' END AS other_named
        FROM {{statements}} AS row JOIN {{mentions}} AS mention
            ON mention.doc_id = row.doc_id
            AND mention.start_char < row.end_char + {NEAR_CHARS}
            AND mention.end_char > row.start_char - {NEAR_CHARS}
        WHERE split_part(row.speaker_state, '/', 1) IN (state_a, state_b)
            AND list_contains(
                {STATES_OF.format(column="mention.parties")},
                CASE WHEN split_part(row.speaker_state, '/', 1) = state_a THEN state_b ELSE state_a END
            )
        GROUP BY ALL
    """,
    "figures": f"""
        SELECT * FROM {{figures}}
        WHERE {_BOTH_PARTIES} OR direction IN (state_a || '>' || state_b, state_b || '>' || state_a)
    """,
    "commitments": f"""
        SELECT * FROM {{commitments}}
        WHERE {_BETWEEN} OR (
            len(recipient) = 0
            AND list_has_any({STATES_OF.format(column="actor")}, [state_a, state_b])
            AND doc_id IN (SELECT doc_id FROM {{events}} WHERE {_BETWEEN})
        )
    """,
    "projects": f"SELECT * FROM {{projects}} WHERE {_BOTH_PARTIES}",
    "factors": "SELECT * FROM {factors} WHERE dyad = least(state_a, state_b) || '-' || greatest(state_a, state_b)",
}
"""Which rows concern a dyad, told in `select_records`; each table is named in braces."""


def pair_rows(table: str, found: str) -> str:
    """SQL of rows with their document and the days that date them.

    Args:
        table: One of `DYAD_TABLES`.
        found: SQL of the rows, with `doc_id`.

    Returns:
        A SELECT: all columns of `found`, those of `JOINED_COLUMNS`, publisher_class and publisher_state, first_day and last_day.
    """
    own = ("event_date_start", "event_date_end") if table == "events" else ("NULL::DATE", "NULL::DATE")
    joined = ", ".join(f"document.{name}" for name in JOINED_COLUMNS)
    has_own = f"{own[0]} IS NOT NULL OR {own[1]} IS NOT NULL"
    return f"""
        SELECT found.*, {joined}, document.publisher_class, document.publisher_state,
            CASE WHEN {has_own} THEN {own[0]} ELSE document.published_start END AS first_day,
            CASE WHEN {has_own} THEN {own[1]} ELSE document.published_end END AS last_day
        FROM ({found}) AS found JOIN documents AS document ON document.doc_id = found.doc_id
    """


def rule_of(table: str, **names: str) -> str:
    """SQL of the rows of a table that concern `state_a` and `state_b`; tables can go by another name or be a query in brackets."""
    return re.sub(r"\{(\w+)\}", lambda found: names.get(found[1], found[1]), _RULES[table])  # {events}


def create_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `<table>_between(state_a, state_b)` for each table, and `all_<table>_between` of every version and whatever reviewers decided.

    Args:
        connection: A connection with the views of a record.
    """
    for table in DYAD_TABLES:
        for name, own in ((table, table), (f"all_{table}", f"all_{table}")):
            query = pair_rows(table, rule_of(table, **{table: own}))
            connection.execute(f"CREATE OR REPLACE MACRO {name}_between(state_a, state_b) AS TABLE {query}")


def dyad_query(table: str, *, is_every: bool = False) -> str:
    """SQL of the rows of a dyad with their document and the days that date them.

    Args:
        table: One of `DYAD_TABLES`.
        is_every: Of all versions, as the coder made them.

    Returns:
        A SELECT with the parameters `state_a` and `state_b`: the columns of the table, those of `JOINED_COLUMNS`,
        publisher_class and publisher_state, first_day and last_day; what concerns a dyad is told in `select_records`.
    """
    return f"SELECT * FROM {'all_' if is_every else ''}{table}_between($state_a, $state_b)"
