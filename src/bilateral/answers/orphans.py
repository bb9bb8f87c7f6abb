"""Decisions whose record is not to be found any more: where each may belong now, and how it is put there or dropped."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bilateral.answers.journal import find_rows
from bilateral.answers.review import Opened, find_anchor, find_decision, make_decision
from bilateral.errors import RecordError, SettingsError
from bilateral.records import EVIDENCE_TABLES, Decision
from bilateral.review.rows import row_to_json
from bilateral.tables.decisions import append_decisions

if TYPE_CHECKING:
    from bilateral.answers.journal import Verdicts
    from bilateral.answers.review import Author

__all__ = ["REASONS", "Place", "list_orphans", "reanchor"]

REASONS = {
    "document_missing": "its document is not in the record any more",
    "document_changed": "a newer version of the document was added since it was read",
    "words_missing": "its words do not stand in the document of now",
    "record_missing": "the coder finds nothing at its words any more",
    "record_changed": "the coder now says something else at its words",
    "unreadable": "it was written by another version and cannot be read",
}
"""What each reason code of an orphan says."""

_MOVABLE = ("accept", "reject", "edit", "add", "status", "comment")
_MOST_CANDIDATES = 6


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where a decision is to belong: a record of now, or a stretch of a document."""

    record_id: str = ""
    doc_id: str = ""
    start_char: int | None = None
    end_char: int | None = None


def list_orphans(opened: Opened, verdicts: Verdicts) -> list[dict[str, Any]]:
    """Decisions that could not be placed, each with the records that it may be about now.

    Args:
        opened: The record with its journal laid over.
        verdicts: The journal.

    Returns:
        The decision's columns with `state` (the reason code), `why`, `is_movable`, `now_doc_id` (the newest document at its
        address, None if there is none) and `candidates`: records of its table in that document, those with most of the
        decision's words first.
    """
    return [_with_candidates(opened, row) for row in verdicts.decisions if row["state"] in REASONS]


def _with_candidates(opened: Opened, row: dict[str, Any]) -> dict[str, Any]:
    now = opened.connection.execute("SELECT doc_id FROM documents WHERE doc_id = ? OR address = ? ORDER BY doc_id = ? DESC LIMIT 1", [row["doc_id"], row["address"], row["doc_id"]]).fetchone()
    doc_id = now[0] if now else None
    is_movable = row["decision_type"] in _MOVABLE and row["target_table"] in EVIDENCE_TABLES and row["state"] != "unreadable"
    found = _candidates(opened, row, doc_id) if doc_id and is_movable else []
    return {**row, "why": REASONS[row["state"]], "is_movable": is_movable, "now_doc_id": doc_id, "candidates": found}


def _candidates(opened: Opened, row: dict[str, Any], doc_id: str) -> list[dict[str, Any]]:
    table = row["target_table"]
    query = f"SELECT record_id, quote FROM {table} WHERE doc_id = ?"  # noqa: S608 - one of our tables
    words = set((row["quote"] or "").casefold().split())
    rows = [{"record_id": record_id, "quote": quote, "shared": len(words & set(quote.casefold().split()))} for record_id, quote in opened.connection.execute(query, [doc_id]).fetchall()]
    return sorted(rows, key=lambda one: (-one["shared"], one["record_id"]))[:_MOST_CANDIDATES]


def reanchor(opened: Opened, decision_id: str, place: Place, *, author: Author) -> Decision:
    """Put a decision where it belongs now: it is taken back and made anew there, both in one step.

    What was added stands for an acceptance where it is put on a record of now.

    Args:
        opened: The record with its journal laid over.
        decision_id: The decision, or the first characters of its identifier.
        place: A record of now; or words, where the record is to come back as the decision holds it.
        author: Who puts it there, and why.

    Returns:
        The new decision.

    Raises:
        RecordError: If there is no such decision, record or document.
        SchemaError: If the words do not lie inside the document.
        SettingsError: If the decision can only be dropped, or a rejection is put on bare words.
    """
    old = find_decision(opened, decision_id)
    if old.decision_type not in _MOVABLE or old.target_table not in EVIDENCE_TABLES:
        message = f"got a decision of the kind {old.decision_type} on {old.target_table}, expected one on a record; drop it with `bilateral review undo {old.decision_id[:8]}`"
        raise SettingsError(message)
    payload: dict[str, Any] = json.loads(old.payload)
    kind, target = old.decision_type, old.target_id
    if place.record_id:
        row = _record_now(opened, old.target_table, place.record_id)
        anchor, target = find_anchor(opened.connection, row.doc_id, (row.start_char, row.end_char)), row.record_id
        payload["row"] = row_to_json(row)
        kind = "accept" if kind == "add" else kind
        payload["changes"] = {column: value for column, value in payload.get("changes", {}).items() if column not in ("start_char", "end_char")}
    elif kind in ("accept", "edit", "add"):
        anchor = find_anchor(opened.connection, place.doc_id, (place.start_char, place.end_char))
        payload["row"] |= {"doc_id": anchor.doc_id, "start_char": anchor.start_char, "end_char": anchor.end_char, "quote": anchor.quote}
    else:
        message = f"got words for a decision of the kind {kind}, expected a record of now that it is about"
        raise SettingsError(message)
    undone = make_decision("undo", ("decisions", old.decision_id), author)
    made = make_decision(kind, (old.target_table, target), author, payload=payload, anchor=anchor)
    made = dataclasses.replace(made, made_at=undone.made_at + timedelta(microseconds=1), reason=author.reason or old.reason)
    append_decisions(opened.path, [undone, made])
    return made


def _record_now(opened: Opened, table: str, record_id: str) -> Any:
    found = find_rows(opened.connection, table, record_id)
    if len(found) != 1:
        message = f"got the record {record_id!r}, which fits {len(found)} of {table}, expected one"
        raise RecordError(message)
    return found[0]
