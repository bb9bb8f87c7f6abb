"""The ledger of promises: what was promised, how firmly, by when, and what became of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from bilateral.analysis.copies import publication_order
from bilateral.analysis.ledger_context import words_around
from bilateral.analysis.ledger_evidence import Acts, index_acts
from bilateral.analysis.ledger_life import find_contradictions, judge, last_status, tell_life
from bilateral.analysis.ledger_targets import follow_target, measure_target
from bilateral.analysis.ledger_terms import Report, content_words, read_commitment
from bilateral.analysis.linking import Links, Rival, link_reports
from bilateral.findings import DocumentHead, LedgerEntry, StatusChange
from bilateral.records import make_id
from bilateral.vocabulary.instruments import INSTRUMENTS
from bilateral.vocabulary.matters import load_matter_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bilateral.findings import OfficialValue
    from bilateral.records import Commitment, Event, Figure, Project

__all__ = ["Beside", "Known", "build_ledger", "content_words", "latest_published"]

_Row = TypeVar("_Row", "Commitment", "Event", "Figure", "Project")


@dataclass(frozen=True, slots=True)
class Beside:
    """What a ledger can use beside the records: texts, official values and reviewers' decisions.

    Texts tell what "the agreement" refers to; without them fewer reports are linked.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    official: Sequence[OfficialValue] = ()
    links: Links = Links()
    decided: Sequence[StatusChange] = ()  # a reviewer's, on the record that it names


def latest_published(documents: Iterable[DocumentHead]) -> date | None:
    """The day at which a record's clock stands: the latest on which one of its documents was published."""
    return max((head.published_start for head in documents if head.published_start), default=None)


class Known:
    """What may be used at the clock: documents published by then, in order of publication."""

    def __init__(self, documents: Iterable[DocumentHead], as_of: date | None) -> None:
        self.heads = {
            head.doc_id: head
            for head in documents
            if as_of is None or (head.published_end is not None and head.published_end <= as_of)
        }

    def sort(self, rows: Iterable[_Row]) -> list[_Row]:
        """Rows of known documents in order of publication."""
        known = [row for row in rows if row.doc_id in self.heads]
        return sorted(
            known, key=lambda row: (*publication_order(self.heads[row.doc_id]), row.start_char, row.record_id)
        )

    def told(self, doc_id: str) -> date | None:
        """First day on which a document can have been published."""
        return self.heads[doc_id].published_start

    def near(self, row: Commitment | Project, texts: Mapping[str, str]) -> str:
        """The words around a record and its document's headline; empty where there is no text."""
        if row.doc_id not in texts:
            return ""
        return f"{words_around(texts[row.doc_id], row.start_char, row.end_char)} {self.heads[row.doc_id].title or ''}"


