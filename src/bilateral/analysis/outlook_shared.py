"""The forecast of a pair that learns from all pairs of its data set, as a candidate beside those from its own past."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.analysis.counts_pooled import build_past, fit_pooled, forecast_pooled
from bilateral.analysis.counts_tested import origins_tried
from bilateral.analysis.outlook_history import BOTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.analysis.counts_pooled import Panel, Past, Pooled
    from bilateral.analysis.outlook_history import History

__all__ = ["POOLED", "make_shared"]

POOLED = "regression over pairs"
"""Name of the forecast."""

_FITTED = ((1, 1), (5, 3), (10_000, 8))
"""Up to how many periods ahead which fit is used: what a fit for 3 ahead knows serves 2 to 5 as well."""

_REFITTED = 8
"""Places of the past after which the regression is fitted anew while it is tested; it never sees what came later."""


def make_shared(panels: tuple[Panel, Panel], history: History, width: int) -> Callable[[int, int], Any]:
    """The forecast as a function of origin and periods ahead.

    It tells of all events, of either direction and of both together; other rows are NaN.

    Args:
        panels: Directed pairs and pairs, of the same periods as the history.
        history: The past of the pair.
        width: Columns of distributions.

    Returns:
        A function to distributions of all rows of the history, or None where the past is too short.
    """
    sides, both = (build_past(panel) for panel in panels)
    first, second = (f"{one}>{other}" for one, other in (history.dyad, history.dyad[::-1]))
    rows = [history.keys.index((direction, "n")) for direction in (BOTH, first, second)]
    n_periods = len(history.days)

    @cache
    def fitted(origin: int, ahead: int) -> tuple[Pooled | None, Pooled | None]:
        return fit_pooled(sides, origin, ahead), fit_pooled(both, origin, ahead)

    def forecast(origin: int, ahead: int) -> Any:
        fit = next(fit for most, fit in _FITTED if ahead <= most)
        of_sides, of_both = fitted(_learned(origin, n_periods), fit)
        if of_sides is None or of_both is None:
            return None
        found = np.full((len(history.keys), width), np.nan)
        found[rows[0]] = _rows(of_both, both, origin, width)[0]
        found[rows[1:]] = _rows(of_sides, sides, origin, width)[:2]
        return found

    return forecast


def _rows(fitted: Pooled, past: Past, origin: int, width: int) -> Any:
    """Distributions of the first two series."""
    return forecast_pooled(fitted, past.first(2), origin, width=width)


def _learned(origin: int, n_periods: int) -> int:
    """Up to where the regression may learn for an origin: every few places of the past, and all for the real forecast."""
    tested = origins_tried(n_periods)
    if origin >= n_periods or origin not in tested:
        return origin
    return tested.start + (origin - tested.start) // _REFITTED * _REFITTED
