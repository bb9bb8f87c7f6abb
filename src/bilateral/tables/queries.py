"""Views over a record, and the rows that concern two states.

Each table has two views: `events` holds the rows of the newest version of each
document, `all_events` those of every stored version; so for every other table.
Rows of a batch that is being written, or was left by a killed run, are in neither.
"""

# ruff: noqa: S608 - the parts of each query are names from `records.TABLES` and constants of this file

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral import periods
from bilateral.errors import RecordError, SchemaError, SettingsError, StateError
from bilateral.records import TABLES
from bilateral.tables import delta
from bilateral.tables.schema import arrow_schema
from bilateral.tables.store import check_folder

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["DYAD_TABLES", "JOINED_COLUMNS", "connect", "dyad_query", "select_records"]

DYAD_TABLES = ("events", "statements", "figures", "commitments", "projects", "factors")
"""Tables whose rows can concern two states."""

BESIDE = ("observations", "decisions")
"""Tables that do not come from documents: official series, and what reviewers decided."""

JOINED_COLUMNS = ("title", "publisher", "published", "address", "file_name")
"""Columns of the document that `select_records` puts beside each row."""

NEAR_CHARS = 300
"""How far from a statement's content the other state may be named: about two sentences.

Not tuned on a corpus; `other_named` in the result tells such rows apart.
"""

_STATES = "list_transform({column}, lambda party: split_part(party, '/', 1))"
_BETWEEN = """(
    (list_contains({actor}, $state_a) AND list_contains({recipient}, $state_b))
    OR (list_contains({actor}, $state_b) AND list_contains({recipient}, $state_a))
    OR (list_contains({actor}, $state_a) AND list_contains({actor}, $state_b) AND len({recipient}) = 0)
)""".format(actor=_STATES.format(column="actor"), recipient=_STATES.format(column="recipient"))
"""One of the two acts on the other, or both act with no recipient."""

_BOTH_PARTIES = "list_has_all({parties}, [$state_a, $state_b])".format(parties=_STATES.format(column="parties"))

