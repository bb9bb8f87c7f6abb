"""A copy of a large record for pages that many read at once: the same rows in one DuckDB file, those of each pair side by side.

A copy is derived and never an authority: it lies in `derived/` of the record, may be deleted at any time, and is made anew, or from
that of the state before, when documents were added. Delta tables stay what is read by everything else.
"""

# ruff: noqa: S608 - the parts of each query are names of tables and constants of this file

from __future__ import annotations

import contextlib
import hashlib
import logging
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.records import TABLES, column_names
from bilateral.tables import delta
from bilateral.tables.pairs import DYAD_TABLES, NEAR_CHARS, STATES_OF, pair_rows, rule_of
from bilateral.tables.queries import connect_alone
from bilateral.version import VERSION

if TYPE_CHECKING:
    import duckdb

__all__ = ["FOLDER", "LARGE", "is_sorted", "lay_over_copy", "make_copy", "name_copy", "open_copy", "update_copy"]

_LOGGER = logging.getLogger("bilateral")

FOLDER = "derived"
"""Folder of a record that holds what can be made anew from its tables."""

LARGE = 5_000
"""Documents from which a copy pays: below, a page reads the Delta tables in a few hundredths of a second."""

MOST_MEMORY = "1GB"
"""What DuckDB may hold while it makes or reads a copy; the rest stays on the disk."""

_COPIED = ("documents", "parts", "mentions", "offices", *DYAD_TABLES)
_LAYOUT = "2"

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
    """Where the copy of the present state of a record's documents lies, whether it was made or not: copy-<layout>-<state>.duckdb.

    Args:
        path: Folder of the record.
    """
    path = Path(path).resolve()
    layout = _digest(_LAYOUT, VERSION, *(",".join(column_names(table)) for table in TABLES))[:8]
    return _folder(path) / f"copy-{layout}-{_digest(*(Path(file).name for table in TABLES for file in delta.list_files(path, table)))}.duckdb"


def _digest(*told: str) -> str:
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


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
    others = [other for other in copy.parent.glob("copy-*.duckdb") if other != copy]
    try:
        with connect_alone(path) as connection:
            _limit(connection, made)
            if not _make_from(connection, others, made / copy.name):
                connection.execute(f"ATTACH {delta.quoted(str(made / copy.name))} AS copy")
                _fill(connection)
                connection.execute("DETACH copy")
        (made / copy.name).replace(copy)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    for old in others:
        with contextlib.suppress(OSError):  # who reads it keeps it until the end
            old.unlink()
    return copy


def _make_from(connection: duckdb.DuckDBPyConnection, others: list[Path], made: Path) -> bool:
    """Make a copy from one of an earlier state; False where there is none, or too much has changed since it was sorted."""
    layout = made.stem.rpartition("-")[0]
    earlier = next((other for other in others if other.stem.rpartition("-")[0] == layout), None)
    if earlier is None:
        return False
    import duckdb  # noqa: PLC0415 - heavy

    shutil.copyfile(earlier, made)
    is_done = False
    try:
        connection.execute(f"ATTACH {delta.quoted(str(made))} AS copy")
        is_done = update_copy(connection)
    except duckdb.Error as error:
        _LOGGER.warning("the copy %s could not be brought up to date (%s): it is made anew", earlier.name, error)
    finally:
        connection.execute("DETACH DATABASE IF EXISTS copy")
    if not is_done:
        made.unlink()
    return is_done


