"""What this package needs of Delta tables: create, append, delete, compact, list files."""

from __future__ import annotations

import errno
import os
import re
import sys
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from bilateral.errors import RecordError, SchemaError
from bilateral.records import TABLES, later_columns
from bilateral.tables.schema import arrow_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa
    from deltalake import DeltaTable

__all__ = [
    "append_rows",
    "check_address",
    "compact",
    "count_files",
    "delete_documents",
    "list_files",
    "open_table",
    "quoted",
    "read_column",
    "writing",
]

FORBIDDEN = '%[]|^*?"' + ("" if sys.platform == "win32" else "\\")
"""Characters that deltalake 1.6 (as an address) or DuckDB (as a pattern) cannot have in a path.

Found by writing to a folder with each ASCII sign in its name.
"""

CHECKPOINT_COMMITS = 10
"""Commits after which the log of a table is written as one file, so that opening stays quick."""

_KEPT_LISTS = 256
"""Lists of files that are remembered: those of the tables of some ten records."""

_HINTS = (
    ((errno.ENOSPC, errno.EDQUOT), ("no space", "disk quota"), "free some space on this disk"),
    ((errno.EACCES, errno.EPERM), ("permission denied", "not permitted"), "make the folder writable for this user"),
    ((errno.EROFS,), ("read-only",), "copy the record to a disk that can be written to"),
    ((errno.EMFILE, errno.ENFILE), ("too many open files",), "raise the limit of open files"),
)
"""Error numbers, words of the same error in Rust's message, and what to do."""

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")  # \x1b[31m


def _hint(error: Exception) -> str:
    """What to do about an error of the file system."""
    number, words = getattr(error, "errno", None), str(error).lower()
    for numbers, texts, hint in _HINTS:
        if number in numbers or any(text in words for text in texts):
            return hint
    return "check the disk and the folder"


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn every failure to write into a `RecordError` with a hint.

    Does not undo anything: what was stored before stays, and what was written
    without its commit marker is never read.

    Args:
        path: The record, for the message.

    Yields:
        Nothing.

    Raises:
        RecordError: If the file system or `deltalake` fails inside.
    """
    from deltalake.exceptions import DeltaError  # noqa: PLC0415 - heavy

    try:
        yield
    except (OSError, DeltaError) as error:
        words = " ".join(_COLOURS.sub("", str(error)).split())
        message = (
            f"got {words}, expected to write to the record {path}; {_hint(error)}, "
            "then run again: no document stored before is lost"
        )
        raise RecordError(message) from error


def check_address(path: Path) -> None:
    """Refuse a folder whose name the table format cannot hold.

    Args:
        path: The record, absolute.

    Raises:
        RecordError: If the path has one of the characters in `FORBIDDEN`.

    Example:
        >>> from pathlib import Path
        >>> check_address(Path("/data/Korea & Russia, 2010"))
    """
    found = sorted(set(str(path)) & set(FORBIDDEN))
    if found:
        message = (
            f"got the folder {path}, expected a path without {' '.join(found)}; "
            "the table format cannot store there: choose another folder"
        )
        raise RecordError(message)


def open_table(path: Path, table: str, *, create: bool) -> DeltaTable | None:
    """Open one table of a record at its newest commit.

    Args:
        path: The record.
        table: A name in `records.TABLES`.
        create: Make the table, without rows, if it is missing, and the columns
            that came later, without values, if it lacks them.

    Returns:
        The table, or None if it is missing and `create` is false.

    Raises:
        SchemaError: If the stored table has other columns than this version writes,
            those aside that came later.
    """
    from deltalake import DeltaTable  # noqa: PLC0415 - heavy

    address = str(path / table)
    if DeltaTable.is_deltatable(address):
        opened = DeltaTable(address)
        lacking = _check_columns(table, [field.name for field in opened.schema().fields])
        if create and lacking:
            _add_columns(opened, table, lacking)
        return opened
    if not create:
        return None
    configuration = {"delta.checkpointInterval": str(CHECKPOINT_COMMITS)}
    return DeltaTable.create(address, arrow_schema(table), mode="ignore", configuration=configuration)


def _check_columns(table: str, stored: list[str]) -> list[str]:
    """Those later columns that a stored table lacks; raises if it differs otherwise from what this version writes."""
    expected = arrow_schema(table).names
    later = later_columns(table) if table in TABLES else ()
    lacking = [name for name in later if name not in stored]
    if {*stored, *lacking} != set(expected):
        message = (
            f"{table} was stored with the columns {', '.join(stored)}, expected {', '.join(expected)}; "
            "use the version of bilateral that made the record, or add the documents to a new one"
        )
        raise SchemaError(message)
    return lacking


def _add_columns(delta: DeltaTable, table: str, lacking: list[str]) -> None:
    """Let a table that was made before some columns hold them: null in its rows so far."""
    from deltalake import Field, Schema  # noqa: PLC0415 - heavy

    kinds = {field.name: field.type for field in Schema.from_arrow(arrow_schema(table)).fields}
    delta.alter.add_columns([Field(name, kinds[name], nullable=True) for name in lacking])


def append_rows(delta: DeltaTable, rows: pa.Table) -> None:
    """Append rows in one transaction; no rows make no transaction.

    Args:
        delta: An open table, moved on to the new commit.
        rows: Rows with the schema of the table.
    """
    from deltalake import write_deltalake  # noqa: PLC0415 - heavy

    if rows.num_rows:
        write_deltalake(delta, _as_described(delta, rows), mode="append")


def _as_described(delta: DeltaTable, rows: pa.Table) -> pa.Table:
    """Rows whose columns are described as when the table was made: a column that is told in better words since is the same column."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    told = {field.name: field.metadata for field in delta.schema().fields}
    return rows.cast(pa.schema([field.with_metadata(told.get(field.name) or None) for field in rows.schema]))


