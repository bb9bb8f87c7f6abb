"""Promises and their state: the ledger in words, the overdue first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.briefings.charts import chart_ledger, row_anchor
from bilateral.briefings.drafts import (
    MOST_NOTES,
    Dated,
    Draft,
    DraftBlock,
    DraftChart,
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
from bilateral.vocabulary.matters import load_matter_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.briefings.drafts import Evidence
    from bilateral.briefings.material import Material
    from bilateral.findings import KeptShare, LedgerEntry, StatusChange
    from bilateral.records import Commitment

__all__ = ["draft_promises"]

_MOST_A_STANDING = 6
_MOST_ROWS = 30
_ROW_QUOTE = 140
_COLUMNS = ("Who", "To whom", "Promise", "Firmness", "Deadline", "Target", "Last told", "State")
_HEADINGS = {
    "overdue": "Past the deadline, no report of delivery",
    "missed": "Missed",
    "disputed": "Told differently by different documents",
    "cancelled": "Reported as cancelled",
    "stalled": "Reported as stalled",
    "kept": "Kept",
    "open": "Open",
}
_FIRMNESS = {
    "binding": ("has bound itself", "have bound themselves"),
    "agreed": ("has agreed", "have agreed"),
    "will": ("says that it will act", "say that they will act"),
    "aims": ("states an aim", "state an aim"),
    "explores": ("is exploring a step", "are exploring a step"),
}
_REASONS = {
    "not due": "not due yet",
    "no deadline": "without a deadline and without a report of the outcome",
    "overdue": "past the deadline without a report of the outcome",
    "stalled": "stalled",
    "disputed": "told differently by different documents",
}
_FEWEST_BARS = 3
_FEW = 10
"""Fewer judged promises than this make no rate."""


def draft_promises(material: Material) -> DraftSection:
    """Draft the ledger: how much was kept, then what is overdue, missed, disputed, stalled, kept and open, each with its words."""
    ledger = material.findings.ledger
    if not ledger:
        block = DraftBlock(
            None, [nothing_found("No promise of either state to the other was found in the documents searched.")]
        )
        return DraftSection("promises", "Promises and their state", [block])
    blocks = [DraftBlock(None, [_tell_clock(material), *_tell_shares(material)])]
    for standing, heading in _HEADINGS.items():
        entries = [entry for entry in ledger if entry.standing == standing]
        if entries:
            blocks.append(DraftBlock(heading, list(_tell_entries(material, entries))))
    blocks.append(DraftBlock("The ledger", [], _draft_table(material), _draft_chart(material)))
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
        f"Deadlines are measured on {clock.shown}, {reason}, never on today's date; a promise is called kept or missed "
        "only where a document, an official series at its deadline or a reviewer says so."
    )
    return Draft(text, "counted", material.evidence(ids), [clock], len(ids))


def _tell_shares(material: Material) -> Iterator[Draft]:
    """The share kept with its count, what could not be judged and why, each side's own, and a base rate as such."""
    every, *sides = material.findings.shares or (None,)
    if every is None:
        return
    ledger = material.findings.ledger
    all_of = counted((entry.entry_id for entry in ledger), "promise")
    evidence = material.evidence(entry.reports[0] for entry in ledger if entry.judged_by) or material.evidence([ledger[0].reports[0]])
    share = Given(_show_share(every))
    yield Draft(f"Of {all_of.shown}, {share.shown}.", "counted", evidence, [all_of, share], len(ledger))
    if every.not_judged:
        reasons = [Given(f"{number:,} {be(number)} {_REASONS[reason]}") for reason, number in every.not_judged]
        unjudged = Given(f"{sum(number for _, number in every.not_judged):,}")
        text = f"The other {unjudged.shown} could not be judged: {join_words([one.shown for one in reasons])}."
        yield Draft(text, "counted", evidence, [unjudged, *reasons], len(ledger))
    shown = [Given(_show_side(side)) for side in sides]
    if shown:
        yield Draft(f"{capitalise('; '.join(one.shown for one in shown))}.", "counted", evidence, shown, len(ledger))
    yield from _tell_base_rate(material, evidence)


