"""Views over a record, and the rows that concern two states.

Each table has two views: `events` holds the rows of the newest version of each
document, `all_events` those of every stored version; so for every other table.
Rows of a batch that is being written, or was left by a killed run, are in neither.
"""

# ruff: noqa: S608 - the parts of each query are names from `records.TABLES` and constants of this file

from __future__ import annotations

import tempfile
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from bilateral import periods
from bilateral.errors import RecordError, SchemaError, SettingsError, StateError
from bilateral.records import TABLES, later_columns
from bilateral.tables import delta
from bilateral.tables.pairs import DYAD_TABLES, JOINED_COLUMNS, create_macros, dyad_query
from bilateral.tables.schema import arrow_schema
from bilateral.tables.store import check_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    import pyarrow as pa

__all__ = ["DYAD_TABLES", "JOINED_COLUMNS", "connect", "connect_alone", "dyad_query", "select_records", "stream_records"]

BESIDE = ("observations", "decisions")
"""Tables that do not come from documents: official series, and what reviewers decided."""

_MOST_OPEN = 4
"""Records whose opened state this process keeps: a brief asks one record half a dozen times."""

_OPENED: dict[Path, tuple[tuple[tuple[str, ...], ...], duckdb.DuckDBPyConnection]] = {}
_OPENING = Lock()


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a record for SQL, by a cursor on what this process opened before where nothing was stored since.

    As `connect_alone` in all else. Make only what is temporary: everything else is seen by all cursors of the process.

    Args:
        path: The folder of the record.

    Returns:
        A DuckDB connection of its own; close it.

    Raises:
        RecordError: If the folder is missing or no record of this format version.
        SchemaError: If a table has other columns than this version of `bilateral`.
    """
    path = Path(path).resolve()
    check_folder(path)
    with _OPENING:
        state = tuple(tuple(delta.list_files(path, table)) for table in (*TABLES, *BESIDE))
        known, opened = _OPENED.pop(path, (None, None))
        if opened is None or known != state:
            opened = connect_alone(path)  # the old one is closed when its last cursor is
        _OPENED[path] = state, opened
        while len(_OPENED) > _MOST_OPEN:
            del _OPENED[next(iter(_OPENED))]
        return opened.cursor()


def connect_alone(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a record for SQL by a database of its own.

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
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        connection.execute("SET parquet_metadata_cache = true")
        with suppress(duckdb.InvalidInputException):  # a notebook without ipywidgets has no bar to switch off
            connection.execute("SET enable_progress_bar = false")
        # documents first: what was committed before them is then there for certain
        for table in ("documents", *(name for name in TABLES if name != "documents")):
            _create_stored(connection, path, table)
        _create_views(connection)
        for table in BESIDE:
            _create_stored(connection, path, table)
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM stored_{table}")
        create_macros(connection)
    except duckdb.Error as error:
        connection.close()
        message = f"got a record that cannot be read: {error}; expected the files that bilateral wrote in {path}"
        raise RecordError(message) from error
    except SchemaError:
        connection.close()
        raise
    return connection


_SQL_TYPES = {
    "string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN", "date32[day]": "DATE", "timestamp[us, tz=UTC]": "TIMESTAMPTZ",
    "list<item: string>": "VARCHAR[]", "list<item: int64>": "BIGINT[]", "list<item: double>": "DOUBLE[]",
    "list<element: string>": "VARCHAR[]", "list<element: int64>": "BIGINT[]", "list<element: double>": "DOUBLE[]",
}  # fmt: skip
"""Types of DuckDB by those of Arrow."""


def _create_stored(connection: duckdb.DuckDBPyConnection, path: Path, table: str) -> None:
    """Make the view `stored_<table>`: every row in the files of the newest commit."""
    columns = arrow_schema(table)
    files = delta.list_files(path, table)
    if not files:
        listed = ", ".join(f"{field.name} {_SQL_TYPES[str(field.type)]}" for field in columns)
        connection.execute(f"CREATE TABLE stored_{table} ({listed})")
        return
    listed = ", ".join(delta.quoted(file) for file in files)
    later = later_columns(table) if table in TABLES else ()
    if not later:
        connection.execute(f"CREATE VIEW stored_{table} AS SELECT {', '.join(columns.names)} FROM read_parquet([{listed}])")
        return
    read = f"read_parquet([{listed}], union_by_name = true)"  # files that were written before a column lack it
    there = {name for name, *_ in connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()}
    names = ", ".join(_later_column(field, is_there=field.name in there) if field.name in later else field.name for field in columns)
    connection.execute(f"CREATE VIEW stored_{table} AS SELECT {names} FROM {read}")


def _later_column(field: pa.Field, *, is_there: bool) -> str:
    """A column that older rows do not have: null there, or an empty list."""
    kind = _SQL_TYPES[str(field.type)]
    told = field.name if is_there else f"NULL::{kind}"
    return f"coalesce({told}, []::{kind}) AS {field.name}" if kind.endswith("[]") else f"{told} AS {field.name}"


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


_FILTERED = """
    SELECT {columns} FROM ({dated})
    WHERE ($start::DATE IS NULL AND $end::DATE IS NULL) OR (
        (first_day IS NOT NULL OR last_day IS NOT NULL)
        AND coalesce(last_day >= $start::DATE, true) AND coalesce(first_day <= $end::DATE, true)
    )
    ORDER BY coalesce(first_day, last_day) NULLS LAST, doc_id, start_char, record_id
