"""Heads of all documents of a record and which of them are copies: read once for each state of its documents."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from pathlib import Path

from bilateral.analysis.copies import link_copies, signature_bytes
from bilateral.findings import DocumentHead
from bilateral.tables import delta
from bilateral.tables.queries import connect

__all__ = ["read_copies", "read_heads"]

_KEPT = 2
"""States of documents that are remembered: 100,000 heads take 150 MB."""

_COLUMNS = tuple(item.name for item in dataclasses.fields(DocumentHead))


def read_heads(path: Path) -> tuple[DocumentHead, ...]:
    """The heads of the newest versions of all documents.

    Args:
        path: Folder of the record.

    Returns:
        Heads in the order of `doc_id`.

    Raises:
        RecordError: If the folder is missing or no record.
    """
    path = Path(path).resolve()
    return _heads(path, tuple(delta.list_files(path, "documents")))


def read_copies(path: Path) -> dict[str, str]:
    """What `link_copies` finds among all documents of a record; arguments as for `read_heads`."""
    path = Path(path).resolve()
    return _copies(path, tuple(delta.list_files(path, "documents")))


@lru_cache(maxsize=_KEPT)
def _heads(path: Path, files: tuple[str, ...]) -> tuple[DocumentHead, ...]:
    del files  # only a key
    named = [name for name in _COLUMNS if name != "signature"]
    with connect(path) as connection:
        rows = connection.execute(f"SELECT {', '.join(named)} FROM documents ORDER BY doc_id").fetchall()  # noqa: S608 - our own names
        signatures = connection.sql("SELECT signature FROM documents ORDER BY doc_id").to_arrow_table()["signature"]
    place = _COLUMNS.index("signature")
    return tuple(DocumentHead(*(*row[:place], signed, *row[place:])) for row, signed in zip(rows, signature_bytes(signatures), strict=True))


@lru_cache(maxsize=_KEPT)
def _copies(path: Path, files: tuple[str, ...]) -> dict[str, str]:
    return link_copies(_heads(path, files))
