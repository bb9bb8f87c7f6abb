"""Who held which office when: heads of state and of government, foreign ministers, heads of bodies."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.errors import SettingsError, VocabularyError
from bilateral.vocabulary.files import read_rows, split_list
from bilateral.vocabulary.states import is_body, is_state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Leader", "add_leaders", "find_holder", "find_leader", "load_leaders", "load_officials"]

_COLUMNS = ("state", "person", "other_names", "surname", "office", "start", "end", "origin")
_OFFICIAL_COLUMNS = ("state", "person", "other_names", "surname", "office", "sectors", "start", "end", "origin")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
"""A month as the table writes it: "2010-09"."""
_YEAR_OR_MONTH = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
"""A year or a month: "2010", "2010-09"."""
_USERS_COLUMNS = ("state", "person", "office", "start", "end", "surname", "other_names")
"""What a user's row can tell; `file` stands alone."""
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
    """One term of one person in one office; months as "2010-09", no end while it lasts.

    `sectors` are PLOVER's, the main one first; officials' terms may know the year alone.
    """

    state: str
    person: str
    other_names: tuple[str, ...]
    surname: str
    office: str
    start: str
    end: str | None
    sectors: tuple[str, ...] = ("GOV",)


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
    return (*(_ended(_leader(row)) for row in rows), *_added)


_added: list[Leader] = []
"""Terms of the user's settings; one set a process, put in before the first document is coded."""


def add_leaders(rows: Sequence[Mapping[str, str]]) -> bool:
    """Add a user's terms of office to the shipped table, instead of those added before.

    A shipped term without end in the same office ends where the user's begins.
    Does not remove a shipped term.

    Args:
        rows: Tables with `state`, `person`, `office`, `start` and, where wanted,
            `end`, `surname` and `other_names` (separated by semicolons); or with
            `file`, a CSV file with these columns.

    Returns:
        Whether anything changed, so that what was made from the table must be made anew.

    Raises:
        SettingsError: If a row lacks a key, has an unknown one, names no known
            state or body, or has a month that is none; the message says which.

    Example:
        >>> add_leaders([])
        False
    """
    terms = [_users_leader(row) for given in rows for row in _users_rows(given)]
    if terms == _added:
        return False
    _added[:] = terms
    for made in (load_leaders, _by_state, _by_name):
        made.cache_clear()
    return True


def _ended(term: Leader) -> Leader:
    """A shipped term, ended where the user knows a later holder of its office."""
    later = [added.start for added in _added if (added.state, added.office) == (term.state, term.office) and added.start > term.start]
    return replace(term, end=min(later)) if later and (term.end is None or min(later) < term.end) else term


def _users_rows(given: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """One table of the settings, or the rows of the file that it names."""
    if "file" not in given:
        yield given
        return
    try:
        with Path(given["file"]).open(encoding="utf-8", newline="") as lines:
            yield from [{key: cell or "" for key, cell in row.items()} for row in csv.DictReader(lines)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"leaders: got the file {given['file']!r}, which cannot be read ({error}); expected a CSV file with the columns {', '.join(_USERS_COLUMNS)}"
        raise SettingsError(message) from error


def _users_leader(row: Mapping[str, str]) -> Leader:
    told = {key: text.strip() for key, text in row.items() if key is not None and text}
    missing = [key for key in ("state", "person", "office", "start") if not told.get(key)]
    unknown = sorted(set(told) - set(_USERS_COLUMNS))
    if missing or unknown:
        message = f"leaders, {told.get('person', '?')!r}: got {'no ' + missing[0] if missing else 'the unknown ' + unknown[0]}; expected {', '.join(_USERS_COLUMNS)}, of which the last three may be left out"
        raise SettingsError(message)
    if not is_state(told["state"]) and not is_body(told["state"]):
        message = f"leaders, {told['person']!r}: got the state {told['state']!r}; expected an ISO 3166-1 alpha-3 code such as KOR, or a body such as EUU"
        raise SettingsError(message)
    wrong = next((told[key] for key in ("start", "end") if told.get(key) and not _MONTH.fullmatch(told[key])), None)
    if wrong:
        message = f"leaders, {told['person']!r}: got the month {wrong!r}; expected YYYY-MM, such as 2025-06"
        raise SettingsError(message)
    return Leader(
        told["state"], told["person"], split_list(told.get("other_names", "")), told.get("surname") or told["person"].split()[-1],
        told["office"].lower(), told["start"], told.get("end"),
    )  # fmt: skip


@cache
def load_officials() -> tuple[Leader, ...]:
    """Terms of persons in the news who were neither head of state or government nor foreign minister.

    Ministers, heads of services and armies, speakers, lawmakers, governors,
    leaders of parties and of the opposition. A choice, not a register; found
    by full name alone, so that a common surname names nobody.

    Returns:
        Terms in file order; `start` and `end` are months or years.

    Raises:
        VocabularyError: If `officials.csv` is malformed.

    Source:
        General knowledge; column `origin` says what was compared.

    Example:
        >>> [term.sectors for term in load_officials() if term.person == "Mark Milley"]
        [('MIL',)]
    """
    rows = read_rows("officials.csv", _OFFICIAL_COLUMNS, required=("state", "person", "surname", "office", "sectors", "start"))
    return tuple(_leader(row, file="officials.csv", form=_YEAR_OR_MONTH, sectors=split_list(row["sectors"])) for row in rows)


def _leader(row: dict[str, str], *, file: str = "leaders.csv", form: re.Pattern[str] = _MONTH, sectors: tuple[str, ...] = ("GOV",)) -> Leader:
    for column in ("start", "end"):
        if row[column] and not form.fullmatch(row[column]):
            expected = "YYYY-MM" if form is _MONTH else "YYYY-MM or YYYY"
            message = f"{file}, key {row['person']!r}, column {column!r}: {row[column]!r}; expected {expected}"
            raise VocabularyError(message)
    return Leader(
        state=row["state"],
        person=row["person"],
        other_names=split_list(row["other_names"]),
        surname=row["surname"],
        office=row["office"],
        start=row["start"],
        end=row["end"] or None,
        sectors=sectors,
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