_RULES = {
    "events": f"SELECT * FROM events WHERE {_BETWEEN}",
    "statements": f"""
        SELECT row.*, CASE WHEN max(
                mention.start_char < row.end_char AND mention.end_char > row.start_char
            ) THEN 'content' ELSE 'near' END AS other_named
        FROM statements AS row JOIN mentions AS mention
            ON mention.doc_id = row.doc_id
            AND mention.start_char < row.end_char + {NEAR_CHARS}
            AND mention.end_char > row.start_char - {NEAR_CHARS}
        WHERE split_part(row.speaker_state, '/', 1) IN ($state_a, $state_b)
            AND list_contains(
                {_STATES.format(column="mention.parties")},
                CASE WHEN split_part(row.speaker_state, '/', 1) = $state_a THEN $state_b ELSE $state_a END
            )
        GROUP BY ALL
    """,
    "figures": f"""
        SELECT * FROM figures
        WHERE {_BOTH_PARTIES} OR direction IN ($state_a || '>' || $state_b, $state_b || '>' || $state_a)
    """,
    "commitments": f"""
        SELECT * FROM commitments
        WHERE {_BETWEEN} OR (
            len(recipient) = 0
            AND list_has_any({_STATES.format(column="actor")}, [$state_a, $state_b])
            AND doc_id IN (SELECT doc_id FROM events WHERE {_BETWEEN})
        )
    """,
    "projects": f"SELECT * FROM projects WHERE {_BOTH_PARTIES}",
    "factors": "SELECT * FROM factors WHERE dyad = least($state_a, $state_b) || '-' || greatest($state_a, $state_b)",
}
"""Which rows concern a dyad, told in `select_records`."""


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a record for SQL.

    Shows what is stored at this moment: connect again to see later documents. Does
    not block a writer, write to the record, or reach the network. A connection
    that is kept for more than a week can miss files that a writer replaced.

    Args:
        path: The folder of the record.

    Returns:
        A DuckDB connection with, for each name in `records.TABLES`, a view of that
        name (rows of the newest version of each document) and one with `all_`
        before it (rows of every version), and views of `BESIDE`. `rejections` also holds those of
        documents that were never stored. Rows have no order; the time zone is UTC.

    Raises:
        RecordError: If the folder is missing or no record of this format version.
        SchemaError: If a table has other columns than this version of `bilateral`.
    """
    import duckdb  # noqa: PLC0415 - heavy

    path = Path(path).resolve()
    check_folder(path)
    delta.check_address(path)
    connection = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
    )
    try:
        connection.execute("SET TimeZone = 'UTC'")
        # documents first: what was committed before them is then there for certain
        for table in ("documents", *(name for name in TABLES if name != "documents")):
            _create_stored(connection, path, table)
        _create_views(connection)
        for table in BESIDE:
            _create_stored(connection, path, table)
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM stored_{table}")
    except duckdb.Error as error:
        connection.close()
        message = f"got a record that cannot be read: {error}; expected the files that bilateral wrote in {path}"
        raise RecordError(message) from error
    except SchemaError:
        connection.close()
        raise
    return connection


def _create_stored(connection: duckdb.DuckDBPyConnection, path: Path, table: str) -> None:
    """Make the view `stored_<table>`: every row in the files of the newest commit."""
    columns = arrow_schema(table)
    files = delta.list_files(path, table)
    if not files:
        connection.register("nothing_yet", columns.empty_table())
        connection.execute(f"CREATE TABLE stored_{table} AS FROM nothing_yet")  # a table: cursors do not see what is registered
        connection.unregister("nothing_yet")
        return
    listed = ", ".join(delta.quoted(file) for file in files)
    names = ", ".join(columns.names)
    connection.execute(f"CREATE VIEW stored_{table} AS SELECT {names} FROM read_parquet([{listed}])")


def _create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the views of the newest and of all versions over the stored rows."""
    connection.execute("""
        CREATE TABLE stored_versions AS
        SELECT doc_id, version = max(version) OVER (PARTITION BY address) AS is_newest FROM stored_documents
    """)
    connection.execute("CREATE VIEW newest_versions AS SELECT doc_id FROM stored_versions WHERE is_newest")
    for table in TABLES:
        newest = f"SELECT * FROM stored_{table} SEMI JOIN newest_versions USING (doc_id)"
        every = f"SELECT * FROM stored_{table} SEMI JOIN stored_versions USING (doc_id)"
        if table in ("rejections", "retrievals", "runs"):
            every = f"SELECT * FROM stored_{table}"
        if table == "rejections":
            newest = every + " ANTI JOIN (SELECT doc_id FROM stored_versions WHERE NOT is_newest) USING (doc_id)"
        connection.execute(f"CREATE VIEW {table} AS {every if table in ('retrievals', 'runs') else newest}")
        connection.execute(f"CREATE VIEW all_{table} AS {every}")


def _as_day(given: str | date | None, name: str, *, is_end: bool) -> date | None:
    """A day from a day or a period; the last day of a period where it is an end."""
    if given is None or isinstance(given, date):
        return given
    try:
        first, last = periods.bounds(given)
    except ValueError as error:
        message = f"{name}: {error}"
        raise SettingsError(message) from error
    return last if is_end else first


def _check_dyad(table: str, state_a: str, state_b: str) -> None:
    """Raise unless the table can be asked for this pair."""
    if table not in DYAD_TABLES:
        message = f"got the table {table!r}, expected one of: {', '.join(DYAD_TABLES)}"
        raise SchemaError(message)
    if not state_a or not state_b or state_a == state_b:
        message = f"got the states {state_a!r} and {state_b!r}, expected two different codes such as KOR and RUS"
        raise StateError(message)


def dyad_query(table: str) -> str:
    """SQL of the rows of a dyad with their document and the days that date them.

    Args:
        table: One of `DYAD_TABLES`.

    Returns:
        A SELECT with the parameters `state_a` and `state_b`: the columns of the table, those of `JOINED_COLUMNS`,
        publisher_class and publisher_state, first_day and last_day; what concerns a dyad is told in `select_records`.
    """
    own = ("event_date_start", "event_date_end") if table == "events" else ("NULL::DATE", "NULL::DATE")
    joined = ", ".join(f"document.{name}" for name in JOINED_COLUMNS)
    has_own = f"{own[0]} IS NOT NULL OR {own[1]} IS NOT NULL"
    return f"""
        SELECT found.*, {joined}, document.publisher_class, document.publisher_state,
            CASE WHEN {has_own} THEN {own[0]} ELSE document.published_start END AS first_day,
            CASE WHEN {has_own} THEN {own[1]} ELSE document.published_end END AS last_day
        FROM ({_RULES[table]}) AS found JOIN documents AS document ON document.doc_id = found.doc_id
    """


