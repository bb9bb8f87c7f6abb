"""Make decisions of review: look the record up, note where it stands, append to the journal."""

from __future__ import annotations

import dataclasses
import json
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral import periods
from bilateral.errors import RecordError, SchemaError, SettingsError
from bilateral.findings import DocumentHead
from bilateral.records import EVIDENCE_TABLES, TABLES, Decision, column_names, make_id
from bilateral.review.anchors import Anchor, anchor_of
from bilateral.review.replay import GROUPED, Replayed, active_decisions, anchor_from, replay
from bilateral.review.rows import check_changes, row_from_json, row_to_json
from bilateral.tables.decisions import append_decisions, read_decisions
from bilateral.tables.queries import connect
from bilateral.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

__all__ = [
    "STATUSES", "Author", "accept", "add_row", "edit", "export_decisions", "import_decisions", "list_decisions", "merge", "reject",
    "replay_record", "set_status", "split", "undo",
]  # fmt: skip

STATUSES = ("announced", "signed", "in force", "under way", "stalled", "delivered", "cancelled", "missed")
"""What a reviewer can set as the status of a promise or a project."""


@dataclasses.dataclass(frozen=True, slots=True)
class Author:
    """Who decides, and why."""

    reviewer: str
    reason: str = ""


def accept(record: str | Path, table: str, record_id: str, *, author: Author) -> Decision:
    """Confirm a record as it is; it keeps what it says whatever a later coder finds.

    Args:
        record: Folder of the record.
        table: Table of the record.
        record_id: Its identifier, or the first characters of it.
        author: Who decides.

    Returns:
        The decision.

    Raises:
        RecordError: If there is no such record, or the folder is none.
        SchemaError: If there is no such table.
        SettingsError: If nobody is named as reviewer.
    """
    return _decide(record, "accept", (table, record_id), author, {})


def reject(record: str | Path, table: str, record_id: str, *, author: Author) -> Decision:
    """Take a record out of every answer; arguments and errors as for `accept`."""
    return _decide(record, "reject", (table, record_id), author, {})


def edit(record: str | Path, table: str, record_id: str, *, changes: Mapping[str, Any], author: Author) -> Decision:
    """Change columns of a record.

    Args:
        record: Folder of the record.
        table: Table of the record.
        record_id: Its identifier, or the first characters of it.
        changes: New values by column; a changed date brings its days, a changed span its words.
        author: Who decides.

    Returns:
        The decision.

    Raises:
        RecordError: If there is no such record, or the folder is none.
        SchemaError: If a column or value is not one of the table's.
        SettingsError: If nobody is named as reviewer.
    """
    check_changes(table, dict(changes))
    return _decide(record, "edit", (table, record_id), author, {"changes": dict(changes)})


