"""A copy of a large record for pages that many read at once: the same rows in one DuckDB file, those of each pair side by side.

A copy is derived and never an authority: it lies in `derived/` of the record, may be deleted at any time, and is made anew when
documents were added. Delta tables stay what is read by everything else.
"""

# ruff: noqa: S608 - the parts of each query are names of tables and constants of this file

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.records import TABLES
from bilateral.tables import delta
from bilateral.tables.pairs import DYAD_TABLES, NEAR_CHARS, STATES_OF, pair_rows, rule_of
from bilateral.tables.queries import connect_alone
from bilateral.version import VERSION

if TYPE_CHECKING:
    import duckdb

__all__ = ["FOLDER", "LARGE", "lay_over_copy", "make_copy", "name_copy", "open_copy"]

FOLDER = "derived"
"""Folder of a record that holds what can be made anew from its tables."""

LARGE = 5_000
"""Documents from which a copy pays: below, a page reads the Delta tables in a few hundredths of a second."""

MOST_MEMORY = "1GB"
"""What DuckDB may hold while it makes or reads a copy; the rest stays on the disk."""

_COPIED = ("documents", "parts", "mentions", "offices", *DYAD_TABLES)
_LAYOUT = "1"

_SIDES = f"SELECT record_id, doc_id, len(recipient) AS n_recipients, {STATES_OF.format(column='actor')} AS actors, {STATES_OF.format(column='recipient')} AS recipients FROM"
_TWO = "least(one, other) || '-' || greatest(one, other) AS dyad"
_ACTED = f"""
    SELECT record_id, {_TWO} FROM (SELECT record_id, unnest(actors) AS one, recipients FROM ({_SIDES} {{table}})), unnest(recipients) AS side(other) WHERE one <> other
    UNION SELECT record_id, {_TWO} FROM (SELECT record_id, unnest(actors) AS one, actors FROM ({_SIDES} {{table}}) WHERE n_recipients = 0), unnest(actors) AS side(other) WHERE one <> other
"""
_TOGETHER = f"SELECT DISTINCT record_id, {_TWO} FROM (SELECT record_id, unnest(sides) AS one, sides FROM (SELECT record_id, {STATES_OF.format(column='parties')} AS sides FROM {{table}})), unnest(sides) AS side(other) WHERE one <> other"
_PAIRS = {
    "events": _ACTED.format(table="events"),
    "statements": f"""
        SELECT record_id, {_TWO}, CASE WHEN max(is_inside) THEN 'content' ELSE 'near' END AS other_named FROM (
            SELECT row.record_id, split_part(coalesce(row.speaker_state, ''), '/', 1) AS one, unnest({STATES_OF.format(column='mention.parties')}) AS other,
                mention.start_char < row.end_char AND mention.end_char > row.start_char AS is_inside
            FROM statements AS row JOIN mentions AS mention ON mention.doc_id = row.doc_id
                AND mention.start_char < row.end_char + {{near}} AND mention.end_char > row.start_char - {{near}}
        ) WHERE one <> other AND one <> '' GROUP BY ALL
    """,
    "figures": f"""
        {_TOGETHER.format(table="figures")}
        UNION SELECT record_id, {_TWO} FROM (SELECT record_id, split_part(coalesce(direction, ''), '>', 1) AS one, split_part(coalesce(direction, ''), '>', 2) AS other FROM figures) WHERE one <> other AND other <> ''
    """,
    "commitments": f"""
        {_ACTED.format(table="commitments")}
        UNION SELECT record_id, dyad FROM (SELECT record_id, doc_id, unnest(actors) AS one FROM ({_SIDES} commitments) WHERE n_recipients = 0)
            JOIN (SELECT DISTINCT doc_id, dyad FROM ({_ACTED.format(table="events")}) JOIN (SELECT record_id, doc_id FROM events) USING (record_id)) USING (doc_id)
            WHERE one IN (split_part(dyad, '-', 1), split_part(dyad, '-', 2))
    """,
    "projects": _TOGETHER.format(table="projects"),
    "factors": "SELECT record_id, dyad FROM factors",
}
"""For each table the pairs that each row concerns: what `pairs.rule_of` tells of one pair, told of all.

`coalesce` is there since DuckDB 2.0.0 fails to bind `split_part` on a column in which it knows nothing but null.
"""

_NEWEST_FIRST = "coalesce(first_day, last_day) DESC NULLS LAST, doc_id, start_char, record_id"


def name_copy(path: Path) -> Path:
    """Where the copy of the present state of a record's documents lies, whether it was made or not.

    Args:
        path: Folder of the record.
    """
    path = Path(path).resolve()
    told = "\n".join((_LAYOUT, VERSION, *(Path(file).name for table in TABLES for file in delta.list_files(path, table))))
    return _folder(path) / f"copy-{hashlib.sha256(told.encode()).hexdigest()[:16]}.duckdb"


@cache
def _folder(path: Path) -> Path:
    """`derived/` of the record, or a folder that goes with the process where the record cannot be written to."""
    try:
        (path / FOLDER).mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=path / FOLDER):
            return path / FOLDER
    except OSError:
        made = tempfile.TemporaryDirectory(prefix="bilateral-")
        _TEMPORARY.append(made)
        return Path(made.name)


