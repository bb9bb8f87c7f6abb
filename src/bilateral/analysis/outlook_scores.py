"""How released forecasts did, once what they foretold has come or not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.analysis.counts import brier, crps, log_score

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.forecasts import ForecastLine

__all__ = ["EDGES", "Scored", "build_reliability", "score_line", "summarise"]

EDGES = (0.0, 0.05, 0.2, 0.45, 0.55, 0.8, 0.95, 1.0)
"""Edges of the bins of a reliability table: those of the words of likelihood."""

_Z_90 = 1.645
_LAST = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Scored:
    """One line beside what came: `outcome` events (or balance), scores, and those of climatology."""

    line: ForecastLine
    outcome: float
    crps: float
    log_score: float | None
    brier: float | None
    usual_crps: float | None
    usual_log_score: float | None
    usual_brier: float | None
    is_within: bool


def _row(chances: Sequence[float], outcome: float) -> Any:
    """A stored distribution as one row wide enough for what came."""
    row = np.zeros(max(len(chances), int(outcome) + 2))
    row[: len(chances)] = chances
    return (row / row.sum())[None]


def _of_counts(chances: Sequence[float], outcome: float) -> tuple[float, float, float]:
    row = _row(chances, outcome)
    return float(crps(row, [outcome])[0]), float(log_score(row, [outcome])[0]), float(brier(row, [outcome])[0])


def _of_quantiles(cuts: Sequence[float], outcome: float) -> float:
    """CRPS from quantiles: twice the mean pinball loss."""
    values = np.asarray(cuts)
    levels = np.arange(1, len(values) + 1) / (len(values) + 1)
    return float(2 * np.mean((levels - (outcome < values)) * (outcome - values)))


def score_line(line: ForecastLine, outcome: float) -> Scored:
    """Hold one stored forecast against what came.

    Args:
        line: The forecast.
        outcome: Events counted, or the balance.

    Returns:
        Its scores; for the balance CRPS alone, from its quantiles.
    """
    within = line.low <= outcome <= line.high
    if not line.probabilities:
        return Scored(line, outcome, _of_quantiles(line.quantiles, outcome), None, None, None, None, None, within)
    own, usual = _of_counts(line.probabilities, outcome), _of_counts(line.usual_probabilities, outcome)
    return Scored(line, outcome, *own, *usual, within)


def _mean(values: Iterable[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None


def _skill(own: float | None, usual: float | None) -> float | None:
    return None if own is None or not usual else 1 - own / usual


def summarise(scored: Sequence[Scored]) -> list[dict[str, Any]]:
    """Mean scores of each release and measure.

    Args:
        scored: Lines with what came.

    Returns:
        One dictionary a release and measure: `release`, `measure`, `n` (forecasts), `brier`, `log_score`, `crps`,
        each with `_climatology` beside it, `skill` (1 - CRPS / CRPS of climatology) and `within_90` (share of outcomes in the 90 % range).
    """
    groups: defaultdict[tuple[str, str], list[Scored]] = defaultdict(list)
    for one in scored:
        groups[one.line.release_name, one.line.measure].append(one)
    rows = []
    for (release, measure), ones in groups.items():
        row: dict[str, Any] = {"release": release, "measure": measure, "n": len(ones)}
        for name in ("brier", "log_score", "crps"):
            row[name] = _mean(getattr(one, name) for one in ones)
            row[f"{name}_climatology"] = _mean(getattr(one, f"usual_{name}") for one in ones)
        row["skill"] = _skill(row["crps"], row["crps_climatology"])
        row["within_90"] = sum(one.is_within for one in ones) / len(ones)
        rows.append(row)
    return rows


def build_reliability(scored: Sequence[Scored]) -> list[dict[str, Any]]:
    """How often events came that were given a chance, by chance: the points of a reliability plot.

    Args:
        scored: Lines with what came; the balance is left out.

    Returns:
        One dictionary a bin that has forecasts: `least` and `most` (chance), `n`, `foretold` (mean chance), `came` (share),
        `low` and `high` (its 90 % interval, Wilson).
    """
    chances = [(one.line.p_any, one.outcome > 0) for one in scored if one.line.p_any is not None]
    rows = []
    for least, most in pairwise(EDGES):
        inside = [(chance, came) for chance, came in chances if least <= min(chance, _LAST) < most]
        if inside:
            share = sum(came for _, came in inside) / len(inside)
            low, high = _wilson(share, len(inside))
            rows.append({
                "least": least, "most": most, "n": len(inside), "foretold": sum(chance for chance, _ in inside) / len(inside),
                "came": share, "low": low, "high": high,
            })  # fmt: skip
    return rows


def _wilson(share: float, n: int) -> tuple[float, float]:
    """90 % interval of a share.

    Example:
        >>> [round(end, 2) for end in _wilson(0.5, 10)]
        [0.27, 0.73]
    """
    weight = 1 + _Z_90**2 / n
    middle = (share + _Z_90**2 / (2 * n)) / weight
    half = _Z_90 * sqrt(share * (1 - share) / n + _Z_90**2 / (4 * n**2)) / weight
    return max(middle - half, 0.0), min(middle + half, 1.0)
