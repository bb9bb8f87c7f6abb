"""PLOVER's sectors: what they are called, and which names belong to one finer than the coding guide's ten."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from bilateral.vocabulary.files import read_rows, read_toml, split_list

__all__ = ["Sector", "guide_sector", "load_sectors", "sectors_of_name"]

_LISTED = (("groups.csv", "code"), ("companies.csv", "state"))
"""Files whose rows have a kind, with the column of the state."""


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector: its code, its name in words, and the coding guide's sector that holds it."""

    code: str
    name: str
    guide: str


@cache
def load_sectors() -> dict[str, Sector]:
    """Every sector by its code.

    Returns:
        Sectors in the order of the file.

    Raises:
        VocabularyError: If `sectors.toml` is malformed.

    Source:
        PLOVER codebook, sectors; GUIDE, "Parties".

    Example:
        >>> load_sectors()["COP"].guide
        'GOV'
    """
    return {code: Sector(code, entry["name"], entry["guide"]) for code, entry in _entries()["sector"].items()}


def guide_sector(sector: str) -> str:
    """The coding guide's sector that holds a PLOVER sector.

    Example:
        >>> guide_sector("SPY"), guide_sector("LEG")
        ('GOV', 'LEG')
    """
    return load_sectors()[sector].guide


@cache
def _entries() -> dict[str, Any]:
    return read_toml("sectors.toml")


def sectors_of_name(name: str) -> tuple[str, ...]:
    """The PLOVER sectors of a name that the vocabulary lists, the main one first.

    Does not know states, capitals, bodies and persons: the first three have no
    sector of their own, a person has that of the office.

    Args:
        name: A name of `seats.csv`, `groups.csv` or `companies.csv`, as written there.

    Returns:
        Sector codes; empty where the sector of the party says all.

    Example:
        >>> sectors_of_name("Mossad"), sectors_of_name("Pentagon"), sectors_of_name("Knesset")
        (('SPY',), ('GOV', 'MIL'), ())
    """
    return _by_name().get(name.replace("\u2019", "'"), ())


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    kinds = {kind: tuple(codes) for kind, codes in _entries()["kinds"].items()}
    found: dict[str, tuple[str, ...]] = {}
    for file, column in _LISTED:
        for row in read_rows(file, ("name", "other_names", column, "sector", "kind")):
            for name in (row["name"], *split_list(row["other_names"])):
                if row["kind"] in kinds and row["sector"] != "MIL":
                    found[name] = _with_role(kinds[row["kind"]], row["sector"])
    for row in read_rows("state_owned.csv", ("name", "state"), required=("name", "state")):
        found[row["name"]] = ("BUS", "GOV")
    for codes, names in _entries()["names"].items():
        found.update(dict.fromkeys(names, tuple(codes.split())))
    return found


def _with_role(codes: tuple[str, ...], sector: str) -> tuple[str, ...]:
    """The sectors of a kind; a party that governs or sits in opposition shows that too."""
    return (*codes, sector) if codes == ("PTY",) and sector in ("GOV", "OPP") else codes
