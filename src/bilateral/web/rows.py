"""Rows for pages: counts of pairs, one page of a table, a document with everything found in it, search."""

# ruff: noqa: S608 - the parts of each query are names from `records.TABLES` and constants; values are parameters

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bilateral.records import EVIDENCE_TABLES, column_names
from bilateral.tables.packed import HEAD_COLUMNS, read_heads, read_packed
from bilateral.tables.queries import JOINED_COLUMNS, dyad_query
from bilateral.tables.words import find_words
from bilateral.web.filters import A_PAGE, TYPE_COLUMNS
from bilateral.web.kept import is_unjudged, keep, keep_lately, state_of
from bilateral.web.placed import NEWEST_FIRST, Places, dictionaries, find_places, is_placed, keep_places, read_places

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from bilateral.web.filters import Filters

__all__ = ["PLAIN_COLUMNS", "Page", "count_rows", "find_document", "find_dyads", "list_choices", "list_documents", "read_all", "read_page", "search"]

_MOST_DYADS = 40
_MOST_HITS = 50
_A_BATCH = 10_000
_AROUND = 120


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a table."""

    rows: list[dict[str, Any]]
    total: int
    number: int

    @property
    def last(self) -> int:
        """Number of the last page."""
        return max(1, -(-self.total // A_PAGE))


def find_dyads(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The pairs of states between which most acts are coded, with counts."""
    return keep_lately(connection, "dyads", lambda: dictionaries(_count_dyads(connection)))


