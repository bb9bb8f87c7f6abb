"""Promises and their state: the ledger in words, the overdue first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.briefings.drafts import (
    Dated,
    Draft,
    DraftBlock,
    DraftRow,
    DraftSection,
    DraftTable,
    Fact,
    Given,
    Measured,
    Quoted,
    counted,
    nothing_found,
)
from bilateral.briefings.material import MOST_QUOTE
from bilateral.briefings.names import name_parties
from bilateral.briefings.wording import NOT_GIVEN, be, capitalise, cut, join_words, show_amount, show_day, show_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.briefings.material import Material
    from bilateral.findings import LedgerEntry
    from bilateral.records import Commitment

__all__ = ["draft_promises"]

_MOST_A_STANDING = 6
_MOST_ROWS = 30
_ROW_QUOTE = 140
_COLUMNS = ("Who", "To whom", "Promise", "Firmness", "Deadline", "Target", "Last told", "State")
_HEADINGS = {
    "overdue": "Past the deadline, no report of delivery",
    "missed": "Reported as missed",
    "open": "Open",
    "kept": "Reported as kept",
}
_FIRMNESS = {
    "binding": ("has bound itself", "have bound themselves"),
    "agreed": ("has agreed", "have agreed"),
    "will": ("says that it will act", "say that they will act"),
    "aims": ("states an aim", "state an aim"),
    "explores": ("is exploring a step", "are exploring a step"),
}


def draft_promises(material: Material) -> DraftSection:
    """Draft the ledger: what is overdue, missed, open and kept, each with its words."""
    ledger = material.findings.ledger
    if not ledger:
        block = DraftBlock(
            None, [nothing_found("No promise of either state to the other was found in the documents searched.")]
        )
        return DraftSection("promises", "Promises and their state", [block])
    blocks = [DraftBlock(None, [_tell_clock(material)])]
    for standing, heading in _HEADINGS.items():
        entries = [entry for entry in ledger if entry.standing == standing]
        if entries:
            blocks.append(DraftBlock(heading, list(_tell_entries(material, entries))))
    blocks.append(DraftBlock("The ledger", [], _draft_table(material)))
    return DraftSection("promises", "Promises and their state", blocks)


def _tell_clock(material: Material) -> Draft:
    as_of = material.findings.as_of
    ids = [entry.reports[0] for entry in material.findings.ledger]
    if as_of is None:
        text = "No document is dated, so no deadline can be said to have passed."
        return Draft(text, "counted", material.evidence(ids), (), len(ids))
    clock = Given(show_day(as_of))
    latest = max((head.published_start for head in material.heads.values() if head.published_start), default=None)
    reason = "the latest published date in the record" if as_of == latest else "the date asked for"
    text = (
        f"Deadlines are measured on {clock.shown}, {reason}, never on today's date; "
        "a promise is called kept or missed only where a document says so."
    )
    return Draft(text, "counted", material.evidence(ids), [clock], len(ids))


def _tell_entries(material: Material, entries: Sequence[LedgerEntry]) -> Iterator[Draft]:
    ranked = sorted(entries, key=lambda one: (-one.n_documents, one.deadline is None, one.entry_id))
    for entry in ranked[:_MOST_A_STANDING]:
        yield _tell_entry(material, entry)
        yield from _tell_measured(material, entry)
    rest = ranked[_MOST_A_STANDING:]
    if rest:
        more = counted((entry.entry_id for entry in rest), "promise")
        text = f"And {more.number:,} more of this state {be(more.number)} in the ledger."
        yield Draft(text, "counted", material.evidence(entry.reports[0] for entry in rest), [more], len(rest))


def _reports(material: Material, entry: LedgerEntry) -> list[Commitment]:
    return [material.rows[record_id][1] for record_id in entry.reports if record_id in material.rows]


def _tell_entry(material: Material, entry: LedgerEntry) -> Draft:
    reports = _reports(material, entry)
    lead = material.evidence_of(reports[-1].record_id)
    quote = Quoted(cut(lead.quote, MOST_QUOTE), lead)
    details, facts = _details(material, entry, reports)
    one, many = _FIRMNESS.get(entry.firmness, _FIRMNESS["will"])
    verb = one if len(set(entry.actor)) == 1 else many
    towards = f" towards {name_parties(entry.recipient)}" if entry.recipient else ""
    text = f"{capitalise(name_parties(entry.actor))} {verb}{towards}: “{quote.shown}” ({'; '.join(details)})."
    evidence = material.evidence([lead.record_id, *entry.reports])
    return Draft(text, "reported", evidence, [quote, *facts], len(entry.reports))


def _details(material: Material, entry: LedgerEntry, reports: Sequence[Commitment]) -> tuple[list[str], list[Fact]]:
    """Deadline, target and the history of the status, as far as documents tell them."""
    deadline, target = _deadline(material, entry, reports), _target(material, entry, reports)
    details = [f"deadline {deadline.shown}"] if deadline else ["no deadline given"]
    facts: list[Fact] = [deadline] if deadline else []
    if target:
        details.append(f"target {target.shown}")
        facts.append(target)
    for change in _steps(entry):
        told = Given(f"{change[0]}, {show_period(change[1]) if change[1] else 'no date'}")
        details.append(f"told as {told.shown}")
        facts.append(told)
    documents = counted([report.doc_id for report in reports], "document")
    if documents.number > 1:
        details.append(documents.shown)
        facts.append(documents)
    return details, facts


def _steps(entry: LedgerEntry) -> list[tuple[str, str | None]]:
    """Changes of the status, without repeats."""
    steps: list[tuple[str, str | None]] = []
    for change in entry.history:
        if change.status != "unknown" and (not steps or steps[-1][0] != change.status):
            steps.append((change.status, change.published))
    return steps


def _deadline(material: Material, entry: LedgerEntry, reports: Sequence[Commitment]) -> Dated | None:
    if entry.deadline is None:
        return None
    row = next(report for report in reports if report.deadline == entry.deadline)
    evidence = material.evidence_of(row.record_id)
    return Dated(show_period(entry.deadline), entry.deadline, row.deadline_start, row.deadline_end, evidence)


def _target(material: Material, entry: LedgerEntry, reports: Sequence[Commitment]) -> Measured | None:
    if entry.target_value is None:
        return None
    row = next(report for report in reports if report.target_value == entry.target_value)
    return Measured(
        show_amount(entry.target_value, entry.target_unit),
        entry.target_value,
        material.evidence_of(row.record_id),
        in_paragraph=True,
    )


def _tell_measured(material: Material, entry: LedgerEntry) -> Iterator[Draft]:
    """Figures that bear on a target; they inform and settle nothing."""
    if not entry.measured or entry.target_value is None:
        return
    shown, facts = [], list[Fact]()
    for one in entry.measured[-3:]:
        row = material.rows[one.record_id][1]
        evidence = material.evidence_of(one.record_id)
        value = Measured(show_amount(row.value, row.unit), row.value, evidence)
        facts.append(value)
        label = value.shown
        if one.period:
            when = Dated(show_period(one.period), one.period, row.period_start, row.period_end, evidence)
            facts.append(when)
            label = f"{value.shown} ({when.shown})"
        shown.append(label)
    text = f"Levels told in the same unit about the same matter: {join_words(shown)}."
    ids = [one.record_id for one in entry.measured[-3:]]
    yield Draft(text, "reported", material.evidence(ids), facts, len(ids))


def _draft_table(material: Material) -> DraftTable:
    rows = [_draft_row(material, entry) for entry in material.findings.ledger]
    return DraftTable("Every promise, by deadline", _COLUMNS, rows[:_MOST_ROWS], len(rows[_MOST_ROWS:]))


def _draft_row(material: Material, entry: LedgerEntry) -> DraftRow:
    reports = _reports(material, entry)
    lead = material.evidence_of(reports[-1].record_id)
    quote = Quoted(cut(lead.quote, _ROW_QUOTE), lead)
    deadline, target = _deadline(material, entry, reports), _target(material, entry, reports)
    cells = (
        capitalise(name_parties(entry.actor)),
        capitalise(name_parties(entry.recipient)) or NOT_GIVEN,
        f"“{quote.shown}”",
        entry.firmness,
        deadline.shown if deadline else NOT_GIVEN,
        target.shown if target else NOT_GIVEN,
        entry.status,
        entry.standing,
    )
    facts = [quote, *(fact for fact in (deadline, target) if fact)]
    return DraftRow(cells, material.evidence([lead.record_id, *entry.reports]), facts, len(entry.reports))
