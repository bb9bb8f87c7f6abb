"""Documents to INCEpTION and back: records as annotations, and what annotators changed as decisions in the journal."""

# ruff: noqa: S608 - the parts of each query are names from `records.TABLES`; values are parameters

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field, fields
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from bilateral.answers.review import AnyRecord, Author, find_anchor, make_added, make_decision, open_record, path_of
from bilateral.errors import BilateralError, RecordError, SchemaError
from bilateral.records import EVIDENCE_TABLES, TABLES, Decision, column_names
from bilateral.review.annotations import (
    clean_text,
    exchanged_columns,
    read_cas,
    shown_value,
    write_cas,
    write_type_system,
)
from bilateral.review.following import following
from bilateral.review.rows import check_changes, parse_value, row_to_json
from bilateral.tables.decisions import append_decisions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from bilateral.review.annotations import Annotation, Cas

__all__ = ["MOST_BYTES", "MOST_DOCUMENTS", "Imported", "export_annotations", "import_annotations"]

MOST_DOCUMENTS = 500
"""Documents in one file: more than a project of annotation can work off."""

MOST_BYTES = 50_000_000
"""Size of a file that is read back, and of one document in it."""

_MOST_UNPACKED = 200_000_000
_MOST_FILES = 5_000

_ABOUT = """Documents of a bilateral record for INCEpTION (https://inception-project.github.io/).

1. Make a project. Settings, Layers, Import: choose TypeSystem.xml. In each layer "Bilateral..." set the granularity to
   characters or tokens, and allow overlapping annotations.
2. Settings, Documents, Import: choose the .xmi files, format "UIMA CAS XMI (XML 1.0)".
3. Annotators change features and spans, delete what is wrong, and add what was missed (leave record_id empty there, and
   leave the layer BilateralExport alone).
4. Export the documents as "UIMA CAS XMI (XML 1.0)" or "(XML 1.1)", and give the files, or a zip of them, to
   `bilateral review import FILE --reviewer NAME --record DIR`, or to the page Exchange of the app.
"""


@dataclass(slots=True)
class Imported:
    """What became of the documents that came back."""

    n_documents: int = 0
    edited: int = 0
    rejected: int = 0
    added: int = 0
    accepted: int = 0
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)  # what could not be used, and why


def export_annotations(record: AnyRecord, doc_ids: Sequence[str]) -> bytes:
    """Documents with their records, after review, as a zip file for INCEpTION.

    Args:
        record: Folder of the record.
        doc_ids: The documents, at most `MOST_DOCUMENTS`; an older version is written with the records of the newest, that is none.

    Returns:
        The file: the layers, one XMI a document, and how to use them.

    Raises:
        RecordError: If a document is not in the record, or the folder is none.
        SchemaError: If there are none or too many.
    """
    if not 0 < len(doc_ids) <= MOST_DOCUMENTS:
        message = f"got {len(doc_ids)} documents, expected 1 to {MOST_DOCUMENTS}: choose some of them"
        raise SchemaError(message)
    stream = io.BytesIO()
    with open_record(record) as opened, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", _ABOUT)
        packed.writestr("TypeSystem.xml", write_type_system())
        for doc_id in dict.fromkeys(doc_ids):
            packed.writestr(f"{doc_id}.xmi", write_cas(_text_of(opened.connection, doc_id), _rows_of(opened.connection, doc_id)))
    return stream.getvalue()


def _text_of(connection: duckdb.DuckDBPyConnection, doc_id: str) -> str:
    found = connection.execute("SELECT text FROM all_documents WHERE doc_id = ?", [doc_id]).fetchone()
    if found is None:
        message = f"got the document {doc_id[:40]!r}, expected one of `bilateral documents`"
        raise RecordError(message)
    return str(found[0])


def _rows_of(connection: duckdb.DuckDBPyConnection, doc_id: str) -> dict[str, list[Any]]:
    query = "SELECT {columns} FROM {table} WHERE doc_id = ? ORDER BY start_char, record_id"
    return {
        table: [TABLES[table](*row) for row in connection.execute(query.format(columns=", ".join(column_names(table)), table=table), [doc_id]).fetchall()]
        for table in EVIDENCE_TABLES
    }  # fmt: skip


