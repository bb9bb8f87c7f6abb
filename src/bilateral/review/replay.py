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

__all__ = [
    "GROUPED", "NAMES", "Conflict", "Judgement", "Mark", "Orphan", "Reading", "Replayed", "StatusDecision", "active_decisions", "anchor_from", "named_places", "replay",
]  # fmt: skip

GROUPED = ("commitments", "projects", "events")
"""Tables whose records are put into groups (ledger entries, joined projects, incidents) that reviewers merge and split."""

NAMES = {"statements": "speaker", "offices": "person", "figures": "claimed_by", "factors": "said_by", "events": "reported_by"}
"""The column of each table that names a person, which reviewers can say to be one with another name."""

NAMED_STATES = {"statements": "speaker_state", "offices": "state"}
"""The column that tells whom the named person serves; the other tables do not tell it."""

_PLACE = frozenset({
    "record_id", "doc_id", "start_char", "end_char", "quote", "rule", "trigger", "cue_start_char", "cue_end_char",
    "addressee_start_char", "addressee_end_char", "occasion_start_char", "occasion_end_char",
})  # fmt: skip
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
    reason_code: str  # document_missing, document_changed, words_missing, record_missing, record_changed or unreadable


@dataclass(frozen=True, slots=True)
class Mark:
    """What reviewers say of a record: the last verdict, by whom."""

    verdict: str  # accepted, rejected, edited or added
    reviewer: str
    decision_id: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one reviewer made of a record: the last verdict, and the record as that reviewer left it."""

    table: str
    verdict: str  # accepted, rejected, edited or added
    decision_id: str
    row: Mapping[str, Any]  # as JSON; of a rejected record as it was
    reason: str = ""
    picked: str = ""  # how the record came before the reviewer: sample, second, or "" for any other way


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that a reviewer read to the end, so that what the coder missed in it is known."""

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
    judged: dict[str, dict[str, Judgement]] = field(default_factory=dict)  # by record id and reviewer
    restored: frozenset[str] = frozenset()  # records that a reviewer confirmed and the coder of now does not find
    notes: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)  # by record id: reviewer and comment
    skipped: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by record id: who could not tell
    readings: dict[str, Reading] = field(default_factory=dict)  # by document
    renamed: dict[tuple[str, str], str] = field(default_factory=dict)  # name and state, to the name that stands for both


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


def named_places(decisions: Iterable[Decision]) -> tuple[list[str], list[str]]:
    """The documents that decisions name and their addresses, those of every member of a merge or split too.

    Returns:
        Identifiers and addresses, each once, in order.
    """
    ids: set[str] = set()
    addresses: set[str] = set()
    for decision in decisions:
        places: list[Mapping[str, Any]] = [{"doc_id": decision.doc_id, "address": decision.address}]
        if decision.decision_type in ("merge", "split"):
            places += _members(decision.payload)
        ids |= {str(place["doc_id"]) for place in places if place.get("doc_id")}
        addresses |= {str(place["address"]) for place in places if place.get("address")}
    return sorted(ids), sorted(addresses)


