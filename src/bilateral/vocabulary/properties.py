"""Statistics of countries: `properties.toml`, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml

__all__ = ["Property", "load_properties"]


@dataclass(frozen=True, slots=True)
class Property:
    """A statistic of countries and how texts name it."""

    name: str
    pattern: re.Pattern[str]
    behind: re.Pattern[str] | None  # words behind a number that show it: "33 million people"
    blocks: re.Pattern[str] | None  # look-alikes
    units: frozenset[str]  # kinds of unit, as of quantities
    low: float
    high: float
    example: str


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{word})" for word in words), re.IGNORECASE)


@cache
def load_properties() -> tuple[Property, ...]:
    """Properties in the order of the file.

    Raises:
        VocabularyError: If an entry lacks a key.

    Example:
        >>> next(item.name for item in load_properties() if item.pattern.search("Life expectancy at birth"))
        'life expectancy'
    """
    found = []
    for entry in read_toml("properties.toml")["property"]:
        try:
            found.append(
                Property(
                    name=entry["name"],
                    pattern=_any_of(entry["words"]),
                    behind=_any_of(entry["behind"]) if "behind" in entry else None,
                    blocks=_any_of(entry["blocks"]) if "blocks" in entry else None,
                    units=frozenset(entry["units"]),
                    low=entry["low"],
                    high=entry["high"],
                    example=entry["example"],
                )
            )
        except KeyError as error:
            message = f"properties.toml, entry {entry.get('name')!r}: lacks the key {error}; expected name, words, units, low, high and example"
            raise VocabularyError(message) from error
    return tuple(found)