"""

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
    asked, schema = _asked(table, dyad, start, end), _selected_schema(table)
    with connect(path) as connection:
        found = connection.sql(_selecting(table, schema), params=asked).to_arrow_table()
        undated = _count_undated(connection, table, asked)
    return found.cast(schema).replace_schema_metadata({"undated_left_out": str(undated)})


@contextmanager
def stream_records(
    path: Path, table: str, dyad: tuple[str, str], *, start: str | date | None = None, end: str | date | None = None
) -> Iterator[pa.RecordBatchReader]:
    """The rows that `select_records` returns, some at a time: no more than a gigabyte is held, whatever the size of the record.

    Args:
        path: As for `select_records`, and so the others.
        table: One of `DYAD_TABLES`.
        dyad: Two states.
        start: First day wanted.
        end: Last day wanted.

    Yields:
        A reader, to be read to its end inside the `with` block; its schema is that of `select_records`, with the same metadata.

    Raises:
        BilateralError: As `select_records` does.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    asked, schema = _asked(table, dyad, start, end), _selected_schema(table)
    with tempfile.TemporaryDirectory(prefix="bilateral-") as spilled, connect_alone(path) as connection:
        connection.execute(f"SET memory_limit = '{_MOST_MEMORY}'")
        connection.execute(f"SET temp_directory = {delta.quoted(spilled)}")
        undated = _count_undated(connection, table, asked)
        found = connection.sql(_selecting(table, schema), params=asked).to_arrow_reader(_A_BATCH)
        batches = (pa.Table.from_batches([batch]).cast(schema).combine_chunks().to_batches()[0] for batch in found if batch.num_rows)
        yield pa.RecordBatchReader.from_batches(schema.with_metadata({"undated_left_out": str(undated)}), batches)


_MOST_MEMORY = "1GB"
_A_BATCH = 10_000


def _asked(table: str, dyad: tuple[str, str], start: str | date | None, end: str | date | None) -> dict[str, Any]:
    """The parameters of a selection, checked."""
    state_a, state_b = dyad
    _check_dyad(table, state_a, state_b)
    days = {"start": _as_day(start, "start", is_end=False), "end": _as_day(end, "end", is_end=True)}
    if days["start"] and days["end"] and days["start"] > days["end"]:
        message = f"got the days {days['start']} to {days['end']}, expected a start before the end"
        raise SettingsError(message)
    return {"state_a": state_a, "state_b": state_b} | days


def _selecting(table: str, schema: pa.Schema) -> str:
    return _FILTERED.format(columns=", ".join(schema.names), dated=dyad_query(table))


def _count_undated(connection: duckdb.DuckDBPyConnection, table: str, asked: dict[str, Any]) -> int:
    """How many rows without a date are left out since a day is asked for."""
    if not (asked["start"] or asked["end"]):
        return 0
    pair = {name: asked[name] for name in ("state_a", "state_b")}
    return int(connection.execute(f"SELECT count(*) FROM ({dyad_query(table)}) WHERE first_day IS NULL AND last_day IS NULL", pair).fetchall()[0][0])


def _selected_schema(table: str) -> pa.Schema:
    """Columns that `select_records` returns: the record's, then the document's."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    fields = [*arrow_schema(table), *(arrow_schema("documents").field(name) for name in JOINED_COLUMNS)]
    if table == "statements":
        told = {"description": "Where the other state is named.", "values": "content|near"}
        fields.append(pa.field("other_named", pa.string(), nullable=False, metadata=told))
    return pa.schema(fields)
