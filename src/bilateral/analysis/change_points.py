"""When the level of a series of counts changed, or burst for a while, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BURST_LEVEL", "FEWEST_PERIODS", "SHIFT_LEVEL", "Change", "find_changes"]

FEWEST_PERIODS = 8
"""Shorter series have no level that could change."""

SHIFT_LEVEL = 0.014
"""Chance of a shift in a series that has none.

With BURST_LEVEL it gives 1 to 3 false alarms in a hundred stable series of 104 weeks,
negative binomial with means of 2 to 30 and dispersion 0 to 0.4; see evaluation/change_points.py.
"""

BURST_LEVEL = 0.006
"""Chance of a burst in a series that has none, before it is shared among its periods."""

SHUFFLES = 499
SHORTEST_SHARE = 0.06
"""Part of a series that a level lasts at least: 6 of 104 weeks, as with ruptures in ANCHORS."""
SHORTEST = 3
INTERVAL = 0.9
_MOST_BURSTS = 20
_SEED = 20180622
_Z_90 = 1.645


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a series: a lasting `rise` or `fall`, or a `burst` that ends.

    Periods count from 0. `start` is the first period of the new level; with 90 %
    probability it lies from `earliest` to `latest`. `end` is the last period of a burst or
    of the new level. `before` and `after` are means a period, `ratio` one by the other
    with its 90 % interval; `p_value` is the chance of so large a change where there is none.
    """

    kind: str
    start: int
    end: int
    earliest: int
    latest: int
    before: float
    after: float
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    p_value: float


_Counts = np.ndarray[Any, np.dtype[np.float64]]


def find_changes(counts: list[int] | _Counts) -> list[Change]:
    """Find shifts of level and bursts in a series of counts.

    A shift is found by the largest difference of means (of logarithms) over all
    places, held against the same series shuffled in blocks as long as its memory;
    bursts are periods far above a negative binomial level. Does not find gradual trends
    or seasons, nor shifts of less than about a doubling where counts are low: silence
    is no proof of stability.

    Args:
        counts: Events in each period, silent ones among them.

    Returns:
        Changes by time; empty for fewer than `FEWEST_PERIODS` periods.

    Source:
        Binary segmentation with a permutation test (Vostrikova 1981; Olshen et al.
        2004); generalised extreme deviates (Rosner 1983).

    Example:
        >>> [(change.kind, change.start) for change in find_changes([8, 9, 7, 8] * 8 + [20, 22, 19, 21] * 8)]
        [('rise', 32)]
    """
    series = np.asarray(counts, dtype=float)
    if len(series) < FEWEST_PERIODS or not series.any():
        return []
    rng = np.random.default_rng(_SEED)
    shortest = max(SHORTEST, round(SHORTEST_SHARE * len(series)))
    cuts = sorted(_split(series, 0, shortest, rng), key=lambda cut: cut[0])
    edges = [0, *(cut[0] for cut in cuts), len(series)]
    shifts = [_shift(series, edges, place, cut) for place, cut in enumerate(cuts)]
    bursts = [burst for first, last in pairwise(edges) for burst in _bursts(series, first, last)]
    return sorted([*shifts, *bursts], key=lambda change: (change.start, change.kind))


_Cut = tuple[int, int, int, float]


def _split(series: _Counts, offset: int, shortest: int, rng: np.random.Generator) -> Iterator[_Cut]:
    """Places of shifts with the ends of their interval and their p-value, piece by piece."""
    if len(series) < 2 * shortest:
        return
    values = np.log1p(series)
    gains = _gains(values, shortest)
    place = int(gains.argmax()) + shortest
    p_value = _p_value(values, shortest, float(gains.max()), _memory(values, place), rng)
    if p_value > SHIFT_LEVEL:
        return
    low, high = _location(values, gains, shortest)
    yield place + offset, low + offset, high + offset, p_value
    yield from _split(series[:place], offset, shortest, rng)
    yield from _split(series[place:], offset + place, shortest, rng)


def _gains(values: Any, shortest: int) -> Any:
    """Variation explained by a split at each place; values may be many series, one a row."""
    n = values.shape[-1]
    sums = values.cumsum(axis=-1)
    places = np.arange(shortest, n - shortest + 1)
    deviation = sums[..., places - 1] - places / n * sums[..., -1:]
    return deviation**2 * n / (places * (n - places))


