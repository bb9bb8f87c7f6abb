"""What happened: the main incidents with the words that report them; plans and denials apart."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

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
from bilateral.briefings.names import name_parties
from bilateral.briefings.wording import be, capitalise, count, cut, in_time, join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilateral.briefings.material import Material
    from bilateral.findings import Incident
    from bilateral.records import Event

__all__ = ["draft_incidents", "rank_incidents"]

_MOST_HAPPENED = 14
_MOST_OTHER = 5

# Event type and mode -> (past, infinitive); {a} acts on {b}, {both} act together.
_ACTS: dict[tuple[str, str | None], tuple[str, str]] = {
    ("AGREE", None): ("{both} agreed", "{both} agree"),
    ("CONSULT", None): ("{both} held talks", "{both} hold talks"),
    ("CONSULT", "visit"): ("{a} paid a visit to {b}", "{a} pay a visit to {b}"),
    ("CONSULT", "meet"): ("{both} met", "{both} meet"),
    ("CONSULT", "phone"): ("{both} spoke by telephone", "{both} speak by telephone"),
    ("CONSULT", "multilateral"): ("{both} took part in many-sided talks", "{both} take part in many-sided talks"),
    ("CONSULT", "third-party"): ("{both} talked through a third party", "{both} talk through a third party"),
    ("SUPPORT", None): ("{a} spoke in support of {b}", "{a} speak in support of {b}"),
    ("CONCEDE", None): ("{a} made a concession to {b}", "{a} make a concession to {b}"),
    ("COOPERATE", None): ("{both} cooperated", "{both} cooperate"),
    ("AID", None): ("{a} gave aid to {b}", "{a} give aid to {b}"),
    ("RETREAT", None): ("{a} drew back or released something towards {b}", "{a} draw back towards {b}"),
    ("REQUEST", None): ("{a} made a demand on {b}", "{a} make a demand on {b}"),
    ("ACCUSE", None): ("{a} criticised {b}", "{a} criticise {b}"),
    ("REJECT", None): ("{a} turned down {b}", "{a} turn down {b}"),
    ("THREATEN", None): ("{a} threatened or warned {b}", "{a} threaten or warn {b}"),
    ("PROTEST", None): ("{a} protested against {b}", "{a} protest against {b}"),
    ("SANCTION", None): ("{a} cut or restricted relations with {b}", "{a} cut or restrict relations with {b}"),
    ("MOBILIZE", None): ("{a} made a show of force towards {b}", "{a} make a show of force towards {b}"),
    ("COERCE", None): ("{a} used coercion against {b}", "{a} use coercion against {b}"),
    ("ASSAULT", None): ("{a} used armed force against {b}", "{a} use armed force against {b}"),
}
# Triggers whose act the type alone would tell badly; the type and the trigger decide together.
_TRIGGER_ACTS: dict[tuple[str, frozenset[str]], tuple[str, str]] = {
    ("COOPERATE", frozenset("trade commerce turnover export exports import imports traded".split())): (
        "{both} traded",
        "{both} trade",
    ),
    ("AGREE", frozenset("promise promised pledge pledged vow vowed vows pledges undertook offered".split())): (
        "{a} made a promise to {b}",
        "{a} make a promise to {b}",
    ),
    ("AGREE", frozenset("sign signed signing treaty memorandum".split())): ("{both} signed", "{both} sign"),
}
_FALLBACK = ("{a} acted towards {b}", "{a} act towards {b}")
_FRAMES = {
    "happened": "{time}{act}{place}",
    "planned": "It was planned that {act}{place}{time}",
    "hypothetical": "It was held possible that {act}{place}{time}",
    "denied": "It was denied that {act}{place}{time}",
}
_NO_DATE = {"happened": ", at a date that is not given"}
_AUXILIARY = {"planned": "would", "hypothetical": "might"}
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
    blocks = [DraftBlock(None, list(_tell_happened(material, happened)))]
    for realis, heading in _HEADINGS.items():
        others = [one for one in material.findings.incidents if one.realis == realis]
        if others:
            blocks.append(DraftBlock(heading, list(_tell_most(material, others, _MOST_OTHER))))
    return DraftSection("incidents", "What happened", blocks)


def _tell_happened(material: Material, happened: Sequence[Incident]) -> Iterator[Draft]:
    if not happened:
        yield nothing_found(f"No incident between {join_words(material.names)} that happened was found.")
        return
    yield from _tell_most(material, happened, _MOST_HAPPENED)


def _tell_most(material: Material, incidents: Sequence[Incident], most: int) -> Iterator[Draft]:
    """The weightiest incidents in order of time, and how many more there are."""
    ranked = rank_incidents(incidents)
    for incident in _newest_first(ranked[:most]):
        yield _tell_incident(material, incident)
    rest = ranked[most:]
    if rest:
        more = counted((one.incident_id for one in rest), "incident")
        text = f"And {more.number:,} more of this kind, reported by fewer publishers or less intense, {be(more.number)} in the record."
        yield Draft(text, "counted", material.lead_reports(rest), [more], sum(len(one.reports) for one in rest))


def _tell_incident(material: Material, incident: Incident) -> Draft:
    reports = material.events_of(incident)
    lead = material.shown_evidence(reports[0].record_id)
    when = _date_fact(material, incident, reports)
    quote = Quoted(cut(lead.quote, MOST_QUOTE), lead)
    placed = _placed(material, reports)
    place = Named(f" in {placed.place_name}", material.evidence_of(placed.record_id)) if placed else None
    told_by, told_facts = _told_by(material, incident, reports)
    act = _act(incident, reports[0].trigger)
    frame = _FRAMES.get(incident.realis, _FRAMES["happened"])
    sentence = frame.format(act=act, time=_show_time(when, incident), place=place.shown if place else "")
    no_date = "" if when else _NO_DATE.get(incident.realis, ", with no date given")
    facts: list[Fact] = [quote, *told_facts, *([when] if when else [])]
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


def _placed(material: Material, reports: Sequence[Event]) -> Event | None:
    """The first report whose document itself names the place; a place that the coder inferred is not shown."""
    return next((one for one in reports if one.place_name and material.has_words(one.doc_id, one.place_name)), None)


def _act(incident: Incident, trigger: str) -> str:
    """Who did what to whom, as a clause."""
    key = (incident.event_type, incident.mode)
    told = next((act for (kind, words), act in _TRIGGER_ACTS.items() if kind == key[0] and trigger.lower() in words), None)
    past, infinitive = told or _ACTS.get(key) or _ACTS.get((incident.event_type, None)) or _FALLBACK
    a, b = name_parties(incident.actor), name_parties(incident.recipient)
    both = name_parties([*incident.actor, *incident.recipient])
    auxiliary = _AUXILIARY.get(incident.realis)
    if auxiliary:
        infinitive = infinitive.replace("{a} ", f"{{a}} {auxiliary} ", 1).replace(
            "{both} ", f"{{both}} {auxiliary} ", 1
        )
        return infinitive.format(a=a, b=b, both=both)
    return past.format(a=a, b=b, both=both)


def _date_fact(material: Material, incident: Incident, reports: Sequence[Event]) -> Dated | None:
    """The date of an incident, bound to the report that gives it most exactly."""
    if incident.event_date is None:
        return None
    days = (incident.event_date_start, incident.event_date_end)
    exact = next((one for one in reports if (one.event_date_start, one.event_date_end) == days), reports[0])
    is_past = incident.realis == "happened"
    evidence = material.evidence_of(exact.record_id)
    period = (
        exact.event_date
        if exact.event_date and (exact.event_date_start, exact.event_date_end) == days
        else incident.event_date
    )
    return Dated(in_time(incident.event_date), period, *days, evidence, is_past)


def _told_by(material: Material, incident: Incident, reports: Sequence[Event]) -> tuple[str, list[Fact]]:
    """Who reports it: the publisher and date of a single document, else how many there are."""
    doc_ids = tuple(dict.fromkeys(report.doc_id for report in reports))
    if len(doc_ids) == 1:
        origin = material.origin(doc_ids[0])
        return origin.shown, [origin]
    publishers = Given(count(incident.n_independent, "publisher"))
    documents = counted(doc_ids, "document")
    return f"{documents.shown} from {publishers.shown}", [documents, publishers]
