"""What the two sides hold and want, and who stands beside them: positions, expectations and third parties as tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral import periods
from bilateral.analysis.expectations import find_expectations
from bilateral.analysis.position_changes import compare_last, compare_sides, find_contradictions, find_shifts
from bilateral.analysis.positions import find_positions
from bilateral.analysis.third_parties import find_third_parties
from bilateral.analysis.wordings import PartyMention
from bilateral.briefings.names import name_party
from bilateral.errors import SettingsError, StateError
from bilateral.records import EVIDENCE_TABLES
from bilateral.tables.queries import connect
from bilateral.vocabulary.issues import find_issue_code, use_issues
from bilateral.vocabulary.states import find_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    import pyarrow as pa

    from bilateral.findings import DocumentHead, Expectation, Findings, Position, Records, Shift, SidesRow, ThirdParty
    from bilateral.settings import Settings
    from bilateral.vocabulary.issues import IssueWords

__all__ = [
    "PairStances", "add_stances", "contradictions_table", "expectations_table", "positions_table", "read_mentions",
    "read_stances", "shifts_table", "sides_table", "third_parties_table",
]  # fmt: skip

_QUOTED = 400
"""Characters of a quote that a table shows; the document has the whole of it at `start_char`."""


@dataclass(frozen=True, slots=True)
class PairStances:
    """What was found for a pair, with what its words are looked up in."""

    dyad: tuple[str, str]
    findings: Findings
    heads: Mapping[str, DocumentHead]
    texts: Mapping[str, str]
    rows: Mapping[str, tuple[str, Any]]  # table and row by record id
    issues: IssueWords


def read_mentions(path: Path, doc_ids: Iterable[str]) -> dict[str, list[PartyMention]]:
    """Who is named in documents, by `doc_id` and in the order of the text."""
    mentions: defaultdict[str, list[PartyMention]] = defaultdict(list)
    query = "SELECT doc_id, start_char, end_char, parties, how FROM mentions SEMI JOIN (SELECT unnest(?) AS doc_id) USING (doc_id) ORDER BY doc_id, start_char, end_char"
    with connect(path) as connection:
        for doc_id, start, end, parties, how in connection.execute(query, [sorted(set(doc_ids))]).fetchall():
            mentions[doc_id].append(PartyMention(start, end, tuple(parties), how))
    return dict(mentions)


def add_stances(  # noqa: PLR0913 - each argument is one input
    path: Path,
    records: Records,
    findings: Findings,
    *,
    texts: Mapping[str, str],
    issues: Sequence[Mapping[str, str]] = (),
    period: str | None = None,
    most: int | None = None,
) -> Findings:
    """Findings with positions, expectations and third parties added; copies of a text tell nothing of their own.

    Args:
        path: Folder of the record.
        records: Rows of the pair's documents.
        findings: What was found in them so far.
        texts: Stored texts by `doc_id`.
        issues: The user's issues, as in the settings.
        period: Only documents published in it are read, all by default.
        most: How many documents are read at most, the newest; all by default.

    Returns:
        The findings with positions, how they changed and compare, expectations and third parties.
    """
    heads = {head.doc_id: head for head in records.documents}
    originals = [doc_id for doc_id in findings.documents_about if doc_id in texts and findings.copies.get(doc_id, doc_id) == doc_id]
    wanted = [doc_id for doc_id in originals if period is None or _is_in(heads.get(doc_id), period)]
    n_left = len(wanted) - (most or len(wanted))
    if n_left > 0:
        wanted.sort(key=lambda doc_id: (str(heads[doc_id].published_start or ""), doc_id))
        wanted = sorted(wanted[n_left:])
    mentions = read_mentions(path, wanted)
    own = {doc_id: texts[doc_id] for doc_id in wanted}
    known = use_issues(issues)
    positions = find_positions(records, findings.dyad, own, mentions=mentions, issues=known)
    return replace(
        findings,
        n_read_for_stances=len(wanted) if n_left > 0 else None,
        positions=tuple(positions),
        shifts=tuple(find_shifts(positions)),
        contradictions=tuple(find_contradictions(positions)),
        sides=tuple(compare_sides(positions, findings.dyad)),
        stands=tuple(compare_last(positions, findings.dyad)),
        expectations=tuple(find_expectations(records, findings, own, mentions=mentions, issues=known)),
        third_parties=tuple(find_third_parties(records, findings.dyad, own, mentions=mentions, about=wanted)),
    )


def _is_in(head: DocumentHead | None, period: str) -> bool:
    """Whether a document can have been published in a period."""
    first, last = periods.bounds(period)
    if head is None or head.published_start is None:
        return False
    return head.published_start <= last and (head.published_end or head.published_start) >= first


def read_stances(record: str | Path, state_a: str, state_b: str, *, as_of: str | None = None, settings: Settings | None = None) -> PairStances:
    """What the two sides of a pair hold and want, by a record.

    Args:
        record: Folder of the record.
        state_a: A state by ISO code, name or capital.
        state_b: The other.
        as_of: Date, ISO 8601; nothing published after its last day, or without a date, is used. None: everything.
        settings: Settings with the user's issues; the defaults by default.

    Returns:
        The findings, and what their words are looked up in.

    Raises:
        RecordError: If the folder is missing or no record.
        SettingsError: If the date is wrong.
        StateError: If a state is not known or both are the same.
    """
    from bilateral.analysis.summary import build_findings  # noqa: PLC0415 - loads numpy
    from bilateral.answers.dossier import read_records, read_texts  # noqa: PLC0415 - the brief reads this module
    from bilateral.answers.heads import read_copies  # noqa: PLC0415 - loads numpy
    from bilateral.answers.reviewed import review_records  # noqa: PLC0415
    from bilateral.settings import Settings as Chosen  # noqa: PLC0415 - a default

    path, dyad = Path(record), (find_state(state_a), find_state(state_b))
    if dyad[0] == dyad[1]:
        message = f"got {dyad[0]} twice, expected two different states"
        raise StateError(message)
    clock = _day(as_of)
    chosen = settings or Chosen()
    records = _known_by(review_records(path, read_records(path, *dyad))[0], clock)
    texts = read_texts(path, {row.doc_id for table in EVIDENCE_TABLES for row in getattr(records, table)})
    findings = add_stances(path, records, build_findings(records, dyad, as_of=clock, copies=read_copies(path) if clock is None else None), texts=texts, issues=chosen.issues)
    rows = {row.record_id: (table, row) for table in EVIDENCE_TABLES for row in getattr(records, table)}
    heads = {head.doc_id: head for head in records.documents}
    return PairStances(dyad, findings, heads, texts, rows, use_issues(chosen.issues))


def _day(as_of: str | None) -> date | None:
    if as_of is None:
        return None
    try:
        return periods.bounds(as_of)[1]
    except ValueError as error:
        message = f"as-of: {error}"
        raise SettingsError(message) from error


def _known_by(records: Records, clock: date | None) -> Records:
    """The rows of documents published by a day."""
    if clock is None:
        return records
    known = {head.doc_id for head in records.documents if head.published_end is not None and head.published_end <= clock}
    kept: dict[str, Any] = {table: tuple(row for row in getattr(records, table) if row.doc_id in known) for table in EVIDENCE_TABLES}
    return replace(records, documents=tuple(head for head in records.documents if head.doc_id in known), **kept)


def _only(found: PairStances, issue: str | None) -> list[Position]:
    if issue is None:
        return list(found.findings.positions)
    code = find_issue_code(issue, found.issues)
    if code is None:
        message = f"got the issue {issue!r}, expected one of: {', '.join(sorted(found.issues.issues))}; your own go under [[issues]] in the settings"
        raise SettingsError(message)
    return [one for one in found.findings.positions if one.issue == code]


def _table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415 - takes a third of a second

    types: dict[str, Callable[[], Any]] = {"text": pa.string, "day": pa.date32, "count": pa.int64, "flag": pa.bool_, "texts": lambda: pa.list_(pa.string())}
    schema = pa.schema([(name, types[kind]()) for name, kind in columns.items()])
    return pa.Table.from_pylist([dict(row) for row in rows], schema=schema)


_POSITION = {
    "day": "day", "party": "text", "issue": "text", "stance": "text", "towards": "text", "towards_party": "text", "speaker": "text",
    "speaker_office": "text", "how": "text", "rule": "text", "is_joint": "flag", "quote": "text", "publisher": "text", "published": "text",
    "title": "text", "doc_id": "text", "start_char": "count", "end_char": "count", "table": "text", "record_id": "text",
}  # fmt: skip


def _short(text: str) -> str:
    return " ".join(text.split())[:_QUOTED]


def _position_row(found: PairStances, one: Position) -> dict[str, Any]:
    head = found.heads[one.doc_id]
    row = {name: getattr(one, name) for name in _POSITION if name not in ("publisher", "title")}
    return row | {"towards": _short(one.towards), "quote": _short(one.quote), "publisher": head.publisher, "title": head.title}


def positions_table(found: PairStances, *, issue: str | None = None) -> pa.Table:
    """Every position by day: party, issue, stance, what it is towards, speaker, quote and place.

    Args:
        found: What `read_stances` found.
        issue: Code or name of one issue; all by default.

    Returns:
        One row a position; those without a day first.

    Raises:
        SettingsError: If there is no such issue.
    """
    return _table([_position_row(found, one) for one in _only(found, issue)], _POSITION)


def _dated(one: Position) -> str:
    """A position on one line: who, when, which stance, in which words."""
    return f"{one.party} {one.day or 'no date'} {one.stance}: {_short(one.quote)}"


_SHIFT = {"party": "text", "issue": "text", "speaker": "text", "quotes": "texts"} | {
    f"{when}_{name}": kind
    for when in ("earlier", "later")
    for name, kind in {"day": "day", "stance": "text", "speaker": "text", "quote": "text", "publisher": "text", "doc_id": "text", "start_char": "count"}.items()
}


def _shift_row(found: PairStances, one: Shift) -> dict[str, Any]:
    row: dict[str, Any] = {"party": one.party, "issue": one.issue, "speaker": one.later.speaker if one.later.speaker == one.earlier.speaker else None}
    row["quotes"] = [_dated(one.earlier), _dated(one.later)]
    for when, position in (("earlier", one.earlier), ("later", one.later)):
        values = _position_row(found, position)
        row |= {f"{when}_{name}": values[name] for name in ("day", "stance", "speaker", "quote", "publisher", "doc_id", "start_char")}
    return row


def shifts_table(found: PairStances, *, issue: str | None = None) -> pa.Table:
    """Shifts of a party on an issue, each with both quotes; arguments as for `positions_table`."""
    return _table([_shift_row(found, one) for one in find_shifts(_only(found, issue))], _SHIFT)


def contradictions_table(found: PairStances, *, issue: str | None = None) -> pa.Table:
    """One speaker for and against the same thing, both quotes side by side; arguments as for `positions_table`."""
    return _table([_shift_row(found, one) for one in find_contradictions(_only(found, issue))], _SHIFT)


def sides_table(found: PairStances, *, issue: str | None = None) -> pa.Table:
    """Agreement and disagreement of the two sides: issue by party by day, with both quotes.

    Args:
        found: What `read_stances` found.
        issue: Code or name of one issue; all by default.

    Returns:
        One row an issue and day on which a side's stance was first told or changed; `standing` is agree, differ,
        partly (one is conditional or evasive), apart (years between them, or other third parties) or one side.

    Raises:
        SettingsError: If there is no such issue.
    """
    first, second = (code.lower() for code in found.dyad)
    names = ("stance", "day", "speaker", "quote", "doc_id")
    columns = {"issue": "text", "day": "day", "standing": "text", "quotes": "texts"}
    columns |= {f"{party}_{name}": "day" if name == "day" else "text" for party in (first, second) for name in names}
    return _table([_sides_row(found, row) for row in compare_sides(_only(found, issue), found.dyad)], columns)


def _sides_row(found: PairStances, row: SidesRow) -> dict[str, Any]:
    told = [one for one in (row.first, row.second) if one]
    made: dict[str, Any] = {"issue": row.issue, "day": row.day, "standing": row.standing, "quotes": [_dated(one) for one in told]}
    for party, position in zip(found.dyad, (row.first, row.second), strict=True):
        values = _position_row(found, position) if position else {}
        made |= {f"{party.lower()}_{name}": values.get(name) for name in ("stance", "day", "speaker", "quote", "doc_id")}
    return made


_EXPECTATION = {
    "day": "day", "party": "text", "other": "text", "kind": "text", "standing": "text", "issues": "texts", "words": "text", "delivery": "texts",
    "publisher": "text", "published": "text", "doc_id": "text", "table": "text", "record_id": "text",
}  # fmt: skip


def expectations_table(found: PairStances) -> pa.Table:
    """What each side wants of the other, and what came of it.

    Args:
        found: What `read_stances` found.

    Returns:
        One row a wish, by day; `delivery` has the words of the acts that bear on it.
    """
    return _table([_expectation_row(found, one) for one in found.findings.expectations], _EXPECTATION)


def _expectation_row(found: PairStances, one: Expectation) -> dict[str, Any]:
    head = found.heads[one.doc_id]
    quotes = [_short(found.rows[record_id][1].quote) for record_id in one.delivery if record_id in found.rows]
    row = {name: getattr(one, name) for name in _EXPECTATION if name not in ("publisher", "published")}
    return row | {
        "words": _short(one.words), "issues": list(one.issues), "delivery": quotes, "publisher": head.publisher, "published": head.published,
    }  # fmt: skip


_THIRD = {
    "party": "text", "name": "text", "role": "text", "roles": "texts", "records": "count", "documents": "count", "events": "count", "factors": "count",
    "commitments": "count", "projects": "count", "statements": "count", "publishers": "texts", "first_day": "day", "last_day": "day",
    "quote": "text", "doc_id": "text",
}  # fmt: skip


def third_parties_table(found: PairStances) -> pa.Table:
    """States and bodies beside the two: roles with counts, records by table and by side of the publisher, and the words of one.

    Args:
        found: What `read_stances` found.

    Returns:
        One row a third party, those named in most records first.
    """
    return _table([_third_row(found, one) for one in found.findings.third_parties], _THIRD)


def _third_row(found: PairStances, one: ThirdParty) -> dict[str, Any]:
    counts = {table: len(ids) for table, ids in one.records}
    role, ids = one.roles[0]
    lead = found.rows[ids[0]][1]
    tables = {table: counts.get(table, 0) for table in ("events", "factors", "commitments", "projects", "statements")}
    return tables | {
        "party": one.party,
        "name": name_party(one.party),
        "role": role,
        "roles": [f"{name} {len(listed)}" for name, listed in one.roles],
        "records": sum(counts.values()),
        "documents": one.n_documents,
        "publishers": [f"{state or 'not known'} {n}" for state, n in one.by_side],
        "first_day": one.first_day,
        "last_day": one.last_day,
        "quote": _short(lead.quote),
        "doc_id": lead.doc_id,
    }