def import_annotations(record: AnyRecord, name: str, data: bytes, *, author: Author, accept_rest: bool = False) -> Imported:
    """Turn what annotators changed into decisions of the journal; all are kept, or none.

    A changed feature or span is an edit, a deleted annotation a rejection, a new one an
    addition. What was not touched says nothing, unless `accept_rest` takes it as
    accepted. The same file read twice decides nothing twice.

    Args:
        record: Folder of the record.
        name: Name of the file.
        data: An XMI file, or a zip file with such files, also inside zip files of it.
        author: The annotator.
        accept_rest: What was left as it is was judged right.

    Returns:
        Counts of decisions, and what could not be used.

    Raises:
        RecordError: If the folder is no record or cannot be written.
        SchemaError: If the file is too large, or no such file.
        SettingsError: If nobody is named as reviewer.
    """
    done, made = Imported(), list[Decision]()
    make_decision("comment", ("", ""), author)  # a name is given
    with open_record(record) as opened:
        for file, content in _files(name, data):
            try:
                cas = read_cas(content)
                doc_id = _find_document(opened.connection, file, cas)
            except BilateralError as error:
                done.problems.append(f"{file}: {error}")
                continue
            done.n_documents += 1
            made += _decide(opened.connection, doc_id, cas, _Import(author, file, done, accept_rest=accept_rest))
    if not done.n_documents:
        message = f"{name}: got no document of this record, expected UIMA CAS XMI that INCEpTION exported. {' '.join(done.problems[:3])}".strip()
        raise SchemaError(message)
    append_decisions(path_of(record), made)
    return done


@dataclass(frozen=True, slots=True)
class _Import:
    """Who annotated, from which file, with what is counted."""

    author: Author
    file: str
    done: Imported
    accept_rest: bool

    def why(self) -> Author:
        return Author(self.author.reviewer, self.author.reason or f"INCEpTION, {self.file}")


