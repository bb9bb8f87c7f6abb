"""Records after review: the journal replayed over what the coder found."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from bilateral.analysis.ledger import Beside
from bilateral.analysis.linking import Links
from bilateral.findings import OfficialValue, StatusChange
from bilateral.records import EVIDENCE_TABLES
from bilateral.review.replay import Replayed, named_places, replay
from bilateral.tables.decisions import read_decisions
from bilateral.tables.observations import read_observations
from bilateral.tables.queries import connect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from bilateral.findings import DocumentHead, Records
    from bilateral.records import Decision, Observation

__all__ = ["beside_of", "official_values", "review_records"]


def review_records(path: Path, records: Records) -> tuple[Records, Replayed]:
    """Apply the journal of a record to rows that were read from it.

    Args:
        path: Folder of the record.
        records: Rows of documents, with the heads of all documents.

    Returns:
        The rows after review, and what replaying found besides: groups, statuses, marks, orphans.
    """
    tables = {table: getattr(records, table) for table in EVIDENCE_TABLES}
    read = {row.doc_id for rows in tables.values() for row in rows}
    addresses = {head.address for head in records.documents if head.doc_id in read}
    decisions = [row for row in read_decisions(path) if _is_near(row, read, addresses)]
    if not decisions:
        return records, Replayed(tables)
    replayed = replay(tables, decisions, documents=records.documents, texts=_read_texts(path, decisions))
    return dataclasses.replace(records, **replayed.tables), replayed


def _is_near(decision: Decision, read: set[str], addresses: set[str]) -> bool:
    """Whether a decision is on a document that was read, or undoes one that may be."""
    if decision.doc_id is None or decision.doc_id in read or decision.address in addresses:
        return True
    ids, others = named_places([decision])
    return not read.isdisjoint(ids) or not addresses.isdisjoint(others)


def _read_texts(path: Path, decisions: Iterable[Decision]) -> dict[str, str]:
    """Texts of the documents that decisions name, and of the newest at their addresses."""
    query = "SELECT doc_id, text FROM documents WHERE doc_id IN (SELECT unnest(?)) OR address IN (SELECT unnest(?))"
    with connect(path) as connection:
        rows = connection.execute(query, named_places(decisions)).fetchall()
    return dict(rows)


def beside_of(replayed: Replayed, texts: Mapping[str, str], *, official: Iterable[OfficialValue] = (), heads: Iterable[DocumentHead] = ()) -> Beside:
    """What a ledger uses beside the records: texts, official values, and groups and statuses that reviewers decided.

    Args:
        replayed: What `review_records` returned.
        texts: Stored texts by document.
        official: Values of official series on the pair.
        heads: Heads of the documents, which date a status that its reviewer did not date.

    Returns:
        The ledger's side input.
    """
    published = {head.doc_id: head.published for head in heads}
    rows = {row.record_id: row for table in ("commitments", "projects") for row in replayed.tables.get(table, ())}
    decided = tuple(
        StatusChange(
            one.date or published.get(rows[one.record_id].doc_id), one.status, one.record_id, rows[one.record_id].doc_id,
            one.words or rows[one.record_id].quote, "reviewer", one.reviewer,
        )
        for one in replayed.statuses if one.record_id in rows
    )  # fmt: skip
    return Beside(texts, tuple(official), Links(replayed.together, replayed.apart), decided)


def official_values(path: Path, dyad: tuple[str, str], *, as_of: date | None = None) -> tuple[OfficialValue, ...]:
    """Values of the official series of a record between two states, the newest edition known at a date.

    Args:
        path: Folder of the record.
        dyad: The two states.
        as_of: Editions published later are not used; None for all.

    Returns:
        One value a series, reporter, indicator and period; flows one way are left out.
    """
    newest: dict[tuple[str, ...], Observation] = {}
    for row in read_observations(path, dyad):
        is_known = as_of is None or (row.known_from is not None and row.known_from <= as_of)
        if is_known and row.partner is not None and row.flow in (None, "total"):
            key = (row.series_name, row.reporter, row.indicator, row.unit, row.valuation, row.prices, row.definition or "", row.period)
            held = newest.get(key)
            if held is None or (held.vintage or "", str(held.retrieved)) <= (row.vintage or "", str(row.retrieved)):
                newest[key] = row
    return tuple(
        OfficialValue(row.indicator, row.period, row.value, row.unit, f"{row.provider}, reported by {row.reporter}")
        for row in newest.values()
    )
