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
_ROUNDING = 1e-9
"""What is smaller is nothing but rounding."""

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


def _left(values: _Days, basis: _Days) -> _Days:
    """What is left of values beside what is known."""
    return np.asarray(values - np.einsum("ij,j->i", basis, np.einsum("ij,i->j", basis, values)))


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
    week, start = _windows(second, SPAN_DAYS), MEMORY_DAYS
    after = week[start:]
    n = len(after)
    last, longer = week[start - SPAN_DAYS : start - SPAN_DAYS + n], _windows(second, MEMORY_DAYS)[:n]
    basis, _ = np.linalg.qr(np.column_stack([np.ones(n), np.log1p(last), np.log1p(longer), np.linspace(-1, 1, n)]))
    target = _left(np.log1p(after), basis)
    shifts = np.random.default_rng(_SEED).integers(MEMORY_DAYS, len(first) - MEMORY_DAYS, SHIFTS)
    weeks = np.log1p(_windows(np.concatenate([first, first[: SPAN_DAYS - 1]]), SPAN_DAYS))  # around the calendar: the last go on with the first days
    own, others = _tie(np.roll(weeks, SPAN_DAYS - start)[:n], target, basis), _shifted_ties(weeks, target, basis)[(start - SPAN_DAYS - shifts) % len(weeks)]
    p_value = float((1 + (np.abs(others) >= abs(own) - _ROUNDING).sum()) / (SHIFTS + 1))
    acts = _windows(first, SPAN_DAYS)[start - SPAN_DAYS : start - SPAN_DAYS + n]
    return Move(own, p_value, *_counted(acts, after), int(first.sum()))


def _tie(weeks: _Days, target: _Days, basis: _Days) -> float:
    """Correlation of what is left of both beside what is known; the second is what is left of the followers."""
    moved = _left(weeks, basis)
    size = np.sqrt(_dot(moved, moved) * _dot(target, target))
    return float(_dot(moved, target) / size) if size > _ROUNDING else 0.0


def _shifted_ties(weeks: _Days, target: _Days, basis: _Days) -> _Days:
    """What `_tie` finds for a leader whose weeks begin on each day of the calendar, all at once by Fourier transforms.

    No matrix of all shifts is held, and none is multiplied: on a busy machine the threads of that wait for each other.
    """
    spectrum = np.fft.rfft(weeks)

    def along(column: _Days) -> _Days:
        return np.asarray(np.fft.irfft(spectrum * np.conj(np.fft.rfft(column, len(weeks))), len(weeks)))

    squares = np.concatenate([np.zeros(1), np.tile(weeks**2, 2).cumsum()])
    whole = squares[len(target) :][: len(weeks)] - squares[: len(weeks)]
    left = whole - sum(along(column) ** 2 for column in basis.T)
    size = np.sqrt(np.maximum(left, 0) * _dot(target, target))
    return np.asarray(np.divide(along(target), size, out=np.zeros(len(weeks)), where=(left > _ROUNDING * whole) & (size > _ROUNDING)))


def _dot(one: _Days, other: _Days) -> float:
    """A product without the threads of `@`."""
    return float(np.einsum("i,i", one, other))


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