def _memory(values: _Counts, place: int) -> int:
    """Periods over which what is left after the split hangs together."""
    left = np.concatenate([values[:place] - values[:place].mean(), values[place:] - values[place:].mean()])
    power = float((left**2).sum())
    n = len(left)
    alike = float((left[1:] * left[:-1]).sum()) / power if power else 0.0
    if alike < 1.5 / math.sqrt(n):
        return 1
    return min(1 + round(3 * alike / (1 - alike)), max(n // 8, 1))


def _p_value(values: _Counts, shortest: int, gain: float, memory: int, rng: np.random.Generator) -> float:
    """How often a shuffled series gains as much from its best split."""
    n_blocks = -(-len(values) // memory)
    padded = np.resize(np.arange(len(values)), n_blocks * memory).reshape(n_blocks, memory)
    orders = rng.permuted(np.tile(np.arange(n_blocks), (SHUFFLES, 1)), axis=1)
    shuffled = values[padded[orders].reshape(SHUFFLES, -1)[:, : len(values)]]
    largest = _gains(shuffled, shortest).max(axis=1)
    return float(1 + (largest >= gain - 1e-12).sum()) / (SHUFFLES + 1)


def _location(values: _Counts, gains: Any, shortest: int) -> tuple[int, int]:
    """Ends of the 90 % interval of the place, all places being as likely beforehand."""
    total = float(((values - values.mean()) ** 2).sum())
    left = np.maximum(total - gains, 1e-9)
    log_weight = -len(values) / 2 * np.log(left)
    weight = np.exp(log_weight - log_weight.max())
    upto = weight.cumsum() / weight.sum()
    tail = (1 - INTERVAL) / 2
    return int(np.searchsorted(upto, tail)) + shortest, int(np.searchsorted(upto, 1 - tail)) + shortest


def _shift(series: _Counts, edges: list[int], place: int, cut: _Cut) -> Change:
    """A shift with the means of the levels on both sides."""
    start, low, high, p_value = cut
    before, after = series[edges[place] : start], series[start : edges[place + 2]]
    kind = "rise" if np.log1p(after).mean() > np.log1p(before).mean() else "fall"
    return Change(kind, start, edges[place + 2] - 1, low, high, float(before.mean()), float(after.mean()), *_ratio(before, after), p_value)


def _ratio(before: _Counts, after: _Counts) -> tuple[float | None, float | None, float | None]:
    """The ratio of two means with its 90 % interval, none where a mean is zero."""
    if not before.any() or not after.any():
        return None, None, None
    ratio = float(after.mean() / before.mean())
    error = math.sqrt(sum(_relative_variance(part) for part in (before, after)))
    return ratio, ratio * math.exp(-_Z_90 * error), ratio * math.exp(_Z_90 * error)


def _relative_variance(part: _Counts) -> float:
    """Variance of a mean as a share of its square; at least that of counts."""
    mean = float(part.mean())
    variance = max(float(part.var(ddof=1)) if len(part) > 1 else mean, mean)
    return variance / len(part) / mean**2


def _bursts(series: _Counts, first: int, last: int) -> Iterator[Change]:
    """Stretches of periods far above the level of the piece they lie in."""
    piece = series[first:last]
    if len(piece) < FEWEST_PERIODS:
        return
    level = BURST_LEVEL / len(piece)
    order = np.argsort(-piece, kind="stable")[: min(_MOST_BURSTS, len(piece) // 5)]
    tails = [_tail(piece[place], np.delete(piece, order[: rank + 1])) for rank, place in enumerate(order)]
    certain = [rank for rank, tail in enumerate(tails) if tail <= level]
    if not certain:
        return
    found = sorted(int(place) for place in order[: certain[-1] + 1])
    rest = np.delete(piece, found)
    for start, end in _runs(found):
        inside = piece[start : end + 1]
        p_value = min(1.0, min(_tail(count, rest) for count in inside) * len(piece))
        yield Change(
            "burst", first + start, first + end, first + start, first + start, float(rest.mean()), float(inside.mean()), *_ratio(rest, inside), p_value
        )


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of the places that follow each other.

    Example:
        >>> list(_runs([3, 4, 9]))
        [(3, 4), (9, 9)]
    """
    start = end = places[0]
    for place in places[1:]:
        if place != end + 1:
            yield start, end
            start = place
        end = place
    yield start, end


def _tail(count: float, rest: _Counts) -> float:
    """Chance of at least this count at the level and dispersion of the others (negative binomial)."""
    mean = max(float(rest.mean()), 1 / len(rest))
    variance = float(rest.var(ddof=1)) if len(rest) > 1 else mean
    dispersion = max((variance - mean) / mean**2, 0.02)
    shape = 1 / dispersion
    if count <= mean:
        return 1.0
    below = np.arange(1, int(count))
    steps = np.log((below - 1 + shape) / below * mean / (mean + shape))
    log_pmf = shape * math.log(shape / (mean + shape)) + np.concatenate([[0.0], steps.cumsum()])
    return float(max(1 - np.exp(log_pmf).sum(), 1e-15))
