"""Incidents as reviewers regrouped them: reports said to be of one act, or of two."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bilateral.analysis.copies import publication_order
from bilateral.analysis.incidents import count_independent, group_events
from bilateral.findings import DocumentHead

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bilateral.analysis.linking import Links
    from bilateral.findings import Incident
    from bilateral.records import Event

__all__ = ["regroup_incidents"]


def regroup_incidents(
    incidents: Sequence[Incident], events: Mapping[str, Event], links: Links, *, documents: Sequence[DocumentHead], copies: Mapping[str, str]
) -> list[Incident]:
    """Apply the merges and splits of reviewers to incidents.

    A merged incident keeps type, date and name of the one that was reported first.
    Does not join what a split parts, even if a merge was decided before it: the
    journal has settled which of the two holds.

    Args:
        incidents: Incidents as they were grouped.
        events: Events by record id.
        links: What was joined and what was parted; other records than events are passed over.
        documents: Heads of the documents.
        copies: What `link_copies` returned for them.

    Returns:
        Incidents in the order given, parts of one beside each other.
    """
    heads = {head.doc_id: head for head in documents}
    parted = [part for incident in incidents for part in _split(incident, events, links, documents, copies)]
    for members in links.together:
        joined = [one for one in parted if not set(members).isdisjoint(one.reports)]
        if len(joined) > 1:
            merged = _merge(joined, events, heads, copies)
            place = parted.index(joined[0])
            parted = [one for one in parted if one not in joined]
            parted.insert(min(place, len(parted)), merged)
    return parted


def _split(
    incident: Incident, events: Mapping[str, Event], links: Links, documents: Sequence[DocumentHead], copies: Mapping[str, str]
) -> list[Incident]:
    """An incident, or its parts: each report joins the first group that holds nothing it was parted from."""
    apart = {frozenset(pair) for pair in links.apart if set(pair) <= set(incident.reports)}
    if not apart:
        return [incident]
    groups: list[list[str]] = []
    for report in incident.reports:
        fitting = next((group for group in groups if not any(frozenset((report, other)) in apart for other in group)), None)
        if fitting is None:
            groups.append([report])
        else:
            fitting.append(report)
    return [part for group in groups for part in group_events([events[one] for one in group if one in events], documents, copies)]


def _merge(joined: Sequence[Incident], events: Mapping[str, Event], heads: Mapping[str, DocumentHead], copies: Mapping[str, str]) -> Incident:
    def order(record_id: str) -> tuple[object, ...]:
        event = events[record_id]
        return *publication_order(heads.get(event.doc_id, DocumentHead(event.doc_id))), event.start_char, record_id

    reports = sorted({report for one in joined for report in one.reports if report in events}, key=order)
    first = next(one for one in joined if reports[0] in one.reports)
    doc_ids = {events[report].doc_id for report in reports}
    return replace(first, reports=tuple(reports), n_documents=len(doc_ids), n_independent=count_independent(doc_ids, heads, copies))
