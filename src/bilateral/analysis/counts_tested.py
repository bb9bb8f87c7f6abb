"""Which forecast of a series is best on its own past, and how good such a choice would have been.

At each place of the past every forecast is made from what came before and held against
what came then. The choice at a place rests on the places whose outcome was known by then, so the skill that is
told is that of choosing, not of the luckiest forecast afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.analysis.counts import crps, log_score
from bilateral.analysis.counts_alone import ALONE, CLIMATOLOGY, FEWEST_PERIODS, SEASONAL, forecast_alone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["FEWEST_TESTED", "MOST_TESTED", "Choice", "choose_forecasts", "origins_tried"]

MOST_TESTED = 24
"""Places of the past that forecasts are tried at, the newest."""

FEWEST_TESTED = 8
"""Fewer places than this prove nothing: after three, a Poisson forecast can look good."""

_Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Choice:
    """The forecast chosen for one series: its name, the skill of choosing so, and the forecasts that rests on.

    `skill` is 1 - CRPS / CRPS of climatology of choosing by what was known. Where it is not above 0,
    choosing did not pay and climatology is taken. None where nothing could be tested.
    """

    model: str
    skill: float | None
    n_tested: int


def origins_tried(n_periods: int) -> range:
    """Places of the past that forecasts are tried at.

    Example:
        >>> origins_tried(10), origins_tried(7)
        (range(8, 10), range(7, 7))
    """
    return range(min(max(FEWEST_PERIODS, n_periods - MOST_TESTED), n_periods), n_periods)


def choose_forecasts(
    counts: Any, *, horizon: int, width: int, season: int = 1,
    shared: Mapping[str, Callable[[int, int], _Numbers | None]] | None = None,
) -> list[Choice]:  # fmt: skip
    """Try every forecast on the past of each series and choose one for each.

    Args:
        counts: Past counts, one series a row, the oldest first.
        horizon: Periods that are foretold.
        width: Columns of distributions.
        season: Periods after which a season comes back.
        shared: Forecasts that rest on more than these series: from origin and periods ahead to
            distributions of all rows (NaN where there is none), or None.

    Returns:
        One choice a series.
    """
    past = np.asarray(counts, dtype=float)
    others = shared or {}
    names = [*ALONE, *others]
    errors = np.full((len(names), len(past), past.shape[1], horizon), np.nan)
    surprise = errors.copy()
    for origin in origins_tried(past.shape[1]):
        later = past[:, origin : origin + horizon]
        for place, name in enumerate(names):
            rows = None
            for ahead in range(1, later.shape[1] + 1):
                if name in others:
                    rows = others[name](origin, ahead)
                elif rows is None or name == SEASONAL:  # the other forecasts say the same of every later period
                    rows = forecast_alone(name, past[:, :origin], width=width, season=season, ahead=ahead)
                if rows is not None:
                    errors[place, :, origin, ahead - 1] = crps(rows, later[:, ahead - 1])
                    surprise[place, :, origin, ahead - 1] = log_score(rows, later[:, ahead - 1])
    return [_chosen(names, errors[:, row], surprise[:, row]) for row in range(len(past))]


def _chosen(names: list[str], errors: _Numbers, surprise: _Numbers) -> Choice:
    """The choice for one series from its errors and log scores by forecast, origin and periods ahead."""
    usual = names.index(CLIMATOLOGY)
    origins = np.flatnonzero(np.isfinite(errors[usual]).any(axis=1))
    if len(origins) < FEWEST_TESTED:
        return Choice(CLIMATOLOGY, None, 0)
    ahead = np.arange(errors.shape[2])
    got, base = [], []
    for origin in origins:
        known = np.arange(errors.shape[1])[:, None] + ahead < origin
        best = _best(errors, surprise, known, usual)
        there = np.isfinite(errors[usual, origin])
        mine = np.where(np.isfinite(errors[best, origin]), errors[best, origin], errors[usual, origin])
        got += mine[there].tolist()
        base += errors[usual, origin][there].tolist()
    total = sum(base)
    skill = 1 - sum(got) / total if total > 0 else None
    pays = skill is not None and skill > 0
    best = _best(errors, surprise, np.ones(errors.shape[1:], dtype=bool), usual) if pays else usual
    return Choice(names[best], skill, len(got))


def _best(errors: _Numbers, surprise: _Numbers, known: Any, usual: int) -> int:
    """The forecast with the least error, as a share of climatology's, where the outcome was known.

    One that could not be made at half of the places is not taken, nor one whose log score is worse
    than climatology's: it is too sure of itself.
    """
    where = known & np.isfinite(errors[usual])
    if not where.any():
        return usual
    tried = np.isfinite(errors) & where
    own = np.where(tried, errors, 0).sum(axis=(1, 2))
    base = np.where(tried, errors[usual], 0).sum(axis=(1, 2))
    often = tried.sum(axis=(1, 2)) * 2 >= where.sum()
    often &= np.where(tried, surprise - surprise[usual], 0).sum(axis=(1, 2)) <= 0
    share = np.where(often & (base > 0), own / np.where(base > 0, base, 1), np.inf)
    return int(share.argmin()) if np.isfinite(share).any() and share.min() < 1 else usual