def set_status(  # noqa: PLR0913 - options
    record: str | Path, table: str, record_id: str, *, status: str, author: Author, date: str | None = None, words: str = ""
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


def merge(record: str | Path, table: str, record_ids: Sequence[str], *, author: Author) -> Decision:
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


def split(record: str | Path, table: str, groups: Sequence[Sequence[str]], *, author: Author) -> Decision:
    """Say that records of different lists are not of one promise, project or act; the rest as for `merge`."""
    return _regroup(record, "split", table, [list(group) for group in groups], author)


def _regroup(record: str | Path, kind: str, table: str, groups: list[list[str]], author: Author) -> Decision:
    ids = [one for group in groups for one in group]
    if table not in GROUPED or len(set(ids)) < 2 or (kind == "split" and len([group for group in groups if group]) < 2):  # noqa: PLR2004 - as told
        message = f"got {len(set(ids))} records of {table} to {kind}, expected two or more of {', '.join(GROUPED)}"
        raise SettingsError(message)
    with connect(Path(record)) as connection:
        members = [[_member(connection, Path(record), table, one) for one in group] for group in groups]
    return _append(record, kind, (table, members[0][0]["record_id"]), author, {"groups": members}, anchor_from(members[0][0]))


def _member(connection: duckdb.DuckDBPyConnection, path: Path, table: str, record_id: str) -> dict[str, Any]:
    row = _find_row(_replay(path, connection, table, record_id), table, record_id)
    return {"record_id": row.record_id, "row": row_to_json(row), **dataclasses.asdict(_anchor(connection, row))}


def add_row(record: str | Path, table: str, values: Mapping[str, Any], *, author: Author) -> Decision:
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
        SchemaError: If a column is missing, unknown or wrong, or the span lies outside the text.
        SettingsError: If nobody is named as reviewer.
    """
    given = {key: value for key, value in values.items() if key not in ("record_id", "quote")}
    check_changes(table, {key: value for key, value in given.items() if key != "doc_id"})
    with connect(Path(record)) as connection:
        head = _document(connection, str(given.get("doc_id", "")))
        start, end = given.get("start_char"), given.get("end_char")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(head["text"])):
            message = f"got the span {start} to {end}, expected one inside the {len(head['text'])} characters of the document"
            raise SchemaError(message)
        anchor = anchor_of(head["text"], start, end, document=(head["doc_id"], head["sha256"], head["address"]))
    record_id = make_id(anchor.doc_id, table, start, end, "added", secrets.token_hex(8))
    empty = dict.fromkeys(column_names(table))
    row = row_from_json(table, {**empty, **given, "record_id": record_id, "quote": anchor.quote})
    row = dataclasses.replace(row, **_days(given))
    return _append(record, "add", (table, record_id), author, {"row": row_to_json(row)}, anchor)


def _days(given: Mapping[str, Any]) -> dict[str, Any]:
    """Days that follow from the dates of a new row."""
    names = {"event_date": "event_date", "deadline": "deadline", "period": "period"}
    found: dict[str, Any] = {}
    for column, name in names.items():
        if given.get(column):
            found |= dict(zip((f"{name}_start", f"{name}_end"), periods.bounds(str(given[column])), strict=True))
    return found


def undo(record: str | Path, decision_id: str, *, author: Author) -> Decision:
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
    known = read_decisions(Path(record))
    found = [row for row in known if decision_id and row.decision_id.startswith(decision_id)]
    if len(found) != 1:
        message = f"got the decision {decision_id!r}, which fits {len(found)}, expected one of `bilateral review list`"
        raise RecordError(message)
    return _append(record, "undo", ("decisions", found[0].decision_id), author, {}, None)


def _decide(record: str | Path, kind: str, target: tuple[str, str], author: Author, payload: dict[str, Any]) -> Decision:
    table, record_id = target
    with connect(Path(record)) as connection:
        row = _find_row(_replay(Path(record), connection, table, record_id), table, record_id)
        anchor = _anchor(connection, row)
    return _append(record, kind, (table, row.record_id), author, {"row": row_to_json(row), **payload}, anchor)


def _append(  # noqa: PLR0913, PLR0917 - options
    record: str | Path, kind: str, target: tuple[str, str], author: Author, payload: dict[str, Any], anchor: Anchor | None
) -> Decision:
    if not author.reviewer.strip():
        message = "got no reviewer, expected a name: give --reviewer NAME or set BILATERAL_REVIEWER"
        raise SettingsError(message)
    made_at = datetime.now(UTC)
    place = dataclasses.asdict(anchor) if anchor else dict.fromkeys(("doc_id", "doc_sha256", "address", "start_char", "end_char", "quote", "prefix", "suffix"))
    decision = Decision(
        decision_id=make_id("", "decisions", made_at.isoformat(), author.reviewer, kind, *target, secrets.token_hex(8)), made_at=made_at,
        reviewer=author.reviewer.strip(), decision_type=kind, target_table=target[0], target_id=target[1], **place,
        payload=json.dumps(payload, ensure_ascii=False, sort_keys=True), reason=author.reason, bilateral_version=VERSION,
    )  # fmt: skip
    append_decisions(Path(record), [decision])
    return decision


def _find_row(state: Replayed, table: str, record_id: str) -> Any:
    """A record after review by its identifier or the beginning of it; one that was rejected is not found: undo that first."""
    if table not in EVIDENCE_TABLES:
        message = f"got the table {table!r}, expected one of: {', '.join(EVIDENCE_TABLES)}"
        raise SchemaError(message)
    found = [row for row in state.tables[table] if record_id and row.record_id.startswith(record_id)]
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
    head = _document(connection, row.doc_id)
    return anchor_of(head["text"], row.start_char, row.end_char, document=(head["doc_id"], head["sha256"], head["address"]))


def replay_record(record: str | Path) -> Replayed:
    """Replay the journal over the documents that it names, in their newest versions.

    Args:
        record: Folder of the record.

    Returns:
        Records of those documents after review with marks, conflicts, groups and orphans.

    Raises:
        RecordError: If the folder is missing or no record.
    """
    with connect(Path(record)) as connection:
        return _replay(Path(record), connection)


def _replay(path: Path, connection: duckdb.DuckDBPyConnection, table: str | None = None, record_id: str = "") -> Replayed:
    """Replay over the documents that decisions name, and those of the record that is looked for."""
    decisions = read_decisions(path)
    heads = [DocumentHead(doc_id, address=address) for doc_id, address in connection.execute("SELECT doc_id, address FROM documents").fetchall()]
    named = {row.doc_id for row in decisions}, {row.address for row in decisions}
    ids = {head.doc_id for head in heads if head.doc_id in named[0] or head.address in named[1]}
    if table in EVIDENCE_TABLES and record_id:
        found = connection.execute(f"SELECT doc_id FROM {table} WHERE starts_with(record_id, ?)", [record_id]).fetchall()  # noqa: S608 - our own names
        ids |= {doc_id for (doc_id,) in found}
    tables = {name: _rows_of(connection, name, sorted(ids)) for name in EVIDENCE_TABLES}
    texts = dict(connection.execute("SELECT doc_id, text FROM documents WHERE list_contains(?, doc_id)", [sorted(ids)]).fetchall())
    return replay(tables, decisions, documents=heads, texts=texts)


def _rows_of(connection: duckdb.DuckDBPyConnection, table: str, doc_ids: list[str]) -> list[Any]:
    query = f"SELECT {', '.join(column_names(table))} FROM {table} WHERE list_contains(?, doc_id) ORDER BY record_id"  # noqa: S608 - our own names
    return [TABLES[table](*row) for row in connection.execute(query, [doc_ids]).fetchall()]


def list_decisions(record: str | Path) -> list[dict[str, Any]]:
    """The journal for reading: each decision with what became of it.

    Args:
        record: Folder of the record.

    Returns:
        One dictionary a decision, in the order in which they were made: its columns and `state`: active, undone, undo,
        conflict, or the reason for which it is an orphan.

    Raises:
        RecordError: If the folder is missing or no record.
    """
    decisions = read_decisions(Path(record))
    active = {row.decision_id for row in active_decisions(decisions)}
    state = replay_record(record)
    orphans = {orphan.decision.decision_id: orphan.reason_code for orphan in state.orphans}
    disputed = {conflict.record_id for conflict in state.conflicts}
    return [{**dataclasses.asdict(row), "state": _state(row, active, orphans, disputed)} for row in decisions]


def _state(row: Decision, active: set[str], orphans: Mapping[str, str], disputed: set[str]) -> str:
    if row.decision_type == "undo":
        return "undo"
    if row.decision_id not in active:
        return "undone"
    return orphans.get(row.decision_id, "conflict" if row.target_id in disputed else "active")


def export_decisions(record: str | Path) -> str:
    """The journal as JSON Lines, to be kept, sent or imported elsewhere."""
    rows = [{**dataclasses.asdict(row), "made_at": row.made_at.isoformat()} for row in read_decisions(Path(record))]
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)


def import_decisions(record: str | Path, text: str) -> tuple[int, int]:
    """Append decisions of another journal, such as a second reviewer's copy of the record.

    Args:
        record: Folder of the record.
        text: JSON Lines as `export_decisions` writes them.

    Returns:
        Decisions read, and how many were new.

    Raises:
        RecordError: If the folder is no record or cannot be written.
        SchemaError: If a line is no decision; nothing is then imported.
    """
    rows = [_read_line(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    return len(rows), append_decisions(Path(record), rows)


def _read_line(number: int, line: str) -> Decision:
    names = {item.name: item for item in dataclasses.fields(Decision)}
    try:
        values = json.loads(line)
        made_at = datetime.fromisoformat(values["made_at"])
        payload = json.loads(values["payload"])
        decision = Decision(**{**values, "made_at": made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC)})
    except (ValueError, TypeError, KeyError) as error:
        message = f"line {number}: got no decision, expected a JSON object with {', '.join(names)}: {error}"
        raise SchemaError(message) from error
    if decision.decision_type not in names["decision_type"].metadata["values"] or not isinstance(payload, dict):
        message = f"line {number}: got the decision {decision.decision_type!r}, expected one of: {', '.join(names['decision_type'].metadata['values'])}"
        raise SchemaError(message)
    return decision
