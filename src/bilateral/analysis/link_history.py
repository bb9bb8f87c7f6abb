"""What is known on the morning of a day: fading counts of who did what to whom, kept up day by day."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bilateral.analysis.link_graph import LinkGraph

    Triples = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]

__all__ = ["HALF_LIVES", "KINDS", "NEVER", "History", "Tally", "repeat_ranges"]

HALF_LIVES = (2.0, 8.0, 30.0, np.inf)
"""Days after which a fact counts half; the last never fades."""

NEVER = 9999
"""Days since something that never was."""

KINDS: dict[str, tuple[str, ...]] = {
    "fact": ("s", "o", "r"),
    "pair": ("s", "o"),
    "doing": ("s", "r"),
    "done": ("r", "o"),
    "subject": ("s",),
    "home_done": ("S", "r", "o"),
    "doing_home": ("s", "r", "O"),
    "homes_doing": ("S", "O", "r"),
    "home_object": ("S", "o"),
    "subject_home": ("s", "O"),
    "sector_done": ("s'", "r", "o"),
    "sectors": ("s'", "r", "o'", "="),
}
"""What is counted. s, r, o: subject, relation, object; capitals: their homes; a stroke: their sectors; =: whether homes are the same."""


class Tally:
    """Fading counts of keys, a column a half-life.

    Every key that will ever be counted is named at the start, so that a key is a
    row. A row is zero until its first day has been added: knowing the rows tells nothing.
    """

    def __init__(self, keys: NDArray[np.int64]) -> None:
        self.keys = np.unique(keys)
        self.counts = np.zeros((len(self.keys) + 1, len(HALF_LIVES)), np.float32)
        self.last = np.full(len(self.keys) + 1, -NEVER, np.int32)

    def rows(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Row of each key; a key that is not counted gets the last row, which stays zero."""
        found = np.searchsorted(self.keys, keys)
        known = self.keys[np.minimum(found, len(self.keys) - 1)] == keys
        return np.where(known, found, len(self.keys))

    def spans(self, leading: NDArray[np.int64], width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First row and row after the last of the keys from `leading * width` up to `(leading + 1) * width`."""
        return np.searchsorted(self.keys, leading * width), np.searchsorted(self.keys, (leading + 1) * width)

    def fade(self, n_days: int) -> None:
        """Let days pass."""
        self.counts *= np.array([0.5 ** (n_days / life) for life in HALF_LIVES], np.float32)

    def add(self, keys: NDArray[np.int64], day: int) -> None:
        """Count keys that happened on a day."""
        rows, n = np.unique(self.rows(keys), return_counts=True)
        self.counts[rows] += n[:, None].astype(np.float32)
        self.last[rows] = day

    def copy(self) -> Tally:
        """A tally with counts of its own."""
        twin = copy.copy(self)
        twin.counts, twin.last = self.counts.copy(), self.last.copy()
        return twin


def repeat_ranges(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Spell out ranges.

    Args:
        starts: First number of each range.
        lengths: How many numbers it has.

    Returns:
        Place of the range and the number, one each.

    Example:
        >>> [column.tolist() for column in repeat_ranges(np.array([5, 9]), np.array([2, 1]))]
        [[0, 0, 1], [5, 6, 9]]
    """
    places = np.repeat(np.arange(len(starts)), lengths)
    offsets = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return places, np.repeat(starts, lengths) + offsets


class History:
    """All tallies of a graph as of the morning of one day.

    Knows of no fact that was not added; the graph only tells which keys there can be.
    """

    def __init__(self, graph: LinkGraph) -> None:
        self.graph = graph
        self.day = int(graph.facts[0, 3]) if len(graph.facts) else 0
        columns = graph.facts[:, 0], graph.facts[:, 1], graph.facts[:, 2]
        self.tallies = {kind: Tally(self.keys(kind, columns)) for kind in KINDS}
        facts, n = self.tallies["fact"].keys, graph.n_entities
        self.fact_relations = facts % graph.n_both
        self.fact_done = self.tallies["done"].rows(self.fact_relations * n + facts // graph.n_both % n)

    def keys(self, kind: str, asked: Triples) -> NDArray[np.int64]:
        """Keys of a kind for subjects, relations and objects."""
        graph, (s, r, o) = self.graph, asked
        parts = {"s": s, "r": r, "o": o, "S": graph.home[s], "O": graph.home[o], "s'": graph.sector[s], "o'": graph.sector[o]}
        widths = {"r": graph.n_both, "=": 2}
        total = np.zeros(len(s), np.int64)
        for part in KINDS[kind]:
            value = graph.home[s] == graph.home[o] if part == "=" else parts[part]
            total = total * widths.get(part, graph.n_entities) + value
        return total

    def counts(self, kind: str, asked: Triples) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Counts of a kind, a column a half-life, and the days since the last."""
        tally = self.tallies[kind]
        rows = tally.rows(self.keys(kind, asked))
        return tally.counts[rows], np.minimum(self.day - tally.last[rows], NEVER).astype(np.float32)

    def pass_to(self, day: int) -> None:
        """Let the days up to the morning of `day` pass."""
        if day > self.day:
            for tally in self.tallies.values():
                tally.fade(day - self.day)
            self.day = day

    def add(self, facts: NDArray[np.int64]) -> None:
        """Add the facts of the present day: subject, relation, object."""
        for kind, tally in self.tallies.items():
            tally.add(self.keys(kind, (facts[:, 0], facts[:, 1], facts[:, 2])), self.day)

    def copy(self) -> History:
        """A history that goes its own way from here."""
        twin = copy.copy(self)
        twin.tallies = {kind: tally.copy() for kind, tally in self.tallies.items()}
        return twin