_TEMPORARY: list[tempfile.TemporaryDirectory[str]] = []


def make_copy(path: Path) -> Path:
    """Make the copy of the present state of a record, and delete those of earlier states.

    Args:
        path: Folder of the record.

    Returns:
        The file.

    Raises:
        RecordError: If the folder is missing or no record.
    """
    copy = name_copy(path)
    if copy.exists():
        return copy
    made = Path(tempfile.mkdtemp(prefix="making-", dir=copy.parent))
    try:
        with connect_alone(path) as connection:
            _limit(connection, made)
            connection.execute(f"ATTACH {delta.quoted(str(made / copy.name))} AS copy")
            _fill(connection)
            connection.execute("DETACH copy")
        (made / copy.name).replace(copy)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    for old in copy.parent.glob("copy-*.duckdb"):
        if old != copy:
            with contextlib.suppress(OSError):  # who reads it keeps it until the end
                old.unlink()
    return copy


def _limit(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    connection.execute(f"SET memory_limit = '{MOST_MEMORY}'")
    connection.execute(f"SET temp_directory = {delta.quoted(str(folder / 'spilled'))}")


def _fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Copy each table in the order of documents, then the rows of each pair, the newest first."""
    connection.execute("CREATE TABLE copy.stored_versions AS FROM stored_versions ORDER BY doc_id")
    for table in _COPIED:
        order = "doc_id" if table == "documents" else "doc_id, start_char"
        connection.execute(f"CREATE TABLE copy.stored_{table} AS FROM all_{table} ORDER BY {order}")
    for table in DYAD_TABLES:
        beside = ", pair.other_named" if table == "statements" else ""
        listed = _PAIRS[table].format(near=NEAR_CHARS)
        found = f"SELECT pair.dyad AS pair_dyad, row.* {beside} FROM ({listed}) AS pair JOIN {table} AS row USING (record_id)"
        connection.execute(f"CREATE TABLE copy.paired_{table} AS FROM ({pair_rows(table, found)}) ORDER BY pair_dyad, {_NEWEST_FIRST}")


def open_copy(path: Path, copy: Path) -> duckdb.DuckDBPyConnection:
    """Open a record as `queries.connect_alone` does, with all that comes from documents read from its copy.

    Args:
        path: Folder of the record.
        copy: What `make_copy` made of its present state.

    Returns:
        A connection with the same views and macros.

    Raises:
        RecordError: If the folder is missing or no record.
    """
    connection = connect_alone(path)
    _limit(connection, copy.parent / "spill")
    connection.execute(f"ATTACH {delta.quoted(str(copy))} AS copy (READ_ONLY)")
    connection.execute("DROP TABLE stored_versions CASCADE")
    connection.execute("CREATE VIEW stored_versions AS FROM copy.stored_versions")
    is_plain = not connection.execute("SELECT count(*) FROM stored_versions WHERE NOT is_newest").fetchall()[0][0]
    for table in _COPIED:
        kind = connection.execute("SELECT table_type FROM information_schema.tables WHERE table_catalog = 'memory' AND table_name = ?", [f"stored_{table}"]).fetchall()[0][0]
        connection.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} stored_{table}")
        connection.execute(f"CREATE VIEW stored_{table} AS FROM copy.stored_{table}")
        connection.execute(f"CREATE OR REPLACE VIEW all_{table} AS FROM stored_{table}")
        if is_plain:
            connection.execute(f"CREATE OR REPLACE VIEW {table} AS FROM stored_{table}")
    lay_over_copy(connection, ())
    return connection


def lay_over_copy(connection: duckdb.DuckDBPyConnection, changed: tuple[str, ...], columns: dict[str, str] | None = None) -> None:
    """Let the macros of pairs read the copy, with the rows that reviewers left in place of those that they judged.

    Args:
        connection: What `open_copy` opened, with the journal laid over it where tables are given.
        changed: Tables that reviewers changed (`reviewed_<table>` and `review_marks` are there).
        columns: Columns of a table as the journal has them, `*` by default; the coder's rows go by `stored_<table>`.
    """
    for table in DYAD_TABLES:
        shown = "* EXCLUDE (pair_dyad)"
        kept = f"copy.paired_{table} AS stored_{table}"
        of_pair = f"FROM {kept} WHERE pair_dyad = least(state_a, state_b) || '-' || greatest(state_a, state_b)"
        query = f"SELECT {shown} {of_pair}"
        if table in changed:
            named = (columns or {}).get(table, "*")
            decided = "(SELECT record_id FROM review_marks UNION ALL SELECT record_id FROM reviewed_" + table + ")"
            nearby = {name: f"(SELECT * FROM {name} WHERE doc_id IN (SELECT doc_id FROM reviewed_{table}))" for name in ("mentions", "events")}
            reviewed = pair_rows(table, rule_of(table, **{**nearby, table: f"(SELECT * FROM reviewed_{table} SEMI JOIN newest_versions USING (doc_id))"}))
            query = f"SELECT * EXCLUDE (pair_dyad) FROM (SELECT {named} {of_pair}) ANTI JOIN {decided} USING (record_id) UNION ALL BY NAME {reviewed}"
        connection.execute(f"CREATE OR REPLACE MACRO {table}_between(state_a, state_b) AS TABLE {query}")
