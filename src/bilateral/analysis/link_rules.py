"""What usually follows what between the same two: one relation after another, learned day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bilateral.analysis.link_history import HALF_LIVES, repeat_ranges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bilateral.analysis.link_history import History

__all__ = ["Rules", "apply_rules", "facts_between"]

_LEAST = 5.0
"""Added to the times a relation was seen, so that what was seen once proves little."""


def facts_between(history: History, s: NDArray[np.int64], o: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the tally `fact` for each pair, also of facts that have not been yet (their counts are zero).

    Args:
        history: What is known.
        s: Subjects.
        o: Objects.

    Returns:
        Place in `s` and row, one each.
    """
    starts, ends = history.tallies["fact"].spans(s * history.graph.n_entities + o, history.graph.n_both)
    return repeat_ranges(starts, ends - starts)


class Rules:
    """How often relation r comes on a day after r' between the same two, for each speed of forgetting.

    Learned before each day is added, so that no day explains itself.
    """

    def __init__(self, n_both: int) -> None:
        self.n_both = n_both
        self.followed = np.zeros((len(HALF_LIVES), n_both, n_both), np.float32)
        self.seen = np.zeros((len(HALF_LIVES), n_both), np.float64)

    def learn(self, history: History, facts: NDArray[np.int64]) -> None:
        """Take in the facts of a day, of which `history` knows nothing yet."""
        places, rows = facts_between(history, facts[:, 0], facts[:, 2])
        counts = history.tallies["fact"].counts
        cells = history.fact_relations[rows] * self.n_both + facts[places, 1]
        for life in range(len(HALF_LIVES)):
            strengths = np.minimum(counts[:-1, life], 1.0)
            gained = np.bincount(cells, strengths[rows], self.n_both**2)
            self.followed[life] += gained.reshape(self.n_both, self.n_both).astype(np.float32)
            self.seen[life] += np.bincount(history.fact_relations, strengths, self.n_both)

    def shares(self) -> NDArray[np.float32]:
        """Share of days on which r followed, by half-life, earlier relation and later relation."""
        return (self.followed / (self.seen + _LEAST)[:, :, None]).astype(np.float32)


def apply_rules(history: History, shares: NDArray[np.float32], asked: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]) -> NDArray[np.float32]:
    """How much the past between subject and object speaks for the relation.

    Args:
        history: What is known.
        shares: Of `Rules.shares`.
        asked: Subject, relation, object, one each a candidate.

    Returns:
        One row a candidate: sums of the shares of all earlier relations by half-life, then the best of them by half-life.
    """
    s, r, o = asked
    places, rows = facts_between(history, s, o)
    n_lives, n_both = len(HALF_LIVES), history.graph.n_both
    out = np.zeros((len(s), 2 * n_lives), np.float32)
    if not len(places):
        return out
    counts = history.tallies["fact"].counts
    cells = history.fact_relations[rows] * n_both + r[places]
    firsts = np.flatnonzero(np.r_[True, places[1:] != places[:-1]])
    for life in range(n_lives):
        voices = np.minimum(counts[rows, life], 1.0) * shares[life].ravel()[cells]
        out[places[firsts], life] = np.add.reduceat(voices, firsts)
        out[places[firsts], n_lives + life] = np.maximum.reduceat(voices, firsts)
    return out
