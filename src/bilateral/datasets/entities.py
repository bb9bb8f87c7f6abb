"""Names of actors as event data sets write them, to the states and bodies that they are of."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache

from bilateral.datasets.institutions import link_institution
from bilateral.vocabulary.crosswalk import region_names
from bilateral.vocabulary.files import FORMER, read_rows, split_list
from bilateral.vocabulary.leaders import load_leaders, load_officials
from bilateral.vocabulary.names import load_names
from bilateral.vocabulary.states import load_states

__all__ = ["is_country", "is_no_country", "link_country", "link_entity", "split_entity"]

_OF_COUNTRY = re.compile(r"(.+?)\s*\(([^()]+)\)\s*")  # Foreign Affairs (South Korea)

_SURE = frozenset({"name", "body"})
"""Kinds of names that stand for a state or body by themselves."""

_WIDE = _SURE | {"company", "group", "seat"}
"""Kinds that also count where the wide vocabulary is asked for; peoples and cities never do."""

_NO_COUNTRY = frozenset({"", "na", "n/a", "none", "nan", "null", "unknown"})
"""How data sets write that an actor has no country."""

_FEWEST_PARTS = 2
"""Parts of a name of a person that make it sure: first name and surname."""

_PRESENT = "9999-12"


def _key(text: str) -> str:
    """A name without case, accents, hyphens, underscores and full stops.

    Example:
        >>> _key("Roh_Moo-Hyun"), _key("Shmatkó")
        ('roh moo hyun', 'shmatko')
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(re.sub(r"[_\-.’'`,]+", " ", plain).casefold().split())


@cache
def link_country(name: str) -> str | None:
    """The state that a data set's name of a country means.

    Does not guess: a misspelt name is None, and so is no name at all ("NA").

    Args:
        name: A name, such as "Russian Federation" or "Moldova, Republic of".

    Returns:
        ISO 3166-1 alpha-3 code, or None.

    Example:
        >>> link_country("Russian Federation"), link_country("NA"), link_country("Lao People's Democratic Republic")
        ('RUS', None, 'LAO')
    """
    if is_no_country(name):
        return None
    turned = " ".join(part.strip() for part in reversed(name.split(",", 1)))  # Moldova, Republic of
    return next((found for way in (name, turned) if (found := _countries().get(_key(way).removeprefix("the ")))), None)


def is_no_country(name: str) -> bool:
    """Whether a cell says that there is no country.

    Example:
        >>> is_no_country(" None "), is_no_country("Nauru")
        (True, False)
    """
    return name.strip().casefold() in _NO_COUNTRY


def is_country(name: str) -> bool:
    """Whether a cell can be one of countries: a known name, that of a region, or the word for none.

    Example:
        >>> is_country("Viet Nam"), is_country(""), is_country("Government")
        (True, True, False)
    """
    return is_no_country(name) or link_country(name) is not None or name.strip().casefold() in region_names()


def split_entity(name: str) -> tuple[str, str | None]:
    """An actor's name into what it is and its country in brackets.

    Example:
        >>> split_entity("Citizen_(South_Korea)"), split_entity("Vladimir Putin")
        (('Citizen', 'South Korea'), ('Vladimir Putin', None))
    """
    found = _OF_COUNTRY.fullmatch(name.replace("_", " "))
    return (found[1], found[2]) if found else (name.replace("_", " "), None)


@cache
def _countries() -> dict[str, str]:
    """States by their names and codes of today, their former names, and the spellings of `entities.csv`."""
    states = load_states().values()
    former = read_rows("former_states.csv", FORMER, required=("code", "name", "iso3"))
    ways = [
        *[(state.iso3, state.iso3) for state in states],
        *[(name, state.iso3) for state in states for name in (state.name, state.official_name, *state.other_names)],
        *[(name, row["iso3"]) for row in former for name in (row["name"], row["official_name"], *split_list(row["other_names"]))],
        *[(state.iso2, state.iso3) for state in states],
    ]
    found = dict(_listed())
    for name, iso3 in ways:
        found.setdefault(_key(name).removeprefix("the "), iso3)
    return found