def build_ledger(  # noqa: PLR0913 - options
    commitments: Sequence[Commitment],
    events: Sequence[Event],
    figures: Sequence[Figure],
    *,
    documents: Sequence[DocumentHead],
    as_of: date | None = None,
    beside: Beside = Beside(),
) -> list[LedgerEntry]:
    """Follow every promise over the documents that speak of it.

    Two reports are of one promise if a promiser is the same, they share most of
    their matter, and neither target nor deadline contradicts; a report that says
    "the agreement" is read with the words around it. A status is what a document
    tells or a reviewer decides; an official series settles a target at its
    deadline; acts are listed beside a promise and settle nothing. Does not read a
    promise's fulfilment out of silence. The order of the input does not matter.

    Args:
        commitments: Promises of any documents, in any order.
        events: Acts, of which those that happened can bear on a promise.
        figures: Quantities, of which levels can bear on a target.
        documents: Heads of the documents; rows of others are not used.
        as_of: Where the clock stands. Nothing published later, or without a date, is
            used. None: every document is used, and the clock stands at the latest
            published date, never at today's.
        beside: Texts, official values and reviewers' decisions.

    Returns:
        Entries by deadline (those without one last), then by first publication.
    """
    known = Known(documents, as_of)
    rows = {row.record_id: row for row in known.sort(commitments)}
    reports = {row.record_id: read_commitment(row, known.told(row.doc_id), known.near(row, beside.texts)) for row in rows.values()}
    groups, rivals = link_reports(list(reports.values()), links=beside.links)
    by_unit: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in known.sort(figures):
        by_unit[figure.unit].append(figure)
    acts = index_acts(known.sort(events), {doc_id: head.published_start for doc_id, head in known.heads.items()})
    maker = _Maker(known, as_of or latest_published(documents), by_unit, acts, beside, reports)
    order = {record_id: position for position, record_id in enumerate(rows)}
    listed = sorted((sorted(group, key=order.__getitem__) for group in groups), key=lambda group: order[group[0]])
    entries = [maker.make([rows[record_id] for record_id in group]) for group in listed]
    renewed = _find_renewed(entries, rivals, order)
    entries = [_renew(entry, renewed) for entry in entries]
    return sorted(entries, key=lambda entry: entry.deadline_end or date.max)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Everything that an entry is made from beside its own reports."""

    known: Known
    clock: date | None
    figures: Mapping[str, list[Figure]]
    acts: Acts
    beside: Beside
    reports: Mapping[str, Report]

    def make(self, rows: Sequence[Commitment]) -> LedgerEntry:
        """One entry from its reports in order of publication."""
        terms = {term: weight for row in rows for term, weight in self.reports[row.record_id].own.items()}
        told = self.known.told(rows[0].doc_id)
        dated = next((row for row in rows if row.deadline_end is not None), rows[0])
        aimed = next((row for row in rows if row.target_value is not None), rows[0])
        track = follow_target(aimed, terms, self.beside.official, told=told, clock=self.clock)
        ids = {row.record_id for row in rows}
        life = tell_life(rows, self.known.heads, [change for change in self.beside.decided if change.record_id in ids])
        lasts = _lasts_until(dated)
        due = None if lasts else dated.deadline_end
        standing, judged_by, history = judge(life, due, self.clock, track=track)
        bearings = self.acts.find(rows, terms, told)
        promising = [row for row in rows if not self.reports[row.record_id].is_outcome] or [*rows]
        firm = promising[0]
        return LedgerEntry(
            entry_id=make_id("", "ledger", rows[0].record_id),
            actor=tuple(firm.actor),
            recipient=tuple(next((row.recipient for row in rows if row.recipient), [])),
            what=firm.what,
            firmness=firm.firmness,
            deadline=None if lasts else dated.deadline,
            deadline_end=due,
            target_value=aimed.target_value,
            target_unit=aimed.target_unit,
            status=last_status(life),
            standing=standing,
            history=history,
            measured=measure_target(aimed, self.figures, terms, since=told),
            related_events=tuple(one.record_id for one in bearings),
            reports=tuple(row.record_id for row in rows),
            n_documents=len({row.doc_id for row in rows}),
            judged_by=judged_by,
            contradictions=find_contradictions(life),
            track=track,
            bearings=bearings,
            matters=_find_matters([self.reports[row.record_id] for row in rows]),
            conditions=_find_conditions(promising),
            instrument=min((row.instrument for row in promising if row.instrument in INSTRUMENTS), key=INSTRUMENTS.index, default=None),
            issue=next((issue for issue, _ in Counter(row.issue for row in promising if row.issue).most_common(1)), None),
            place_name=next((row.place_name for row in promising if row.place_name), None),
        )


_UNTIL = re.compile(r"\b(?:until|till|up to)\b(?!.*\b(?:by|before)\b)", re.IGNORECASE)  # suspend flights until the end of April


def _lasts_until(row: Commitment) -> bool:
    """Whether the date is that up to which something is done, not that by which it is due."""
    return row.deadline is not None and bool(_UNTIL.search(row.quote))


def _find_conditions(rows: Iterable[Commitment]) -> tuple[str, ...]:
    """What a promise hangs on by its reports, each wording once, whatever its case and white space."""
    told = [" ".join(row.condition.split()) for row in rows if row.condition]
    return tuple({words.casefold(): words for words in reversed(told)}[words] for words in dict.fromkeys(one.casefold() for one in told))


def _find_matters(reports: Sequence[Report]) -> tuple[str, ...]:
    """Matters that the reports' own words name, and those of the words around that two of them share; acts only alone."""
    near = Counter(term[1:] for report in reports for term in {*report.own, *report.near} if term[0] == "=")
    own = {term[1:] for report in reports for term in report.own if term[0] == "="}
    found = sorted(name for name, count in near.items() if name in own or count > 1)
    return tuple(name for name in found if name not in load_matter_words().acts) or tuple(found)


def _find_renewed(entries: Sequence[LedgerEntry], rivals: Sequence[Rival], order: Mapping[str, int]) -> dict[str, str]:
    """For each entry that renews another (same matter, other target or deadline), the latest that it renews."""
    of = {record_id: entry for entry in entries for record_id in entry.reports}
    first = {entry.entry_id: order[entry.reports[0]] for entry in entries}
    found: dict[str, str] = {}
    for rival in rivals:
        one, other = of[rival.one], of[rival.other]
        earlier, later = sorted((one, other), key=lambda entry: first[entry.entry_id])
        if earlier.history[0].doc_id == later.history[0].doc_id:
            continue
        known = found.get(later.entry_id)
        if known is None or first[known] < first[earlier.entry_id]:
            found[later.entry_id] = earlier.entry_id
    return found


def _renew(entry: LedgerEntry, renewed: Mapping[str, str]) -> LedgerEntry:
    return replace(entry, renewed_from=renewed[entry.entry_id]) if entry.entry_id in renewed else entry
