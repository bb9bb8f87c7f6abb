"""Events of several documents that report one act become one incident."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from bilateral import periods
from bilateral.analysis.copies import publication_order
from bilateral.findings import DocumentHead, Incident
from bilateral.records import make_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bilateral.records import Event

__all__ = ["MUTUAL_TYPES", "Cluster", "count_independent", "group_events", "join_by_time"]

MUTUAL_TYPES = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Acts that both sides do, so that it does not matter who is named first; a visit is the exception."""

_LONGEST_VAGUE_DAYS = 366
"""A period longer than a year tells of a state of affairs; it joins only reports with the same period."""

_Key = tuple[str, str | None, tuple[tuple[str, ...], ...], str, str]


class _Dated(Protocol):
    """A report, or what stands for several of the same days."""

    @property
    def event_date_start(self) -> date | None: ...

    @property
    def event_date_end(self) -> date | None: ...


_DatedT = TypeVar("_DatedT", bound=_Dated)


@dataclass(slots=True)
class Cluster(Generic[_DatedT]):
    """Reports that can be of one act, and the days on which it can have occurred."""

    first: date | None
    last: date | None
    events: list[_DatedT] = field(default_factory=list)

    def overlaps(self, first: date, last: date) -> bool:
        """Whether a report of these days can be of the same act."""
        return self.first is not None and self.last is not None and self.first <= last and first <= self.last

    def narrow(self, first: date, last: date, events: Iterable[_DatedT]) -> None:
        """Add reports of these days, which the act then lies within."""
        self.first = max(self.first or first, first)
        self.last = min(self.last or last, last)
        self.events.extend(events)


def _key(event: Event) -> _Key:
    """What reports of one act must share beside the time."""
    is_mutual = event.event_type in MUTUAL_TYPES and event.mode != "visit"
    actor, recipient = _bare(event.actor), _bare(event.recipient)
    sides = (tuple(sorted({*actor, *recipient})),) if is_mutual else (actor, recipient)
    undated_in = event.doc_id if event.event_date_start is None else ""
    return event.event_type, event.mode, sides, event.realis, undated_in


def _bare(parties: Iterable[str]) -> tuple[str, ...]:
    """States and bodies of party codes: one report names the army, another its state."""
    return tuple(sorted({party.partition("/")[0] for party in parties}))


def join_by_time(events: Iterable[_DatedT]) -> list[Cluster[_DatedT]]:
    """Put reports together whose dates overlap, the exact ones first.

    A vague report ("in 2018") joins a more exact one only where just one fits.

    Args:
        events: Reports that are alike in all but their dates.

    Returns:
        Each report in one cluster.
    """
    by_period: defaultdict[tuple[date | None, date | None], list[_DatedT]] = defaultdict(list)
    for event in events:
        by_period[event.event_date_start, event.event_date_end or event.event_date_start].append(event)
    clusters: list[Cluster[_DatedT]] = []
    for (first, last), same_time in sorted(by_period.items(), key=lambda item: _by_exactness(item[0])):
        fitting = _find_fitting(clusters, first, last)
        if first is not None and last is not None and len(fitting) == 1:
            fitting[0].narrow(first, last, same_time)
        else:
            clusters.append(Cluster(first, last, same_time))
    return clusters


def _by_exactness(period: tuple[date | None, date | None]) -> tuple[int, date, date]:
    first, last = period[0] or date.min, period[1] or date.min
    return (last - first).days, first, last


def _find_fitting(clusters: list[Cluster[_DatedT]], first: date | None, last: date | None) -> list[Cluster[_DatedT]]:
    """Up to two clusters that a report of this period can belong to; a day never meets another day."""
    if first is None or last is None or first == last or (last - first).days > _LONGEST_VAGUE_DAYS:
        return []
    return list(islice((cluster for cluster in clusters if cluster.overlaps(first, last)), 2))


def count_independent(doc_ids: Iterable[str], documents: Mapping[str, DocumentHead], copies: Mapping[str, str]) -> int:
    """How many publishers stand behind documents, a copy counted with its original.

    A document whose publisher is not known counts as a publisher of its own.
    """
    originals = {copies.get(doc_id, doc_id) for doc_id in doc_ids}
    heads = (documents.get(doc_id, DocumentHead(doc_id)) for doc_id in originals)
    return len({(head.publisher or "").casefold() or head.doc_id for head in heads})


def _make_incident(cluster: Cluster[Event], documents: Mapping[str, DocumentHead], copies: Mapping[str, str]) -> Incident:
    def order(event: Event) -> tuple[object, ...]:
        head = documents.get(event.doc_id, DocumentHead(event.doc_id))
        return *publication_order(head), event.start_char, event.record_id

    reports = sorted(cluster.events, key=order)
    told = reports[0]
    doc_ids = {event.doc_id for event in reports}
    period = periods.as_period(cluster.first, cluster.last) if cluster.first and cluster.last else None
    return Incident(
        incident_id=make_id("", "incidents", *_key(told), period, min(event.record_id for event in reports)),
        event_type=told.event_type,
        mode=told.mode,
        quad_code=told.quad_code,
        intensity=told.intensity,
        actor=tuple(told.actor),
        recipient=tuple(told.recipient),
        event_date=period,
        event_date_start=cluster.first,
        event_date_end=cluster.last,
        realis=told.realis,
        place_name=next((event.place_name for event in reports if event.place_name), None),
        reports=tuple(event.record_id for event in reports),
        n_documents=len(doc_ids),
        n_independent=count_independent(doc_ids, documents, copies),
    )


def group_events(
    events: Sequence[Event], documents: Sequence[DocumentHead], copies: Mapping[str, str]
) -> list[Incident]:
    """Group the reports of one act into one incident.

    Reports belong together that have the same type, mode, states or bodies and realis and
    whose dates overlap within their precision; reports without a date only
    within one document. Does not tell two acts of one type between the same
    parties on one day apart, and does not join an act that was planned with the
    same act once it happened.

    Args:
        events: Events of any documents, in any order.
        documents: Heads of their documents.
        copies: What `link_copies` returned for them.

    Returns:
        Incidents by first possible day, those without a date last; every event is
        a report of exactly one of them.
    """
    heads = {head.doc_id: head for head in documents}
    alike: defaultdict[_Key, list[Event]] = defaultdict(list)
    for event in events:
        alike[_key(event)].append(event)
    incidents = [_make_incident(cluster, heads, copies) for group in alike.values() for cluster in join_by_time(group)]
    return sorted(incidents, key=lambda one: (one.event_date_start or date.max, one.incident_id))
