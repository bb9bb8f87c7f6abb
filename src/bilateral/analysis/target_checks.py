"""A target or a forecast, followed from where it starts to its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.analysis.claims import Claim, Level, Verdict, off_by, same_time, show_level, show_value
from bilateral.periods import bounds, is_period

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

__all__ = ["check_target"]


def check_target(claim: Claim, series: Sequence[Level], parts: Sequence[Level] = ()) -> Verdict:
    """Whether a target or forecast was met at its time, or where it stands.

    A multiple ("double") and a growth rate start from the level that the claimant
    tells, else from the value of its base period, else from the last whole year
    before it was said. Does not extrapolate: before its time comes, the last value
    is held against the even path to the goal.

    Args:
        claim: A target or forecast with its time as the period.
        series: Values of its indicator.
        parts: Goods of either direction whose sum the claim is about, the direction as the indicator.

    Returns:
        `met`, `missed`, `not on track`, `open`, `not checkable` or `no data`.

    Example:
        >>> series = [Level("2015", 15e9, "USD", "exports"), Level("2020", 17e9, "USD", "exports")]
        >>> check_target(Claim("exports", 2, "times", "2020", "target", base_period="2015"), series).verdict
        'missed'
    """
    if claim.period is None:
        return Verdict("not checkable", "no time by which it is to be reached")
    base = claim.base or _base_of(claim, series)
    if claim.unit in ("times", "percent"):
        if base is None:
            return Verdict("not checkable", "a goal relative to a base that is neither told nor in the series")
        goal, unit = base.value * (claim.value if claim.unit == "times" else 1 + claim.value / 100), base.unit
    else:
        goal, unit = claim.value, claim.unit
    known = sorted((level for level in series if level.unit == unit and claim.reporter in (None, level.reporter)), key=lambda level: bounds(level.period))
    if not known:
        return Verdict("not checkable", f"the goal is in {unit}, the values are in {', '.join(sorted({level.unit for level in series}))}")
    aim = _Aim(claim, goal, unit, base)
    return _at_its_time(aim, known) or _from_parts(aim, parts) or _on_the_way(aim, known)


class _Aim:
    """A goal in the unit of the series, and where it starts."""

    def __init__(self, claim: Claim, goal: float, unit: str, base: Level | None) -> None:
        self.claim, self.goal, self.unit, self.base = claim, goal, unit, base
        self.due = claim.period or ""

    def is_met(self, value: float) -> bool:
        """Whether a value reaches the goal, within tolerance."""
        slack = self.claim.tolerance * abs(self.goal)
        if self.claim.kind == "forecast" and self.claim.modifier not in ("over", "under"):
            return abs(value - self.goal) <= slack
        return value <= self.goal + slack if self.claim.modifier == "under" else value >= self.goal - slack

    def shown(self) -> str:
        """The goal with its start and time."""
        start = f" from {show_level(self.base)}" if self.base is not None and self.claim.unit in ("times", "percent") else ""
        return f"{show_value(self.goal, self.unit)} by {self.due}{start}"


def _base_of(claim: Claim, series: Sequence[Level]) -> Level | None:
    """The level of the base period, else of the last whole period before the claim was said."""
    if claim.base_period is not None:
        return next((level for level in series if same_time(level.period, claim.base_period)), None)
    if claim.said is None or not is_period(claim.said):
        return None
    said = bounds(claim.said)[0]
    past = [level for level in series if bounds(level.period)[1] < said and claim.reporter in (None, level.reporter)]
    return max(past, key=lambda level: bounds(level.period)[1], default=None)


def _at_its_time(aim: _Aim, known: Sequence[Level]) -> Verdict | None:
    """The verdict at the time by which it was due; None where the series has no value for it."""
    first, due = bounds(aim.due)
    at = [level for level in known if bounds(level.period)[0] <= due <= bounds(level.period)[1] and bounds(level.period)[0] <= first]
    if not at:
        return None
    met = [level for level in at if aim.is_met(level.value)]
    best = (met or sorted(at, key=lambda level: abs(level.value - aim.goal)))[0]
    others = [level for level in at if (level in met) != bool(met)]
    but = f", but not by {show_level(others[0])}" if met and others else ""
    return Verdict("met" if met else "missed", f"{aim.shown()}; reached {show_level(best)}{but}", off_by(aim.goal, best), best, (best, *others[:1]))


def _from_parts(aim: _Aim, parts: Sequence[Level]) -> Verdict | None:
    """Where the sum has no value at its time but one of its two parts has: what the other would have to be.

    More than anybody ever reported, and the goal was not on track; else this tells nothing.
    """
    due = bounds(aim.due)[1]
    for told in parts:
        if not bounds(told.period)[0] <= due <= bounds(told.period)[1] or told.unit != aim.unit or aim.claim.modifier == "under":
            continue
        other = [level for level in parts if level.indicator != told.indicator and level.unit == told.unit]
        most = max(other, key=lambda level: level.value, default=None)
        needed = aim.goal * (1 - aim.claim.tolerance) - told.value
        if most is not None and needed > most.value and not any(same_time(level.period, told.period) for level in other):
            reason = f"{aim.shown()}; no total for {told.period}, but with {told.indicator} of {show_level(told)}, {most.indicator} would have to be {show_value(needed, aim.unit)}, more than ever ({show_level(most)})"
            return Verdict("not on track", reason, None, told, (told, most))
    return None


def _on_the_way(aim: _Aim, known: Sequence[Level]) -> Verdict:
    """Whether the last value lies on the even path to a goal for whose time there is no value."""
    due = bounds(aim.due)[1]
    past = [level for level in known if bounds(level.period)[1] <= due]
    if not past:
        return Verdict("no data", f"no value up to {aim.due}")
    last = past[-1]
    start = _start(aim, past)
    now = bounds(last.period)[1]
    if start is None or not start[1] < now < due:
        return Verdict("open", f"{aim.shown()}, for which there is no value; the last is {show_level(last)}", off_by(aim.goal, last), last, (last,))
    path = start[0] + (aim.goal - start[0]) * ((now - start[1]).days / (due - start[1]).days)
    is_rise = aim.goal >= start[0]
    slack = aim.claim.tolerance * abs(path)
    is_behind = last.value < path - slack if is_rise else last.value > path + slack
    return Verdict("not on track" if is_behind else "open", f"{aim.shown()}, for which there is no value; an even path has {show_value(path, aim.unit)} by the end of {last.period}; was {show_level(last)}", off_by(aim.goal, last), last, (last,))


def _start(aim: _Aim, past: Sequence[Level]) -> tuple[float, date] | None:
    """Value and day from which the path to a goal runs: its base, else the last value before it was said, else the first."""
    base = aim.base
    if base is not None and is_period(base.period):
        return base.value, bounds(base.period)[1]
    said = bounds(aim.claim.said)[0] if aim.claim.said and is_period(aim.claim.said) else None
    if base is not None and said is not None:
        return base.value, said
    before = [level for level in past if said is not None and bounds(level.period)[1] < said]
    if before:
        return before[-1].value, bounds(before[-1].period)[1]
    return (past[0].value, bounds(past[0].period)[1]) if said is None else None
