"""The past events that speak for a forecast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bilateral.analysis.link_rules import facts_between

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bilateral.analysis.link_history import History

__all__ = ["Reason", "find_reasons"]

_HEARD = np.array([1.0, 1.0, 1.0, 0.1], np.float32)
"""How much each half-life is heard: what never fades only where nothing is fresh, else an act of last year comes first."""

_STANDING = 1e-6
"""Smallest voice, so that what fits no rule still comes in the order of its freshness."""


@dataclass(frozen=True)
class Reason:
    """Past events of one kind that speak for a forecast, in the direction in which they happened.

    Attributes:
        reason_type: "same act" (it happened before), "between them" (another act between
            the same two), "same home" (another of the subject's home did it), "others" (somebody else did it).
        subject: Who acted.
        relation: What was done, below `n_relations`.
        object: To whom.
        last_day: Last day on which it happened.
        n: On how many days it happened.
        weight: How strongly it speaks: the share of days on which the forecast act
            followed, faded by its age; comparable within a forecast.
    """

    reason_type: str
    subject: int
    relation: int
    object: int
    last_day: int
    n: int
    weight: float


def find_reasons(history: History, shares: NDArray[np.float32], fact: tuple[int, int, int], *, most: int = 3) -> list[Reason]:
    """What happened before that speaks for a forecast, strongest first.

    Acts between the same two come before those of others. Events that speak only
    through likeness of partners are not listed.

    Args:
        history: What was known when the forecast was made.
        shares: Of `Rules.shares`.
        fact: Subject, relation and object of the forecast.
        most: Reasons wanted at most.

    Returns:
        Reasons; none if there is no such event.
    """
    between = _between(history, shares, fact)
    return between[:most] if len(between) >= most else (between + _of_others(history, fact))[:most]


def _between(history: History, shares: NDArray[np.float32], fact: tuple[int, int, int]) -> list[Reason]:
    """Acts between the same two, by the share of days on which the forecast act followed."""
    s, r, o = fact
    _, rows = facts_between(history, np.array([s]), np.array([o]))
    counts = history.tallies["fact"].counts
    rows = rows[counts[rows, -1] > 0]
    voices = (np.minimum(counts[rows], 1.0) * shares[:, history.fact_relations[rows], r].T * _HEARD).max(axis=1, initial=0.0)
    order = np.argsort(-(voices + _STANDING * counts[rows, 2]), kind="stable")
    names = {True: "same act", False: "between them"}
    found = [_reason(history, int(rows[k]), (names[bool(history.fact_relations[rows[k]] == r)], float(voices[k]))) for k in order]
    return _each_once(found)


def _each_once(reasons: list[Reason]) -> list[Reason]:
    """Acts that two do together, such as meetings, are coded from both sides: the stronger stands for both."""
    kept: dict[tuple[int, int, int], Reason] = {}
    for reason in reasons:
        kept.setdefault((reason.relation, reason.last_day, reason.n), reason)
    return list(kept.values())


def _of_others(history: History, fact: tuple[int, int, int]) -> list[Reason]:
    """The same act by others to the same object: of the subject's home first, then the freshest."""
    s, r, o = fact
    tally, n = history.tallies["fact"], history.graph.n_entities
    done = history.tallies["done"].rows(np.array([r * n + o]))[0]
    rows = np.flatnonzero(history.fact_done == done)
    rows = rows[(tally.counts[rows, -1] > 0)]
    subjects = tally.keys[rows] // history.graph.n_both // n
    near = history.graph.home[subjects] == history.graph.home[s]
    others = np.flatnonzero(subjects != s)
    order = others[np.lexsort((-tally.counts[rows[others], 2], ~near[others]))]
    return [_reason(history, int(rows[k]), ("same home" if near[k] else "others", 0.0)) for k in order]


def _reason(history: History, row: int, told: tuple[str, float]) -> Reason:
    """A row of the tally `fact` in the direction in which it happened."""
    graph, tally = history.graph, history.tallies["fact"]
    pair, relation = divmod(int(tally.keys[row]), graph.n_both)
    s, o = divmod(pair, graph.n_entities)
    if relation >= graph.n_relations:
        s, o, relation = o, s, relation - graph.n_relations
    return Reason(told[0], s, relation, o, int(tally.last[row]), int(tally.counts[row, -1]), told[1])
