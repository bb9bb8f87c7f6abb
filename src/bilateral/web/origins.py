"""Where the rows of a page stand: title, publisher and date of their documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bilateral.web.shown import show_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

__all__ = ["read_origins"]

_HEADS = "SELECT doc_id, title, publisher, published, address FROM all_documents SEMI JOIN (SELECT unnest($ids) AS doc_id) USING (doc_id)"


def read_origins(connection: duckdb.DuckDBPyConnection, rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The documents that some rows name.

    Args:
        connection: A connection to the record.
        rows: Rows of an answer; each column that is `doc_id` or ends so names a document.

    Returns:
        By `doc_id`: title (the name of the file where there is none), publisher and published, each None where it is not known.
    """
    ids = sorted({value for row in rows for name, value in row.items() if name.endswith("doc_id") and isinstance(value, str)})
    if not ids:
        return {}
    found = connection.execute(_HEADS, {"ids": ids}).fetchall()
    return {
        doc_id: {"title": show_title({"doc_id": doc_id, "title": title, "address": address}), "publisher": publisher, "published": published}
        for doc_id, title, publisher, published, address in found
    }  # fmt: skip
