"""Forecasts of a series of counts from its own past: the baselines that any other forecast must beat."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.analysis.counts import log_gamma, negative_binomial, poisson, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["ALONE", "CLIMATOLOGY", "FEWEST_PERIODS", "SEASONAL", "SEASONS", "forecast_alone"]

FEWEST_PERIODS = 8
"""Shorter pasts give base rates alone: no forecast can be tested on them."""

CLIMATOLOGY = "climatology"
"""Name of the forecast that every other one is held against: all of the past, as often as it came."""

SEASONAL = "seasonal"
"""Name of the one forecast that differs between later periods."""

SEASONS = {"day": 7, "week": 52, "month": 12, "quarter": 4, "year": 1}
"""Periods after which a season comes back."""

LEAST_MEAN = 0.5
"""Added to the number of events of a past before it is divided by the periods: none in twenty periods is not never."""

SMOOTHING = (0.1, 0.2, 0.4)
"""Weights of the newest period in exponential smoothing; the one that foretold the past best is taken."""

_DISPERSIONS = np.geomspace(0.02, 20.0, 24)
_LEAST_LEVEL = 1e-3

_Numbers = np.ndarray[Any, np.dtype[np.float64]]


def _mean(counts: _Numbers) -> _Numbers:
    return np.asarray((counts.sum(axis=1) + LEAST_MEAN) / counts.shape[1])


def _dispersion(counts: _Numbers, means: Any) -> _Numbers:
    """The most likely dispersion around given means, of a few tried.

    By moments one great week makes it so wide that quiet weeks, which never came, look likely.
    """
    level = np.asarray(means, dtype=float)
    around = np.maximum(np.broadcast_to(level[:, None] if level.ndim == 1 else level, counts.shape), _LEAST_LEVEL)
    whole = counts.astype(int)
    rising = _rising(int(whole.max(initial=0)).bit_length())
    logs = [
        (rising[place][whole] - (whole + shape) * np.log(shape + around)).sum(axis=1) + whole.shape[1] * shape * np.log(shape)
        for place, shape in enumerate(1 / _DISPERSIONS)
    ]
    return np.asarray(_DISPERSIONS[np.argmax(logs, axis=0)])


@cache
def _rising(bits: int) -> _Numbers:
    """What the likelihood needs of the gamma function, for each dispersion and count."""
    shapes = (1 / _DISPERSIONS)[:, None]
    return log_gamma(np.arange(1 << bits) + shapes) - log_gamma(shapes)


def _climatology(counts: _Numbers, width: int, _same: list[int]) -> _Numbers:
    means = _mean(counts)
    return negative_binomial(means, _dispersion(counts, means), width)


def _as_it_came(counts: _Numbers, width: int, _same: list[int]) -> _Numbers:
    return spread(counts, np.ones(counts.shape[1]), width)


def _poisson(counts: _Numbers, width: int, _same: list[int]) -> _Numbers:
    return poisson(_mean(counts), width)


def _lately(counts: _Numbers, width: int, _same: list[int]) -> _Numbers:
    """The last twelve periods as often as they came."""
    newest = counts[:, -12:]
    return spread(newest, np.ones(newest.shape[1]), width)


def _seasonal(counts: _Numbers, width: int, same: list[int]) -> _Numbers:
    """The same place of earlier seasons, with the spread of all of the past."""
    if not same:
        return _climatology(counts, width, same)
    means = (counts[:, same].sum(axis=1) + LEAST_MEAN) / len(same)
    return negative_binomial(means, _dispersion(counts, _mean(counts)), width)


def _levels(counts: _Numbers, weight: float) -> _Numbers:
    """The smoothed level before each period and after the last, one column more than periods."""
    level = counts[:, :FEWEST_PERIODS].mean(axis=1)
    found = [level]
    for place in range(counts.shape[1]):
        level = level + weight * (counts[:, place] - level)
        found.append(level)
    return np.stack(found, axis=1)


def _smoothed(counts: _Numbers, width: int, _same: list[int]) -> _Numbers:
    """Simple exponential smoothing with a negative binomial around the level."""
    every = [_levels(counts, weight) for weight in SMOOTHING]
    errors = np.stack([np.abs(levels[:, :-1] - counts).mean(axis=1) for levels in every])
    best = errors.argmin(axis=0)
    levels = np.stack(every)[best, np.arange(len(counts))]
    means = np.maximum(levels[:, -1], LEAST_MEAN / counts.shape[1])
    return negative_binomial(means, _dispersion(counts, levels[:, :-1]), width)


def _mixed(counts: _Numbers, width: int, same: list[int]) -> _Numbers:
    """Climatology and smoothing, half and half."""
    return np.asarray((_climatology(counts, width, same) + _smoothed(counts, width, same)) / 2)


ALONE: Mapping[str, Callable[[_Numbers, int, list[int]], _Numbers]] = {
    CLIMATOLOGY: _climatology,
    "as it came": _as_it_came,
    "poisson": _poisson,
    "last twelve": _lately,
    SEASONAL: _seasonal,
    "smoothing": _smoothed,
    "climatology and smoothing": _mixed,
}
"""What makes a forecast of a series from its own past, by name, the plainest first.

`climatology` is a negative binomial with mean and variance of all of the past.
"""


def forecast_alone(name: str, counts: Any, *, width: int, season: int = 1, ahead: int = 1) -> _Numbers:
    """Distributions of the next count of each series.

    Args:
        name: A name in `ALONE`.
        counts: Past counts, one series a row, the oldest first.
        width: Columns of the distributions.
        season: Periods after which a season comes back; see `SEASONS`.
        ahead: Which period is forecast; 1 for the next. Only the season depends on it.

    Returns:
        One row a series.

    Example:
        >>> forecast_alone("poisson", [[2, 4, 3, 3, 3, 2, 4, 2.5]], width=50)[0].argmax()
        np.int64(2)
    """
    past = np.asarray(counts, dtype=float)
    n = past.shape[1]
    same = list(range((n + ahead - 1) % season, n, season)) if season > 1 else []
    return ALONE[name](past, width, same)
