"""Tables of documents: JSONL, JSON and CSV files with one document a row and named columns."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from bilateral.documents.content import Content
from bilateral.documents.decoding import decode_text
from bilateral.documents.items import skip_line
from bilateral.documents.parts import find_parts
from bilateral.documents.unpacking import Place, refuse
from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bilateral.documents.items import Item

__all__ = ["COLUMNS", "find_columns", "read_row", "split_csv", "split_json", "split_jsonl"]

COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "fulltext", "articlebody", "articletext", "maintext", "article", "story"),
    "title": ("title", "headline", "head", "subject"),
    "published": ("published", "date", "publishedat", "publisheddate", "publishdate", "publicationdate", "datepublished", "pubdate", "datetime"),
    "address": ("url", "link", "address", "canonicalurl", "uri", "permalink"),
    "publisher": ("publisher", "outlet", "site", "sitename", "domain", "newspaper", "source"),
    "byline": ("byline", "author", "authors", "creator"),
}
"""Names of columns by what they hold, in lower case without spaces and marks; the first that is there is taken."""

MAX_VALUES = 1_500_000
"""Values of a JSON file, commas in its texts counted, that is parsed whole: 50 MB of news have one million; Python takes 60 to 200 bytes for each."""

MAX_ROW_BYTES = 10_000_000
"""Bytes of one row; the longest book is less."""

_WEB_ADDRESS = re.compile(r"https?://\S{3,2000}\Z")


def _plain_name(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def find_columns(names: list[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Which column of a table holds what.

    Args:
        names: The table's column names.
        mapping: What the user's settings say: a name of `COLUMNS` to a column's name.

    Returns:
        For each name of `COLUMNS` the table's column, where there is one.

    Raises:
        DocumentError: With reason no_text_column, if none holds the text.

    Example:
        >>> find_columns(["Headline", "Full Text", "Pub Date"], {})
        {'text': 'Full Text', 'title': 'Headline', 'published': 'Pub Date'}
    """
    by_name = {_plain_name(name): name for name in reversed(names)}
    found: dict[str, str] = {}
    for role, known in COLUMNS.items():
        wanted = (_plain_name(mapping[role]),) if role in mapping else known
        column = next((by_name[name] for name in wanted if name in by_name), None)
        if column is not None:
            found[role] = column
    if "text" not in found:
        listed = ", ".join(names[:20]) or "none"
        message = f'whose columns are {listed}; expected one named text, body or content, or [columns] text = "NAME" in bilateral.toml'
        raise DocumentError(message, "no_text_column")
    return found


def _row_item(place: Place, number: int, data: bytes) -> Item:
    """The item of a row. Its address carries a part of its hash: the number of a row changes when others are added."""
    inner = place.inside(f"row-{hashlib.sha256(data).hexdigest()[:16]}")
    return Place(f"{place.name} row {number}", inner.address, place.budget, place.container, place.retrieved).item(data, file_type="row")


def _failed(place: Place, number: int, error: DocumentError) -> Item:
    at = f"{place.name} row {number}"
    return refuse(Place(at, place.inside(f"row {number}").address, place.budget, place.container), error)


def _lines(stream: io.BufferedReader) -> Iterator[bytes]:
    """Lines, each cut one byte above the limit."""
    while line := stream.readline(MAX_ROW_BYTES + 1):
        if len(line) > MAX_ROW_BYTES and not line.endswith(b"\n"):
            skip_line(stream)
        yield line


def split_jsonl(stream: io.BufferedReader, place: Place) -> Iterator[Item]:
    """The rows of a JSONL file, one item a line.

    Does not parse the rows: that is done where they are read.

    Args:
        stream: The file.
        place: Where it stands.

    Yields:
        Items whose bytes are the line.

    Raises:
        DocumentError: If the file is in UTF-16.
    """
    if stream.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        message = "a JSONL file in UTF-16; save it as UTF-8"
        raise DocumentError(message, "wrong_encoding")
    n_rows = 0
    for number, line in enumerate(_lines(stream), 1):
        data = line.removeprefix(codecs.BOM_UTF8).strip()
        if len(line) > MAX_ROW_BYTES:
            yield _failed(place, number, DocumentError(f"of more than {MAX_ROW_BYTES:,} bytes; split it", "too_large"))
        elif data:
            yield _row_item(place, number, data)
        n_rows += bool(data)
    if not n_rows:
        message = "a JSONL file without rows; leave it out or fetch it again"
        raise DocumentError(message, "empty")


def split_json(stream: io.BufferedReader, place: Place) -> Iterator[Item]:
    """The objects of a JSON file that is a list of objects, or one.

    Args:
        stream: The file; read whole.
        place: Where it stands.

    Yields:
        Items whose bytes are the object as JSON.

    Raises:
        DocumentError: If it is too large, no JSON, or something else than objects.
    """
    limit = place.budget.limits.max_item_bytes
    data = stream.read(limit + 1)
    if len(data) > limit:
        message = f"a JSON file of more than {limit:,} bytes; save it as JSONL, one object a line, which may be of any size"
        raise DocumentError(message, "too_large")
    if sum(map(data.count, (b"[", b"{", b","))) > MAX_VALUES:
        message = f"a JSON file of more than {MAX_VALUES:,} values; save it as JSONL, one object a line, which may be of any size"
        raise DocumentError(message, "too_large")
    found = _parse_json(data, place.name)
    rows = found if isinstance(found, list) else [found]
    if not rows or not all(isinstance(row, dict) for row in rows):
        message = 'a JSON file that is no list of objects; expected [{"text": ...}, ...] or JSONL'
        raise DocumentError(message, "unsupported_type")
    for number, row in enumerate(rows, 1):
        yield _row_item(place, number, json.dumps(row, ensure_ascii=False).encode("utf-8", "replace"))


