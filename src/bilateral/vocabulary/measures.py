"""Units, scales, currencies and indicators of figures: `units.toml`, `indicators.toml` and `figure_kinds.toml`, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml
from bilateral.vocabulary.openings import begins_with_openings, find_openings

__all__ = ["DIRECTIONS", "Indicator", "UnitWord", "Units", "load_indicators", "load_kind_words", "load_units"]

DIRECTIONS = frozenset(("", "from_owner", "to_owner", "from_named"))
"""Where a figure flows: nowhere, away from the state that owns it (exports), towards it (imports), from the one named first (visits)."""


@dataclass(frozen=True, slots=True)
class UnitWord:
    """What a word behind a number means."""

    unit: str
    worth: float = 1.0


@dataclass(frozen=True, slots=True)
class Units:
    """Everything that `units.toml` says."""

    scale: dict[str, float]
    number: dict[str, float]
    ordinal: dict[str, int]
    own_dollar: dict[str, str]
    shared: dict[str, dict[str, str]]  # "rupees" -> state -> code
    before: dict[str, str]  # "US$" -> USD
    after: dict[str, UnitWord]  # "per cent" -> percent, "decades" -> years of worth 10
    times_word: dict[str, float]
    not_after_double: frozenset[str]
    fraction: dict[str, float]
    modifier: dict[str, str]
    modifier_behind: dict[str, str]
    symbol: dict[str, str]  # "kW" -> kilowatts, only behind digits
    name: dict[str, str]  # unit or currency code -> its name in the singular: "tonnes" -> "metric ton"


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is counted or measured, with the words that show it."""

    name: str
    pattern: re.Pattern[str]
    openings: frozenset[str] | None  # first letters, one of which a text must have at the beginning of a word; None: not known
    is_opened: bool  # each of its words begins with one of these letters, so that it need be tried nowhere else
    units: frozenset[str]  # kinds of unit: money percent count rank times duration amount
    direction: str
    is_bilateral: bool  # of two states even where only one is named
    kind: str | None  # where the indicator decides the kind
    is_whole: bool  # "exports" can be that of which a percentage is the share
    example: str


def _by_word(table: dict[str, list[str]]) -> dict[str, str]:
    return {word: meaning for meaning, words in table.items() for word in words}


@cache
def load_units() -> Units:
    """Units, scales and number words, read once a process.

    Raises:
        VocabularyError: If an entry lacks a key.

    Example:
        >>> load_units().after["decades"]
        UnitWord(unit='years', worth=10)
    """
    raw = read_toml("units.toml")
    try:
        before = {sign: code for code, entry in raw["currency"].items() for sign in entry["before"]}
        after = {word: UnitWord(code) for code, entry in raw["currency"].items() for word in entry["after"]}
        after.update(_unit_words(raw))
    except KeyError as error:
        message = f"units.toml: an entry lacks the key {error}; expected before and after for a currency, after for a unit"
        raise VocabularyError(message) from error
    times = dict(raw["times_word"])
    return Units(
        scale=raw["scale"],
        number=raw["number"],
        ordinal=raw["ordinal"],
        own_dollar=raw["own_dollar"],
        shared={word: entry["states"] for word, entry in raw["shared"].items()},
        before=before,
        after=after,
        not_after_double=frozenset(times.pop("not_before")),
        times_word=times,
        fraction=raw["fraction"],
        modifier=_by_word(raw["modifier"]),
        modifier_behind=_by_word(raw["modifier_behind"]),
        symbol=raw["symbol"],
        name={unit: entry.get("name", _singular(unit)) for table in ("currency", "unit") for unit, entry in raw[table].items()},
    )


def _singular(unit: str) -> str:
    """The name of one unit of a regular word: "kilobytes" -> "kilobyte", "miles per hour" -> "mile per hour"."""
    first, space, rest = unit.partition(" per ")
    return first.removesuffix("s") + space + rest


def _unit_words(raw: dict[str, Any]) -> dict[str, UnitWord]:
    return {
        word: UnitWord(entry.get("unit", name), entry.get("worth", 1) * raw["scaled"].get(word, 1))
        for name, entry in raw["unit"].items()
        for word in entry["after"]
    }


def _all_openings(words: list[str]) -> frozenset[str] | None:
    """The openings of all words of an entry; None where one of them does not tell."""
    found = [find_openings(word) for word in words]
    return frozenset().union(*(openings for openings in found if openings)) if None not in found else None


@cache
def load_indicators() -> tuple[Indicator, ...]:
    """Indicators in the order of the file: the more special first.

    Raises:
        VocabularyError: If an entry has an unknown direction or no words.

    Example:
        >>> next(item.name for item in load_indicators() if item.pattern.search("bilateral trade volume"))
        'trade turnover'
    """
    found = []
    for entry in read_toml("indicators.toml")["indicator"]:
        if entry.get("direction", "") not in DIRECTIONS:
            message = f"indicators.toml, key {entry['name']!r}: unknown direction {entry['direction']!r}; expected {sorted(DIRECTIONS)}"
            raise VocabularyError(message)
        found.append(
            Indicator(
                name=entry["name"],
                pattern=re.compile(rf"\b(?:{'|'.join(entry['words'])})", re.IGNORECASE),
                openings=_all_openings(entry["words"]),
                is_opened=all(map(begins_with_openings, entry["words"])),
                units=frozenset(entry["units"]),
                direction=entry.get("direction", ""),
                is_bilateral=entry.get("bilateral", False),
                kind=entry.get("kind"),
                is_whole=entry.get("whole", False),
                example=entry["example"],
            )
        )
    return tuple(found)


@cache
def load_kind_words(kind: str) -> frozenset[str]:
    """The words of one entry of `figure_kinds.toml`.

    Args:
        kind: Key of the entry.

    Raises:
        VocabularyError: If there is no such entry, or it has no words.

    Example:
        >>> "expel" in load_kind_words("acts_on")
        True
    """
    entries = read_toml("figure_kinds.toml")
    words = entries.get(kind, {}).get("words", "").split()
    if not words:
        message = f"figure_kinds.toml: no words under {kind!r}; expected one of {sorted(entries)}"
        raise VocabularyError(message)
    return frozenset(words)