def _tell_base_rate(material: Material, evidence: Sequence[Evidence]) -> Iterator[Draft]:
    base = material.findings.base_rate
    if base is None or base.share_kept is None:
        return
    judged = base.n_kept + base.n_missed
    if judged < _FEW:
        told = Given(f"{judged:,} {'outcome' if judged == 1 else 'outcomes'}")
        yield Draft(f"With {told.shown} known in these documents, no base rate can be given for what is still open.", "counted", evidence, [told], judged)
        return
    rate = Given(_show_share(base))
    text = f"As a base rate, not a forecast: of every promise in these documents, also to others, {rate.shown}."
    yield Draft(text, "counted", evidence, [rate], base.n)


def _show_share(share: KeptShare) -> str:
    judged = share.n_kept + share.n_missed
    if share.share_kept is None or share.low is None or share.high is None:
        return "none could be judged"
    if judged < _FEW:
        return f"{share.n_kept:,} of the {judged:,} that could be judged {be(share.n_kept, past=True)} kept, too few for a rate"
    spread = f"95 % interval {share.low * 100:.0f} to {share.high * 100:.0f} %"
    return f"{share.n_kept:,} of the {judged:,} that could be judged {be(share.n_kept, past=True)} kept ({share.share_kept * 100:.0f} %, {spread})"


def _show_side(side: KeptShare) -> str:
    judged = side.n_kept + side.n_missed
    who = "both together" if side.side == "joint" else f"{name_parties([side.side])} alone"
    kept = f"{side.n_kept:,} kept and {side.n_missed:,} not kept" if judged else "none of them judged"
    return f"{who} made {side.n:,}, {kept}"


def _tell_entries(material: Material, entries: Sequence[LedgerEntry]) -> Iterator[Draft]:
    ranked = sorted(entries, key=lambda one: (-one.n_documents, one.deadline is None, one.entry_id))
    most = material.room(_MOST_A_STANDING)
    for entry in ranked[:most]:
        yield _tell_entry(material, entry)
        yield from _tell_outcome(material, entry)
        yield from _tell_measured(material, entry)
        yield from _tell_track(material, entry)
    rest = ranked[most:]
    if rest:
        more = counted((entry.entry_id for entry in rest), "promise")
        text = f"And {more.number:,} more of this state {be(more.number)} in the ledger."
        yield Draft(text, "counted", material.evidence(entry.reports[0] for entry in rest), [more], len(rest))


_SILENT = frozenset({"announced", "unknown", "overdue"})


def _tell_outcome(material: Material, entry: LedgerEntry) -> Iterator[Draft]:
    """The words that tell what became of a promise, of each side where documents contradict each other."""
    telling = [change for change in entry.history if change.status not in _SILENT and change.record_id in material.rows]
    lead = _lead(material, entry).record_id
    first: dict[str, StatusChange] = {}
    for change in telling:
        if change.record_id != lead or change.decided_by == "reviewer":
            first.setdefault(change.status, change)
    for change in first.values():
        status = Given(change.status)
        if change.decided_by == "reviewer":
            when = Given(f", {show_period(change.published)}" if change.published else "")
            text = f"A reviewer of this record set its status to {status.shown}{when.shown}."
            yield Draft(text, "counted", material.evidence([change.record_id]), [status, when])
            continue
        evidence = material.shown_evidence(change.record_id)
        quote, origin = Quoted(cut(evidence.quote, MOST_QUOTE), evidence), material.origin(change.doc_id)
        text = f"It is told as {status.shown} ({origin.shown}): “{quote.shown}”."
        yield Draft(text, "reported", [evidence], [quote, origin, status])


def _rounded(value: float) -> float:
    """A value with three digits, as a sentence has room for."""
    return float(f"{value:.3g}")


def _tell_track(material: Material, entry: LedgerEntry) -> Iterator[Draft]:
    """Where the target stands in the official series."""
    track = entry.track
    if track is None:
        return
    told = Given(f"{show_amount(_rounded(track.last_value), track.unit)} in {show_period(track.last_period)}")
    path = Given("")
    if track.required_value is not None and track.verdict in ("on track", "behind"):
        path = Given(f", where a straight path asks for {show_amount(_rounded(track.required_value), track.unit)}")
    verdict = {"met": "has been met", "missed": "was missed", "on track": "is on track", "behind": "is behind"}.get(track.verdict, "is not reached")
    series = Given(track.series_name)
    text = f"By official figures the target {verdict}: {told.shown}{path.shown} ({series.shown})."
    yield Draft(text, "counted", material.evidence([_lead(material, entry).record_id]), [told, path, series])


