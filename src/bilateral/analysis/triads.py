"""Who moves when: whether what a third party does to either of two states goes before what these do to each other.

By days: how much a third party did in one week, and how much the pair does in the next,
beside what the pair's own last weeks say already. Held against the same third party's days shifted
around the calendar, which keeps the rhythm of each and breaks what ties them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["FEWEST_DAYS", "FEWEST_OF_THIRD", "Move", "adjust", "measure_move"]

FEWEST_DAYS = 120
"""Shorter spans hold too few weeks to tell who moves first."""

FEWEST_OF_THIRD = 20
"""Fewer acts of a third party (or of the pair) than this are too few."""

SHIFTS = 499
SPAN_DAYS = 7
MEMORY_DAYS = 28
_SEED = 20180624

_Days = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Move:
    """How the acts of one side go with those of another in the week after.

    `correlation` is partial, beside what the followers did in the last one and four weeks. `p_value` is the chance of one as
    large (either way) where neither has to do with the other. Of `n_weeks` weeks in which the leader did more than usual, the follower
    did more than in its own median week in `n_followed` of those after; `expected` of them would have been so anyhow.
    """

    correlation: float
    p_value: float
    n_weeks: int
    n_followed: int
    expected: float
    n_acts: int


def _windows(days: _Days, length: int) -> _Days:
    """Sums over each run of so many days; the first ends on day `length`."""
    sums = np.concatenate([np.zeros(1), days.cumsum()])
    return np.asarray(sums[length:] - sums[:-length])


def _left(values: Any, known: _Days) -> Any:
    """What is left of values, one series a row, beside what is known."""
    basis, _ = np.linalg.qr(known)
    rows = np.atleast_2d(values)
    return rows - (rows @ basis) @ basis.T


def measure_move(leader: Any, follower: Any) -> Move | None:
    """Measure whether one side's acts go before another's.

    A lead is no cause: both can answer to a third thing. Does not find slower or quicker leads than of a week.

    Args:
        leader: Acts of one side by day.
        follower: Acts of the other on the same days.

    Returns:
        The move; None for fewer than `FEWEST_DAYS` days or `FEWEST_OF_THIRD` acts of either.

    Example:
        >>> rng = np.random.default_rng(1)
        >>> first = rng.poisson(0.3, 400) * (rng.random(400) < 0.2) * 5
        >>> told = measure_move(first, np.roll(first, 5))
        >>> told.correlation > 0.3, told.p_value < 0.05
        (True, True)
    """
    first, second = np.asarray(leader, dtype=float), np.asarray(follower, dtype=float)
    if len(first) < FEWEST_DAYS or min(first.sum(), second.sum()) < FEWEST_OF_THIRD:
        return None
    shifts = np.random.default_rng(_SEED).integers(MEMORY_DAYS, len(first) - MEMORY_DAYS, SHIFTS)
    shifted = np.stack([first, *(np.roll(first, shift) for shift in shifts)])
    start = MEMORY_DAYS
    week = _windows(second, SPAN_DAYS)
    after = week[start:]
    n = len(after)
    last, longer = week[start - SPAN_DAYS : start - SPAN_DAYS + n], _windows(second, MEMORY_DAYS)[:n]
    acts = np.stack([_windows(row, SPAN_DAYS)[start - SPAN_DAYS : start - SPAN_DAYS + n] for row in shifted])
    known = np.column_stack([np.ones(n), np.log1p(last), np.log1p(longer), np.linspace(-1, 1, n)])
    target, moved = _left(np.log1p(after), known)[0], _left(np.log1p(acts), known)
    size = np.sqrt((moved**2).sum(axis=1) * (target**2).sum())
    ties = np.divide(moved @ target, size, out=np.zeros(len(moved)), where=size > 1e-9)  # noqa: PLR2004 - nothing left but rounding
    p_value = float((1 + (np.abs(ties[1:]) >= abs(ties[0]) - 1e-12).sum()) / (SHIFTS + 1))
    return Move(float(ties[0]), p_value, *_counted(acts[0], after), int(first.sum()))


def _counted(acts: _Days, after: _Days) -> tuple[int, int, float]:
    """Separate weeks in which the leader did more than usual, and what followed."""
    weeks, later = acts[::SPAN_DAYS], after[::SPAN_DAYS]
    busy, more = weeks > np.median(weeks), later > np.median(later)
    return int(busy.sum()), int((busy & more).sum()), float(busy.sum() * more.mean())


def adjust(p_values: list[float]) -> list[float]:
    """Chances adjusted for having asked so often: the share of false alarms among those at least as small.

    Source:
        Benjamini and Hochberg 1995.

    Example:
        >>> [round(value, 3) for value in adjust([0.01, 0.5, 0.02])]
        [0.03, 0.5, 0.03]
    """
    order = sorted(range(len(p_values)), key=lambda place: -p_values[place])
    found, least = [0.0] * len(p_values), 1.0
    for above, place in enumerate(order):
        least = min(least, p_values[place] * len(p_values) / (len(p_values) - above))
        found[place] = least
    return found
