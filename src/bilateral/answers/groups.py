"""Reports that the analysis put together as one act, promise or project, so that reviewers can join and part them; and names of persons."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bilateral.answers.ledger import read_ledger
from bilateral.errors import SettingsError
from bilateral.review.replay import GROUPED
from bilateral.vocabulary.names import load_names
from bilateral.vocabulary.titles import load_title_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import duckdb

    from bilateral.answers.ledger import PairLedger

__all__ = ["MOST_NAMES", "Group", "PersonName", "list_groups", "list_names", "others_of"]


@dataclass(frozen=True, slots=True)
class Group:
    """One act, promise or project with the records that report it."""

    group_id: str
    what: str
    day: str | None
    parties: tuple[str, ...]
    reports: tuple[dict[str, Any], ...]  # record_id, doc_id, quote, publisher, published; the earliest first


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as documents give it."""

    name: str
    state: str  # whom the person serves; empty where it is not told
    n_records: int
    offices: tuple[str, ...]


def list_groups(record: Path, dyad: tuple[str, str]) -> dict[str, tuple[Group, ...]]:
    """The groups of a pair by table: incidents, entries of the ledger, and joint projects.

    Args:
        record: Folder of the record.
        dyad: The two states.

    Returns:
        Groups such that what may be one stands side by side: by kind, parties and day.
    """
    found = read_ledger(record, *dyad)
    groups: dict[str, Iterable[Group]] = {
        "events": (
            Group(one.incident_id, " ".join(filter(None, (one.event_type, one.mode, one.realis if one.realis != "happened" else "", one.place_name))), one.event_date,
                  (*one.actor, *one.recipient), _reports(found, one.reports)) for one in found.findings.incidents
        ),
        "commitments": (Group(one.entry_id, one.what, one.deadline, (*one.actor, *one.recipient), _reports(found, one.reports)) for one in found.findings.ledger),
        "projects": (Group(one.project_id, one.names[0], one.due, tuple(one.parties), _reports(found, one.reports)) for one in found.findings.projects),
    }  # fmt: skip
    return {table: tuple(sorted(groups[table], key=_order)) for table in GROUPED}


def _order(group: Group) -> tuple[Any, ...]:
    return group.what.split(" ")[0].casefold(), tuple(sorted(group.parties)), group.day or "", group.what.casefold(), group.group_id


def _reports(found: PairLedger, ids: Iterable[str]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"record_id": one, "doc_id": row.doc_id, "quote": row.quote, "publisher": head and head.publisher, "published": head and head.published}
        for one in ids if (row := found.rows.get(one)) is not None for head in (found.heads.get(row.doc_id),)
    )  # fmt: skip


def others_of(groups: Iterable[Group], chosen: Iterable[str]) -> list[str]:
    """The reports that stand with the chosen ones in a group and were not chosen: what a split parts them from.

    Raises:
        SettingsError: If the chosen ones are not some, but not all, of one group.
    """
    wanted = set(chosen)
    ids = [[report["record_id"] for report in group.reports] for group in groups]
    holding = [group for group in ids if wanted & set(group)]
    others = [one for one in holding[0] if one not in wanted] if len(holding) == 1 else []
    if not wanted or not others:
        message = f"got {len(wanted)} reports of {len(holding)} groups, expected some but not all reports of one group: those that are of another act, promise or project"
        raise SettingsError(message)
    return others


_NAMES = """
    SELECT * FROM (
        SELECT name, state, count(*) AS n_records, list_sort(list(DISTINCT office) FILTER (office IS NOT NULL))[:3] AS offices FROM (
            SELECT speaker AS name, split_part(coalesce(speaker_state, ''), '/', 1) AS state, speaker_office AS office FROM statements
            UNION ALL SELECT person, split_part(state, '/', 1), office FROM offices
        ) WHERE list_contains([$state_a, $state_b], state) AND name IS NOT NULL AND name <> coalesce(office, '') GROUP BY name, state
    ) WHERE regexp_matches(name, $names) AND NOT regexp_matches(name, '^(A|An|The|Its|Their|Some|Both) ') ORDER BY n_records DESC, name, state LIMIT $most
"""

_NAMED = r"^\p{Lu}\S*( (\p{Lu}\S*|al|bin|da|de|del|der|dos|el|ibn|van|von))*$"
"""Names, not descriptions: "Ada Mwangi", "Ursula von der Leyen", not "Kenyan officials"."""

MOST_NAMES = 1_000
"""Names on one page, those of most records first chosen."""


def list_names(connection: duckdb.DuckDBPyConnection, dyad: tuple[str, str]) -> list[PersonName]:
    """Names of persons who serve one of two states, those that may be one person side by side.

    A name that is a part of another of the same state ("Mwangi", "Ada Mwangi") stands
    after it. Takes no descriptions ("the minister"), no bodies, cities and firms that
    speak ("Nairobi", "Kenya Airways"), and at most `MOST_NAMES` names; a surname that
    stands alone throughout, without an office, is taken for a body.

    Args:
        connection: A connection with the journal laid over it.
        dyad: The two states.

    Returns:
        One row a name and state.
    """
    rows = connection.execute(_NAMES, {"state_a": dyad[0], "state_b": dyad[1], "most": MOST_NAMES, "names": _NAMED}).fetchall()
    named = [one for one in (PersonName(name, state, number, tuple(offices or ())) for name, state, number, offices in rows) if one.offices or not _is_body(one.name)]
    by_word: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in named:
        for word in set(one.name.casefold().split()):
            by_word[one.state, word].append(one.name)
    found = [one for one in named if one.offices or " " in one.name or _fullest(one, by_word) != one.name]
    return sorted(found, key=lambda one: (one.state, _fullest(one, by_word).casefold(), -len(one.name), one.name))


def _is_body(name: str) -> bool:
    """Whether a name is that of a state, city, body or firm: "Kenya Airways", "Bank of Norway"."""
    if not load_title_words().organs.keys().isdisjoint(name.casefold().split()):
        return True
    return _other_names().get(name.replace("’", "'"), "leader") != "leader"


@cache
def _other_names() -> dict[str, str]:
    """What each name of the vocabulary stands for: a state, a firm, a leader."""
    return {one.text: one.how for one in load_names()}


def _fullest(one: PersonName, by_word: Mapping[tuple[str, str], list[str]]) -> str:
    """The longest name of the same state that holds all words of a name."""
    words = set(one.name.casefold().split())
    near = [name for word in words for name in by_word[one.state, word] if words <= set(name.casefold().split())]
    return max(near, key=lambda name: (len(name), name))