def _members(payload: str) -> list[Mapping[str, Any]]:
    """Members of a merge or split; none where another version or hand wrote what cannot be read."""
    try:
        return [one for group in json.loads(payload or "{}").get("groups", ()) for one in group if isinstance(one, dict)]
    except (ValueError, TypeError, AttributeError):
        return []


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
        The records in the order given, added ones last, with marks, groups, what each reviewer said, and orphans.
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
        self.judged: defaultdict[str, dict[str, Judgement]] = defaultdict(dict)
        self.restored: set[str] = set()
        self.notes: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self.skipped: defaultdict[str, list[str]] = defaultdict(list)
        self.readings: dict[str, Reading] = {}
        self.renamed: dict[tuple[str, str], str] = {}
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
        rejected = {record_id for record_id, mark in self.marks.items() if mark.verdict == "rejected"}
        kept = {table: tuple(row for key, row in rows.items() if key not in rejected) for table, rows in self.rows.items()}
        return Replayed(
            {table: tuple(self._named(table, row) for row in rows) for table, rows in kept.items()} if self.renamed else kept,
            tuple(self.orphans), self.marks, tuple(self._conflicts()), tuple(self.together), tuple(self.apart), tuple(self.statuses),
            dict(self.judged), frozenset(self.restored), {key: tuple(said) for key, said in self.notes.items()},
            {key: tuple(dict.fromkeys(who)) for key, who in self.skipped.items()}, self.readings, self.renamed,
        )  # fmt: skip

    def _conflicts(self) -> Iterable[Conflict]:
        """Records that one reviewer rejects and another lets stand."""
        for record_id, said in sorted(self.judged.items()):
            verdicts = {reviewer: one.verdict for reviewer, one in said.items()}
            if {"accepted", "edited", "added"} & set(verdicts.values()) and "rejected" in verdicts.values():
                yield Conflict(record_id, tuple(sorted(verdicts.items())))

    def _named(self, table: str, row: Any) -> Any:
        """A record under the name that reviewers chose for its person."""
        column = NAMES.get(table)
        name = getattr(row, column) if column else None
        state = (getattr(row, NAMED_STATES[table]) or "") if table in NAMED_STATES else ""
        chosen = self.renamed.get((name, state)) if name else None
        return row if chosen is None or column is None else dataclasses.replace(row, **{column: chosen})

    def _apply(self, decision: Decision, payload: dict[str, Any]) -> str:
        """Apply one decision; why it cannot be, or ""."""
        if decision.decision_type == "merge" and decision.target_table == "actors":
            return self._rename(payload)
        if decision.decision_type in ("merge", "split"):
            return self._regroup(decision, payload)
        if decision.decision_type == "read":
            return self._read(decision)
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
            needs_nothing = decision.decision_type == "skip" or (decision.decision_type == "reject" and why == "record_missing")
            return "" if needs_nothing else why
        self._mark(decision, found, payload)
        return ""

    def _rename(self, payload: dict[str, Any]) -> str:
        """Names that are of one person, here and where they were merged before."""
        chosen, state = str(payload["as"]), str(payload.get("state") or "")
        names = {(str(name), one) for name in payload["names"] for one in dict.fromkeys((state, ""))} - {(chosen, state), (chosen, "")}
        for key, earlier in self.renamed.items():
            if (earlier, key[1]) in names:
                self.renamed[key] = chosen
        self.renamed |= dict.fromkeys(sorted(names), chosen)
        return "" if names else "record_missing"

    def _read(self, decision: Decision) -> str:
        """A reading holds for the version that was read."""
        doc_id = self._document(anchor_from(dataclasses.asdict(decision)))
        if doc_id is None:
            return "document_missing"
        if doc_id != decision.doc_id:
            return "document_changed"
        self.readings[doc_id] = Reading(decision.reviewer, decision.decision_id)
        return ""

    def _mark(self, decision: Decision, record_id: str, payload: dict[str, Any]) -> None:
        if decision.decision_type == "comment":
            self.notes[record_id].append((decision.reviewer, decision.reason))
            return
        if decision.decision_type == "skip":
            self.skipped[record_id].append(decision.reviewer)
            return
        if decision.decision_type == "status":
            told = StatusDecision(record_id, payload["status"], payload.get("date"), payload.get("words", ""), decision.reviewer)
            self.statuses = [one for one in self.statuses if (one.record_id, one.status, one.date) != (told.record_id, told.status, told.date)]
            self.statuses.append(told)
            return
        verdict = {"accept": "accepted", "reject": "rejected", "edit": "edited", "add": "added"}[decision.decision_type]
        if payload.get("picked") != "second" or record_id not in self.marks:  # a second reading is compared, it changes nothing
            self._change(decision, record_id, payload)
            self.marks[record_id] = Mark(verdict, decision.reviewer, decision.decision_id)
        left = {**payload.get("row", {}), **payload.get("changes", {})}
        self.judged[record_id][decision.reviewer] = Judgement(
            decision.target_table, verdict, decision.decision_id, left, decision.reason, str(payload.get("picked", ""))
        )

    def _change(self, decision: Decision, record_id: str, payload: dict[str, Any]) -> None:
        """What a verdict makes of the columns of a record."""
        row = self.rows[decision.target_table][record_id]
        if decision.decision_type == "accept" and payload.get("row") and record_id not in self.marks:
            then = {column: value for column, value in payload["row"].items() if column not in _PLACE}
            self.rows[decision.target_table][record_id] = change_row(row, then)
        elif decision.decision_type == "edit":
            self.rows[decision.target_table][record_id] = change_row(row, self._moved(decision, row, payload["changes"]), self.texts.get(row.doc_id))

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
        self.restored.add(row.record_id)
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
