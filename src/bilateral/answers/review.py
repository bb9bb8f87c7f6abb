"""Make decisions of review: look the record up, note where it stands, append to the journal."""

from __future__ import annotations

import dataclasses
import json
import secrets
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from bilateral import periods
from bilateral.answers.journal import find_rows, lay_over, read_verdicts, rows_of_document
from bilateral.errors import RecordError, SchemaError, SettingsError
from bilateral.findings import DocumentHead
from bilateral.records import EVIDENCE_TABLES, Decision, column_names, make_id
from bilateral.review.anchors import Anchor, anchor_of
from bilateral.review.following import following
from bilateral.review.replay import GROUPED, Replayed, anchor_from, replay
from bilateral.review.rows import check_changes, row_from_json, row_to_json
from bilateral.tables.decisions import append_decisions, read_decisions
from bilateral.tables.queries import connect
from bilateral.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb

__all__ = [
    "STATUSES", "AnyRecord", "Author", "Opened", "accept", "add_row", "comment", "edit", "find_anchor", "find_decision", "list_decisions",
    "make_added", "make_decision", "mark_read", "merge", "merge_actors", "open_record", "path_of", "reject", "replay_record", "set_status", "skip", "split", "undo",
]  # fmt: skip

_ADDED_RULE = "reviewer"
"""What stands as the rule of a record that a reviewer added."""

STATUSES = ("announced", "signed", "in force", "under way", "stalled", "delivered", "cancelled", "missed")
"""What a reviewer can set as the status of a promise or a project."""


@dataclasses.dataclass(frozen=True, slots=True)
class Author:
    """Who decides, and why."""

    reviewer: str
    reason: str = ""
    picked: str = ""  # how the record came before the reviewer: sample, second, or "" for any other way


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """A record that is open already, with its journal laid over the connection."""

    path: Path
    connection: duckdb.DuckDBPyConnection


AnyRecord: TypeAlias = str | Path | Opened
"""The folder of a record, or a record that is open already."""


def path_of(record: AnyRecord) -> Path:
    """The folder of a record."""
    return record.path if isinstance(record, Opened) else Path(record)


@contextmanager
def open_record(record: AnyRecord) -> Iterator[Opened]:
    """The record with its journal laid over, opened where it is not open yet."""
    if isinstance(record, Opened):
        yield record
        return
    path = Path(record)
    with connect(path) as connection:
        lay_over(connection, read_verdicts(connection, path))
        yield Opened(path, connection)


def accept(record: AnyRecord, table: str, record_id: str, *, author: Author, as_coded: bool = False) -> Decision:
    """Confirm a record as it is; it keeps what it says whatever a later coder finds.

    Args:
        record: Folder of the record.
        table: Table of the record.
        record_id: Its identifier, or the first characters of it.
        author: Who decides.
        as_coded: Judge what the coder found, whatever other reviewers decided: a second reading.

    Returns:
        The decision.

    Raises:
        RecordError: If there is no such record, or the folder is none.
        SchemaError: If there is no such table.
        SettingsError: If nobody is named as reviewer.
    """
    return _decide(record, "accept", (table, record_id), author, {}, as_coded=as_coded)


def reject(record: AnyRecord, table: str, record_id: str, *, author: Author, as_coded: bool = False) -> Decision:
    """Take a record out of every answer; arguments and errors as for `accept`."""
    return _decide(record, "reject", (table, record_id), author, {}, as_coded=as_coded)


def comment(record: AnyRecord, table: str, record_id: str, *, author: Author) -> Decision:
    """Note something on a record (the author's reason) without judging it; arguments and errors as for `accept`."""
    if not author.reason.strip():
        message = "got no words, expected a comment in the reason"
        raise SettingsError(message)
    return _decide(record, "comment", (table, record_id), author, {})


def skip(record: AnyRecord, table: str, record_id: str, *, author: Author) -> Decision:
    """Say that the reviewer cannot tell whether a record is right: it goes to the end of that reviewer's queue."""
    return _decide(record, "skip", (table, record_id), author, {})