@cache
def _listed() -> dict[str, str]:
    """Names of `entities.csv`."""
    rows = read_rows("entities.csv", ("party", "name"), required=("party", "name"))
    return {_key(row["name"]): row["party"] for row in rows}


@cache
def _named(*, wide: bool) -> dict[str, str]:
    """State or body by every name of the vocabulary that stands for one by itself."""
    names: dict[str, str] = {}
    for name in load_names():
        if len(name.parties) == 1 and name.how in (_WIDE if wide else _SURE) and not name.needs_context:
            names.setdefault(_key(name.text), name.parties[0].partition("/")[0])
    return names


@cache
def _persons(*, wide: bool) -> dict[frozenset[str], dict[str, tuple[str, str]]]:
    """Terms of persons by first name and surname: for each state the first and the last month."""
    found: defaultdict[frozenset[str], dict[str, tuple[str, str]]] = defaultdict(dict)
    for term in (*load_leaders(), *load_officials()) if wide else load_leaders():
        for text in (term.person, *term.other_names):
            parts = _key(text).split()
            if len(parts) >= _FEWEST_PARTS:
                for key in {frozenset(parts), frozenset((parts[0], parts[-1]))}:
                    first, last = found[key].get(term.state, (_PRESENT, ""))
                    found[key][term.state] = min(first, term.start), max(last, term.end or _PRESENT)
    return dict(found)


_Terms = dict[str, tuple[str, str]]


def _terms_of(name: str, *, wide: bool) -> _Terms:
    """The states that a person served, with first and last month."""
    parts = _key(name).split()
    if len(parts) < _FEWEST_PARTS:
        return {}
    persons = _persons(wide=wide)
    return persons.get(frozenset(parts)) or persons.get(frozenset((parts[0], parts[-1]))) or {}


@cache
def _linked(name: str, *, wide: bool) -> str | _Terms | None:
    """The party of a name, or the terms of a person who served several."""
    inner, country = split_entity(name)
    if country:
        return link_country(country) or _named(wide=wide).get(_key(country)) or link_institution(_key(country)) or _linked(inner, wide=wide)
    key = _key(inner)
    party = _listed().get(key) or _named(wide=wide).get(key)
    party = party or link_institution(key)
    if party:
        return party
    terms = _terms_of(inner, wide=wide)
    return terms if len(terms) > 1 else next(iter(terms), None)


def link_entity(name: str, day: str | None = None, *, wide: bool = False) -> str | None:
    """The state or body that an actor of a data set belongs to.

    A country in brackets decides; then the names of states and bodies, institutions
    named after a state ("Nigerian Army"), heads of state and government and
    foreign ministers, and `entities.csv`. These lists stay as they are, so that a
    series does not change with the vocabulary of news. Does not link a bare role
    ("Citizen"), a place inside a country, or most ministers and members of parliament (`wide` does some).

    Args:
        name: The actor as the data set writes it; underscores are blanks.
        day: ISO 8601 day, for persons who served several states or bodies.
        wide: Also link officials, firms, parties and seats of the vocabulary.

    Returns:
        ISO 3166-1 alpha-3 code or a body's code; None if it is not known.

    Example:
        >>> link_entity("Foreign Affairs (Russia)"), link_entity("Dmitry Anatolyevich Medvedev"), link_entity("Citizen")
        ('RUS', 'RUS', None)
        >>> link_entity("António Guterres", "1999-05-01"), link_entity("António Guterres", "2019-05-01")
        ('PRT', 'UNO')
    """
    found = _linked(name, wide=wide)
    if not isinstance(found, dict):
        return found
    serving = [state for state, (first, last) in found.items() if day and first[:7] <= day[:7] <= last[:7]]
    return serving[0] if len(serving) == 1 else None
