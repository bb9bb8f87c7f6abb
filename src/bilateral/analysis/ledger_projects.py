"""Joint undertakings over all documents and under all their names, with their stages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bilateral import periods
from bilateral.analysis.ledger import Beside, Known, latest_published
from bilateral.analysis.ledger_context import find_aliases, name_words
from bilateral.analysis.ledger_life import find_contradictions, judge, last_status, tell_life
from bilateral.analysis.ledger_terms import find_terms, read_project
from bilateral.analysis.linking import Links, link_reports
from bilateral.findings import DocumentHead, ProjectEntry
from bilateral.records import make_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bilateral.findings import LedgerEntry
    from bilateral.records import Commitment, Project

__all__ = ["join_projects", "name_projects", "pair_by_promises"]


def join_projects(
    projects: Sequence[Project], *, documents: Sequence[DocumentHead], as_of: date | None = None, beside: Beside = Beside(),  # noqa: B008 - frozen
    paired: Iterable[tuple[str, str]] = (),
) -> list[ProjectEntry]:
    """Join the reports of one undertaking, also under other names, and follow its stages.

    Names are one if they share most of their words, or if a document says so ("the
    Rason–Khasan link, still called Rajin–Khasan"). Does not know other spellings of
    a place by itself, and does not join undertakings that only lie in one place.

    Args:
        projects: Reports of any documents, in any order.
        documents: Heads of the documents; rows of others are not used.
        as_of: Where the clock stands; nothing published later, or without a date, is used.
        beside: Texts and reviewers' decisions.
        paired: Reports that are of one undertaking by what `pair_by_promises` found.

    Returns:
        Undertakings, those in most documents first, then by name.
    """
    known = Known(documents, as_of)
    rows = {row.record_id: row for row in known.sort(projects)}
    texts = {doc_id: beside.texts[doc_id] for doc_id in known.heads if doc_id in beside.texts}
    told = {(row.project_name, other) for row in rows.values() for other in row.other_names}
    aliases = sorted(told.union(find_aliases(texts)))
    reports = [
        read_project(row, known.told(row.doc_id), known.near(row, texts), aliases=(*row.other_names, *_other_names(row.project_name, aliases))) for row in rows.values()
    ]
    apart = {frozenset(pair) for pair in beside.links.apart}
    together = (*beside.links.together, *(pair for pair in paired if frozenset(pair) not in apart))
    groups, _ = link_reports(reports, links=Links(together, beside.links.apart))
    order = {record_id: position for position, record_id in enumerate(rows)}
    clock = as_of or latest_published(documents)
    entries = [
        _make_entry([rows[record_id] for record_id in sorted(group, key=order.__getitem__)], known, clock, beside, aliases) for group in groups
    ]
    return sorted(entries, key=lambda entry: (-entry.n_documents, entry.names[0], entry.project_id))


def pair_by_promises(
    entries: Iterable[LedgerEntry], projects: Iterable[Project], commitments: Mapping[str, Commitment]
) -> list[tuple[str, str]]:
    """Reports of undertakings that one promise of several documents tells of, one of each document, on a matter they share.

    "They agreed to set up a forum of the Far Eastern regions" and "a forum for cooperation with the Far East will be
    established" are one promise; so is the forum. Does not pair where a report of the promise names several undertakings.

    Args:
        entries: Promises, each with its reports.
        projects: Reports of undertakings.
        commitments: Reports of promises by record id.

    Returns:
        Pairs of record ids, in order.
    """
    by_document: dict[str, list[Project]] = {}
    for row in projects:
        by_document.setdefault(row.doc_id, []).append(row)
    found: set[tuple[str, str]] = set()
    for entry in entries:
        named = [_named_in(commitments[record_id], by_document) for record_id in entry.reports if record_id in commitments]
        alone = sorted({rows[0].record_id: rows[0] for rows in named if len(rows) == 1}.values(), key=lambda row: row.record_id)
        found.update(
            (one.record_id, other.record_id)
            for number, one in enumerate(alone) for other in alone[number + 1 :] if one.doc_id != other.doc_id and _share_matter(one, other)
        )  # fmt: skip
    return sorted(found)


def _named_in(report: Commitment, by_document: Mapping[str, Sequence[Project]]) -> list[Project]:
    """The undertakings whose words lie in those of a report of a promise, or around them."""
    return [row for row in by_document.get(report.doc_id, ()) if row.start_char < report.end_char and report.start_char < row.end_char]


def _share_matter(one: Project, other: Project) -> bool:
    """Whether the names of two undertakings have a matter in common: both are forums, both railways."""
    return any(term.startswith("=") for term in find_terms(one.project_name).keys() & find_terms(other.project_name).keys())


def _other_names(name: str, aliases: Iterable[tuple[str, str]]) -> list[str]:
    """Names that documents say are of the same thing."""
    words = name_words(name)
    return [
        other for pair in aliases for one, other in (pair, pair[::-1]) if words and name_words(one) and name_words(one) <= words
    ]  # fmt: skip


def _make_entry(
    rows: Sequence[Project], known: Known, clock: date | None, beside: Beside, aliases: Sequence[tuple[str, str]]
) -> ProjectEntry:
    ids = {row.record_id for row in rows}
    life = tell_life(rows, known.heads, [change for change in beside.decided if change.record_id in ids])
    priced = next((row for row in reversed(rows) if row.cost_value is not None), rows[0])
    due = next((row.due for row in reversed(rows) if row.due), None)
    deadline_end = periods.bounds(due)[1] if due and periods.is_period(due) else None
    standing, judged_by, history = judge(life, deadline_end, clock)
    return ProjectEntry(
        project_id=make_id("", "joined projects", rows[0].record_id),
        names=_names(rows, aliases),
        parties=tuple(dict.fromkeys(party for row in rows for party in row.parties)),
        participants=tuple(dict.fromkeys(name for row in rows for name in row.participants)),
        place_name=next((row.place_name for row in rows if row.place_name), None),
        cost_value=priced.cost_value,
        cost_unit=priced.cost_unit,
        due=due,
        status=last_status(life),
        standing=standing,
        history=history,
        reports=tuple(row.record_id for row in rows),
        n_documents=len({row.doc_id for row in rows}),
        judged_by=judged_by,
        contradictions=find_contradictions(life),
        start=next((row.start for row in reversed(rows) if row.start), None),
    )


def _names(rows: Sequence[Project], aliases: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The names in the documents, the commonest first, then those that a document gives besides."""
    counts = Counter(" ".join(row.project_name.split()).removeprefix("the ") for row in rows)
    names = sorted(counts, key=lambda name: (-counts[name], -len(name_words(name)), name))
    known = [name_words(name) for name in names]
    more = [*(other for row in rows for other in row.other_names), *(other for name in names for other in _other_names(name, aliases))]
    return tuple(dict.fromkeys([*names, *(other for other in more if not any(name_words(other) and name_words(other) <= words for words in known))]))


def name_projects(
    entries: Iterable[LedgerEntry], projects: Iterable[ProjectEntry], commitments: Mapping[str, Commitment]
) -> dict[str, tuple[str, ...]]:
    """Which joined projects the words of each promise name.

    Only projects whose name has two capitalised words of their own are looked for:
    "working group" is no name.

    Args:
        entries: Promises.
        projects: Joined projects.
        commitments: Reports by record id.

    Returns:
        Project ids by entry id, for those that name one.
    """
    named = [(entry.project_id, [words for name in entry.names if len(words := name_words(name)) > 1]) for entry in projects]
    found = {}
    for entry in entries:
        words = name_words(" ".join(commitments[record_id].quote for record_id in entry.reports if record_id in commitments))
        ids = tuple(project_id for project_id, names in named if any(name <= words for name in names))
        if ids:
            found[entry.entry_id] = ids
    return found