def _count_dyads(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    state = state_of(connection)
    counts = "SELECT dyad, count(*) AS events, count(*) FILTER (realis = 'happened') AS happened, count(DISTINCT doc_id) AS documents"
    last = f"GROUP BY dyad ORDER BY events DESC, dyad LIMIT {_MOST_DYADS}"
    if state is None or not state.is_copied:
        return connection.execute(f"{counts} FROM ({_PAIRED.format(events='events')}) {last}")
    judged = "(SELECT * FROM events WHERE doc_id IN (SELECT unnest($judged)))"
    copied = "SELECT record_id, doc_id, realis, pair_dyad AS dyad FROM placed_events WHERE len(recipient) > 0 AND doc_id NOT IN (SELECT unnest($judged))"
    return connection.execute(f"{counts} FROM ({copied} UNION ALL {_PAIRED.format(events=judged)}) {last}", {"judged": sorted(state.judged)})


_PAIRED = """
    SELECT DISTINCT record_id, doc_id, realis, first || '-' || second AS dyad FROM (
        SELECT record_id, doc_id, realis, least(split_part(a, '/', 1), split_part(b, '/', 1)) AS first, greatest(split_part(a, '/', 1), split_part(b, '/', 1)) AS second
        FROM (SELECT record_id, doc_id, realis, unnest(actor) AS a, recipient FROM {events}), unnest(recipient) AS other(b)
    ) WHERE first <> second
"""


def count_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Documents of the record and records of each table that concerns pairs, after review."""
    tables = ("documents", *TYPE_COLUMNS)
    counts = ", ".join(f"(SELECT count(*) FROM {table}) AS {table}" for table in tables)
    return keep_lately(connection, "counts", lambda: dictionaries(connection.execute(f"SELECT {counts}"))[0])


def read_page(connection: duckdb.DuckDBPyConnection, table: str, dyad: tuple[str, str], *, filters: Filters) -> Page:
    """One page of the rows of a table that concern a pair, the newest first."""
    where, values = filters.where(table)
    asked, pair = {"state_a": dyad[0], "state_b": dyad[1]} | values, {"state_a": dyad[0], "state_b": dyad[1]}
    key, first = (table, dyad, replace(filters, page=1)), (filters.page - 1) * A_PAGE
    if is_placed(connection):
        found: Places = keep_places(connection, key, lambda: find_places(connection, table, asked, where=where, is_judged=bool(filters.reviewed)))
        return Page(read_places(connection, table, found.cut(first, first + A_PAGE), columns=PLAIN_COLUMNS[table], asked=pair), len(found), filters.page)
    rows = f"FROM ({dyad_query(table)}) LEFT JOIN review_marks USING (record_id) WHERE {where}"
    total = keep(connection, ("total", *key), lambda: connection.execute(f"SELECT count(*) {rows}", asked).fetchall()[0][0])
    return Page(dictionaries(connection.execute(f"SELECT {_columns(table)} {rows} ORDER BY {NEWEST_FIRST} LIMIT {A_PAGE} OFFSET {first}", asked)), total, filters.page)


PLAIN_COLUMNS = {table: ", ".join((*column_names(table), *JOINED_COLUMNS, "publisher_class", "publisher_state", "first_day", "last_day")) for table in TYPE_COLUMNS}
"""By table the columns of a row with its document and the days that date it, in SQL."""


def _columns(table: str) -> str:
    return f"{PLAIN_COLUMNS[table]}, verdict AS reviewed, reviewer AS reviewed_by"


def read_all(connection: duckdb.DuckDBPyConnection, table: str, dyad: tuple[str, str], *, filters: Filters) -> pa.RecordBatchReader:
    """All rows that `read_page` pages through, whatever the page, some at a time while the connection is open."""
    where, values = filters.where(table)
    query = f"SELECT {_columns(table)} FROM ({dyad_query(table)}) LEFT JOIN review_marks USING (record_id) WHERE {where} ORDER BY {NEWEST_FIRST}"
    return connection.sql(query, params={"state_a": dyad[0], "state_b": dyad[1]} | values).to_arrow_reader(_A_BATCH)


def list_choices(connection: duckdb.DuckDBPyConnection, table: str, dyad: tuple[str, str]) -> dict[str, list[str]]:
    """The values that a page's filters offer."""
    columns = {"type": TYPE_COLUMNS[table], "publisher_class": "publisher_class", "side": "publisher_state"}
    if table == "events":
        columns["realis"] = "realis"
    pair = {"state_a": dyad[0], "state_b": dyad[1]}
    listed = ", ".join(f"list_sort(list(DISTINCT {column})) AS {name}" for name, column in columns.items())
    row = dictionaries(connection.execute(f"SELECT {listed} FROM ({dyad_query(table)})", pair))[0]
    return {name: [value for value in values or [] if value] for name, values in row.items()}


def list_documents(connection: duckdb.DuckDBPyConnection, words: str, page: int) -> Page:
    """Documents, the newest first, of which title or publisher hold some words."""
    where = "WHERE contains(lower(concat_ws(' ', title, publisher)), lower($words))" if words else ""
    values, first = {"words": words} if words else {}, (page - 1) * A_PAGE
    order = "ORDER BY published_start DESC NULLS LAST, doc_id"
    state = state_of(connection)
    if state is not None and state.packed:
        ids = keep_places(connection, ("documents", words), lambda: _list_ids(connection.execute(f"SELECT doc_id FROM documents {where} {order}", values)))
        with contextlib.suppress(sqlite3.Error):  # as in `find_document`
            return Page(read_heads(state.packed, [one.decode() for one in ids[first : first + A_PAGE].tolist()]), len(ids), page)
    total = keep(connection, ("documents", words), lambda: connection.execute(f"SELECT count(*) FROM documents {where}", values).fetchall()[0][0])
    rows = connection.execute(f"SELECT {', '.join(HEAD_COLUMNS)} FROM documents {where} {order} LIMIT {A_PAGE} OFFSET {first}", values)
    return Page(dictionaries(rows), total, page)


def _list_ids(found: duckdb.DuckDBPyConnection) -> Any:
    """Identifiers as one block of bytes: a list of a hundred thousand takes less than two megabytes."""
    import numpy as np  # noqa: PLC0415 - heavy

    return np.array([doc_id for (doc_id,) in found.fetchall()], dtype="S")


def find_document(connection: duckdb.DuckDBPyConnection, doc_id: str) -> dict[str, Any] | None:
    """A document with its text, its parts, its versions and all that was found in it; None if there is none."""
    state = state_of(connection)
    if state is not None and state.packed and is_unjudged(connection, doc_id):
        with contextlib.suppress(sqlite3.Error):  # a newer state took its place at this moment
            found = read_packed(state.packed, doc_id, reviewed=None, reviewed_by=None, decision_id=None)
            if found is None or found["is_newest"]:
                return found
    rows = dictionaries(connection.execute("SELECT * EXCLUDE (signature) FROM all_documents WHERE doc_id = $doc_id", {"doc_id": doc_id}))
    if not rows:
        return None
    parts = dictionaries(connection.execute("SELECT * FROM all_parts WHERE doc_id = $doc_id ORDER BY start_char", {"doc_id": doc_id}))
    is_newest = bool(connection.execute("SELECT count(*) FROM newest_versions WHERE doc_id = ?", [doc_id]).fetchall()[0][0])
    is_plain = is_newest and is_unjudged(connection, doc_id)
    versions = "SELECT doc_id, version, retrieved FROM all_documents WHERE address = $address ORDER BY version"
    return {
        **rows[0], "parts": parts, "is_newest": is_newest, "records": {table: _found_in(connection, table, doc_id, is_newest=is_newest, is_plain=is_plain) for table in EVIDENCE_TABLES},
        "versions": dictionaries(connection.execute(versions, {"address": rows[0]["address"]})),
    }  # fmt: skip


def _found_in(connection: duckdb.DuckDBPyConnection, table: str, doc_id: str, *, is_newest: bool, is_plain: bool) -> list[dict[str, Any]]:
    """Records of a document after review, those that were rejected too; of an older version as the coder found them."""
    if is_plain:
        plain = f"SELECT *, NULL AS reviewed, NULL AS reviewed_by, NULL AS decision_id FROM all_{table} WHERE doc_id = $doc_id ORDER BY start_char, record_id"
        return dictionaries(connection.execute(plain, {"doc_id": doc_id}))
    after = f"""
        SELECT * FROM {table} WHERE doc_id = $doc_id
        UNION ALL BY NAME SELECT * FROM all_{table} SEMI JOIN (FROM review_marks WHERE verdict = 'rejected') USING (record_id) WHERE doc_id = $doc_id
    """
    query = f"""
        SELECT found.*, mark.verdict AS reviewed, mark.reviewer AS reviewed_by, mark.decision_id
        FROM ({after if is_newest else f"SELECT * FROM all_{table} WHERE doc_id = $doc_id"}) AS found
        LEFT JOIN review_marks AS mark USING (record_id) ORDER BY start_char, record_id
    """
    return dictionaries(connection.execute(query, {"doc_id": doc_id}))


def search(connection: duckdb.DuckDBPyConnection, words: str) -> list[dict[str, Any]]:
    """Passages of documents that hold some words, in the newest documents first.

    In a large record, of which the words are indexed, the words asked for stand at the beginning of a word of the text.
    """
    state = state_of(connection)
    if state is not None and state.words:
        with contextlib.suppress(sqlite3.Error):  # as in `find_document`
            found = find_words(state.words, words, most=_MOST_HITS, around=_AROUND)
            if found is not None:
                return found
    query = f"""
        SELECT doc_id, title, publisher, published, instr(lower(text), lower($words)) - 1 AS start_char,
            substr(text, greatest(1, instr(lower(text), lower($words)) - {_AROUND}), {2 * _AROUND} + length($words)) AS passage
        FROM documents WHERE contains(lower(text), lower($words))
        ORDER BY published_start DESC NULLS LAST, doc_id LIMIT {_MOST_HITS}
    """
    return dictionaries(connection.execute(query, {"words": words}))
