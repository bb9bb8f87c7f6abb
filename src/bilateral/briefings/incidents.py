"""What happened: the main incidents with the words that report them; plans and denials apart."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bilateral.briefings.acts import act_fact, date_fact, is_trade, tell_act
from bilateral.briefings.drafts import (
    MOST_NOTES,
    Dated,
    Draft,
    DraftBlock,
    DraftSection,
    Fact,
    Given,
    Named,
    Quoted,
    counted,
    nothing_found,
)
from bilateral.briefings.material import MOST_QUOTE
from bilateral.briefings.timeline import draft_timeline
from bilateral.briefings.wording import be, capitalise, count, cut, join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilateral.briefings.material import Material
    from bilateral.findings import Incident
    from bilateral.records import Event

__all__ = ["draft_incidents", "rank_incidents", "tell_incidents"]

_MOST_HAPPENED = 14
_MOST_OTHER = 5

_FRAMES = {
    "happened": "{time}{act}{place}",
    "planned": "It was planned that {act}{place}{time}",
    "hypothetical": "It was held possible that {act}{place}{time}",
    "denied": "It was denied that {act}{place}{time}",
}
_NO_DATE = {"happened": ", at a date that is not given"}
_HEADINGS = {
    "planned": "Planned, not counted as happened",
    "hypothetical": "Held possible, not counted as happened",
    "denied": "Said not to have happened",
}


def rank_incidents(incidents: Iterable[Incident]) -> list[Incident]:
    """Incidents by weight: most publishers, most documents, most intense, newest."""
    return sorted(
        incidents,
        key=lambda one: (
            -one.n_independent,
            -one.n_documents,
            -abs(one.intensity),
            -(one.event_date_start or date.min).toordinal(),
            one.incident_id,
        ),
    )


def _newest_first(incidents: Iterable[Incident]) -> list[Incident]:
    return sorted(incidents, key=lambda one: (-(one.event_date_start or date.min).toordinal(), one.incident_id))


def draft_incidents(material: Material) -> DraftSection:
    """Draft the timeline, newest first, with what did not happen under headings of its own."""
    happened = [one for one in material.findings.incidents if one.realis == "happened"]
    blocks = [DraftBlock(None, list(_tell_happened(material, happened)), chart=draft_timeline(material, rank_incidents(happened)))]
    for realis, heading in _HEADINGS.items():
        others = [one for one in material.findings.incidents if one.realis == realis]
        if others:
            blocks.append(DraftBlock(heading, list(tell_incidents(material, others, _MOST_OTHER))))
    return DraftSection("incidents", "What happened", blocks)


def _tell_happened(material: Material, happened: Sequence[Incident]) -> Iterator[Draft]:
    if not happened:
        yield nothing_found(f"No incident between {join_words(material.names)} that happened was found.")
        return
    yield from tell_incidents(material, happened, _MOST_HAPPENED)


def tell_incidents(material: Material, incidents: Sequence[Incident], most: int) -> Iterator[Draft]:
    """The newest and the weightiest incidents in order of time, and how many more there are."""
    chosen = _choose(material, incidents, material.room(most))
    for incident in _newest_first(chosen):
        yield _tell_incident(material, incident)
    shown = {one.incident_id for one in chosen}
    rest = [one for one in rank_incidents(incidents) if one.incident_id not in shown]
    if rest:
        more = counted((one.incident_id for one in rest), "incident")
        text = f"And {more.number:,} more of this kind, reported by fewer publishers or less intense, {be(more.number)} in the record."
        yield Draft(text, "counted", material.lead_reports(rest), [more], sum(len(one.reports) for one in rest))


def _choose(material: Material, incidents: Sequence[Incident], room: int) -> list[Incident]:
    """The incidents to tell: half of them the newest, the others by weight.

    Those without a date come after those with one, and mere trade, which the figures tell, last.
    """
    ranked = sorted(
        rank_incidents(incidents), key=lambda one: (is_trade(material.events_of(one)), one.event_date_start is None)
    )
    told = [one for one in ranked if one.event_date_start and not is_trade(material.events_of(one))]
    newest = _newest_first(told)[: room // 2]
    known = {one.incident_id for one in newest}
    return [*newest, *(one for one in ranked if one.incident_id not in known)][:room]


def _tell_incident(material: Material, incident: Incident) -> Draft:
    reports = material.events_of(incident)
    lead = material.shown_evidence(reports[0].record_id)
    when = date_fact(material, incident, reports)
    quote = Quoted(cut(lead.quote, MOST_QUOTE), lead)
    act = tell_act(incident, reports[0].trigger)
    placed = _placed(material, reports, act)
    place = Named(f" in {placed.place_name}", material.evidence_of(placed.record_id)) if placed else None
    told_by, told_facts = _told_by(material, incident, reports)
    frame = _FRAMES.get(incident.realis, _FRAMES["happened"])
    sentence = frame.format(act=act, time=_show_time(when, incident), place=place.shown if place else "")
    no_date = "" if when else _NO_DATE.get(incident.realis, ", with no date given")
    facts: list[Fact] = [quote, act_fact(act, reports[0]), *told_facts, *([when] if when else [])]
    if place and placed and placed.place_name:
        facts.append(Named(placed.place_name, place.evidence))
    text = f"{capitalise(sentence)}{no_date} ({told_by}): “{quote.shown}”."
    evidence = [lead, *material.evidence(one for one in incident.reports if one != lead.record_id)]
    return Draft(text, "reported", evidence[:MOST_NOTES], facts, len(incident.reports))


def _show_time(when: Dated | None, incident: Incident) -> str:
    """The time as its place in the sentence asks: before an act that happened, after any other."""
    if when is None:
        return ""
    return f"{when.shown}, " if incident.realis == "happened" else f" {when.shown}"


def _placed(material: Material, reports: Sequence[Event], act: str) -> Event | None:
    """The first report whose document itself names the place; not one that the coder inferred or that the act names already."""
    told = (one for one in reports if one.place_name and one.place_name not in act)
    return next((one for one in told if material.has_words(one.doc_id, one.place_name or "")), None)


def _told_by(material: Material, incident: Incident, reports: Sequence[Event]) -> tuple[str, list[Fact]]:
    """Who reports it: the publisher and date of a single document, else how many there are."""
    doc_ids = tuple(dict.fromkeys(report.doc_id for report in reports))
    if len(doc_ids) == 1:
        origin = material.origin(doc_ids[0])
        return origin.shown, [origin]
    publishers = Given(count(incident.n_independent, "publisher"))
    documents = counted(doc_ids, "document")
    return f"{documents.shown} from {publishers.shown}", [documents, publishers]