def _files(name: str, data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The XMI files of a file, those inside zip files too."""
    if not data.startswith(b"PK"):
        yield name, data
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            listed = packed.infolist()
            if len(listed) > _MOST_FILES or sum(one.file_size for one in listed) > _MOST_UNPACKED:
                message = f"{name}: got a zip file of {len(listed)} files and {sum(one.file_size for one in listed):,} bytes, expected at most {_MOST_FILES:,} and {_MOST_UNPACKED:,}"
                raise SchemaError(message)
            for one in listed:
                inner = str(PurePosixPath(name) / one.filename) if depth else one.filename
                if one.filename.lower().endswith(".xmi") and one.file_size <= MOST_BYTES:
                    yield inner, packed.read(one)
                elif one.filename.lower().endswith(".zip") and not depth and one.file_size <= MOST_BYTES:
                    yield from _files(one.filename, packed.read(one), depth + 1)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        message = f"{name}: got a zip file that cannot be read ({error})"
        raise SchemaError(message) from error


def _find_document(connection: duckdb.DuckDBPyConnection, file: str, cas: Cas) -> str:
    """The document whose text this is, looked for by the name of the file, the records in it, then by the text."""
    parts = [part.split(".")[0] for part in PurePosixPath(file).parts]
    ids = sorted({one.record_id for one in cas.annotations if one.record_id})
    tables = " UNION ALL ".join(f"SELECT doc_id FROM all_{table} WHERE record_id IN (SELECT unnest($ids))" for table in EVIDENCE_TABLES)
    query = f"SELECT DISTINCT doc_id, text FROM all_documents WHERE doc_id IN (SELECT unnest($parts)) OR doc_id IN ({tables})"
    found = connection.execute(query, {"parts": parts, "ids": ids}).fetchall()
    if not found:
        found = connection.execute("SELECT doc_id, text FROM all_documents WHERE starts_with(text, $head)", {"head": cas.text[:40]}).fetchall()
    for doc_id, text in found:
        if clean_text(text) == cas.text:
            return str(doc_id)
    message = "got a text that is none of this record's, expected a document that `bilateral review export` wrote, its text unchanged"
    raise RecordError(message)


def _decide(connection: duckdb.DuckDBPyConnection, doc_id: str, cas: Cas, given: _Import) -> Iterator[Decision]:
    """The decisions that follow from one document."""
    rows = {row.record_id: (table, row) for table, listed in _rows_of(connection, doc_id).items() for row in listed}
    seen: set[str] = set()
    for one in cas.annotations:
        known = rows.get(one.record_id)
        try:
            if known and known[0] == one.table and one.record_id not in seen:
                seen.add(one.record_id)
                yield from _changed(connection, known[1], one, given)
            elif one.record_id and one.record_id not in seen and cas.written and one.record_id in cas.written:
                given.done.problems.append(f"{given.file}: the record {one.record_id} was rejected or recoded since; nothing was decided on it")
            else:
                yield from _added(connection, doc_id, one, [row for table, row in rows.values() if table == one.table], given)
        except BilateralError as error:
            given.done.problems.append(f"{given.file}: characters {one.start_char} to {one.end_char} of {one.table}: {error}")
    if cas.written is None:
        given.done.problems.append(f"{given.file}: the layer BilateralExport is gone; what was deleted cannot be told and was not rejected")
    for record_id in sorted((cas.written or frozenset()) - seen):
        if record_id in rows:
            table, row = rows[record_id]
            given.done.rejected += 1
            anchor = find_anchor(connection, doc_id, (row.start_char, row.end_char))
            yield make_decision("reject", (table, record_id), given.why(), payload={"row": row_to_json(row)}, anchor=anchor)


def _changed(connection: duckdb.DuckDBPyConnection, row: Any, one: Annotation, given: _Import) -> Iterator[Decision]:
    """An edit where an annotator changed something, else nothing or an acceptance."""
    changes: dict[str, Any] = {name: parse_value(one.table, name, text) for name, text in one.values.items() if text != clean_text(shown_value(getattr(row, name))).strip()}
    if (one.start_char, one.end_char) != (row.start_char, row.end_char):
        changes |= {"start_char": one.start_char, "end_char": one.end_char}
    if not changes and not given.accept_rest:
        given.done.unchanged += 1
        return
    check_changes(one.table, changes)
    anchor = find_anchor(connection, row.doc_id, (row.start_char, row.end_char))
    payload: dict[str, Any] = {"row": row_to_json(row)}
    if changes:
        given.done.edited += 1
        payload["changes"] = changes | following(one.table, changes, row_to_json(row))
    else:
        given.done.accepted += 1
    yield make_decision("edit" if changes else "accept", (one.table, row.record_id), given.why(), payload=payload, anchor=anchor)


def _added(connection: duckdb.DuckDBPyConnection, doc_id: str, one: Annotation, rows: Sequence[Any], given: _Import) -> Iterator[Decision]:
    """A record that an annotator added, unless it is known already."""
    if any((row.start_char, row.end_char) == (one.start_char, one.end_char) and _says(row, one) for row in rows):
        given.done.unchanged += 1
        return
    values = {name: parse_value(one.table, name, text) for name, text in one.values.items()}
    needed = [item.name for item in fields(TABLES[one.table]) if str(item.type) in ("str", "float", "int")]
    missing = [name for name in exchanged_columns(one.table) if name in needed and values[name] is None]
    if missing:
        message = f"got a new record without {', '.join(missing)}, expected a value in each"
        raise SchemaError(message)
    given.done.added += 1
    yield make_added(connection, one.table, {**values, "doc_id": doc_id, "start_char": one.start_char, "end_char": one.end_char}, author=given.why())


def _says(row: Any, one: Annotation) -> bool:
    return all(clean_text(shown_value(getattr(row, name))).strip() == text for name, text in one.values.items())
