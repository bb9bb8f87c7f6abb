"""Dated facts among entities, asked in both directions: the material of link forecasting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["LinkGraph", "build_graph", "days_of", "split_names"]

_LABELLED = re.compile(r"(.+?)[ _]*\((.+)\)")  # Police_(Chad)


@dataclass(frozen=True)
class LinkGraph:
    """Facts both ways round, by day, with what the names of entities tell.

    Attributes:
        facts: One row a fact: subject, relation, object, day; sorted by day. Relation
            `r + n_relations` is `r` asked from the object's side.
        n_entities: Entities that may be an answer.
        n_relations: Relations without their inverses.
        home: For each entity the number of the state or place in its name; entities
            that name none have a number of their own.
        sector: For each entity the number of what it is there ("Police"), likewise.
    """

    facts: NDArray[np.int64]
    n_entities: int
    n_relations: int
    home: NDArray[np.int64]
    sector: NDArray[np.int64]

    @property
    def n_both(self) -> int:
        """Relations with their inverses."""
        return 2 * self.n_relations


def split_names(names: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers of home and sector of entities, read off names such as "Police (Chad)".

    A name that others carry in brackets is its own home: "Chad". Does not know
    where a person belongs who is named alone.

    Args:
        names: Names in the order of the entities' numbers.

    Returns:
        Home and sector of each; equal numbers mean the same place or sector.

    Example:
        >>> home, sector = split_names(["Chad", "Police_(Chad)", "Police_(Mali)", "Ban_Ki-Moon"])
        >>> bool(home[0] == home[1]), bool(home[1] == home[2]), bool(sector[1] == sector[2])
        (True, False, True)
    """
    found = [_LABELLED.fullmatch(name) for name in names]
    places = [match[2] if match else name for match, name in zip(found, names, strict=True)]
    shared = {match[2] for match in found if match}
    sectors = [match[1] if match else "\0state" if name in shared else name for match, name in zip(found, names, strict=True)]
    return _numbers(places), _numbers(sectors)


def _numbers(labels: Sequence[str]) -> NDArray[np.int64]:
    """Equal labels, equal numbers; in the order of first mention."""
    seen: dict[str, int] = {}
    return np.array([seen.setdefault(label, len(seen)) for label in labels], np.int64)


def build_graph(facts: NDArray[np.int64], names: Sequence[str], n_relations: int) -> LinkGraph:
    """A graph of facts, each once a day and both ways round.

    Args:
        facts: Subject, relation, object, day; in any order, repeats allowed.
        names: Name of each entity.
        n_relations: Number of relations.

    Returns:
        The graph.
    """
    turned = facts[:, [2, 1, 0, 3]] + np.array([0, n_relations, 0, 0])
    both = np.unique(np.concatenate([facts, turned])[:, [3, 0, 1, 2]], axis=0)[:, [1, 2, 3, 0]]
    home, sector = split_names(names)
    return LinkGraph(both, len(names), n_relations, home, sector)


def days_of(facts: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    """Subject, relation and object of the facts of each day, sorted by day.

    Args:
        facts: Rows of subject, relation, object, day, sorted by day.

    Returns:
        Facts by day.
    """
    days, starts = np.unique(facts[:, 3], return_index=True)
    return dict(zip(days.tolist(), np.split(facts[:, :3], starts[1:]), strict=True))
