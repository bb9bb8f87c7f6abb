"""One regression over many pairs of states: the next counts of each from its own past and that of its partner.

A negative binomial regression whose mean and whose dispersion both depend on what was
counted before: the level so far, what came lately (by days, at several half-lives), what the other
side did, and how often the pair was silent. What a pair's own short past cannot tell, hundreds of pairs can.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.analysis.counts import log_gamma, negative_binomial
from bilateral.analysis.counts_alone import CLIMATOLOGY, forecast_alone

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FEWEST_ORIGINS", "FEWEST_SERIES", "Panel", "Past", "Pooled", "build_past", "fit_pooled", "forecast_pooled"]

HALF_LIVES = (0.43, 1.0, 2.15, 8.6)
"""Half-lives of what came lately, in periods: 3, 7, 15 and 60 days of a week.

Tried on ICEWS18, weeks 22 to 32: weeks alone CRPS 1.152, days at six half-lives from 1.5 to 60 days
1.142, these four 1.147 and with the partner's 1.139; silent share and peak bring 1.129.
"""

FEWEST_SERIES = 50
"""Fewer series than this are not pooled."""

FEWEST_ORIGINS = 3
"""Fewer periods than this to learn from are too few."""

MOST_ORIGINS = 60
"""Periods that are learned from at most, the newest: more cost time and tell of another age."""

WARM_UP = 6
"""Periods before the first that is learned from: 10 instead of 6 costs 0.003 CRPS."""

CLIMATOLOGY_SHARE = 0.25
"""Part of each forecast that is the pair's own climatology; on ICEWS18, weeks 22 to 32, 0.2 to 0.35 do as well."""

RIDGE = 10.0
"""Penalty on standardised coefficients; 50 gives the same score."""

_SMALL = 0.3
_ROUNDS, _STEPS = 4, 12
_LOG_MEAN, _LOG_WIDTH = (-6.0, 9.0), (-6.0, 4.0)

_Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Panel:
    """Daily counts of many series, one a row, and of the same pairs' other direction and other acts.

    `ends` holds, for each period, the number of days up to its end. `reverse` and `beside` are
    None where there is no such thing.
    """

    counts: _Numbers
    ends: tuple[int, ...]
    reverse: _Numbers | None = None
    beside: _Numbers | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What is known before each period: `known[:, t]` uses the days before period t alone.

    `totals` are the counts by period, `widths` what the dispersion is told by.
    """

    totals: _Numbers
    known: _Numbers
    widths: _Numbers

    def first(self, n: int) -> Past:
        """The same of the first series alone."""
        return Past(self.totals[:n], self.known[:n], self.widths[:n])


@dataclass(frozen=True, slots=True)
class Pooled:
    """A fitted regression: how features are scaled, and coefficients of mean and dispersion."""

    centre: _Numbers
    scale: _Numbers
    mean: _Numbers
    width: _Numbers


def _log(values: Any) -> _Numbers:
    return np.asarray(np.log(np.asarray(values) + _SMALL))


def _lately(daily: _Numbers, ends: Sequence[int], half_life: float) -> _Numbers:
    """Events a period, days weighted by their age, before each period and after the last."""
    length = ends[-1] / len(ends)
    keep = 0.5 ** (1 / (half_life * length))
    starts = {start: place for place, start in enumerate((0, *ends))}
    found = np.zeros((len(daily), len(ends) + 1))
    total, weight = np.zeros(len(daily)), 0.0
    for day in range(ends[-1] + 1):
        if day in starts and weight:
            found[:, starts[day]] = total / weight * length
        if day < ends[-1]:
            total, weight = total * keep + daily[:, day], weight * keep + 1
    return found


def _by_period(daily: _Numbers, ends: Sequence[int]) -> _Numbers:
    sums = np.concatenate([np.zeros((len(daily), 1)), daily.cumsum(axis=1)], axis=1)
    return np.asarray(np.diff(sums[:, [0, *ends]], axis=1))


def _so_far(totals: _Numbers) -> _Numbers:
    """Mean of all periods before each."""
    n = np.arange(1, totals.shape[1] + 1)
    return np.concatenate([np.zeros((len(totals), 1)), totals.cumsum(axis=1) / n], axis=1)


def build_past(panel: Panel) -> Past:
    """What is known before each period of a panel.

    Args:
        panel: Daily counts.

    Returns:
        Totals and features; features have one period more, the one that comes next.
    """
    totals, ends = _by_period(panel.counts, panel.ends), panel.ends
    level = _so_far(totals)
    peak = np.concatenate([np.zeros((len(totals), 1)), np.maximum.accumulate(totals, axis=1)], axis=1)
    active = np.log(_so_far((totals > 0).astype(float)) + 0.05)
    known = [_log(level), *(_log(_lately(panel.counts, ends, life)) for life in HALF_LIVES), active, np.log(peak + 1)]
    if panel.reverse is not None:
        both = panel.counts + panel.reverse
        known += [_log(_lately(both, ends, life)) for life in (HALF_LIVES[0], *HALF_LIVES[2:])]
        known.append(_log(_lately(panel.reverse, ends, HALF_LIVES[2])))
    if panel.beside is not None:
        known += [_log(_lately(panel.beside, ends, life)) for life in (HALF_LIVES[0], *HALF_LIVES[2:])]
    ones = np.ones_like(level)
    return Past(totals, np.stack([ones, *known], axis=-1), np.stack([ones, _own_width(totals, level), active], axis=-1))


def _own_width(totals: _Numbers, level: _Numbers) -> _Numbers:
    """Logarithm of each series' own dispersion so far, drawn to 0.5 as if seen in eight periods."""
    variance = _so_far(totals**2) - level**2
    drawn = 8 / np.maximum(np.arange(level.shape[1]), 1)
    return np.asarray(np.log(np.clip((variance - level + 0.5 * level**2 * drawn) / (level**2 + 1e-9) / (1 + drawn), 0.05, 8)))


