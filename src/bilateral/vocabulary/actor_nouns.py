"""Nouns that stand for an actor where a state is named beside them (`actor_nouns.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bilateral.vocabulary.files import read_toml

__all__ = ["ActorNouns", "load_actor_nouns"]


@dataclass(frozen=True, slots=True)
class ActorNouns:
    """The nouns. `sectors` gives the sector of each, `homonyms` what speaks against and for a name."""

    sectors: dict[str, str]
    parts: frozenset[str]
    places: frozenset[str]
    kingdoms: dict[str, str]
    homonyms: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]


@cache
def load_actor_nouns() -> ActorNouns:
    """The nouns that stand for actors, in lower case and singular.

    Returns:
        One `ActorNouns`.

    Raises:
        VocabularyError: If the file is malformed.

    Example:
        >>> load_actor_nouns().sectors["warship"]
        'MIL'
    """
    table = read_toml("actor_nouns.toml")
    sectors: dict[str, str] = {}
    for sector, nouns in table["nouns"].items():
        for noun in nouns:
            sectors.setdefault(noun, sector)
    return ActorNouns(
        sectors=sectors,
        parts=frozenset(table["parts"]["words"]),
        places=frozenset(table["places"]["words"]),
        kingdoms=dict(table["kingdoms"]),
        homonyms={entry["text"]: (tuple(entry["against"]), tuple(entry["for"])) for entry in table["homonym"]},
    )