_FILTERED = """
    SELECT {columns} FROM dated
    WHERE ($start::DATE IS NULL AND $end::DATE IS NULL) OR (
        (first_day IS NOT NULL OR last_day IS NOT NULL)
        AND coalesce(last_day >= $start::DATE, true) AND coalesce(first_day <= $end::DATE, true)
    )
    ORDER BY coalesce(first_day, last_day) NULLS LAST, doc_id, start_char, record_id
"""
_UNDATED = "SELECT count(*) FROM dated WHERE first_day IS NULL AND last_day IS NULL"


def select_records(
    path: Path,
    table: str,
    dyad: tuple[str, str],
    *,
    start: str | date | None = None,
    end: str | date | None = None,
) -> pa.Table:
    """The rows of a table that concern two states.

    The order of the two states does not matter. A party with a sector (`KOR/BUS`)
    counts for its state. What concerns a dyad:

    - events: one of the two acts and the other receives, or both act and nobody
      receives. Both acting together on a third party is left out.
    - statements: the speaker is of one of the two, and the other is named (by
      whatever words: see `mentions`) in the content or within `NEAR_CHARS` of it.
    - figures: both are among the parties, or the figure flows from one to the other.
    - commitments: as events; or one of the two promises, to nobody named, in a
      document that reports an event between the two.
    - projects: both take part.
    - factors: the dyad is this one.

    Only the newest version of each document is read. Does not merge reports of the
    same act, and does not find a figure whose text names only one of the two.

    Args:
        path: The folder of the record.
        table: One of `DYAD_TABLES`.
        dyad: Two states or bodies, as coded in the record (ISO 3166-1 alpha-3).
        start: First day wanted, or a period whose first day is meant (`2010-09`).
        end: Last day wanted, or a period whose last day is meant.

    Returns:
        One row a record, with title, publisher, published, address and file_name of
        its document, and for statements `other_named` (`content` or `near`).
        Ordered by date, doc_id, start_char and record_id, unknown dates last. An
        event is dated by itself, or by its document's published date where it has
        none; all other rows by the published date. A row is inside the days asked
        for if it can be: its own days overlap with them. Rows of unknown date are
        returned if neither day is given; if one is, they are left out and counted
        in the schema's metadata under `undated_left_out`.

    Raises:
        RecordError: If the folder is missing or no record.
        SchemaError: If the table cannot be asked for a dyad.
        SettingsError: If a day cannot be read or the end lies before the start.
        StateError: If the two are not two different codes.
    """
    state_a, state_b = dyad
    _check_dyad(table, state_a, state_b)
    days = {"start": _as_day(start, "start", is_end=False), "end": _as_day(end, "end", is_end=True)}
    if days["start"] and days["end"] and days["start"] > days["end"]:
        message = f"got the days {days['start']} to {days['end']}, expected a start before the end"
        raise SettingsError(message)
    schema = _selected_schema(table)
    with connect(path) as connection:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE dated AS {dyad_query(table)}", {"state_a": state_a, "state_b": state_b})
        found = connection.sql(_FILTERED.format(columns=", ".join(schema.names)), params=days).to_arrow_table()
        undated = connection.execute(_UNDATED).fetchall()[0][0] if days["start"] or days["end"] else 0
    return found.cast(schema).replace_schema_metadata({"undated_left_out": str(undated)})


def _selected_schema(table: str) -> pa.Schema:
    """Columns that `select_records` returns: the record's, then the document's."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    fields = [*arrow_schema(table), *(arrow_schema("documents").field(name) for name in JOINED_COLUMNS)]
    if table == "statements":
        told = {"description": "Where the other state is named.", "values": "content|near"}
        fields.append(pa.field("other_named", pa.string(), nullable=False, metadata=told))
    return pa.schema(fields)