def fit_pooled(past: Past, origin: int, ahead: int = 1) -> Pooled | None:
    """Fit the regression on periods before an origin.

    Args:
        past: What is known before each period.
        origin: The first period that is not known.
        ahead: Which period is forecast: 1 for the one that begins at the origin.

    Returns:
        The regression; None if there are too few periods or series, or no event.
    """
    first = min(WARM_UP, max(origin // 3, 2))
    origins = range(max(first, origin - ahead + 1 - MOST_ORIGINS), origin - ahead + 1)
    if len(origins) < FEWEST_ORIGINS or len(past.totals) < FEWEST_SERIES:
        return None
    known = np.concatenate([past.known[:, place] for place in origins])
    widths = np.concatenate([past.widths[:, place] for place in origins])
    counts = np.concatenate([past.totals[:, place + ahead - 1] for place in origins])
    if not counts.any():
        return None
    centre, scale = known.mean(axis=0), known.std(axis=0)
    centre[0], scale[scale < 1e-9] = 0.0, 1.0  # noqa: PLR2004 - a feature that never varies
    return Pooled(centre, scale, *_fit((known - centre) / scale, widths, counts))


def _fit(known: _Numbers, widths: _Numbers, counts: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Coefficients of mean and dispersion, each fitted in turn with the other held."""
    mean, width = np.zeros(known.shape[1]), np.zeros(widths.shape[1] + 2)
    mean[0], width[0] = np.log(counts.mean()), -0.5
    dispersion = np.full(len(counts), 0.6)
    for _ in range(_ROUNDS):
        mean = _fit_mean(known, counts, dispersion, mean)
        expected = np.exp(np.clip(known @ mean, *_LOG_MEAN))
        told = _told_width(widths, expected)
        width = _fit_width(told, counts, expected, width)
        dispersion = np.exp(np.clip(told @ width, *_LOG_WIDTH))
    return mean, width


def _told_width(widths: _Numbers, expected: _Numbers) -> _Numbers:
    logs = np.log(expected)
    return np.column_stack([widths, logs, logs**2])


def _penalty(size: int) -> _Numbers:
    """The ridge, none on the intercept."""
    found = np.full(size, RIDGE)
    found[0] = 1e-9
    return found


def _fit_mean(known: _Numbers, counts: _Numbers, dispersion: _Numbers, start: _Numbers) -> _Numbers:
    """Iteratively reweighted least squares of a negative binomial with its dispersion held."""
    found, ridge = start.copy(), _penalty(len(start))
    for _ in range(_STEPS):
        expected = np.exp(np.clip(known @ found, *_LOG_MEAN))
        slack = 1 + dispersion * expected
        gradient = known.T @ ((counts - expected) / slack) - ridge * found
        step = np.linalg.solve((known * (expected / slack)[:, None]).T @ known + np.diag(ridge), gradient)
        found += step
        if np.abs(step).max() < 1e-5:  # noqa: PLR2004 - far below what moves a forecast
            break
    return found


def _digamma(values: _Numbers) -> _Numbers:
    """Derivative of `log_gamma`, right to 8 digits."""
    shifted = values + 6
    series = np.log(shifted) - 1 / (2 * shifted) - 1 / (12 * shifted**2) + 1 / (120 * shifted**4)
    return np.asarray(series - sum(1 / (values + step) for step in range(6)))


def _likelihood(width: _Numbers, told: _Numbers, counts: _Numbers, expected: _Numbers) -> float:
    """Penalised log likelihood of the dispersion's coefficients, up to a constant."""
    shape = np.exp(-np.clip(told @ width, *_LOG_WIDTH))
    logs = log_gamma(counts + shape) - log_gamma(shape) + shape * np.log(shape / (shape + expected)) + counts * np.log(expected / (shape + expected))
    return float(logs.sum() - 0.5 * (_penalty(len(width)) * width**2).sum())


def _fit_width(told: _Numbers, counts: _Numbers, expected: _Numbers, start: _Numbers) -> _Numbers:
    """Coefficients of the logarithm of the dispersion, uphill by outer products (Berndt et al. 1974)."""
    found, ridge = start.copy(), _penalty(len(start))
    best = _likelihood(found, told, counts, expected)
    for _ in range(_STEPS):
        shape = np.exp(-np.clip(told @ found, *_LOG_WIDTH))
        slope = _digamma(counts + shape) - _digamma(shape) + np.log(shape / (shape + expected)) + 1 - (counts + shape) / (shape + expected)
        each = told * (-slope * shape)[:, None]
        step = np.linalg.solve(each.T @ each + np.diag(ridge), each.sum(axis=0) - ridge * found)
        gained, found, best = _climb(found, step, best, (told, counts, expected))
        if gained < 1e-7 * abs(best):
            break
    return found


def _climb(found: _Numbers, step: _Numbers, best: float, given: tuple[_Numbers, _Numbers, _Numbers]) -> tuple[float, _Numbers, float]:
    """The step, halved until it leads upwards; what it gained, where it led, and how high."""
    for halved in (1.0, 0.5, 0.25, 0.1, 0.02):
        reached = _likelihood(found + halved * step, *given)
        if reached > best:
            return reached - best, found + halved * step, reached
    return 0.0, found, best


def forecast_pooled(fitted: Pooled, past: Past, origin: int, *, width: int) -> _Numbers:
    """Distributions of every series for the period that the regression was fitted to, drawn to climatology.

    Args:
        fitted: The regression.
        past: What is known before each period.
        origin: The first period that is not known.
        width: Columns of the distributions.

    Returns:
        One row a series.
    """
    known = (past.known[:, origin] - fitted.centre) / fitted.scale
    expected = np.exp(np.clip(known @ fitted.mean, *_LOG_MEAN))
    told = _told_width(past.widths[:, origin], expected)
    regressed = negative_binomial(expected, np.exp(np.clip(told @ fitted.width, *_LOG_WIDTH)), width)
    usual = forecast_alone(CLIMATOLOGY, past.totals[:, :origin], width=width)
    return np.asarray((1 - CLIMATOLOGY_SHARE) * regressed + CLIMATOLOGY_SHARE * usual)
