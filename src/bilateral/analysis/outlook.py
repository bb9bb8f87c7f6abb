"""What to expect between two states: counts, balance and chances of each kind of act in the periods to come.

Each forecast is a whole distribution, made by what foretold this series best so far, and stands
beside how often the like happened before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.analysis.counts import mean_of, quantiles, shortest_range, width_for
from bilateral.analysis.counts_alone import ALONE, CLIMATOLOGY, FEWEST_PERIODS, SEASONS, forecast_alone
from bilateral.analysis.counts_tested import FEWEST_TESTED, Choice, choose_forecasts
from bilateral.analysis.outlook_history import BOTH
from bilateral.forecasts import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bilateral.analysis.outlook_history import History

__all__ = ["BALANCE", "BASE_RATE", "FEWEST_EVENTS", "FEWEST_WHOLE", "Foretold", "foretell"]

FEWEST_EVENTS = 20
"""Fewer events in the past of a series give its base rate alone: with twenty, one event moves the mean by a twentieth."""

FEWEST_WHOLE = FEWEST_PERIODS + FEWEST_TESTED
"""Fewer whole periods than this give base rates alone."""

BASE_RATE = "base rate"
"""Name of what is told where nothing can be tested."""

BALANCE = "balance"

DRAWS = 4000
_SEED = 20181031
_KEPT = 1e-9
_DIGITS = 9

_Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Foretold:
    """One count, or the balance, in one period to come; the fields of a stored forecast of the same names."""

    direction: str
    measure: str
    ahead: int
    model: str
    mean: float
    low: float
    high: float
    quantiles: list[float]
    probabilities: list[float]
    usual_probabilities: list[float]
    p_any: float | None
    base_rate: float | None
    base_mean: float | None
    n_periods: int
    n_events: int
    skill: float | None
    n_tested: int


def foretell(history: History, shared: Mapping[str, Callable[[int, int], Any]] | None = None, *, width: int | None = None) -> list[Foretold]:
    """Foretell every count of a pair for each period to come and for all of them together.

    Args:
        history: The past of the pair.
        shared: Forecasts that rest on more than this pair; see `choose_forecasts`.
        width: Columns of distributions, as the shared forecasts have them.

    Returns:
        Forecasts by row of the history, then by period (1 for the next; 0, all together, last); the
        balance of both directions after them. Empty where the data cover no whole period.
    """
    if not history.days:
        return []
    width, horizon = width or width_for(history.counts), len(history.coming)
    choices = _choose(history, shared, width)
    made = {ahead: _forecast(history, choices, ahead, shared, width) for ahead in range(1, horizon + 1)}
    usual = forecast_alone(CLIMATOLOGY, history.counts, width=width)
    rng = np.random.default_rng(_SEED)
    draws = _draw_all(history, made, rng)
    found = []
    for row in range(len(history.keys)):
        lines = {ahead: (rows[row], usual[row]) for ahead, rows in made.items()}
        if horizon > 1:
            lines[0] = (_summed(draws[row].sum(axis=0)), _summed(_usual_sum(usual[row], horizon, history.counts[row], rng)))
        found += [_told(history, row, choices[row], (ahead, *pair)) for ahead, pair in lines.items()]
    return [*found, *_balances(history, choices, draws)]


def _choose(history: History, shared: Mapping[str, Callable[[int, int], Any]] | None, width: int) -> list[Choice]:
    """A forecast for each row; the base rate for those that are too short or too thin."""
    n_periods = len(history.days)
    thin = [Choice(BASE_RATE, None, 0)] * len(history.keys)
    if n_periods < FEWEST_WHOLE or history.gaps > n_periods:  # a record that is mostly blank tells what was read, not what happens
        return thin
    rows = np.flatnonzero(history.counts.sum(axis=1) >= FEWEST_EVENTS)
    others = {name: _of_rows(forecast, rows) for name, forecast in (shared or {}).items()}
    chosen = choose_forecasts(history.counts[rows], horizon=len(history.coming), width=width, season=SEASONS[history.step], shared=others)
    found = dict(zip(rows.tolist(), chosen, strict=True))
    return [found.get(row, none) for row, none in enumerate(thin)]


def _of_rows(forecast: Callable[[int, int], Any], rows: Any) -> Callable[[int, int], Any]:
    """A shared forecast of some rows alone."""

    def of_rows(origin: int, ahead: int) -> Any:
        found = forecast(origin, ahead)
        return None if found is None else found[rows]

    return of_rows


def _forecast(
    history: History, choices: list[Choice], ahead: int, shared: Mapping[str, Callable[[int, int], Any]] | None, width: int
) -> _Numbers:  # fmt: skip
    """Distributions of all rows for one period to come."""
    found = np.zeros((len(choices), width))
    for name in sorted({choice.model for choice in choices}):
        rows = [row for row, choice in enumerate(choices) if choice.model == name]
        if shared and name in shared:
            found[rows] = shared[name](len(history.days), ahead)[rows]
        else:
            known = name if name in ALONE else CLIMATOLOGY
            found[rows] = forecast_alone(known, history.counts[rows], width=width, season=SEASONS[history.step], ahead=ahead)
    return found


def _memory(counts: _Numbers) -> float:
    """Correlation of the rank of one period with that of the next."""
    ranks = counts.argsort().argsort().astype(float)
    if len(counts) < FEWEST_PERIODS or not counts.std():
        return 0.0
    return float(np.clip(np.corrcoef(ranks[1:], ranks[:-1])[0, 1], 0, 0.9))


def _chain(memory: float, horizon: int, rng: np.random.Generator) -> _Numbers:
    """Uniform numbers for each period and draw; those of neighbouring periods go together as the past did."""
    shocks = rng.normal(size=(horizon, DRAWS))
    for period in range(1, horizon):
        shocks[period] = memory * shocks[period - 1] + np.sqrt(1 - memory**2) * shocks[period]
    return np.asarray((shocks.argsort(axis=1).argsort(axis=1) + 0.5) / DRAWS)


def _draw(rows: list[_Numbers], uniform: _Numbers) -> _Numbers:
    return np.stack([np.searchsorted(row.cumsum(), numbers) for row, numbers in zip(rows, uniform, strict=True)])


def _draw_all(history: History, made: Mapping[int, _Numbers], rng: np.random.Generator) -> list[_Numbers]:
    """Draws of every row: periods by draws."""
    horizon = len(made)
    return [
        _draw([made[ahead][row] for ahead in range(1, horizon + 1)], _chain(_memory(history.counts[row]), horizon, rng))
        for row in range(len(history.keys))
    ]


def _usual_sum(usual: _Numbers, horizon: int, counts: _Numbers, rng: np.random.Generator) -> _Numbers:
    return np.asarray(_draw([usual] * horizon, _chain(_memory(counts), horizon, rng)).sum(axis=0))


def _summed(draws: _Numbers) -> _Numbers:
    """The distribution of drawn sums; each count a little likely, so that a surprise is not impossible."""
    counts = np.bincount(draws.astype(int), minlength=int(draws.max()) + 20) + 1 / (int(draws.max()) + 20)
    return np.asarray(counts / counts.sum())


def _spans(counts: _Numbers, length: int) -> _Numbers:
    """Sums over spans of so many periods, which overlap."""
    sums = np.concatenate([[0.0], counts.cumsum()])
    return np.asarray(sums[length:] - sums[:-length]) if len(counts) >= length else np.zeros(0)


def _kept(row: _Numbers) -> list[float]:
    """Probabilities up to where nothing is left to tell."""
    last = int(np.flatnonzero(row > _KEPT)[-1]) + 1
    return [round(float(value), _DIGITS) for value in row[:last]]


def _told(history: History, row: int, choice: Choice, forecast: tuple[int, _Numbers, _Numbers]) -> Foretold:
    """One forecast beside its base rate."""
    ahead, chances, usual = forecast
    direction, measure = history.keys[row]
    past = _spans(history.counts[row], len(history.coming) if ahead == 0 else 1)
    low, high = shortest_range(chances)
    return Foretold(
        direction, measure, ahead, choice.model, float(mean_of(chances[None])[0]), low, high,
        [float(value) for value in quantiles(chances, LEVELS)], _kept(chances), _kept(usual), float(1 - chances[0]),
        float((past > 0).mean()) if len(past) else None, float(past.mean()) if len(past) else None,
        len(past), int(history.counts[row].sum()), choice.skill, choice.n_tested,
    )  # fmt: skip


def _balances(history: History, choices: list[Choice], draws: list[_Numbers]) -> list[Foretold]:
    """The balance of both directions by draws of cooperation and conflict, which go together as they did."""
    good, bad = (history.keys.index((BOTH, name)) for name in ("cooperation", "conflict"))
    total = history.counts[good] + history.counts[bad]
    past = ((history.counts[good] - history.counts[bad])[total > 0]) / total[total > 0]
    if len(past) == 0:
        return []
    model = " / ".join(dict.fromkeys((choices[good].model, choices[bad].model)))
    linked = _relinked(history, draws, good, bad)
    spans = [(ahead + 1, draws[good][ahead], linked[ahead]) for ahead in range(len(history.coming))]
    if len(spans) > 1:
        spans.append((0, draws[good].sum(axis=0), linked.sum(axis=0)))
    found = []
    for ahead, plus, minus in spans:
        some = (plus + minus) > 0
        if not some.any():
            continue
        balance = ((plus - minus)[some]) / (plus + minus)[some]
        cuts = np.quantile(balance, LEVELS).round(4).tolist()
        low, high = np.quantile(balance, (0.05, 0.95)).round(4).tolist()
        found.append(Foretold(
            BOTH, BALANCE, ahead, model, float(balance.mean()), low, high, cuts, [], [], None, None,
            float(past.mean()), len(past), int(total.sum()), None, 0,
        ))  # fmt: skip
    return found


def _relinked(history: History, draws: list[_Numbers], good: int, bad: int) -> _Numbers:
    """Draws of conflict put in an order that goes with those of cooperation as closely as in the past."""
    one, other = (history.counts[row].argsort().argsort().astype(float) for row in (good, bad))
    tie = float(np.corrcoef(one, other)[0, 1]) if one.std() and other.std() and len(one) >= FEWEST_PERIODS else 0.0
    rng = np.random.default_rng(_SEED + 1)
    linked = []
    for plus, minus in zip(draws[good], draws[bad], strict=True):
        place = (plus + rng.random(DRAWS)).argsort().argsort() / DRAWS - 0.5
        mixed = tie * place / place.std() + np.sqrt(max(1 - tie**2, 0)) * rng.normal(size=DRAWS)
        linked.append(np.sort(minus)[mixed.argsort().argsort()])
    return np.stack(linked)
