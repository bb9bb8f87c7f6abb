"""What was promised and what became of it: the ledger of a pair as tables, and as text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral import periods
from bilateral.analysis.ledger_life import STANDINGS
from bilateral.analysis.ledger_summary import REASONS, side_of
from bilateral.analysis.summary import build_findings
from bilateral.answers.dossier import read_records, read_texts
from bilateral.answers.reviewed import beside_of, official_values, review_records
from bilateral.errors import SettingsError, StateError
from bilateral.vocabulary.states import find_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from bilateral.findings import DocumentHead, Findings, LedgerEntry, ProjectEntry, StatusChange
    from bilateral.review.replay import Replayed

__all__ = ["PairLedger", "life_table", "projects_table", "promises_table", "read_ledger", "shares_table"]

_STEPS = ("published", "status", "decided_by", "publisher", "title", "doc_id", "record_id", "quote")


@dataclass(frozen=True, slots=True)
class PairLedger:
    """The ledger of a pair at a date, with what its words are looked up in."""

    dyad: tuple[str, str]
    findings: Findings
    entries: tuple[LedgerEntry, ...]  # of the standings asked for
    projects: tuple[ProjectEntry, ...]
    heads: Mapping[str, DocumentHead]
    rows: Mapping[str, Any]  # commitments, projects, events and figures by record id
    review: Replayed
    texts: Mapping[str, str]


def read_ledger(
    record: str | Path, state_a: str, state_b: str, *, as_of: str | None = None, standings: Sequence[str] = ()
) -> PairLedger:
    """The promises and joint projects of a pair as they stood at a date.

    Decisions of reviewers are applied. Nothing published after the date, or
    without a date, is used; corrections by reviewers are.

    Args:
        record: Folder of the record.
        state_a: A state by ISO code, name or capital.
        state_b: The other.
        as_of: Date of the clock, ISO 8601; its last day where it is a month or a year. None: the latest published date.
        standings: Only entries of these standings (`analysis.ledger_life.STANDINGS`); all by default.

    Returns:
        Entries, projects and what they rest on.

    Raises:
        RecordError: If the folder is missing or no record.
        SettingsError: If the date or a standing is wrong.
        StateError: If a state is not known or both are the same.
    """
    path, dyad = Path(record), _check_pair(state_a, state_b)
    unknown = [standing for standing in standings if standing not in STANDINGS]
    if unknown:
        message = f"got the status {unknown[0]!r}, expected one of: {', '.join(STANDINGS)}"
        raise SettingsError(message)
    clock = _day(as_of)
    records, review = review_records(path, read_records(path, *dyad))
    texts = read_texts(path, {row.doc_id for row in records.commitments} | {row.doc_id for row in records.projects})
    beside = beside_of(review, texts, official=official_values(path, dyad, as_of=clock), heads=records.documents)
    findings = build_findings(records, dyad, as_of=clock, beside=beside)
    tables: tuple[Sequence[Any], ...] = (records.commitments, records.projects, records.events, records.figures)
    rows = {row.record_id: row for table in tables for row in table}
    return PairLedger(
        dyad, findings, tuple(_of(findings.ledger, standings)), tuple(_of(findings.projects, standings)),
        {head.doc_id: head for head in records.documents}, rows, review, texts,
    )  # fmt: skip


def _of(entries: Iterable[Any], standings: Sequence[str]) -> Iterable[Any]:
    return (entry for entry in entries if not standings or entry.standing in standings)


def _check_pair(state_a: str, state_b: str) -> tuple[str, str]:
    dyad = (find_state(state_a), find_state(state_b))
    if dyad[0] == dyad[1]:
        message = f"got {dyad[0]} twice, expected two different states"
        raise StateError(message)
    return dyad


def _day(text: str | None) -> Any:
    if text is None:
        return None
    try:
        return periods.bounds(text)[1]
    except ValueError as error:
        message = f"got the date {text!r}, expected a day, month or year of the calendar such as 2018-06-22, 2018-06 or 2018"
        raise SettingsError(message) from error


def promises_table(ledger: PairLedger) -> pa.Table:
    """One row an entry of the ledger.

    Returns:
        Identifier, standing and who judged, parties, words, issue, firmness, conditions, instrument, place, deadline, target with its track, first and last
        mention, number of documents, contradiction, renewal, projects, acts, reviewers' mark, and ids of the reports.
    """
    rows = [_promise_row(ledger, entry) for entry in ledger.entries]
    return _as_table(rows, _PROMISE_COLUMNS)


_PROMISE_COLUMNS = {
    "entry_id": "text", "standing": "text", "judged_by": "text", "status": "text", "side": "text", "actor": "list", "recipient": "list",
    "what": "text", "matters": "list", "issue": "text", "firmness": "text", "conditions": "list", "instrument": "text", "place_name": "text", "deadline": "text", "deadline_end": "date", "target_value": "number", "target_unit": "text",
    "target_track": "text", "last_period": "text", "last_value": "number", "required_value": "number", "series_name": "text",
    "first_told": "text", "last_told": "text", "n_documents": "integer", "is_disputed": "bool", "contradictions": "list",
    "renewed_from": "text", "project_ids": "list", "act_ids": "list", "figure_ids": "list", "review": "text", "quote": "text",
    "publisher": "text", "doc_id": "text", "record_ids": "list",
}  # fmt: skip


def _promise_row(ledger: PairLedger, entry: LedgerEntry) -> dict[str, Any]:
    first = ledger.rows[entry.reports[0]]
    track = entry.track
    told = [change.published for change in entry.history if change.record_id and change.published]
    marks = sorted({f"{mark.verdict} by {mark.reviewer}" for one in entry.reports if (mark := ledger.review.marks.get(one))})
    return {
        **{name: getattr(entry, name) for name in (
            "entry_id", "standing", "judged_by", "status", "what", "firmness", "deadline", "deadline_end", "target_value",
            "target_unit", "n_documents", "renewed_from", "issue", "instrument", "place_name",
        )},
        "side": side_of(entry), "actor": list(entry.actor), "recipient": list(entry.recipient),
        "matters": list(entry.matters), "conditions": list(entry.conditions), "target_track": track and track.verdict, "last_period": track and track.last_period, "last_value": track and track.last_value,
        "required_value": track and track.required_value, "series_name": track and track.series_name,
        "first_told": told[0] if told else None, "last_told": told[-1] if told else None, "is_disputed": bool(entry.contradictions),
        "contradictions": [" against ".join(pair) for pair in entry.contradictions], "project_ids": list(entry.projects),
        "act_ids": list(entry.related_events), "figure_ids": [one.record_id for one in entry.measured], "review": "; ".join(marks) or None,
        "quote": first.quote, "publisher": ledger.heads[first.doc_id].publisher, "doc_id": first.doc_id, "record_ids": list(entry.reports),
    }  # fmt: skip


def projects_table(ledger: PairLedger) -> pa.Table:
    """One row a joint project, under all its names.

    Returns:
        Identifier, names, parties, place, cost, start and due date, status, standing, first and last mention, and ids of the reports.
    """
    rows = []
    for entry in ledger.projects:
        told = [change.published for change in entry.history if change.record_id and change.published]
        stages = list(dict.fromkeys(change.status for change in entry.history if change.status != "unknown"))
        rows.append({
            **{name: getattr(entry, name) for name in (
                "project_id", "place_name", "cost_value", "cost_unit", "start", "due", "status", "standing", "judged_by", "n_documents",
            )},
            "project_name": entry.names[0], "other_names": list(entry.names[1:]), "parties": list(entry.parties),
            "participants": list(entry.participants), "stages": stages, "first_told": told[0] if told else None,
            "last_told": told[-1] if told else None, "is_disputed": bool(entry.contradictions), "record_ids": list(entry.reports),
            "promise_ids": [one.entry_id for one in ledger.findings.ledger if entry.project_id in one.projects],
        })  # fmt: skip
    return _as_table(rows, _PROJECT_COLUMNS)


_PROJECT_COLUMNS = {
    "project_id": "text", "project_name": "text", "other_names": "list", "parties": "list", "participants": "list", "place_name": "text",
    "cost_value": "number", "cost_unit": "text", "start": "text", "due": "text", "status": "text", "stages": "list", "standing": "text", "judged_by": "text",
    "first_told": "text", "last_told": "text", "n_documents": "integer", "is_disputed": "bool", "promise_ids": "list", "record_ids": "list",
}  # fmt: skip


def life_table(ledger: PairLedger, *, projects: bool = False) -> pa.Table:
    """One row a change of status: the document, date and words that tell it.

    Args:
        ledger: The ledger.
        projects: Of joint projects instead of promises.

    Returns:
        Entry, what it is about, date, status, who decided, document and words; by entry, then by date.
    """
    told = [(one.project_id, one.names[0], one.history) for one in ledger.projects] if projects else [
        (one.entry_id, one.what, one.history) for one in ledger.entries
    ]  # fmt: skip
    rows = [
        {"entry_id": entry_id, "what": what, "step": number, **_step_row(ledger, change)}
        for entry_id, what, history in told for number, change in enumerate(history, start=1)
    ]  # fmt: skip
    return _as_table(rows, {"entry_id": "text", "what": "text", "step": "integer", **dict.fromkeys(_STEPS, "text")})


def _step_row(ledger: PairLedger, change: StatusChange) -> dict[str, Any]:
    head = ledger.heads.get(change.doc_id)
    return {
        "published": change.published, "status": change.status, "record_id": change.record_id or None, "doc_id": change.doc_id or None,
        "decided_by": f"reviewer {change.reviewer}" if change.decided_by == "reviewer" else change.decided_by,
        "publisher": head and head.publisher, "title": head and head.title, "quote": change.quote or None,
    }  # fmt: skip


def shares_table(ledger: PairLedger) -> pa.Table:
    """How many promises were kept of those that could be judged: all, each side's, joint ones, and the base rate.

    Returns:
        One row a side: promises, kept, missed, share kept with a 95 % interval (Wilson), and what could not be judged by
        reason. The row `base rate` counts every promise, also to others, in the documents on the pair.
    """
    shares = [*ledger.findings.shares]
    if ledger.findings.base_rate is not None:
        shares.append(ledger.findings.base_rate)
    rows = [
        {
            "side": "base rate" if share is ledger.findings.base_rate else share.side, "n_promises": share.n, "n_kept": share.n_kept,
            "n_missed": share.n_missed, "share_kept": share.share_kept, "low": share.low, "high": share.high,
            **{f"not_judged_{reason.replace(' ', '_')}": dict(share.not_judged).get(reason, 0) for reason in REASONS},
        }
        for share in shares
    ]  # fmt: skip
    numbers = dict.fromkeys(("share_kept", "low", "high"), "number")
    counts = dict.fromkeys((f"not_judged_{reason.replace(' ', '_')}" for reason in REASONS), "integer")
    return _as_table(rows, {"side": "text", "n_promises": "integer", "n_kept": "integer", "n_missed": "integer", **numbers, **counts})


def _as_table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415 - loads much

    kinds = {
        "text": pa.string(), "list": pa.list_(pa.string()), "date": pa.date32(), "number": pa.float64(), "integer": pa.int64(), "bool": pa.bool_(),
    }  # fmt: skip
    return pa.table({name: pa.array([row[name] for row in rows], kinds[kind]) for name, kind in columns.items()})
