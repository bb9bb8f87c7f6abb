"""Projects: joint undertakings with their cost, due date and state, over all documents."""

from __future__ import annotations

from collections import defaultdict
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
    Named,
    Quoted,
    counted,
    nothing_found,
)
from bilateral.briefings.material import MOST_QUOTE
from bilateral.briefings.names import name_parties
from bilateral.briefings.wording import NOT_GIVEN, capitalise, cut, join_words, show_amount, show_period, squeeze
from bilateral.findings import state_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.briefings.material import Material
    from bilateral.records import Project

__all__ = ["draft_projects"]

_MOST_SENTENCES = 8
_MOST_ROWS = 25
_ROW_QUOTE = 80
_COLUMNS = ("Project", "Parties", "Taking part", "Where", "Cost", "Due", "Last told")
_STATUS = {
    "announced": "announced",
    "signed": "signed",
    "under way": "under way",
    "delivered": "delivered",
    "stalled": "stalled",
    "missed": "missed",
}


def draft_projects(material: Material) -> DraftSection:
    """Draft the joint projects: those in most documents as sentences, all in a table."""
    groups = _gather(material)
    if not groups:
        block = DraftBlock(
            None, [nothing_found("No joint project of both states was found in the documents searched.")]
        )
        return DraftSection("projects", "Projects", [block])
    drafts = [_tell_project(material, group) for group in groups[:_MOST_SENTENCES]]
    rest = groups[_MOST_SENTENCES:]
    if rest:
        more = counted([group[0].record_id for group in rest], "project")
        verb = "stands" if more.number == 1 else "stand"
        text = f"And {more.number:,} more {verb} in the table or the record alone."
        drafts.append(Draft(text, "counted", material.evidence(more.ids), [more], more.number))
    rows = [_draft_row(material, group) for group in groups]
    table = DraftTable("Projects as the documents tell of them", _COLUMNS, rows[:_MOST_ROWS], len(rows[_MOST_ROWS:]))
    return DraftSection("projects", "Projects", [DraftBlock(None, drafts, table)])


def _gather(material: Material) -> list[list[Project]]:
    """Reports of one project by its name, in order of publication; those in most documents first."""
    pair = set(material.dyad)
    groups: defaultdict[str, list[Project]] = defaultdict(list)
    for row in sorted(
        material.records.projects, key=lambda one: (material.order(one.doc_id), one.start_char, one.record_id)
    ):
        states = set(map(state_of, row.parties))
        if pair <= states or (pair & states and row.doc_id in material.about):
            groups[squeeze(row.project_name).casefold().removeprefix("the ")].append(row)
    return sorted(
        groups.values(),
        key=lambda group: (-len({row.doc_id for row in group}), group[0].project_name, group[0].record_id),
    )


def _last_told(group: Sequence[Project]) -> Project:
    """The newest report that tells a status, else the newest."""
    return next((row for row in reversed(group) if row.status != "unknown"), group[-1])


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


def _due(material: Material, group: Sequence[Project]) -> Dated | None:
    row = next((row for row in reversed(group) if row.due), None)
    if row is None or row.due is None:
        return None
    return Dated(show_period(row.due), row.due, None, None, material.evidence_of(row.record_id))


def _tell_project(material: Material, group: Sequence[Project]) -> Draft:
    last = _last_told(group)
    lead = material.evidence_of(last.record_id)
    quote = Quoted(cut(lead.quote, MOST_QUOTE), lead)
    name = _name(material, last)
    origin = material.origin(last.doc_id)
    facts: list[Fact] = [quote, name, origin]
    details = [f"last told as {_STATUS[last.status]}"] if last.status in _STATUS else []
    for label, fact in (("cost", _cost(material, group)), ("due", _due(material, group))):
        if fact:
            details.append(f"{label} {fact.shown}")
            facts.append(fact)
    told = f", {', '.join(details)}" if details else ""
    text = f"{capitalise(name.shown)}{told} ({origin.shown}): “{quote.shown}”."
    evidence = material.evidence([last.record_id, *(row.record_id for row in reversed(group))])
    return Draft(text, "reported", evidence, facts, len(group))


def _draft_row(material: Material, group: Sequence[Project]) -> DraftRow:
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
    cost, due = _cost(material, group), _due(material, group)
    name = _name(material, last)
    unnamed = Quoted(cut(last.quote, _ROW_QUOTE), evidence)
    cells = (
        capitalise(name.shown) if isinstance(name, Named) else f"“{unnamed.shown}”",
        capitalise(name_parties(sorted({party for row in group for party in row.parties}))),
        join_words(list(dict.fromkeys(one.shown for one in participants))) or NOT_GIVEN,
        place.shown if place else NOT_GIVEN,
        cost.shown if cost else NOT_GIVEN,
        due.shown if due else NOT_GIVEN,
        last.status,
    )
    facts: list[Fact] = [name, unnamed, *participants, *(fact for fact in (place, cost, due) if fact)]
    ids = [last.record_id, *(row.record_id for row in reversed(group))]
    return DraftRow(cells, material.evidence(ids), facts, len(group))
