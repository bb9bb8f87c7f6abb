"""What an incident was, as a clause: the words for each event type and mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.briefings.drafts import Acted, Dated
from bilateral.briefings.names import name_parties, name_party
from bilateral.briefings.wording import in_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.briefings.material import Material
    from bilateral.findings import Incident
    from bilateral.records import Event

__all__ = ["act_fact", "date_fact", "is_trade", "tell_act"]

_TRADE = frozenset(
    "trade commerce turnover export exports exported exporting import imports imported importing traded trading sold bought buys sales".split()
)

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
    ("COOPERATE", _TRADE): (
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
_AUXILIARY = {"planned": "would", "hypothetical": "might"}


def tell_act(incident: Incident, trigger: str) -> str:
    """Who did what to whom, as a clause.

    Args:
        incident: An incident.
        trigger: The word of its first report that tells the act.

    Returns:
        A clause in the past, or after "would" and "might" for what was planned or hypothetical.
    """
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


def act_fact(clause: str, event: Event) -> Acted:
    """What must hold of a clause on an act, by the sides of its first report."""
    return Acted(clause, *(tuple(name_party(party) for party in parties) for parties in (event.actor, event.recipient)))


def is_trade(reports: Sequence[Event]) -> bool:
    """Whether all reports of an incident tell of mere trade, such as "exports came to 6.1 billion dollars"."""
    return all(one.event_type == "COOPERATE" and one.trigger.lower() in _TRADE for one in reports)


def date_fact(material: Material, incident: Incident, reports: Sequence[Event]) -> Dated | None:
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
