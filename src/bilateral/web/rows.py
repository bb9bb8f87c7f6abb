"""Rows for pages: counts of pairs, one page of a table, a document with everything found in it, search."""

# ruff: noqa: S608 - the parts of each query are names from `records.TABLES` and constants; values are parameters

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bilateral.records import EVIDENCE_TABLES, column_names
from bilateral.tables.queries import JOINED_COLUMNS, dyad_query
from bilateral.tables.words import find_words
from bilateral.web.filters import A_PAGE, TYPE_COLUMNS
from bilateral.web.kept import is_unjudged, keep, words_of

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from bilateral.web.filters import Filters

__all__ = ["Page", "count_rows", "find_document", "find_dyads", "list_choices", "list_documents", "read_all", "read_page", "search"]

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


def _dictionaries(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def find_dyads(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The pairs of states between which most acts are coded, with counts."""
    query = f"""
        WITH pairs AS (
            SELECT DISTINCT record_id, doc_id, realis, least(split_part(a, '/', 1), split_part(b, '/', 1)) AS first,
                greatest(split_part(a, '/', 1), split_part(b, '/', 1)) AS second
            FROM (SELECT record_id, doc_id, realis, unnest(actor) AS a, recipient FROM events), unnest(recipient) AS other(b)
        )
        SELECT first || '-' || second AS dyad, count(*) AS events, count(*) FILTER (realis = 'happened') AS happened,
            count(DISTINCT doc_id) AS documents
        FROM pairs WHERE first <> second GROUP BY dyad ORDER BY events DESC, dyad LIMIT {_MOST_DYADS}
    """
    return keep(connection, "dyads", lambda: _dictionaries(connection.execute(query)))


def count_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Documents of the record and records of each table that concerns pairs, after review."""
    tables = ("documents", *TYPE_COLUMNS)
    counts = ", ".join(f"(SELECT count(*) FROM {table}) AS {table}" for table in tables)
    return keep(connection, "counts", lambda: _dictionaries(connection.execute(f"SELECT {counts}"))[0])


def read_page(connection: duckdb.DuckDBPyConnection, table: str, dyad: tuple[str, str], *, filters: Filters) -> Page:
    """One page of the rows of a table that concern a pair, the newest first."""
    where, values = filters.where(table)
    asked = {"state_a": dyad[0], "state_b": dyad[1]} | values
    found = f"FROM ({dyad_query(table)}) LEFT JOIN review_marks USING (record_id) WHERE {where}"
    key = ("total", table, dyad, replace(filters, page=1))
    total = keep(connection, key, lambda: connection.execute(f"SELECT count(*) {found}", asked).fetchall()[0][0])
    query = f"{_ORDER} LIMIT {A_PAGE} OFFSET {(filters.page - 1) * A_PAGE}"
    if total > _MANY:  # first which rows, then what is in them: most columns are read of fifty rows alone
        ids = connection.execute(f"SELECT record_id {found} {query}", asked).fetchall()
        asked["ids"] = [record_id for (record_id,) in ids]
        found, query = f"{found} AND record_id IN (SELECT unnest($ids))", _ORDER
    return Page(_dictionaries(connection.execute(f"SELECT {_columns(table)} {found} {query}", asked)), total, filters.page)


_MANY = 2_000
"""Rows from which a page is read in two steps."""

_ORDER = "ORDER BY coalesce(first_day, last_day) DESC NULLS LAST, doc_id, start_char, record_id"


def _columns(table: str) -> str:
    joined = (*JOINED_COLUMNS, "publisher_class", "publisher_state", "first_day", "last_day")
    return ", ".join((*column_names(table), *joined, "verdict AS reviewed", "reviewer AS reviewed_by"))


def read_all(connection: duckdb.DuckDBPyConnection, table: str, dyad: tuple[str, str], *, filters: Filters) -> pa.RecordBatchReader:
    """All rows that `read_page` pages through, whatever the page, some at a time while the connection is open."""
    where, values = filters.where(table)
    query = f"SELECT {_columns(table)} FROM ({dyad_query(table)}) LEFT JOIN review_marks USING (record_id) WHERE {where} {_ORDER}"
    return connection.sql(query, params={"state_a": dyad[0], "state_b": dyad[1]} | values).to_arrow_reader(_A_BATCH)


def list_choices(connection: duckdb.DuckDBPyConnection, table: str, dyad: tuple[str, str]) -> dict[str, list[str]]:
    """The values that a page's filters offer."""
    columns = {"type": TYPE_COLUMNS[table], "publisher_class": "publisher_class", "side": "publisher_state"}
    if table == "events":
        columns["realis"] = "realis"
    pair = {"state_a": dyad[0], "state_b": dyad[1]}
    listed = ", ".join(f"list_sort(list(DISTINCT {column})) AS {name}" for name, column in columns.items())
    row = _dictionaries(connection.execute(f"SELECT {listed} FROM ({dyad_query(table)})", pair))[0]
    return {name: [value for value in values or [] if value] for name, values in row.items()}


def list_documents(connection: duckdb.DuckDBPyConnection, words: str, page: int) -> Page:
    """Documents, the newest first, of which title or publisher hold some words."""
    where = "WHERE contains(lower(concat_ws(' ', title, publisher)), lower($words))" if words else ""
    values = {"words": words} if words else {}
    total = keep(connection, ("documents", words), lambda: connection.execute(f"SELECT count(*) FROM documents {where}", values).fetchall()[0][0])
    columns = "doc_id, title, publisher, publisher_class, publisher_state, published, language, is_coded, file_type, address"
    order = "ORDER BY published_start DESC NULLS LAST, doc_id"
    found = f"SELECT doc_id FROM documents {where} {order} LIMIT {A_PAGE} OFFSET {(page - 1) * A_PAGE}"
    ids = [doc_id for (doc_id,) in connection.execute(found, values).fetchall()]
    rows = connection.execute(f"SELECT {columns} FROM documents WHERE doc_id IN (SELECT unnest($ids)) {order}", {"ids": ids})
    return Page(_dictionaries(rows), total, page)


def find_document(connection: duckdb.DuckDBPyConnection, doc_id: str) -> dict[str, Any] | None:
    """A document with its text, its parts, its versions and all that was found in it; None if there is none."""
    rows = _dictionaries(connection.execute("SELECT * EXCLUDE (signature) FROM all_documents WHERE doc_id = $doc_id", {"doc_id": doc_id}))
    if not rows:
        return None
    parts = _dictionaries(connection.execute("SELECT * FROM all_parts WHERE doc_id = $doc_id ORDER BY start_char", {"doc_id": doc_id}))
    is_newest = bool(connection.execute("SELECT count(*) FROM newest_versions WHERE doc_id = ?", [doc_id]).fetchall()[0][0])
    is_plain = is_newest and is_unjudged(connection, doc_id)
    versions = "SELECT doc_id, version, retrieved FROM all_documents WHERE address = $address ORDER BY version"
    return {
        **rows[0], "parts": parts, "is_newest": is_newest, "records": {table: _found_in(connection, table, doc_id, is_newest=is_newest, is_plain=is_plain) for table in EVIDENCE_TABLES},
        "versions": _dictionaries(connection.execute(versions, {"address": rows[0]["address"]})),
    }  # fmt: skip


def _found_in(connection: duckdb.DuckDBPyConnection, table: str, doc_id: str, *, is_newest: bool, is_plain: bool) -> list[dict[str, Any]]:
    """Records of a document after review, those that were rejected too; of an older version as the coder found them."""
    if is_plain:
        plain = f"SELECT *, NULL AS reviewed, NULL AS reviewed_by, NULL AS decision_id FROM all_{table} WHERE doc_id = $doc_id ORDER BY start_char, record_id"
        return _dictionaries(connection.execute(plain, {"doc_id": doc_id}))
    after = f"""
        SELECT * FROM {table} WHERE doc_id = $doc_id
        UNION ALL BY NAME SELECT * FROM all_{table} SEMI JOIN (FROM review_marks WHERE verdict = 'rejected') USING (record_id) WHERE doc_id = $doc_id
    """
    query = f"""
        SELECT found.*, mark.verdict AS reviewed, mark.reviewer AS reviewed_by, mark.decision_id
        FROM ({after if is_newest else f"SELECT * FROM all_{table} WHERE doc_id = $doc_id"}) AS found
        LEFT JOIN review_marks AS mark USING (record_id) ORDER BY start_char, record_id
    """
    return _dictionaries(connection.execute(query, {"doc_id": doc_id}))


def search(connection: duckdb.DuckDBPyConnection, words: str) -> list[dict[str, Any]]:
    """Passages of documents that hold some words, in the newest documents first.

    In a large record, of which the words are indexed, the words asked for stand at the beginning of a word of the text.
    """
    index = words_of(connection)
    found = find_words(index, words, most=_MOST_HITS, around=_AROUND) if index else None
    if found is not None:
        return found
    query = f"""
        SELECT doc_id, title, publisher, published, instr(lower(text), lower($words)) - 1 AS start_char,
            substr(text, greatest(1, instr(lower(text), lower($words)) - {_AROUND}), {2 * _AROUND} + length($words)) AS passage
        FROM documents WHERE contains(lower(text), lower($words))
        ORDER BY published_start DESC NULLS LAST, doc_id LIMIT {_MOST_HITS}
    """
    return _dictionaries(connection.execute(query, {"words": words}))
