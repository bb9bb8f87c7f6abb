"""Replay the journal of decisions over records as they are now, whatever coder and text version made them."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bilateral.review.anchors import Anchor, find_again
from bilateral.review.rows import change_row, row_from_json, row_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bilateral.findings import DocumentHead
    from bilateral.records import Decision

__all__ = ["GROUPED", "Conflict", "Mark", "Orphan", "Replayed", "StatusDecision", "active_decisions", "anchor_from", "replay"]

GROUPED = ("commitments", "projects", "events")
"""Tables whose records are put into groups (ledger entries, joined projects, incidents) that reviewers merge and split."""

_PLACE = frozenset({"record_id", "doc_id", "start_char", "end_char", "quote", "rule", "trigger", "cue_start_char", "cue_end_char"})
"""Columns that tell where a record stands and how it was found, not what it says."""

LEAST_ALIKE = 0.8
"""Part of an added record's columns with a value that an extracted one must share to be the same: two promises can stand in
one sentence."""

LEAST_OVERLAP = 0.5
"""Part of the longer of two spans that both must cover for a new coder's record to be the one decided on."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """A decision whose record is not to be found any more."""

    decision: Decision
    reason_code: str  # document_missing, words_missing, record_missing, record_changed or unreadable


@dataclass(frozen=True, slots=True)
class Mark:
    """What reviewers say of a record: the last verdict, by whom."""

    verdict: str  # accepted, rejected, edited or added
    reviewer: str
    decision_id: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Reviewers who decided otherwise on one record; the later decision holds."""

    record_id: str
    verdicts: tuple[tuple[str, str], ...]  # reviewer, verdict


@dataclass(frozen=True, slots=True)
class StatusDecision:
    """A reviewer's status of a ledger entry or project, on one of its records."""

    record_id: str
    status: str
    date: str | None
    words: str
    reviewer: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """Records after review, and what could not be placed."""

    tables: dict[str, tuple[Any, ...]]
    orphans: tuple[Orphan, ...] = ()
    marks: dict[str, Mark] = field(default_factory=dict)  # by record id, rejected ones too
    conflicts: tuple[Conflict, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()  # record ids that are one entry, project or incident
    apart: tuple[tuple[str, str], ...] = ()  # pairs that are not
    statuses: tuple[StatusDecision, ...] = ()


def active_decisions(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions that were not undone, in the order in which they were made.

    An undo can itself be undone. Decisions of one moment are ordered by identifier.
    """
    ordered = sorted({decision.decision_id: decision for decision in decisions}.values(), key=_order)
    undone: set[str] = set()
    kept = []
    for decision in reversed(ordered):
        if decision.decision_id in undone:
            continue
        if decision.decision_type == "undo":
            undone.add(decision.target_id)
        else:
            kept.append(decision)
    return kept[::-1]


def _order(decision: Decision) -> tuple[Any, str]:
    return decision.made_at, decision.decision_id


def anchor_from(values: Mapping[str, Any]) -> Anchor:
    """An anchor from the columns of a decision, or from a member of its payload."""
    return Anchor(
        values["doc_id"] or "", values["doc_sha256"] or "", values["address"] or "", values["start_char"] or 0,
        values["end_char"] or 0, values["quote"] or "", values["prefix"] or "", values["suffix"] or "",
    )  # fmt: skip


def replay(
    records: Mapping[str, Sequence[Any]],
    decisions: Iterable[Decision],
    *,
    documents: Iterable[DocumentHead],
    texts: Mapping[str, str],
) -> Replayed:
    """Apply a journal to records.

    A decision finds its record by identifier, else by its words: in the same
    document, or in the newest at the same address, by quote and surroundings. What
    was accepted keeps what it said then; what was accepted, edited or added and is
    not extracted any more comes back; what was rejected and is not extracted any
    more needs nothing, and if it now says something else, the decision is an
    orphan, as is all that cannot be placed. Replaying twice changes nothing.

    Args:
        records: Records by table, in any order.
        decisions: The journal, in any order.
        documents: Heads of the documents of now.
        texts: Their stored texts, at least of documents that decisions name.

    Returns:
        The records in the order given, added ones last, with marks, groups and orphans.
    """
    return _Replay(records, {head.doc_id: head for head in documents}, texts).run(active_decisions(decisions))


class _Replay:
    """One replay: rows by table and identifier, and what was found on the way."""

    def __init__(self, records: Mapping[str, Sequence[Any]], heads: Mapping[str, DocumentHead], texts: Mapping[str, str]) -> None:
        self.rows = {table: {row.record_id: row for row in rows} for table, rows in records.items()}
        self.at: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
        for table, rows in self.rows.items():
            for row in rows.values():
                self.at[table, row.doc_id].append(row)
        self.by_address = {head.address: doc_id for doc_id, head in sorted(heads.items())}
        self.heads, self.texts = heads, texts
        self.orphans: list[Orphan] = []
        self.marks: dict[str, Mark] = {}
        self.verdicts: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.together: list[tuple[str, ...]] = []
        self.apart: list[tuple[str, str]] = []
        self.statuses: list[StatusDecision] = []

    def run(self, decisions: Sequence[Decision]) -> Replayed:
        """Apply decisions in order."""
        for decision in decisions:
            try:
                payload = json.loads(decision.payload or "{}")
                why = self._apply(decision, payload)
            except (ValueError, TypeError, KeyError):  # a journal that another version or hand wrote
                why = "unreadable"
            if why:
                self.orphans.append(Orphan(decision, why))
        conflicts = [
            Conflict(record_id, tuple(sorted(said.items()))) for record_id, said in sorted(self.verdicts.items())
            if {"accepted", "edited", "added"} & set(said.values()) and "rejected" in said.values()
        ]  # fmt: skip
        rejected = {record_id for record_id, mark in self.marks.items() if mark.verdict == "rejected"}
        return Replayed(
            {table: tuple(row for key, row in rows.items() if key not in rejected) for table, rows in self.rows.items()},
            tuple(self.orphans), self.marks, tuple(conflicts), tuple(self.together), tuple(self.apart), tuple(self.statuses),
        )  # fmt: skip

    def _apply(self, decision: Decision, payload: dict[str, Any]) -> str:
        """Apply one decision; why it cannot be, or ""."""
        if decision.decision_type in ("merge", "split"):
            return self._regroup(decision, payload)
        then = payload.get("row")
        found, why = self._find(decision.target_table, decision.target_id, anchor_from(dataclasses.asdict(decision)), then)
        if found and found != decision.target_id and then:
            row = self.rows[decision.target_table][found]
            if decision.decision_type == "add" and _share_alike(row, {column: value for column, value in then.items() if value}) < LEAST_ALIKE:
                found, why = None, "record_missing"
            elif decision.decision_type == "reject" and _share_alike(row, then) < 1:
                return "record_changed"
        if decision.decision_type in ("accept", "edit", "add") and found is None and why == "record_missing" and payload.get("row"):
            found = self._restore(decision, payload["row"])
        if found is None:
            return "" if decision.decision_type == "reject" and why == "record_missing" else why
        self._mark(decision, found, payload)
        return ""

    def _mark(self, decision: Decision, record_id: str, payload: dict[str, Any]) -> None:
        if decision.decision_type == "status":
            told = StatusDecision(record_id, payload["status"], payload.get("date"), payload.get("words", ""), decision.reviewer)
            self.statuses = [one for one in self.statuses if (one.record_id, one.status, one.date) != (told.record_id, told.status, told.date)]
            self.statuses.append(told)
            return
        if decision.decision_type == "accept" and payload.get("row") and record_id not in self.marks:
            row = self.rows[decision.target_table][record_id]
            then = {column: value for column, value in payload["row"].items() if column not in _PLACE}
            self.rows[decision.target_table][record_id] = change_row(row, then)
        if decision.decision_type == "edit":
            row = self.rows[decision.target_table][record_id]
            self.rows[decision.target_table][record_id] = change_row(row, self._moved(decision, row, payload["changes"]), self.texts.get(row.doc_id))
        verdict = {"accept": "accepted", "reject": "rejected", "edit": "edited", "add": "added"}[decision.decision_type]
        self.marks[record_id] = Mark(verdict, decision.reviewer, decision.decision_id)
        self.verdicts[record_id][decision.reviewer] = verdict

    def _moved(self, decision: Decision, row: Any, changes: dict[str, Any]) -> dict[str, Any]:
        """Changes with a new span moved to where its words stand now."""
        if not {"start_char", "end_char"} & changes.keys() or row.doc_id == decision.doc_id:
            return changes
        return {column: value for column, value in changes.items() if column not in ("start_char", "end_char")}

    def _regroup(self, decision: Decision, payload: dict[str, Any]) -> str:
        """Resolve the members of a merge, or the groups of a split."""
        groups = [[self._find(decision.target_table, one["record_id"], anchor_from(one), one.get("row"))[0] for one in group] for group in payload["groups"]]
        placed = [[record_id for record_id in group if record_id is not None] for group in groups]
        if decision.decision_type == "merge":
            members = tuple(dict.fromkeys(record_id for group in placed for record_id in group))
            self.apart = [pair for pair in self.apart if not set(pair) <= set(members)]
            self.together += [members] if len(members) > 1 else []
            return "" if len(members) > 1 else "record_missing"
        pairs = [(one, other) for number, group in enumerate(placed) for later in placed[number + 1 :] for one in group for other in later]
        parted = {frozenset(pair) for pair in pairs}
        self.together = [members for members in self.together if not any(pair <= set(members) for pair in parted)]
        self.apart += pairs
        return "" if pairs else "record_missing"

    def _document(self, anchor: Anchor) -> str | None:
        return anchor.doc_id if anchor.doc_id in self.heads else self.by_address.get(anchor.address) if anchor.address else None

    def _find(self, table: str, record_id: str, anchor: Anchor, then: Mapping[str, Any] | None) -> tuple[str | None, str]:
        """The record of now that a decision is about, or why there is none."""
        if record_id in self.rows.get(table, {}):
            return record_id, ""
        doc_id = self._document(anchor)
        if doc_id is None:
            return None, "document_missing"
        span = find_again(anchor, self.texts.get(doc_id, ""))
        if span is None:
            return None, "words_missing"
        ranked = sorted(
            ((-_overlap(span, (row.start_char, row.end_char)), -_likeness(row, then), row.record_id) for row in self.at[table, doc_id]),
        )
        if not ranked or -ranked[0][0] < LEAST_OVERLAP:
            return None, "record_missing"
        return ranked[0][2], ""

    def _restore(self, decision: Decision, values: dict[str, Any]) -> str | None:
        """Put back a record that a reviewer confirmed and the coder does not find."""
        anchor = anchor_from(dataclasses.asdict(decision))
        doc_id = self._document(anchor)
        span = find_again(anchor, self.texts.get(doc_id or "", ""))
        if doc_id is None or span is None:
            return None
        text = self.texts[doc_id]
        place = {"record_id": decision.target_id, "doc_id": doc_id, "start_char": span[0], "end_char": span[1], "quote": text[slice(*span)]}
        row = row_from_json(decision.target_table, {**values, **place})
        self.rows.setdefault(decision.target_table, {})[row.record_id] = row
        self.at[decision.target_table, doc_id].append(row)
        return str(row.record_id)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Characters in common as a part of the longer of two spans."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, common) / max(one[1] - one[0], other[1] - other[0], 1)


def _share_alike(row: Any, then: Mapping[str, Any]) -> float:
    """Part of the telling columns in which a record is as it was."""
    now = row_to_json(row)
    telling = [column for column in then if column in now and column not in _PLACE]
    alike = [column for column in telling if now[column] == then[column]]
    return len(alike) / (len(telling) or 1)


def _likeness(row: Any, then: Mapping[str, Any] | None) -> int:
    """Columns in which a record is as it was when it was decided on."""
    return sum(getattr(row, column, None) == value for column, value in (then or {}).items())
