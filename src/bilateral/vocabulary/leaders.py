"""Who held which office when: heads of state and of government, foreign ministers, heads of bodies."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_rows, split_list

__all__ = ["Leader", "find_holder", "find_leader", "load_leaders"]

_COLUMNS = ("state", "person", "other_names", "surname", "office", "start", "end", "origin")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
"""A month as the table writes it: "2010-09"."""
_OPEN = "9999-12"

_SAME_OFFICE = {
    "premier": ("premier", "prime minister"),
    "prime minister": ("prime minister", "premier", "chancellor"),
    "head of government": ("prime minister", "premier", "chancellor", "chief executive"),
    "head of state": (
        "head of state", "president", "king", "queen", "emperor", "emir", "sultan", "prince", "pope", "supreme leader",
    ),
    "monarch": ("king", "queen", "emperor", "emir", "sultan", "prince"),
    "foreign minister": ("foreign minister", "secretary of state"),
    "foreign secretary": ("foreign minister",),
    "defense secretary": ("defense minister",),
    "leader": ("supreme leader", "paramount leader", "president"),
}  # fmt: skip
"""Offices that a text can mean by one title."""


@dataclass(frozen=True, slots=True)
class Leader:
    """One term of one person in one office; months as "2010-09", no end while it lasts."""

    state: str
    person: str
    other_names: tuple[str, ...]
    surname: str
    office: str
    start: str
    end: str | None


@cache
def load_leaders() -> tuple[Leader, ...]:
    """Every term of office of the table.

    Does not hold acting holders of a few days, and after 2021 only what was
    certain; a term without end was going on at the end of 2024.

    Returns:
        Terms by state and month of entry.

    Raises:
        VocabularyError: If `leaders.csv` is malformed.

    Source:
        General knowledge, compared with REIGN 2021-03, Archigos 4.1 and CountryInfo (column `origin`).

    Example:
        >>> [term.start for term in load_leaders() if term.person == "Moon Jae-in"]
        ['2017-05']
    """
    rows = read_rows("leaders.csv", _COLUMNS, required=("state", "person", "surname", "office", "start"))
    return tuple(_leader(row) for row in rows)


def _leader(row: dict[str, str]) -> Leader:
    for column in ("start", "end"):
        if row[column] and not _MONTH.fullmatch(row[column]):
            message = f"leaders.csv, key {row['person']!r}, column {column!r}: {row[column]!r}; expected YYYY-MM"
            raise VocabularyError(message)
    return Leader(
        state=row["state"],
        person=row["person"],
        other_names=split_list(row["other_names"]),
        surname=row["surname"],
        office=row["office"],
        start=row["start"],
        end=row["end"] or None,
    )


def find_holder(state: str, office: str, date: str) -> str | None:
    """Who held an office at a date.

    Does not know deputies and ministers other than those of the table. In a
    month with a change the successor is given, in a bare year who held it longest.

    Args:
        state: Code of a state or body.
        office: Title in lower case; "prime minister" also finds premiers and
            chancellors, "head of state" kings and presidents.
        date: ISO 8601 date, month or year.

    Returns:
        Full name; None if the table has no holder.

    Example:
        >>> find_holder("RUS", "president", "2010-09-10")
        'Dmitry Medvedev'
        >>> find_holder("RUS", "prime minister", "2010")
        'Vladimir Putin'
        >>> find_holder("RUS", "emperor", "2010") is None
        True
    """
    first, last = _months(date)
    for title in _SAME_OFFICE.get(office, (office,)):
        terms = [term for term in _by_state()[state] if term.office == title and _overlap(term, first, last)]
        if terms:
            return max(terms, key=lambda term: (_overlap(term, first, last), term.start)).person
    return None


def find_leader(name: str, date: str | None = None) -> list[Leader]:
    """Which leaders a name can mean.

    Does not find names inside a text, nor by first name alone.

    Args:
        name: Full name or surname, in any case, with or without accents.
        date: ISO 8601 date, month or year of the text.

    Returns:
        One term a person: with a date, those in office then; if nobody was,
        those who had been before, the latest first. Without a date the latest
        term of each. Several where the name is ambiguous; empty if it is unknown.

    Example:
        >>> [(leader.person, leader.office) for leader in find_leader("Medvedev", "2010-09")]
        [('Dmitry Medvedev', 'president')]
        >>> [leader.state for leader in find_leader("Lee", "2010-09")]
        ['KOR', 'SGP']
    """
    terms = _by_name().get(_key(name), ())
    if date is None:
        return _one_each(sorted(terms, key=lambda term: term.start, reverse=True))
    first, last = _months(date)
    now = [term for term in terms if _overlap(term, first, last)]
    if now:
        return _one_each(sorted(now, key=lambda term: (term.state, -_overlap(term, first, last), term.start)))
    return _one_each(sorted((term for term in terms if term.start <= last), key=lambda term: term.start, reverse=True))


@cache
def _by_state() -> defaultdict[str, list[Leader]]:
    found: defaultdict[str, list[Leader]] = defaultdict(list)
    for term in load_leaders():
        found[term.state].append(term)
    return found


@cache
def _by_name() -> dict[str, list[Leader]]:
    """Terms by full name, other name and surname."""
    found: dict[str, list[Leader]] = {}
    for term in load_leaders():
        for key in {_key(name) for name in (term.person, term.surname, *term.other_names)}:
            found.setdefault(key, []).append(term)
    return found


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("\u2019", "'").replace("-", " "))
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).casefold().split())


def _months(date: str) -> tuple[str, str]:
    """First and last month of an ISO 8601 date of any precision."""
    return (date[:7], date[:7]) if len(date) > len("2010") else (f"{date}-01", f"{date}-12")


def _overlap(term: Leader, first: str, last: str) -> int:
    """How many months of a stretch fall into a term, the months of entry and exit included."""
    start, end = max(term.start, first), min(term.end or _OPEN, last)
    return max(0, _count(end) - _count(start) + 1)


def _count(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


def _one_each(terms: list[Leader]) -> list[Leader]:
    """The first term of every person."""
    found: dict[tuple[str, str], Leader] = {}
    for term in terms:
        found.setdefault((term.state, term.person), term)
    return list(found.values())