def _reports(material: Material, entry: LedgerEntry) -> list[Commitment]:
    return [material.rows[record_id][1] for record_id in entry.reports if record_id in material.rows]


def _lead(material: Material, entry: LedgerEntry) -> Commitment:
    """The report that makes the promise: that of its words, not one of its outcome."""
    reports = _reports(material, entry)
    return next((report for report in reports if report.what == entry.what), reports[0])


def _tell_entry(material: Material, entry: LedgerEntry) -> Draft:
    reports = _reports(material, entry)
    lead_row = _lead(material, entry)
    lead = material.shown_evidence(lead_row.record_id)
    quote = Quoted(cut(lead.quote, MOST_QUOTE), lead)
    details, facts = _details(material, entry, reports)
    one, many = _FIRMNESS.get(entry.firmness, _FIRMNESS["will"])
    verb = one if len(set(entry.actor)) == 1 else many
    towards = f" towards {name_parties(entry.recipient)}" if entry.recipient else ""
    opening = f"{capitalise(name_parties(entry.actor))} {verb}{towards}"
    if lead_row.status not in _SILENT and entry.what == lead_row.what and len(reports) == 1 and lead_row.status != "signed":
        opening = f"A promise of {name_parties(entry.actor)}{towards} is told as {lead_row.status}"
    text = f"{opening}: “{quote.shown}” ({'; '.join(details)})."
    others = [one for one in material.evidence(entry.reports) if one.record_id != lead.record_id]
    return Draft(text, "reported", [lead, *others][:MOST_NOTES], [quote, *facts], len(entry.reports))


def _details(material: Material, entry: LedgerEntry, reports: Sequence[Commitment]) -> tuple[list[str], list[Fact]]:
    """Deadline, target and the history of the status, as far as documents tell them."""
    deadline, target = _deadline(material, entry, reports), _target(material, entry, reports)
    matters = [matter for matter in entry.matters if matter not in load_matter_words().acts]
    details = [f"on {join_words(matters)}"] if matters else []
    conditions = [Given(f"“{cut(words, MOST_QUOTE)}”") for words in entry.conditions]
    if conditions:
        details.append(f"conditional on {join_words([one.shown for one in conditions])}")
    if entry.instrument:
        details.append(f"in {'an' if entry.instrument == 'agreement' else 'a'} {entry.instrument}")
    details.append(f"deadline {deadline.shown}" if deadline else "no deadline given")
    facts: list[Fact] = [*conditions, *([deadline] if deadline else [])]
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
        if change.status not in ("unknown", "overdue") and (not steps or change.status not in (steps[-1][0], "announced")):
            steps.append((change.status, change.published))
    return steps


def _deadline(material: Material, entry: LedgerEntry, reports: Sequence[Commitment]) -> Dated | None:
    if entry.deadline is None:
        return None
    row = next((report for report in reports if report.deadline == entry.deadline), reports[0])
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


def _draft_chart(material: Material) -> DraftChart | None:
    """The promises in time; its rows are those of the ledger's table."""
    dated = [entry for entry in material.findings.ledger[: material.room(_MOST_ROWS)] if entry.history and entry.history[0].published]
    if len(dated) < _FEWEST_BARS or material.findings.as_of is None:
        return None
    return DraftChart(
        key="ledger-chart",
        title="Promises from their first report to their deadline",
        description="A pale bar has no deadline and runs to the day at which the ledger's clock stands, the dashed line.",
        spec=chart_ledger(dated, material.findings.as_of),
        table=DraftTable("The table below lists them", _COLUMNS, ()),
    )


def _draft_table(material: Material) -> DraftTable:
    rows = [_draft_row(material, entry) for entry in material.findings.ledger]
    room = material.room(_MOST_ROWS)
    return DraftTable("Every promise, by deadline", _COLUMNS, rows[:room], len(rows[room:]))


def _draft_row(material: Material, entry: LedgerEntry) -> DraftRow:
    reports = _reports(material, entry)
    lead = material.evidence_of(_lead(material, entry).record_id)
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
    return DraftRow(cells, material.evidence([lead.record_id, *entry.reports]), facts, len(entry.reports), row_anchor("promise", entry.entry_id))