def _parse_json(data: bytes, name: str) -> Any:
    try:
        return json.loads(decode_text(data, name))
    except (ValueError, RecursionError) as error:
        detail = "nested too deep" if isinstance(error, RecursionError) else str(error)[:100]
        message = f"got {name}, which is no JSON ({detail}); write it again"
        raise DocumentError(message, "unreadable") from error


def _encoding(head: bytes) -> str:
    """The encoding of a CSV file by its first bytes."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _short_lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(MAX_ROW_BYTES + 1):
        if len(line) > MAX_ROW_BYTES:
            message = f"a line of more than {MAX_ROW_BYTES:,} characters; the rest of the file is not read"
            raise DocumentError(message, "too_large")
        yield line.replace("\x00", "")


def split_csv(stream: io.BufferedReader, place: Place) -> Iterator[Item]:
    """The rows of a CSV or TSV file with a line of column names.

    Does not guess columns where the first line names none.

    Args:
        stream: The file.
        place: Where it stands.

    Yields:
        Items whose bytes are the row as a JSON object of its named columns.

    Raises:
        DocumentError: If there is no row, or from the row on that cannot be read.
    """
    text = io.TextIOWrapper(stream, _encoding(stream.peek(65_536)[:65_536]), errors="replace", newline="")
    before = csv.field_size_limit(MAX_ROW_BYTES)
    number = 1
    try:
        lines = _short_lines(text)
        header = next(lines, "")
        marks = "\t,;|" if PurePosixPath(place.name).suffix.lower() == ".tsv" else ",;\t|"
        delimiter = max(marks, key=header.count)
        names = next(csv.reader([header], delimiter=delimiter), [])
        for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), 2):
            if any(cell.strip() for cell in cells):
                row = {name: cell for name, cell in zip(names, cells, strict=False) if name and cell}
                yield _row_item(place, number, json.dumps(row, ensure_ascii=False).encode("utf-8", "replace"))
        if number == 1:
            message = "a table without rows below its column names; leave it out or fetch it again"
            raise DocumentError(message, "empty")
    except csv.Error as error:
        detail = f"whose rows from {number + 1} on cannot be read ({error}); look for a quotation mark that is not closed"
        raise DocumentError(detail, "unreadable") from error
    finally:
        csv.field_size_limit(before)
        text.detach()  # the stream is closed by who opened it


def read_row(data: bytes, name: str, doc_id: str, *, columns: Mapping[str, str] | None = None) -> Content:
    """Read one row of a table as a document.

    Columns that hold none of text, title, date, address, publisher and author are
    kept with the bytes and not read.

    Args:
        data: The row as a JSON object.
        name: The row's name, for messages.
        doc_id: The document.
        columns: The user's columns by what they hold.

    Returns:
        The text of its text column with its parts, and what the other columns say.

    Raises:
        DocumentError: With reason unreadable, no_text_column, no_text, binary or wrong_encoding.

    Example:
        >>> row = b'{"body": "The two ministers met in Seoul.", "date": "2018-03-19"}'
        >>> read_row(row, "a.jsonl row 1", "d1").dates
        ['2018-03-19']
    """
    row = _parse_json(data, name)
    if not isinstance(row, dict):
        message = f'got {name}, which is no JSON object; expected {{"text": ...}} on each line'
        raise DocumentError(message, "unreadable")
    try:
        found = find_columns([str(key) for key in row], columns or {})
    except DocumentError as error:
        message = f"got {name}, {error}"
        raise DocumentError(message, error.reason_code) from error
    values = {role: _as_text(row[column]) for role, column in found.items()}
    text = values["text"].replace("\x00", "")
    if not any(char.isalnum() for char in text):
        message = f"got {name}, whose column {found['text']!r} holds no text; leave it out"
        raise DocumentError(message, "no_text")
    address = values.get("address", "").strip()
    return Content(
        text, find_parts(text, doc_id), " ".join(values.get("title", "").split()) or None, byline=values.get("byline") or None,
        address=address if _WEB_ADDRESS.match(address) else None,
        publisher_names=[values["publisher"]] if values.get("publisher") else [],
        dates=[values["published"]] if values.get("published") else [],
    )  # fmt: skip


def _as_text(value: Any) -> str:
    """A value as text: lists joined, what is no text left out. Half characters of broken escapes are replaced."""
    if isinstance(value, list):
        joint = "\n\n" if all(isinstance(item, str) and len(item) > 80 for item in value) else ", "  # noqa: PLR2004 - paragraphs
        value = joint.join(item for item in value if isinstance(item, str))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
