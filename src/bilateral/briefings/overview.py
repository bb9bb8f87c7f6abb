"""The bottom line: what the record holds on a pair, in numbers, and the chart over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.briefings.charts import chart_balance, row_anchor
from bilateral.briefings.drafts import (
    Draft,
    DraftBlock,
    DraftChart,
    DraftRow,
    DraftSection,
    DraftTable,
    Fact,
    Given,
    counted,
    nothing_found,
)
from bilateral.briefings.incidents import rank_incidents
from bilateral.briefings.judgement import tell_judgement
from bilateral.briefings.material import ALL_DOCUMENTS, Material
from bilateral.briefings.statements import side_of, statements_about
from bilateral.briefings.wording import (
    MINUS,
    NOT_GIVEN,
    be,
    join_words,
    possessive,
    show_balance,
    show_day,
    show_period,
)
from bilateral.findings import Incident, PeriodCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["draft_overview", "make_headline"]

_STANDINGS = {
    "open": "open",
    "kept": "reported as kept",
    "stalled": "reported as stalled",
    "disputed": "told differently by different documents",
    "cancelled": "reported as cancelled",
    "overdue": "past the deadline with no report of delivery",
    "missed": "missed",
}
"""Standings of a promise in words, the most urgent last."""
_COLUMNS = (
    "Period", "Cooperation in words", "Cooperation in deeds", "Conflict in words", "Conflict in deeds", "Balance",
)  # fmt: skip


def _happened(material: Material) -> list[Incident]:
    return [one for one in material.findings.incidents if one.realis == "happened"]


def _reports(incidents: Iterable[Incident]) -> int:
    return sum(len(one.reports) for one in incidents)


def draft_overview(material: Material) -> DraftSection:
    """Draft the bottom line: every sentence is a count with the records behind it."""
    drafts = [
        *tell_judgement(material),
        *_tell_documents(material),
        *_tell_incidents(material),
        *_tell_direction(material),
        *_tell_unreal(material),
        *_tell_statements(material),
        *_tell_promises(material),
        *_tell_factors(material),
    ]
    return DraftSection("overview", "Bottom line", [DraftBlock(None, drafts, chart=_draft_chart(material))])


def make_headline(material: Material) -> tuple[tuple[str, str], ...]:
    """The numbers that stand at the head of a brief."""
    findings = material.findings
    total = findings.series.total if findings.series else PeriodCount("")
    overdue = [entry for entry in findings.ledger if entry.standing == "overdue"]
    return (
        ("documents", f"{len(material.heads):,}"),
        ("publishers", f"{len(material.independent(material.heads)):,}"),
        ("incidents that happened", f"{total.total:,}"),
        (f"balance, {MINUS}1 to +1", show_balance(total.balance) if total.balance is not None else NOT_GIVEN),
        ("promises", f"{len(findings.ledger):,}"),
        ("promises overdue", f"{len(overdue):,}"),
    )


def _tell_documents(material: Material) -> Iterator[Draft]:
    heads = list(material.heads.values())
    if not heads:
        yield nothing_found("The record holds no document yet, so nothing can be told about this pair.")
        return
    documents = counted(material.heads, "document")
    publishers = counted(material.independent(material.heads), "publisher")
    days = sorted(head.published_start for head in heads if head.published_start)
    span = Given(_show_span(show_day(days[0]), show_day(days[-1])) if days else "")
    copies = counted((one for one, other in sorted(material.findings.copies.items()) if one != other), "copy")
    about = counted(sorted(material.about), "document")
    text = f"The record holds {documents.shown} from {publishers.shown}{span.shown or ', without any date'}."
    yield Draft(text, "counted", [ALL_DOCUMENTS], [documents, publishers, span], len(heads))
    text = _tell_about(about.number, len(heads))
    if copies.number:
        text += f"; {copies.number:,} {'repeats' if copies.number == 1 else 'repeat'} the text of another and {be(copies.number)} not counted as a further voice"
    evidence = material.openings(sorted(material.about, key=material.order, reverse=True)) or [ALL_DOCUMENTS]
    facts: list[Fact] = [about, copies]
    yield Draft(f"{text}.", "counted", evidence, facts, max(about.number, 1))


def _tell_about(number: int, total: int) -> str:
    """How many of the documents speak of both states."""
    if number == total:
        return "It speaks of both states" if total == 1 else "All of them speak of both states"
    if not number:
        return "None of them speaks of both states" if total > 1 else "It does not speak of both states"
    return f"{number:,} of them {'speaks' if number == 1 else 'speak'} of both states"


def _show_span(first: str, last: str) -> str:
    return f", published on {first}" if first == last else f", published between {first} and {last}"


def _tell_incidents(material: Material) -> Iterator[Draft]:
    happened = _happened(material)
    if not happened:
        yield nothing_found(f"No incident between {join_words(material.names)} that happened was found in them.")
        return
    total = material.findings.series.total if material.findings.series else PeriodCount("")
    by_quad = {
        quad: counted((one.incident_id for one in happened if one.quad_code == quad), "") for quad in (1, 2, 3, 4)
    }
    incidents = counted((one.incident_id for one in happened), "incident")
    facts: list[Fact] = [incidents, *by_quad.values(), Given(f"{total.cooperation:,}"), Given(f"{total.conflict:,}")]
    number = {quad: f"{fact.number:,}" for quad, fact in by_quad.items()}
    verb = "They report" if len(material.heads) > 1 else "It reports"
    text = (
        f"{verb} {incidents.shown} between {join_words(material.names)} that happened: "
        f"{total.cooperation:,} of cooperation ({number[1]} in words, {number[2]} in deeds) and "
        f"{total.conflict:,} of conflict ({number[3]} in words, {number[4]} in deeds)."
    )
    yield Draft(text, "counted", material.lead_reports(rank_incidents(happened)), facts, _reports(happened))


def _tell_direction(material: Material) -> Iterator[Draft]:
    series = material.findings.series
    if series is None or series.total.balance is None:
        return
    happened = rank_incidents(_happened(material))
    balance = Given(show_balance(series.total.balance))
    scale = Given(f"{MINUS}1 (all conflict) to +1 (all cooperation)")
    head = f"On a scale from {scale.shown} the balance of these incidents is {balance.shown}"
    tail = "" if series.direction else "; too few of them are dated to tell a direction"
    yield Draft(f"{head}{tail}.", "counted", material.lead_reports(happened), [balance, scale], _reports(happened))


def _tell_unreal(material: Material) -> Iterator[Draft]:
    """Acts that were planned, hypothetical or denied, apart from those that happened."""
    others = [one for one in material.findings.incidents if one.realis != "happened"]
    if not others:
        return
    by_realis = [
        (realis, counted((one.incident_id for one in others if one.realis == realis), "act"))
        for realis in ("planned", "hypothetical", "denied")
    ]
    shown = join_words([f"{fact.number:,} as {realis}" for realis, fact in by_realis if fact.number])
    acts = counted((one.incident_id for one in others), "act")
    text = f"Beside these, {acts.shown} {be(acts.number)} reported as not having happened or not yet: {shown}; none of them is counted above."
    evidence = material.lead_reports(rank_incidents(others))
    facts: list[Fact] = [acts, *(fact for _, fact in by_realis)]
    yield Draft(text, "counted", evidence, facts, _reports(others))


def _tell_statements(material: Material) -> Iterator[Draft]:
    statements = statements_about(material)
    if not statements:
        yield nothing_found("No statement was found in documents that speak of both states.")
        return
    sides = [
        counted((row.record_id for row in statements if side_of(row, material.dyad) == side), "statement")
        for side in (0, 1, None)
    ]
    first, second, others = sides
    text = (
        f"{first.shown} {be(first.number)} {possessive(material.names[0])}, {second.number:,} {be(second.number)} "
        f"{possessive(material.names[1])} and {others.number:,} {be(others.number)} of others or of speakers whose state is not known."
    )
    ids = [one for side in sides for one in side.ids[:2]]
    yield Draft(f"Of what was said, {text}", "counted", material.evidence(ids), sides, len(statements))


def _tell_promises(material: Material) -> Iterator[Draft]:
    ledger = material.findings.ledger
    if not ledger:
        yield nothing_found("No promise of either state to the other was found.")
        return
    promises = counted((entry.entry_id for entry in ledger), "promise")
    by_standing = {key: counted((one.entry_id for one in ledger if one.standing == key), "") for key in _STANDINGS}
    shown = join_words(
        [f"{fact.number:,} {be(fact.number)} {_STANDINGS[key]}" for key, fact in by_standing.items() if fact.number]
    )
    clock = Given(_show_clock(material))
    order = list(_STANDINGS)
    urgent = sorted(ledger, key=lambda entry: -order.index(entry.standing))
    evidence = material.evidence(entry.reports[0] for entry in urgent)
    facts: list[Fact] = [promises, *by_standing.values(), clock]
    yield Draft(
        f"Of {promises.shown}, {shown}{clock.shown}.",
        "counted",
        evidence,
        facts,
        sum(len(one.reports) for one in ledger),
    )


def _show_clock(material: Material) -> str:
    as_of = material.findings.as_of
    return f", as of {show_day(as_of)}" if as_of else ", with no date to measure deadlines by"


def _tell_factors(material: Material) -> Iterator[Draft]:
    """How many drivers and hurdles, those read from the tone of one sentence left out."""
    groups = [group for group in material.findings.factors if not group.is_weak]
    if not groups:
        return
    drivers = counted((group.group_id for group in groups if group.polarity == "driver"), "driver")
    hurdles = counted((group.group_id for group in groups if group.polarity == "hurdle"), "hurdle")
    text = f"The documents name {drivers.shown} and {hurdles.shown} of the relation."
    ids = [group.record_ids[0] for polarity in ("driver", "hurdle") for group in groups if group.polarity == polarity][:4]
    yield Draft(text, "counted", material.evidence(ids), [drivers, hurdles], sum(len(group.record_ids) for group in groups))


def _draft_chart(material: Material) -> DraftChart | None:
    series = material.findings.series
    if series is None or not series.counts:
        return None
    labels = tuple(show_period(one.period) for one in series.counts)
    rows = [_draft_row(material, one) for one in series.counts if one.total]
    caption = f"Incidents that happened, by {series.step}; periods without any are not listed"
    return DraftChart(
        key="balance",
        title=f"Incidents between {join_words(material.names)} by {series.step}",
        description="Bars above the line count acts of cooperation, bars below it acts of conflict.",
        spec=chart_balance(series.counts, labels),
        table=DraftTable(caption, _COLUMNS, rows),
    )


def _draft_row(material: Material, one: PeriodCount) -> DraftRow:
    by_id = {incident.incident_id: incident for incident in material.findings.incidents}
    incidents = [by_id[incident_id] for incident_id in one.incident_ids]
    cells = (
        show_period(one.period), f"{one.verbal_cooperation:,}", f"{one.material_cooperation:,}",
        f"{one.verbal_conflict:,}", f"{one.material_conflict:,}", show_balance(one.balance or 0.0),
    )  # fmt: skip
    facts = [Given(cell) for cell in cells]
    return DraftRow(
        cells,
        material.lead_reports(rank_incidents(incidents)),
        facts,
        _reports(incidents),
        row_anchor("period", one.period),
    )
