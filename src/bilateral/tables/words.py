"""An index of the words of a large record's documents, beside its copy: SQLite's full text, the newest documents first."""

from __future__ import annotations

import re
import zlib
from datetime import date
from typing import TYPE_CHECKING, Any

from bilateral.tables.beside import make_beside, open_beside

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

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
    """Index the newest versions of all documents, with what a hit shows of each; an index of an earlier state is brought up to date.

    Args:
        connection: A connection to the record.
        copy: Its copy.

    Returns:
        The index.
    """
    return make_beside(name_words(copy), lambda made: _fill(connection, made))


def _fill(connection: duckdb.DuckDBPyConnection, made: sqlite3.Connection) -> None:
    """Bring an index up to the newest versions of the documents that are stored."""
    made.execute("CREATE TABLE IF NOT EXISTS places (place INTEGER PRIMARY KEY, doc_id TEXT, title TEXT, publisher TEXT, published TEXT, text BLOB)")
    made.execute("CREATE TABLE IF NOT EXISTS numbers (number INTEGER)")
    made.execute("CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, content='', tokenize=\"unicode61 remove_diacritics 0\")")
    known = dict(made.execute("SELECT doc_id, place FROM places").fetchall())
    newest = {doc_id for (doc_id,) in connection.execute("SELECT doc_id FROM newest_versions").fetchall()}
    _remove(made, [place for doc_id, place in known.items() if doc_id not in newest])
    new = sorted(newest - known.keys())
    number = made.execute("SELECT coalesce(max(number), 0) FROM numbers").fetchone()[0]
    for first in range(0, len(new), _A_BATCH):
        ids = new[first : first + _A_BATCH]
        rows = connection.execute(_DOCUMENTS, [ids[0], ids[-1], ids]).fetchall()
        placed = [(_place(day, number + step), *values) for step, (day, *values) in enumerate(rows)]
        made.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?)", [(*row[:-1], zlib.compress(row[-1].encode(), 1)) for row in placed])
        made.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", [(row[0], row[-1]) for row in placed])
        number += len(rows)
    made.execute("INSERT INTO numbers VALUES (?)", (number,))
    if len(new) > len(known):  # most of the index is new
        made.execute("INSERT INTO words (words) VALUES ('optimize')")


_DOCUMENTS = """
    SELECT published_start, doc_id, title, publisher, published, text FROM documents
    WHERE doc_id BETWEEN ? AND ? AND doc_id IN (SELECT unnest(?)) ORDER BY doc_id
"""


def _remove(made: sqlite3.Connection, places: list[int]) -> None:
    """Take documents out of the index, which has to be told the words that it had of them."""
    for place in places:
        (packed,) = made.execute("SELECT text FROM places WHERE place = ?", (place,)).fetchone()
        made.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (place, zlib.decompress(packed).decode()))
        made.execute("DELETE FROM places WHERE place = ?", (place,))


def _place(day: date | None, number: int) -> int:
    """Where a document stands: the newest first, those without a day last."""
    return (date.max.toordinal() - (day or date.min).toordinal()) * _A_DAY + number % _A_DAY


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
    for *head, packed in open_beside(words).execute(query, (f'"{" ".join(tokens)}" *',)):
        text = zlib.decompress(packed).decode()
        at = text.lower().find(wanted)
        if at >= 0:
            passage = text[max(0, at - around - 1) :][: 2 * around + len(asked)]
            found.append({**dict(zip(("doc_id", "title", "publisher", "published"), head, strict=True)), "start_char": at, "passage": passage})
        if len(found) == most:
            break
    return found
