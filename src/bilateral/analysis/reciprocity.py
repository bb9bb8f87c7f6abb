"""The two directions of a dyad against each other: who does more, how alike they move, who moves first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FEWEST_PAIRS", "Lag", "Measure", "measure_asymmetry", "measure_lags", "measure_likeness"]

FEWEST_PAIRS = 12
"""Fewer periods than this tell nothing of how two series move together."""

DRAWS = 999
_SEED = 20180623
_TAILS = (5.0, 95.0)

_Series = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its 90 % interval and the periods and events behind it; no number where there are too few."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    n_periods: int
    n_events: int


@dataclass(frozen=True, slots=True)
class Lag:
    """How the acts of the first state go with those of the second `lag` periods later (earlier where it is below zero).

    `p_value` is the chance of a correlation as large at any of the lags between
    series that have nothing to do with each other.
    """

    lag: int
    correlation: float
    low: float
    high: float
    p_value: float


def _block_length(n: int) -> int:
    """Length of the blocks that are drawn together, so that memory stays: the cube root, at least 2."""
    length: int = round(float(n) ** (1 / 3))
    return max(2, length)


def _block_draws(n: int, rng: np.random.Generator) -> Any:
    """Places of bootstrap samples, one a row: blocks that follow each other around the end."""
    length = _block_length(n)
    n_blocks = -(-n // length)
    starts = rng.integers(0, n, (DRAWS, n_blocks, 1))
    return ((starts + np.arange(length)) % n).reshape(DRAWS, -1)[:, :n]


def _measured(name: str, first: Any, second: Any, measure: Callable[[Any, Any], Any]) -> Measure:
    """A measure of two series with its bootstrap interval; `measure` works on rows."""
    one, other = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    n_events = int(one.sum() + other.sum())
    value = float(measure(one[None], other[None])[0])
    if len(one) < FEWEST_PAIRS or not np.isfinite(value):
        return Measure(name, value if np.isfinite(value) else None, None, None, len(one), n_events)
    places = _block_draws(len(one), np.random.default_rng(_SEED))
    drawn = measure(one[places], other[places])
    low, high = np.percentile(drawn[np.isfinite(drawn)], _TAILS)
    return Measure(name, round(value, 4), round(float(low), 4), round(float(high), 4), len(one), n_events)


def measure_asymmetry(first: Any, second: Any) -> Measure:
    """How much more one side acts than the other: -1 to 1, above zero where the first does more.

    Args:
        first: Acts of the first state in each period.
        second: Acts of the second, in the same periods.

    Returns:
        The measure, its interval from a bootstrap of blocks of periods.

    Example:
        >>> measure_asymmetry([3, 3] * 10, [1, 1] * 10).value
        0.5
    """

    def asymmetry(one: Any, other: Any) -> Any:
        total = one.sum(axis=-1) + other.sum(axis=-1)
        return np.divide(one.sum(axis=-1) - other.sum(axis=-1), total, out=np.full(total.shape, np.nan), where=total > 0)

    return _measured("asymmetry", first, second, asymmetry)


def measure_likeness(first: Any, second: Any) -> Measure:
    """Reciprocity: how much of what both do in a period is answered in it, 0 to 1.

    Twice the smaller count of each period, summed, as a share of all acts. One where
    both do the same each time, zero where only one ever acts.

    Args:
        first: Acts of the first state in each period.
        second: Acts of the second, in the same periods.

    Returns:
        The measure, its interval from a bootstrap of blocks of periods.

    Example:
        >>> measure_likeness([2, 0] * 10, [0, 2] * 10).value, measure_likeness([2, 1] * 10, [2, 1] * 10).value
        (0.0, 1.0)
    """

    def likeness(one: Any, other: Any) -> Any:
        total = one.sum(axis=-1) + other.sum(axis=-1)
        return np.divide(2 * np.minimum(one, other).sum(axis=-1), total, out=np.full(total.shape, np.nan), where=total > 0)

    return _measured("reciprocity", first, second, likeness)


def _standard(values: _Series) -> _Series:
    """Logarithms of counts without level and straight trend, of unit size."""
    logs = np.log1p(values)
    time = np.arange(len(logs)) - (len(logs) - 1) / 2
    left = logs - logs.mean() - time * (time @ logs) / (time @ time)
    size = float(np.sqrt((left**2).sum()))
    return left / size if size > 1e-9 else np.zeros_like(left)  # noqa: PLR2004 - nothing left but rounding


def _correlation(one: _Series, other: _Series, lag: int) -> float:
    """Correlation of the first now with the second some periods later."""
    if lag < 0:
        return _correlation(other, one, -lag)
    return float(one[: len(one) - lag] @ other[lag:])


def measure_lags(first: Any, second: Any, longest: int = 4) -> list[Lag]:
    """Lead and lag: how the acts of one state go with those of the other before and after.

    A tie at lag 0 says nothing of who began, and a lead is no cause. Data sets that code
    a meeting once for each side tie the two at lag 0 by themselves.

    Args:
        first: Acts of the first state in each period.
        second: Acts of the second, in the same periods.
        longest: Longest lag in periods.

    Returns:
        One a lag, from the second leading (below zero) to the first leading; empty for
        fewer than `FEWEST_PAIRS` periods or where one side never acts or never varies.
        Intervals are those of a correlation (Fisher); p-values come from turning one
        series against the other around its end, so that the memory of both stays.
    """
    one, other = _standard(np.asarray(first, dtype=float)), _standard(np.asarray(second, dtype=float))
    n = len(one)
    if n < FEWEST_PAIRS or not one.any() or not other.any():
        return []
    lags = range(-min(longest, n // 4), min(longest, n // 4) + 1)
    turns = range(len(lags), n - len(lags)) or range(1, n)
    largest = np.array([max(abs(_correlation(one, np.roll(other, turn), lag)) for lag in lags) for turn in turns])
    return [_lag(one, other, lag, largest) for lag in lags]


def _lag(one: _Series, other: _Series, lag: int, largest: Any) -> Lag:
    correlation = _correlation(one, other, lag)
    inside = min(max(correlation, -0.999), 0.999)
    error = 1.645 / np.sqrt(max(len(one) - abs(lag) - 3, 1))
    low, high = np.tanh(np.arctanh(inside) - error), np.tanh(np.arctanh(inside) + error)
    p_value = float(1 + (largest >= abs(correlation)).sum()) / (len(largest) + 1)
    return Lag(lag, round(correlation, 4), round(float(low), 4), round(float(high), 4), round(p_value, 4))