def delete_documents(delta: DeltaTable, doc_ids: Iterable[str]) -> None:
    """Delete the rows of some documents in one transaction.

    Args:
        delta: An open table with a column `doc_id`.
        doc_ids: Documents whose rows go; none make no transaction.
    """
    listed = ", ".join(quoted(doc_id) for doc_id in sorted(doc_ids))
    if listed:
        delta.delete(f"doc_id IN ({listed})")


def quoted(text: str) -> str:
    """A text as an SQL literal.

    Args:
        text: Any text.

    Returns:
        The text in single quotes, its own quotes doubled.

    Example:
        >>> print(quoted("l'an"))
        'l''an'
    """
    return "'" + text.replace("'", "''") + "'"


def count_files(delta: DeltaTable) -> int:
    """How many files the newest commit of a table consists of.

    Args:
        delta: An open table.

    Returns:
        The number of Parquet files.
    """
    return len(delta.file_uris())


def compact(delta: DeltaTable) -> None:
    """Rewrite many small files as few, and delete replaced ones after a week.

    Does not change a row or the order of rows, and does not disturb a reader
    that opened the table before.

    Args:
        delta: An open table.
    """
    delta.optimize.compact(max_concurrent_tasks=1)
    delta.vacuum(dry_run=False)


def list_files(path: Path, table: str) -> list[str]:
    """The Parquet files that the newest commit of a table consists of.

    Args:
        path: The record, absolute.
        table: A name in `records.TABLES`.

    Returns:
        Paths in sorted order; empty if the table is missing or has no rows. What the newest commit holds is read once.

    Raises:
        SchemaError: If the stored table has other columns than this version writes.
    """
    commit = _newest_commit(path / table)
    return list(_files_of(path, table, commit)) if commit else []


def _newest_commit(folder: Path) -> tuple[str, int, int] | None:
    """What tells the newest commit of a table from every other: its name, when it was written and its place on the disk."""
    log = folder / "_delta_log"
    try:
        names = [name for name in os.listdir(log) if name.endswith(".json")]  # noqa: PTH208 - asked at every page
        newest = max(names, default="")
        told = (log / newest).stat() if newest else None
    except FileNotFoundError:  # no table, or its log was just cleaned: the next look tells
        return None
    return (newest, told.st_mtime_ns, told.st_ino) if told else None


@lru_cache(maxsize=_KEPT_LISTS)
def _files_of(path: Path, table: str, commit: tuple[str, int, int]) -> tuple[str, ...]:
    """The files of a table at its newest commit."""
    del commit  # only a key
    delta = open_table(path, table, create=False)
    if delta is None:
        return ()
    names = delta.get_add_actions().column("path").to_pylist()  # as it comes: pyarrow would load pandas
    return tuple(sorted(str(path / table / name) for name in names))


def read_column(delta: DeltaTable, column: str) -> set[str]:
    """The distinct values of a text column, without null.

    Args:
        delta: An open table.
        column: A column of text.

    Returns:
        The values; only one batch of rows is in memory besides them.
    """
    found: set[str] = set()
    for batch in delta.to_pyarrow_dataset().to_batches(columns=[column]):
        found.update(batch.column(0).unique().to_pylist())
    return found - {None}
