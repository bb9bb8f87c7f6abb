"""All findings for one pair in one call, and the records that a period or a pair leaves in view."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bilateral import periods
from bilateral.analysis.copies import link_copies
from bilateral.analysis.factor_groups import group_factors
from bilateral.analysis.gaps import find_gaps
from bilateral.analysis.incident_links import regroup_incidents
from bilateral.analysis.incidents import group_events
from bilateral.analysis.ledger import Beside, build_ledger, latest_published
from bilateral.analysis.ledger_projects import join_projects, name_projects, pair_by_promises
from bilateral.analysis.ledger_summary import count_kept, share_of
from bilateral.analysis.series import build_series
from bilateral.findings import DocumentHead, Findings, LedgerEntry, Records, is_between, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from bilateral.records import Event, Factor, Project

__all__ = ["build_findings", "documents_about", "limit_to_period"]


def documents_about(records: Records, dyad: tuple[str, str]) -> set[str]:
    """Identifiers of documents that hold at least one record on both states of a pair."""
    pair = set(dyad)

    def names_both(parties: Iterable[str]) -> bool:
        return pair <= set(map(state_of, parties))

    about = {row.doc_id for row in records.events if names_both((*row.actor, *row.recipient))}
    about |= {row.doc_id for row in records.commitments if names_both((*row.actor, *row.recipient))}
    about |= {row.doc_id for row in records.figures if names_both(row.parties)}
    about |= {row.doc_id for row in records.projects if names_both(row.parties)}
    return about | {row.doc_id for row in records.factors if set(row.dyad.split("-")) == pair}


def _concerns(entry: LedgerEntry, dyad: tuple[str, str], about: set[str]) -> bool:
    """A promise of one of the two to the other, or of one to nobody named in a document about both."""
    if entry.recipient:
        return is_between(entry.actor, entry.recipient, dyad)
    is_theirs = bool(set(map(state_of, entry.actor)) & set(dyad))
    return is_theirs and bool({change.doc_id for change in entry.history} & about)


def _joint(records: Records, dyad: tuple[str, str], about: set[str]) -> list[Project]:
    """Undertakings of both states, or of one of them in a document about both."""
    pair = set(dyad)
    return [
        row for row in records.projects if pair <= (states := set(map(state_of, row.parties))) or (pair & states and row.doc_id in about)
    ]  # fmt: skip


def _of_pair(factors: Iterable[Factor], dyad: tuple[str, str]) -> list[Factor]:
    return [row for row in factors if set(map(state_of, row.dyad.split("-"))) == set(dyad)]


def build_findings(
    records: Records, dyad: tuple[str, str], *, as_of: date | None = None, beside: Beside = Beside(), copies: Mapping[str, str] | None = None  # noqa: B008 - frozen
) -> Findings:
    """Find everything that the analysis can tell about one pair.

    Args:
        records: Rows of a record; order does not matter.
        dyad: The two states, ISO 3166-1 alpha-3.
        as_of: Where the ledger's clock stands; None for the latest published date.
        beside: What the ledger can use beside the records: texts, official values, reviewers' decisions.
        copies: What `link_copies` found among the documents of the records, where that is known.

    Returns:
        Incidents and promises of the pair, counts over time, gaps, and copies.
    """
    copies = dict(copies) if copies is not None else link_copies(records.documents)
    between = [event for event in records.events if is_between(event.actor, event.recipient, dyad)]
    incidents = regroup_incidents(
        group_events(between, records.documents, copies), {event.record_id: event for event in between}, beside.links,
        documents=records.documents, copies=copies,
    )  # fmt: skip
    about = documents_about(records, dyad)
    ledger = build_ledger(records.commitments, between, records.figures, documents=records.documents, as_of=as_of, beside=beside)
    joint, promised = _joint(records, dyad, about), {row.record_id: row for row in records.commitments}
    projects = join_projects(joint, documents=records.documents, as_of=as_of, beside=beside, paired=pair_by_promises(ledger, joint, promised))
    named = name_projects(ledger, projects, promised)
    own = [replace(entry, projects=named.get(entry.entry_id, ())) for entry in ledger if _concerns(entry, dyad, about)]
    return Findings(
        dyad=dyad,
        copies=copies,
        documents_about=tuple(sorted(about)),
        incidents=tuple(incidents),
        ledger=tuple(own),
        projects=tuple(projects),
        shares=count_kept(own, dyad),
        base_rate=share_of(ledger),
        series=build_series(incidents),
        gaps=find_gaps(incidents, records.documents, records.rejections),
        factors=tuple(group_factors(_of_pair(records.factors, dyad), records.documents, copies)),
        as_of=as_of or latest_published(records.documents),
    )


def limit_to_period(records: Records, period: str) -> Records:
    """Leave only what belongs to a period.

    An event belongs by its own date, or without one by that of its document; every
    other record by the date of its document. Promises made before the period stay,
    since they can fall due in it. Documents without a date stay in the list, their
    undated records do not.

    Args:
        records: Rows of a record.
        period: ISO 8601 year, month or day, or two of them with a slash.

    Returns:
        The rows that belong to the period, in the order given.

    Raises:
        ValueError: If the text is no period.
    """
    first, last = periods.bounds(period)
    heads = {head.doc_id: head for head in records.documents}

    def is_published(doc_id: str) -> bool:
        return _overlaps(heads.get(doc_id), first, last)

    def is_dated(event: Event) -> bool:
        if event.event_date_start is None:
            return is_published(event.doc_id)
        return bool(event.event_date_start <= last and (event.event_date_end or event.event_date_start) >= first)

    events = tuple(event for event in records.events if is_dated(event))
    commitments = tuple(row for row in records.commitments if row.doc_id in heads and _is_by(heads[row.doc_id], last))
    kept = {row.doc_id for row in events} | {row.doc_id for row in commitments}
    return replace(
        records,
        documents=tuple(
            head
            for head in records.documents
            if is_published(head.doc_id) or head.doc_id in kept or head.published_start is None
        ),
        events=events,
        statements=tuple(row for row in records.statements if is_published(row.doc_id)),
        figures=tuple(row for row in records.figures if is_published(row.doc_id)),
        commitments=commitments,
        projects=tuple(row for row in records.projects if is_published(row.doc_id)),
        factors=tuple(row for row in records.factors if is_published(row.doc_id)),
    )


def _overlaps(head: DocumentHead | None, first: date, last: date) -> bool:
    if head is None or head.published_start is None:
        return False
    return head.published_start <= last and (head.published_end or head.published_start) >= first


def _is_by(head: DocumentHead, last: date) -> bool:
    return head.published_start is not None and head.published_start <= last
