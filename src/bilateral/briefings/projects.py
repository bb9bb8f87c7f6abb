"""Projects: joint undertakings with their cost, due date and state, over all documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.briefings.drafts import (
    MOST_NOTES,
    Dated,
    Draft,
    DraftBlock,
    DraftRow,
    DraftSection,
    DraftTable,
    Fact,
    Given,
    Measured,
    Named,
    Quoted,
    counted,
    nothing_found,
)
from bilateral.briefings.material import MOST_QUOTE
from bilateral.briefings.names import name_parties
from bilateral.briefings.wording import NOT_GIVEN, capitalise, cut, join_words, show_amount, show_period, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.briefings.material import Material
    from bilateral.findings import ProjectEntry
    from bilateral.records import Project

__all__ = ["draft_projects"]

_MOST_SENTENCES = 8
_MOST_ROWS = 25
_ROW_QUOTE = 80
_COLUMNS = ("Project", "Parties", "Taking part", "Where", "Cost", "Start", "Due", "Last told")
_SILENT = frozenset({"announced", "unknown", "overdue"})
"""Statuses that are no news of a project."""


def draft_projects(material: Material) -> DraftSection:
    """Draft the joint projects under all their names: those in most documents as sentences, all in a table."""
    entries = material.findings.projects
    if not entries:
        block = DraftBlock(
            None, [nothing_found("No joint project of both states was found in the documents searched.")]
        )
        return DraftSection("projects", "Projects", [block])
    most = material.room(_MOST_SENTENCES)
    drafts = [draft for entry in entries[:most] for draft in _tell_project(material, entry)]
    rest = entries[most:]
    if rest:
        more = counted([entry.project_id for entry in rest], "project")
        verb = "stands" if more.number == 1 else "stand"
        text = f"And {more.number:,} more {verb} in the table or the record alone."
        drafts.append(Draft(text, "counted", material.evidence(entry.reports[0] for entry in rest), [more], more.number))
    rows = [_draft_row(material, entry) for entry in entries]
    room = material.room(_MOST_ROWS)
    table = DraftTable("Projects as the documents tell of them", _COLUMNS, rows[:room], len(rows[room:]))
    return DraftSection("projects", "Projects", [DraftBlock(None, drafts, table)])


def _reports(material: Material, entry: ProjectEntry) -> list[Project]:
    return [material.rows[record_id][1] for record_id in entry.reports if record_id in material.rows]


def _last_told(group: Sequence[Project]) -> Project:
    """The newest report that tells a status, else the newest."""
    return next((row for row in reversed(group) if row.status not in _SILENT), group[-1])


def _name(material: Material, project: Project) -> Named | Given:
    """The name that the document gives; an undertaking that the coder had to describe is not named."""
    text = material.texts.get(project.doc_id, "").casefold()
    name = squeeze(project.project_name)
    if all(word in text for word in name.casefold().split()):
        return Named(name, material.evidence_of(project.record_id))
    return Given("an undertaking without a name of its own")


def _cost(material: Material, group: Sequence[Project]) -> Measured | None:
    row = next((row for row in reversed(group) if row.cost_value is not None), None)
    if row is None or row.cost_value is None:
        return None
    return Measured(
        show_amount(row.cost_value, row.cost_unit),
        row.cost_value,
        material.evidence_of(row.record_id),
        in_paragraph=True,
    )


def _start(material: Material, group: Sequence[Project]) -> Dated | None:
    return next((_dated(material, row, row.start) for row in reversed(group) if row.start), None)


def _due(material: Material, group: Sequence[Project]) -> Dated | None:
    return next((_dated(material, row, row.due) for row in reversed(group) if row.due), None)


def _dated(material: Material, row: Project, day: str) -> Dated:
    return Dated(show_period(day), day, None, None, material.evidence_of(row.record_id))


def _tell_project(material: Material, entry: ProjectEntry) -> Iterator[Draft]:
    group = _reports(material, entry)
    last = _last_told(group)
    lead = material.shown_evidence(last.record_id)
    quote = Quoted(cut(lead.quote, MOST_QUOTE), lead)
    name = _name(material, last)
    origin = material.origin(last.doc_id)
    facts: list[Fact] = [quote, name, origin]
    details = []
    others = _other_names(material, group, name.shown)
    if others:
        details.append(f"also called {join_words([other.shown for other in others])}")
        facts += others
    for label, fact in (("cost", _cost(material, group)), ("start", _start(material, group)), ("due", _due(material, group))):
        if fact:
            details.append(f"{label} {fact.shown}")
            facts.append(fact)
    stages = [Given(f"{status} ({show_period(published) if published else 'no date'})") for status, published in _stages(entry)]
    if stages:
        details.append(f"told as {join_words([stage.shown for stage in stages])}")
        facts += stages
    told = f", {', '.join(details)}" if details else ""
    text = f"{capitalise(name.shown)}{told}: “{quote.shown}” ({origin.shown})."
    others_told = [one for one in material.evidence(row.record_id for row in reversed(group)) if one.record_id != lead.record_id]
    yield Draft(text, "reported", [lead, *others_told][:MOST_NOTES], facts, len(group))
    if entry.contradictions:
        pair = entry.contradictions[0]
        shown = [Quoted(cut(one.quote, MOST_QUOTE), one) for one in map(material.shown_evidence, pair)]
        text = f"Documents contradict each other on it: “{shown[0].shown}” against “{shown[1].shown}”."
        yield Draft(text, "reported", [one.evidence for one in shown], shown)


def _other_names(material: Material, group: Sequence[Project], shown: str) -> list[Named]:
    """Other names of the project, each with a document that has it."""
    names: dict[str, Named] = {}
    for row in group:
        name = _name(material, row)
        said = [name] if isinstance(name, Named) else []
        said += [Named(other, material.evidence_of(row.record_id)) for other in map(squeeze, row.other_names) if material.has_words(row.doc_id, other)]
        for one in said:
            if one.shown.casefold() != shown.casefold():
                names.setdefault(one.shown.casefold(), one)
    return list(names.values())


def _stages(entry: ProjectEntry) -> list[tuple[str, str | None]]:
    """Changes of the status that documents or reviewers tell, without repeats."""
    steps: list[tuple[str, str | None]] = []
    for change in entry.history:
        if change.status not in ("unknown", "overdue") and (not steps or change.status not in (steps[-1][0], "announced")):
            steps.append((change.status, change.published))
    return steps


def _draft_row(material: Material, entry: ProjectEntry) -> DraftRow:
    group = _reports(material, entry)
    last = _last_told(group)
    evidence = material.evidence_of(last.record_id)
    participants = [
        Named(squeeze(name), material.evidence_of(row.record_id))
        for row in group
        for name in row.participants
        if material.has_words(row.doc_id, name)
    ]
    place = next(
        (
            Named(squeeze(row.place_name), material.evidence_of(row.record_id))
            for row in group
            if row.place_name and material.has_words(row.doc_id, row.place_name)
        ),
        None,
    )
    cost, start, due = _cost(material, group), _start(material, group), _due(material, group)
    name = _name(material, last)
    unnamed = Quoted(cut(last.quote, _ROW_QUOTE), evidence)
    cells = (
        capitalise(name.shown) if isinstance(name, Named) else f"“{unnamed.shown}”",
        capitalise(name_parties(sorted({party for row in group for party in row.parties}))),
        join_words(list(dict.fromkeys(one.shown for one in participants))) or NOT_GIVEN,
        place.shown if place else NOT_GIVEN,
        cost.shown if cost else NOT_GIVEN,
        start.shown if start else NOT_GIVEN,
        due.shown if due else NOT_GIVEN,
        entry.status,
    )
    facts: list[Fact] = [name, unnamed, *participants, *(fact for fact in (place, cost, start, due) if fact)]
    ids = [last.record_id, *(row.record_id for row in reversed(group))]
    return DraftRow(cells, material.evidence(ids), facts, len(group))
