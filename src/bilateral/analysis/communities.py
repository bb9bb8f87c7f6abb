"""Louvain communities of a small graph, sought many times: what `networkx` finds with the same seed, several times as fast.

`networkx` copies the graph and weighs its partition by sets of names for each run; here nodes are numbers and what all runs share is made once.
"""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Communities"]

_LEAST_GAIN = 1e-7
"""Levels that gain less modularity than this are the last; as `networkx` has it."""

_Weights = list[dict[int, float]]


class Communities:
    """A graph without loops in which communities are sought.

    Source:
        Blondel et al. 2008; the order of steps is that of `networkx.community.louvain_communities`.

    Example:
        >>> two = Communities([("a", "b", 2), ("b", "c", 2), ("a", "c", 2), ("c", "d", 1), ("d", "e", 2), ("e", "f", 2), ("d", "f", 2)])
        >>> [sorted(group) for group in two.find(1)]
        [['a', 'b', 'c'], ['d', 'e', 'f']]
    """

    def __init__(self, edges: Iterable[tuple[str, str, float]]) -> None:
        numbers: dict[str, int] = {}
        given: _Weights = []
        for one, other, weight in edges:
            for name in (one, other):
                if name not in numbers:
                    numbers[name] = len(numbers)
                    given.append({})
            given[numbers[one]][numbers[other]] = given[numbers[other]][numbers[one]] = float(weight)
        self.names = tuple(numbers)
        self._weights = _joined(given, list(range(len(given))))  # neighbours in the order of nodes: of equal gains the first counts
        self._first = _degrees_and_neighbours(self._weights)
        self._size = sum(map(sum, (nearby.values() for nearby in self._weights))) / 2

    def find(self, seed: int) -> list[set[str]]:
        """Communities from the order of nodes that a seed gives.

        Args:
            seed: Any number.

        Returns:
            Each node in one community.
        """
        drawn = random.Random(seed)  # noqa: S311 - no secret
        weights, members = self._weights, [[node] for node in range(len(self.names))]
        while True:
            placed, gained = self._move(weights, drawn)
            members = [[node for part in parts for node in members[part]] for parts in _parts(placed)]
            if gained <= _LEAST_GAIN:
                return [{self.names[node] for node in group} for group in members]
            weights = _joined(weights, placed)

    def _move(self, weights: _Weights, drawn: random.Random) -> tuple[list[int], float]:
        """Move node after node to where the gain in modularity is largest until none moves; all gains added up."""
        size, square = self._size, 2 * self._size**2
        degrees, around = self._first if weights is self._weights else _degrees_and_neighbours(weights)
        totals, placed = degrees.copy(), list(range(len(weights)))
        order = list(range(len(weights)))
        drawn.shuffle(order)
        gained, has_moved = 0.0, True
        while has_moved:
            has_moved = False
            for node in order:
                degree, own = degrees[node], placed[node]
                near: dict[int, float] = {}
                for other, weight in around[node]:
                    group = placed[other]
                    near[group] = near.get(group, 0.0) + weight
                totals[own] -= degree
                cost = -near.get(own, 0.0) / size + totals[own] * degree / square
                best, most = own, 0.0
                for group, weight in near.items():
                    gain = cost + weight / size - totals[group] * degree / square
                    if gain > most:
                        best, most = group, gain
                totals[best] += degree
                if best != own:
                    placed[node] = best
                    gained += most
                    has_moved = True
        return placed, gained


def _degrees_and_neighbours(weights: _Weights) -> tuple[list[float], list[list[tuple[int, float]]]]:
    """Weight of all edges of each node, a loop twice, and its edges to others."""
    degrees = [sum(nearby.values()) + nearby.get(node, 0.0) for node, nearby in enumerate(weights)]
    return degrees, [[(other, weight) for other, weight in nearby.items() if other != node] for node, nearby in enumerate(weights)]


def _parts(placed: list[int]) -> list[list[int]]:
    """Nodes of each community, in the order of the communities' numbers."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for node, group in enumerate(placed):
        found[group].append(node)
    return [found[group] for group in sorted(found)]


def _joined(weights: _Weights, placed: list[int]) -> _Weights:
    """A graph of communities, each a node; what lies inside one is its loop."""
    numbers = {group: number for number, group in enumerate(sorted(set(placed)))}
    joined: _Weights = [{} for _ in numbers]
    for node, nearby in enumerate(weights):
        one = numbers[placed[node]]
        for neighbour, weight in nearby.items():
            if neighbour >= node:  # each edge once
                other = numbers[placed[neighbour]]
                joined[one][other] = joined[other][one] = joined[one].get(other, 0.0) + weight
    return joined
