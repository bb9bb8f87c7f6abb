"""What a record cannot tell: silence, missing dates, one-sided publishers, uncoded and rejected matter."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from bilateral.findings import DocumentGroup, DocumentHead, Gaps, Incident, SilentPeriod

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bilateral.records import Rejection

__all__ = ["MIN_SILENT_DAYS", "find_gaps", "find_silent_periods"]

MIN_SILENT_DAYS = 90
"""Shorter spans without incidents are common in any weekly or monthly reporting and tell nothing."""

_MOST_SILENT = 5
_LONGEST_VAGUE_DAYS = 366  # a longer period tells of a state of affairs and breaks no silence

_Row = TypeVar("_Row", DocumentHead, "Rejection")


def find_silent_periods(
    incidents: Sequence[Incident], *, min_days: int = MIN_SILENT_DAYS, most: int = _MOST_SILENT
) -> list[SilentPeriod]:
    """The longest stretches between the first and the last incident in which none can have occurred.

    An incident with a vague date ("in 2018") breaks the silence on every day it can
    have occurred. Does not tell whether nothing happened or nothing was collected.

    Args:
        incidents: Incidents of one pair, in any order; only those that happened count.
        min_days: Shorter stretches are left out.
        most: How many are returned.

    Returns:
        Stretches, the longest first.
    """
    dated = sorted(
        (one.event_date_start, one.event_date_end, one.incident_id)
        for one in incidents
        if one.realis == "happened"
        and one.event_date_start
        and one.event_date_end
        and (one.event_date_end - one.event_date_start).days <= _LONGEST_VAGUE_DAYS
    )
    if not dated:
        return []
    found = []
    day, (_, covered, before_id) = timedelta(days=1), dated[0]
    for first, last, incident_id in dated[1:]:
        n_days = (first - covered).days - 1
        if n_days >= min_days:
            found.append(SilentPeriod(covered + day, first - day, n_days, before_id, incident_id))
        if last > covered:
            covered, before_id = last, incident_id
    return sorted(found, key=lambda one: (-one.n_days, one.start))[:most]


def _group(rows: Iterable[_Row], key: Callable[[_Row], str], name: Callable[[_Row], str]) -> tuple[DocumentGroup, ...]:
    """Rows by a property, the largest group first."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(name(row))
    made = (DocumentGroup(value, len(ids), tuple(sorted(ids))) for value, ids in groups.items())
    return tuple(sorted(made, key=lambda group: (-group.n, group.key)))


def find_gaps(
    incidents: Sequence[Incident], documents: Sequence[DocumentHead], rejections: Sequence[Rejection] = ()
) -> Gaps:
    """Find what the record of a pair lacks.

    Args:
        incidents: Incidents of the pair, in any order.
        documents: Heads of all documents that were searched.
        rejections: What was found and could not be used.

    Returns:
        Silent periods, documents without date, documents not coded by language,
        documents by their publishers' state and class, rejections by reason.
    """
    return Gaps(
        silent=tuple(find_silent_periods(incidents)),
        undated_documents=tuple(sorted(head.doc_id for head in documents if head.published_start is None)),
        not_coded=_group(
            (head for head in documents if not head.is_coded), lambda head: head.language or "", _name_document
        ),
        publisher_states=_group(documents, lambda head: head.publisher_state or "", _name_document),
        publisher_classes=_group(documents, lambda head: head.publisher_class, _name_document),
        rejections=_group(rejections, lambda row: row.reason_code, lambda row: row.rejection_id),
    )


def _name_document(head: DocumentHead) -> str:
    return head.doc_id