def _limit(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    connection.execute(f"SET memory_limit = '{MOST_MEMORY}'")
    connection.execute(f"SET temp_directory = {delta.quoted(str(folder / 'spilled'))}")


def _fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Copy each table in the order of documents, then the rows of each pair, the newest first."""
    connection.execute("CREATE TABLE copy.stored_versions AS FROM stored_versions ORDER BY doc_id")
    connection.execute("CREATE TABLE copy.sorted_versions AS FROM stored_versions")
    for table in _COPIED:
        connection.execute(f"CREATE TABLE copy.stored_{table} AS FROM all_{table} {_order(table)}")
    for table in DYAD_TABLES:
        connection.execute(f"CREATE TABLE copy.paired_{table} AS {_paired(table)}")


def _order(table: str) -> str:
    return "ORDER BY doc_id" if table == "documents" else "ORDER BY doc_id, start_char"


def _paired(table: str) -> str:
    """Rows of each pair with their document, the newest first, from whatever goes by the names of the tables."""
    beside = ", pair.other_named" if table == "statements" else ""
    listed = _PAIRS[table].format(near=NEAR_CHARS)
    found = f"SELECT pair.dyad AS pair_dyad, row.* {beside} FROM ({listed}) AS pair JOIN {table} AS row USING (record_id)"
    return f"FROM ({pair_rows(table, found)}) ORDER BY pair_dyad, {_NEWEST_FIRST}"


_MOST_CHANGED = 0.2
"""Share of the documents that may have come, gone or been replaced since a copy was sorted; with more it is made anew.

What is added lies at the end, where each pair then looks too.
"""

_CHANGES = """
    CREATE OR REPLACE TEMP TABLE changed AS
    SELECT doc_id, past.doc_id IS NOT NULL AS was, now.doc_id IS NOT NULL AS is_there FROM copy.stored_versions AS past
    FULL JOIN stored_versions AS now USING (doc_id) WHERE past.is_newest IS DISTINCT FROM now.is_newest
"""
_SORTED = "SELECT count(*) + (SELECT count(*) FROM changed) > $share * (SELECT count(*) FROM stored_versions) FROM stored_versions ANTI JOIN copy.sorted_versions USING (doc_id)"


def update_copy(connection: duckdb.DuckDBPyConnection) -> bool:
    """Bring a copy of an earlier state up to the present one: rows of documents that came, went, or are no longer the newest version.

    Rows of a document never change once it is stored, and what concerns a pair is told by its document alone.

    Args:
        connection: A connection to the record, with the copy attached as `copy`.

    Returns:
        False where so much changed that the copy is to be made anew; nothing is changed then.
    """
    connection.execute(_CHANGES)
    if connection.execute(_SORTED, {"share": _MOST_CHANGED}).fetchall()[0][0]:
        return False
    connection.execute("CREATE SCHEMA fresh")
    for table in _COPIED:
        connection.execute(f"DELETE FROM copy.stored_{table} WHERE doc_id IN (SELECT doc_id FROM changed WHERE NOT is_there)")
        connection.execute(f"INSERT INTO copy.stored_{table} SELECT * FROM all_{table} WHERE doc_id IN (SELECT doc_id FROM changed WHERE NOT was) {_order(table)}")
        connection.execute(f"CREATE TABLE fresh.{table} AS SELECT * FROM copy.stored_{table} WHERE doc_id IN (SELECT doc_id FROM changed SEMI JOIN newest_versions USING (doc_id))")
    connection.execute("DELETE FROM copy.stored_versions")
    connection.execute("INSERT INTO copy.stored_versions FROM stored_versions ORDER BY doc_id")
    connection.execute("SET search_path = 'memory.fresh'")  # the names of the tables are those of the changed documents
    try:
        for table in DYAD_TABLES:
            connection.execute(f"DELETE FROM copy.paired_{table} WHERE doc_id IN (SELECT doc_id FROM temp.changed)")
            connection.execute(f"INSERT INTO copy.paired_{table} {_paired(table)}")
    finally:
        connection.execute("SET search_path = 'memory.main'")
        connection.execute("DROP SCHEMA fresh CASCADE")
    return True


def is_sorted(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether rows of pairs lie in the order of days: whether no document was added to the copy since it was made.

    Args:
        connection: What `open_copy` opened.
    """
    return not connection.execute("SELECT count(*) FROM copy.stored_versions ANTI JOIN copy.sorted_versions USING (doc_id, is_newest)").fetchall()[0][0]


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

    Beside `<table>_between` there is `<table>_placed`, in which `place` tells a row of the copy (null of rows that reviewers left), and the
    view `placed_<table>`, which reads rows by `place` at once.

    Args:
        connection: What `open_copy` opened, with the journal laid over it where tables are given.
        changed: Tables that reviewers changed (`reviewed_<table>` and `review_marks` are there).
        columns: Columns of a table as the journal has them, `*` by default; the coder's rows go by `stored_<table>`.
    """
    for table in DYAD_TABLES:
        named = (columns or {}).get(table, "*")
        connection.execute(f"CREATE OR REPLACE VIEW placed_{table} AS SELECT rowid AS place, {named} FROM copy.paired_{table} AS stored_{table}")
        query = f"FROM placed_{table} WHERE pair_dyad = least(state_a, state_b) || '-' || greatest(state_a, state_b)"
        if table in changed:
            decided = "(SELECT record_id FROM review_marks UNION ALL SELECT record_id FROM reviewed_" + table + ")"
            nearby = {name: f"(SELECT * FROM {name} WHERE doc_id IN (SELECT doc_id FROM reviewed_{table}))" for name in ("mentions", "events")}
            reviewed = pair_rows(table, rule_of(table, **{**nearby, table: f"(SELECT * FROM reviewed_{table} SEMI JOIN newest_versions USING (doc_id))"}))
            query = f"FROM ({query}) ANTI JOIN {decided} USING (record_id) UNION ALL BY NAME SELECT NULL AS place, * FROM ({reviewed})"
        connection.execute(f"CREATE OR REPLACE MACRO {table}_placed(state_a, state_b) AS TABLE SELECT * {query if table not in changed else 'FROM (SELECT * ' + query + ')'}")
        connection.execute(f"CREATE OR REPLACE MACRO {table}_between(state_a, state_b) AS TABLE SELECT * EXCLUDE (place, pair_dyad) FROM {table}_placed(state_a, state_b)")