def mark_read(record: AnyRecord, doc_id: str, *, author: Author) -> Decision:
    """Say that a document was read to the end: what the coder missed in it was added.

    Args:
        record: Folder of the record.
        doc_id: The document.
        author: Who read it.

    Returns:
        The decision.

    Raises:
        RecordError: If there is no such document, or the folder is no record.
        SettingsError: If records of the document were not judged yet, or nobody is named as reviewer.
    """
    with open_record(record) as opened:
        head = _document(opened.connection, doc_id)
        left = {table: _count_unjudged(opened.connection, table, doc_id) for table in EVIDENCE_TABLES if table != "offices"}
        if any(left.values()):
            told = ", ".join(f"{number} {table}" for table, number in left.items() if number)
            message = f"got a document in which nobody judged {told}, expected a verdict on each: what was missed can only be counted beside what was found"
            raise SettingsError(message)
    anchor = Anchor(head["doc_id"], head["sha256"], head["address"], 0, len(head["text"]), "", "", "")
    return _append(record, "read", ("documents", head["doc_id"]), author, {}, anchor)


def _count_unjudged(connection: duckdb.DuckDBPyConnection, table: str, doc_id: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {table} ANTI JOIN review_marks USING (record_id) WHERE doc_id = ?", [doc_id])  # noqa: S608 - our own names
    return int(found.fetchall()[0][0])


def edit(  # noqa: PLR0913 - options
    record: AnyRecord, table: str, record_id: str, *, changes: Mapping[str, Any], author: Author, as_coded: bool = False
) -> Decision:
    """Change columns of a record.

    Args:
        record: Folder of the record.
        table: Table of the record.
        record_id: Its identifier, or the first characters of it.
        changes: New values by column; a changed date brings its days, a changed span its words.
        author: Who decides.
        as_coded: The changes are to what the coder found, whatever other reviewers decided.

    Returns:
        The decision.

    Raises:
        RecordError: If there is no such record, or the folder is none.
        SchemaError: If a column or value is not one of the table's.
        SettingsError: If nobody is named as reviewer.
    """
    check_changes(table, dict(changes))
    return _decide(record, "edit", (table, record_id), author, {}, changes=dict(changes), as_coded=as_coded)


def set_status(  # noqa: PLR0913 - options
    record: AnyRecord, table: str, record_id: str, *, status: str, author: Author, date: str | None = None, words: str = ""
) -> Decision:
    """Tell what became of the promise or project that a record is a report of.

    Args:
        record: Folder of the record.
        table: `commitments` or `projects`.
        record_id: Any report of the ledger entry.
        status: One of `STATUSES`.
        author: Who decides.
        date: When it became so, ISO 8601; by default the date of the report.
        words: What it rests on.

    Returns:
        The decision.

    Raises:
        RecordError: If there is no such record, or the folder is none.
        SettingsError: If the status, the date or the table is wrong, or nobody is named as reviewer.
    """
    if table not in ("commitments", "projects") or status not in STATUSES or (date is not None and not periods.is_period(date)):
        message = f"got the status {status!r} of {table} at {date}, expected for commitments or projects one of {', '.join(STATUSES)}, and a date such as 2018-06"
        raise SettingsError(message)
    return _decide(record, "status", (table, record_id), author, {"status": status, "date": date, "words": words})


def merge(record: AnyRecord, table: str, record_ids: Sequence[str], *, author: Author) -> Decision:
    """Say that records report one promise, project or act: their groups become one.

    Args:
        record: Folder of the record.
        table: One of `review.replay.GROUPED`.
        record_ids: Two or more records, any of each group.
        author: Who decides.

    Returns:
        The decision.

    Raises:
        RecordError: If there is no such record, or the folder is none.
        SettingsError: If the table has no groups, fewer than two are given, or nobody is named as reviewer.
    """
    return _regroup(record, "merge", table, [list(record_ids)], author)


def split(record: AnyRecord, table: str, groups: Sequence[Sequence[str]], *, author: Author) -> Decision:
    """Say that records of different lists are not of one promise, project or act; the rest as for `merge`."""
    return _regroup(record, "split", table, [list(group) for group in groups], author)


def _regroup(record: AnyRecord, kind: str, table: str, groups: list[list[str]], author: Author) -> Decision:
    ids = [one for group in groups for one in group]
    if table not in GROUPED or len(set(ids)) < 2 or (kind == "split" and len([group for group in groups if group]) < 2):  # noqa: PLR2004 - as told
        message = f"got {len(set(ids))} records of {table} to {kind}, expected two or more of {', '.join(GROUPED)}"
        raise SettingsError(message)
    with open_record(record) as opened:
        members = [[_member(opened.connection, table, one) for one in group] for group in groups]
    return _append(record, kind, (table, members[0][0]["record_id"]), author, {"groups": members}, anchor_from(members[0][0]))


def _member(connection: duckdb.DuckDBPyConnection, table: str, record_id: str) -> dict[str, Any]:
    row = _find_row(connection, table, record_id)
    return {"record_id": row.record_id, "row": row_to_json(row), **dataclasses.asdict(_anchor(connection, row))}


def merge_actors(record: AnyRecord, names: Sequence[str], *, name: str, author: Author, state: str = "") -> Decision:
    """Say that names are of one person: statements, offices and figures then stand under one of them.

    Takes the names as they stand in the record, whole. Does not join persons of two states, and does not change
    what a quote says; to part two persons of one name, edit the records of one of them.

    Args:
        record: Folder of the record.
        names: The names, two or more with the chosen one.
        name: The name that stands for all of them.
        author: Who decides.
        state: Whom the person serves, ISO 3166-1 alpha-3; empty where the record does not tell it.

    Returns:
        The decision.

    Raises:
        RecordError: If the folder is no record.
        SettingsError: If there are fewer than two names, or nobody is named as reviewer.
    """
    given = sorted({" ".join(one.split()) for one in (*names, name)} - {""})
    if len(given) < 2 or not name.strip():  # noqa: PLR2004 - as told
        message = f"got {', '.join(map(repr, given)) or 'no name'}, expected two names or more, one of which stands for all"
        raise SettingsError(message)
    return _append(record, "merge", ("actors", make_id("", "actors", name.strip(), state)), author, {"names": given, "as": name.strip(), "state": state}, None)


def add_row(record: AnyRecord, table: str, values: Mapping[str, Any], *, author: Author) -> Decision:
    """Add a record that the coder missed.

    Args:
        record: Folder of the record.
        table: Table that it belongs to.
        values: Its columns; `doc_id`, `start_char` and `end_char` must be there, what may be empty may be left out.
        author: Who decides.

    Returns:
        The decision.

    Raises:
        RecordError: If the document is not in the record, or the folder is none.
        SchemaError: If a column is missing, unknown or wrong, the span lies outside the text, or the record is there already.
        SettingsError: If nobody is named as reviewer.
    """
    with open_record(record) as opened:
        decision = make_added(opened.connection, table, values, author=author)
        _check_new(opened.connection, decision)
    append_decisions(path_of(record), [decision])
    return decision


def make_added(connection: duckdb.DuckDBPyConnection, table: str, values: Mapping[str, Any], *, author: Author) -> Decision:
    """The decision of `add_row`, not kept yet; columns that tell how a coder found a record name the reviewer."""
    given = {key: value for key, value in values.items() if key not in ("record_id", "quote")}
    check_changes(table, {key: value for key, value in given.items() if key != "doc_id"})
    anchor = find_anchor(connection, str(given.get("doc_id", "")), (given.get("start_char"), given.get("end_char")))
    given = dict.fromkeys([name for name in ("rule", "trigger") if name in column_names(table)], _ADDED_RULE) | given
    record_id = make_id(anchor.doc_id, table, anchor.start_char, anchor.end_char, "added", secrets.token_hex(8))
    empty = dict.fromkeys(column_names(table))
    row = row_from_json(table, {**empty, **given, **following(table, given, {}), "record_id": record_id, "quote": anchor.quote})
    row = dataclasses.replace(row, **_days(given))
    return make_decision("add", (table, record_id), author, payload={"row": row_to_json(row)}, anchor=anchor)


def _check_new(connection: duckdb.DuckDBPyConnection, decision: Decision) -> None:
    """A record that replay would take for one that is there already, whether it stands or was rejected, is none to add."""
    doc_id, table = str(decision.doc_id), decision.target_table
    head = _document(connection, doc_id)
    rows = {row.record_id: row for view in (f"all_{table}", table) for row in rows_of_document(connection, table, doc_id, view=view)}
    place = [DocumentHead(doc_id, address=head["address"])]
    made = replay({table: list(rows.values())}, [decision], documents=place, texts={doc_id: head["text"]})
    known = next((record_id for record_id in made.marks if record_id != decision.target_id), None)
    if known is None:
        return
    is_rejected = not find_rows(connection, table, known)
    what = "was rejected: undo that" if is_rejected else f"is there: `bilateral review edit {table} {known}` changes what it says"
    message = f"got a new record of {table} that says what {known} says of these words, which {what}; expected one that differs, or a span of its own words"
    raise SchemaError(message)


def _days(given: Mapping[str, Any]) -> dict[str, Any]:
    """Days that follow from the dates of a new row."""
    names = {"event_date": "event_date", "deadline": "deadline", "period": "period"}
    found: dict[str, Any] = {}
    for column, name in names.items():
        if given.get(column):
            found |= dict(zip((f"{name}_start", f"{name}_end"), periods.bounds(str(given[column])), strict=True))
    return found


def undo(record: AnyRecord, decision_id: str, *, author: Author) -> Decision:
    """Take a decision back; an undo can be undone too.

    Args:
        record: Folder of the record.
        decision_id: The decision, or the first characters of its identifier.
        author: Who takes it back.

    Returns:
        The decision that undoes it.

    Raises:
        RecordError: If there is no such decision, or the folder is none.
        SettingsError: If nobody is named as reviewer.
    """
    found = find_decision(record, decision_id)
    return _append(record, "undo", ("decisions", found.decision_id), author, {}, None)


def find_decision(record: AnyRecord, decision_id: str) -> Decision:
    """A decision by the first characters of its identifier.

    Raises:
        RecordError: If none or several begin so, or the folder is no record.
    """
    known = read_decisions(path_of(record))
    found = [row for row in known if decision_id and row.decision_id.startswith(decision_id)]
    if len(found) != 1:
        message = f"got the decision {decision_id!r}, which fits {len(found)}, expected one of `bilateral review list`"
        raise RecordError(message)
    return found[0]


def _decide(  # noqa: PLR0913 - options
    record: AnyRecord, kind: str, target: tuple[str, str], author: Author, payload: dict[str, Any], *, changes: dict[str, Any] | None = None, as_coded: bool = False
) -> Decision:
    """A decision on one record, which is looked up; changes bring with them what follows."""
    table, record_id = target
    with open_record(record) as opened:
        row = _find_row(opened.connection, table, record_id, as_coded=as_coded)
        anchor = _anchor(opened.connection, row)
    if changes is not None:
        payload |= {"changes": {**changes, **following(table, changes, {"mode": getattr(row, "mode", None), "event_type": getattr(row, "event_type", None)})}}
    return _append(record, kind, (table, row.record_id), author, {"row": row_to_json(row), **payload}, anchor)


def _append(  # noqa: PLR0913, PLR0917 - options
    record: AnyRecord, kind: str, target: tuple[str, str], author: Author, payload: dict[str, Any], anchor: Anchor | None
) -> Decision:
    decision = make_decision(kind, target, author, payload=payload, anchor=anchor)
    append_decisions(path_of(record), [decision])
    return decision


def make_decision(kind: str, target: tuple[str, str], author: Author, *, payload: Mapping[str, Any] = MappingProxyType({}), anchor: Anchor | None = None) -> Decision:
    """A decision of now, not kept yet.

    Raises:
        SettingsError: If nobody is named as reviewer.
    """
    if not author.reviewer.strip():
        message = "got no reviewer, expected a name: give --reviewer NAME or set BILATERAL_REVIEWER"
        raise SettingsError(message)
    made_at = datetime.now(UTC)
    place = dataclasses.asdict(anchor) if anchor else dict.fromkeys(("doc_id", "doc_sha256", "address", "start_char", "end_char", "quote", "prefix", "suffix"))
    told = {**payload} | ({"picked": author.picked} if author.picked else {})
    return Decision(
        decision_id=make_id("", "decisions", made_at.isoformat(), author.reviewer, kind, *target, secrets.token_hex(8)), made_at=made_at,
        reviewer=author.reviewer.strip(), decision_type=kind, target_table=target[0], target_id=target[1], **place,
        payload=json.dumps(told, ensure_ascii=False, sort_keys=True), reason=author.reason, bilateral_version=VERSION,
    )  # fmt: skip


def _find_row(connection: duckdb.DuckDBPyConnection, table: str, record_id: str, *, as_coded: bool = False) -> Any:
    """A record after review by its identifier or the beginning of it; one that was rejected is not found: undo that first."""
    if table not in EVIDENCE_TABLES:
        message = f"got the table {table!r}, expected one of: {', '.join(EVIDENCE_TABLES)}"
        raise SchemaError(message)
    found = find_rows(connection, table, record_id) if record_id else []
    if record_id and (as_coded or not found):
        coded = find_rows(connection, table, record_id, as_coded=True)
        found = coded if as_coded and coded else found
    if len(found) != 1:
        message = f"got the record {record_id!r}, which fits {len(found)} of {table}, expected one; `bilateral {table} … --format csv` lists them"
        raise RecordError(message)
    return found[0]


def _document(connection: duckdb.DuckDBPyConnection, doc_id: str) -> dict[str, Any]:
    found = connection.execute("SELECT doc_id, sha256, address, text FROM all_documents WHERE doc_id = ?", [doc_id]).fetchone()
    if found is None:
        message = f"got the document {doc_id!r}, expected one of `bilateral documents`"
        raise RecordError(message)
    return dict(zip(("doc_id", "sha256", "address", "text"), found, strict=True))


def _anchor(connection: duckdb.DuckDBPyConnection, row: Any) -> Anchor:
    return find_anchor(connection, row.doc_id, (row.start_char, row.end_char))


def find_anchor(connection: duckdb.DuckDBPyConnection, doc_id: str, span: tuple[Any, Any]) -> Anchor:
    """The anchor of a stretch of a stored document.

    Raises:
        RecordError: If there is no such document.
        SchemaError: If the stretch does not lie inside its text.
    """
    head, (start, end) = _document(connection, doc_id), span
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(head["text"])):
        message = f"got the span {start} to {end}, expected one inside the {len(head['text'])} characters of the document"
        raise SchemaError(message)
    return anchor_of(head["text"], start, end, document=(head["doc_id"], head["sha256"], head["address"]))


def replay_record(record: AnyRecord) -> Replayed:
    """Replay the journal over the documents that it names, in their newest versions.

    Args:
        record: Folder of the record.

    Returns:
        Records of those documents after review with marks, conflicts, groups and orphans.

    Raises:
        RecordError: If the folder is missing or no record.
    """
    with connect(path_of(record)) as connection:
        return read_verdicts(connection, path_of(record)).replayed


def list_decisions(record: AnyRecord) -> list[dict[str, Any]]:
    """The journal for reading: each decision with what became of it.

    Args:
        record: Folder of the record.

    Returns:
        One dictionary a decision, in the order in which they were made: its columns and `state`: active, undone, undo,
        conflict, or the reason for which it is an orphan.

    Raises:
        RecordError: If the folder is missing or no record.
    """
    with connect(path_of(record)) as connection:
        return list(read_verdicts(connection, path_of(record)).decisions)
