"""An index of the words of a large record's documents, beside its copy: SQLite's full text, the newest documents first."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import threading
import zlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

__all__ = ["find_words", "make_words", "name_words"]

_A_BATCH = 500
_A_DAY = 1 << 20
"""Documents of one day that the order by day can tell apart; more than that still have places of their own."""

_TOKEN = re.compile(r"[^\W_]+")  # trade | 2010
_RUN_ON = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")  # scripts without blanks between words: 貿易


def name_words(copy: Path) -> Path:
    """Where the index beside a copy lies."""
    return copy.with_suffix(".words")


def make_words(connection: duckdb.DuckDBPyConnection, copy: Path) -> Path:
    """Index the newest versions of all documents, with what a hit shows of each.

    Args:
        connection: A connection to the record.
        copy: Its copy.

    Returns:
        The index.
    """
    words = name_words(copy)
    if words.exists():
        return words
    unfinished = words.with_suffix(f".{os.getpid()}.unfinished")  # two apps of one record can be at it at once
    unfinished.unlink(missing_ok=True)
    made = sqlite3.connect(unfinished)
    try:
        made.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        made.execute("CREATE TABLE places (place INTEGER PRIMARY KEY, doc_id TEXT, title TEXT, publisher TEXT, published TEXT, text BLOB)")
        made.execute("CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize=\"unicode61 remove_diacritics 0\")")
        found = connection.execute("SELECT published_start, doc_id, title, publisher, published, text FROM documents")
        number = 0
        while rows := found.fetchmany(_A_BATCH):
            placed = [(_place(day, number + step), *values) for step, (day, *values) in enumerate(rows)]
            made.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?)", [(*row[:-1], zlib.compress(row[-1].encode(), 1)) for row in placed])
            made.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", [(row[0], row[-1]) for row in placed])
            number += len(rows)
        made.execute("INSERT INTO words (words) VALUES ('optimize')")
        made.commit()
    finally:
        made.close()
    unfinished.replace(words)
    for old in words.parent.glob("copy-*.words"):
        if old != words:
            with contextlib.suppress(OSError):  # who reads it keeps it until the end
                old.unlink()
    return words


def _place(day: date | None, number: int) -> int:
    """Where a document stands: the newest first, those without a day last."""
    return (date.max.toordinal() - (day or date.min).toordinal()) * _A_DAY + number % _A_DAY


_OPENED = threading.local()


def _open(words: str) -> sqlite3.Connection:
    """A connection of this thread."""
    if getattr(_OPENED, "name", None) != words:
        _OPENED.name, _OPENED.connection = words, sqlite3.connect(f"{Path(words).as_uri()}?mode=ro&immutable=1", uri=True)
    opened: sqlite3.Connection = _OPENED.connection
    return opened


def find_words(words: str, asked: str, *, most: int, around: int) -> list[dict[str, Any]] | None:
    """Passages of documents that hold words one after the other, the last of which may go on.

    Args:
        words: The index.
        asked: What is looked for; the text has it letter for letter, in any case.
        most: Documents, the newest first.
        around: Characters shown before and after.

    Returns:
        One row a document: doc_id, title, publisher, published, start_char, passage; None where the index cannot tell, since no
        word is asked for or the script sets no blanks.
    """
    tokens = _TOKEN.findall(asked)
    if not tokens or _RUN_ON.search(asked):
        return None
    query = "SELECT doc_id, title, publisher, published, places.text FROM words JOIN places ON place = words.rowid WHERE words MATCH ? ORDER BY words.rowid"
    found: list[dict[str, Any]] = []
    wanted = asked.lower()
    for *head, packed in _open(words).execute(query, (f'"{" ".join(tokens)}" *',)):
        text = zlib.decompress(packed).decode()
        at = text.lower().find(wanted)
        if at >= 0:
            passage = text[max(0, at - around - 1) :][: 2 * around + len(asked)]
            found.append({**dict(zip(("doc_id", "title", "publisher", "published"), head, strict=True)), "start_char": at, "passage": passage})
        if len(found) == most:
            break
    return found
