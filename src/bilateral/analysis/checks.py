"""A claimed figure against a series of values: supported, off by how much, of another period or definition, or not checkable and why.

Whoever calls this brings the values (a file of the user's, an answer of a
statistical service); nothing is fetched here. One value is one period of one
reporter by one definition, so mirror data stand beside each other and are
never averaged.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.errors import SchemaError
from bilateral.periods import bounds, is_period

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["VERDICTS", "Claim", "Level", "Verdict", "check_claim"]

VERDICTS = ("supported", "in line", "off", "other reporter", "other period", "other definition", "met", "missed", "not on track", "open", "not checkable", "no data")
"""What a check can end in; `in line`: a part of a year that fits the year's total."""
TOLERANCE = 0.05
"""Share of the value within which a claim is supported (5 % as in the design notes: rounding and revisions of trade data stay below it)."""
_ROUNDING_CAP = 0.08
"""A claim rounded more coarsely is still held to this, else "20 billion" would cover 15 to 25."""
_GROWTH_TOLERANCE = 2.0
"""Percentage points within which a growth rate is supported: two levels that are each rounded to 1 % move it by as much."""
_PART_TOLERANCE = 0.25
"""How far a part of a year may be from its even share of the year's total: seasons move trade by less."""


@dataclass(frozen=True, slots=True)
class Level:
    """One value of a series."""

    period: str  # ISO 8601
    value: float
    unit: str
    indicator: str
    reporter: str | None = None  # who published it
    definition: str | None = None  # "CIF", "goods and services"


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that somebody claims."""

    indicator: str
    value: float
    unit: str
    period: str | None
    kind: str = "level"  # as of figures: level, change, target, forecast …
    modifier: str | None = None  # about, over, under
    base_period: str | None = None  # of a change or a multiple
    reporter: str | None = None
    definition: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found."""

    verdict: str  # one of VERDICTS
    reason: str
    off_pct: float | None = None  # claimed against found, in per cent of what was found
    found: Level | None = None  # the value that it was compared with


def check_claim(claim: Claim, levels: Sequence[Level]) -> Verdict:  # noqa: PLR0911 - one return a rule, in order
    """Judge a claimed figure by values of the same indicator.

    Does not convert currencies or prices, and does not judge ranks, shares and
    costs: those are not checkable here.

    Args:
        claim: The figure.
        levels: Values, of any indicator; only those of the claim's are used.

    Returns:
        The verdict with its reason and the value that it rests on.

    Raises:
        SchemaError: If two values are of one period, reporter and definition, or a period cannot be read.

    Source:
        Issue "What was said and what was claimed", Checks; Vlachos and Riedel 2015 on closeness without the period.

    Example:
        >>> series = [Level("2010", 17.7e9, "USD", "trade turnover"), Level("2009", 10e9, "USD", "trade turnover")]
        >>> check_claim(Claim("trade turnover", 17e9, "USD", "2010", modifier="over"), series).verdict
        'supported'
        >>> check_claim(Claim("trade turnover", 25e9, "USD", "2010"), series).reason
        '41 % above 17700000000 (2010)'
    """
    series = [level for level in levels if level.indicator == claim.indicator]
    _refuse_unsound(series)
    if not series:
        return Verdict("no data", f"no values of {claim.indicator!r}")
    if claim.period is not None and not is_period(claim.period):
        return Verdict("not checkable", f"the period {claim.period!r} cannot be read")
    if claim.kind in ("rank", "share", "cost"):
        return Verdict("not checkable", f"a {claim.kind} is not judged by levels")
    if claim.unit == "times" or claim.kind == "change":
        return _check_change(claim, series)
    same_unit = [level for level in series if level.unit == claim.unit]
    if not same_unit:
        return Verdict("not checkable", f"the claim is in {claim.unit}, the values are in {', '.join(sorted({level.unit for level in series}))}")
    if claim.kind in ("target", "forecast"):
        return _check_ahead(claim, claim.value, same_unit)
    return _check_level(claim, same_unit)


def _refuse_unsound(series: Sequence[Level]) -> None:
    keys = Counter((level.period, level.reporter, level.definition, level.unit) for level in series)
    twice = [key for key, count in keys.items() if count > 1]
    if twice:
        message = f"got {keys[twice[0]]} values of {series[0].indicator!r} for {twice[0][0]} by one reporter; expected one a period, reporter and definition"
        raise SchemaError(message)
    unread = [level.period for level in series if not is_period(level.period)]
    if unread:
        message = f"got the period {unread[0]!r} in the values of {series[0].indicator!r}; expected ISO 8601 such as 2010 or 2010-01/2010-09"
        raise SchemaError(message)


def _check_level(claim: Claim, series: Sequence[Level]) -> Verdict:
    """A level: of its own period first, then in another, then as part of a year."""
    if claim.period is None:
        fitting = [level for level in series if _agrees(claim, level.value)]
        return Verdict("supported", f"the value of {fitting[0].period}", _off(claim.value, fitting[0]), fitting[0]) if fitting else _nearest(claim, series, "no period told")
    own = [level for level in series if bounds(level.period) == bounds(claim.period)]
    if not own:
        return _check_part(claim, series)
    asked = [level for level in own if claim.reporter in (None, level.reporter) and claim.definition in (None, level.definition)]
    fits = next((level for level in asked if _agrees(claim, level.value)), None)
    if fits is not None:
        return Verdict("supported", f"{_shown(fits)}", _off(claim.value, fits), fits)
    beside = next((level for level in own if _agrees(claim, level.value)), None)
    if beside is not None:
        is_reporter = claim.reporter not in (None, beside.reporter)
        return Verdict("other reporter" if is_reporter else "other definition", f"fits {_shown(beside)}", _off(claim.value, beside), beside)
    elsewhere = next((level for level in series if level not in own and _agrees(claim, level.value) and claim.modifier not in ("over", "under")), None)
    nearest = _nearest(claim, asked or own, "")
    if elsewhere is not None:
        return Verdict("other period", f"{nearest.reason}; fits {_shown(elsewhere)}", nearest.off_pct, nearest.found)
    return nearest


def _check_part(claim: Claim, series: Sequence[Level]) -> Verdict:
    """A part of a year against the year's total."""
    first, last = bounds(claim.period or "")
    for level in series:
        start, end = bounds(level.period)
        if start <= first and last <= end:
            share = ((last - first).days + 1) / ((end - start).days + 1)
            even = level.value * share
            verdict = "in line" if abs(claim.value - even) <= _PART_TOLERANCE * even else "off"
            return Verdict(verdict, f"{share:.0%} of the time of {_shown(level)} would be {_plain(even)}", 100 * (claim.value - even) / even if even else None, level)
    return Verdict("no data", f"no value for {claim.period}; values from {min(level.period for level in series)} to {max(level.period for level in series)}")


def _nearest(claim: Claim, series: Sequence[Level], reason: str) -> Verdict:
    """`off`, by the value that comes nearest."""
    level = min(series, key=lambda item: (abs(item.value - claim.value), item.period))
    off = _off(claim.value, level)
    text = f"{abs(off):.0f} % {'above' if off > 0 else 'below'} {_shown(level)}" if off is not None else f"found {_shown(level)}"
    return Verdict("off", "; ".join(part for part in (text, reason) if part), off, level)


def _check_change(claim: Claim, series: Sequence[Level]) -> Verdict:
    """A growth rate or a multiple, recomputed from levels."""
    if claim.period is None:
        return Verdict("not checkable", "a change without a period")
    if claim.kind in ("target", "forecast"):
        base = _level_of(claim.base_period, series)
        return _check_ahead(claim, claim.value * base.value, series) if base is not None else Verdict("not checkable", "a multiple without a base period that has a value")
    if claim.unit not in ("percent", "times"):
        return Verdict("not checkable", f"a change in {claim.unit}")
    now, before = _level_of(claim.period, series, claim.reporter), _level_of(claim.base_period or _year_before(claim.period), series, claim.reporter)
    if now is None or before is None or not before.value:
        return Verdict("no data", f"no pair of values for {claim.period} and {claim.base_period or _year_before(claim.period)}")
    real = now.value / before.value if claim.unit == "times" else 100 * (now.value / before.value - 1)
    allowed = _GROWTH_TOLERANCE if claim.unit == "percent" else TOLERANCE * real
    beyond = claim.value - real
    is_met = {"over": beyond <= allowed, "under": beyond >= -allowed}.get(claim.modifier or "", abs(beyond) <= allowed or abs(abs(claim.value) - abs(real)) <= allowed)
    return Verdict("supported" if is_met else "off", f"from {_shown(before)} to {_shown(now)}: {real:.1f} {claim.unit}", None, now)


def _check_ahead(claim: Claim, goal: float, series: Sequence[Level]) -> Verdict:
    """A target or a forecast, followed to its time."""
    if claim.period is None:
        return Verdict("not checkable", "no time by which it is to be reached")
    due = bounds(claim.period)[1]
    known = sorted(series, key=lambda level: bounds(level.period))
    at = [level for level in known if bounds(level.period)[0] <= due <= bounds(level.period)[1]]
    if at:
        best = max(at, key=lambda level: level.value)
        is_met = best.value >= goal * (1 - TOLERANCE) if claim.modifier != "under" else best.value <= goal * (1 + TOLERANCE)
        return Verdict("met" if is_met else "missed", f"{_plain(goal)} by {claim.period}, reached {_shown(best)}", _off(goal, best), best)
    past = [level for level in known if bounds(level.period)[1] < due]
    if not past:
        return Verdict("no data", f"no value up to {claim.period}")
    return _on_the_way(claim, goal, past)


def _on_the_way(claim: Claim, goal: float, past: Sequence[Level]) -> Verdict:
    """Whether the last value lies on the even path from the first one to a goal that is not due yet."""
    last = past[-1]
    base = _level_of(claim.base_period, past) or past[0]
    begun, due, now = bounds(base.period)[1], bounds(claim.period or "")[1], bounds(last.period)[1]
    if last is base or due <= begun:
        return Verdict("open", f"due {claim.period}, last value {_shown(last)}", _off(goal, last), last)
    path = base.value + (goal - base.value) * ((now - begun).days / (due - begun).days)
    is_behind = last.value < path * (1 - TOLERANCE)
    return Verdict("not on track" if is_behind else "open", f"{_plain(goal)} by {claim.period} needed {_plain(path)} by then, was {_shown(last)}", _off(goal, last), last)


def _level_of(period: str | None, series: Sequence[Level], reporter: str | None = None) -> Level | None:
    if period is None:
        return None
    own = [level for level in series if bounds(level.period) == bounds(period)]
    return next((level for level in own if reporter in (None, level.reporter)), None)


def _year_before(period: str) -> str:
    """The same time one year earlier, as text."""
    return re.sub(r"\d{4}", lambda found: str(int(found[0]) - 1), period)


def _agrees(claim: Claim, value: float) -> bool:
    """Whether a value is what a claim says, within tolerance and its modifier."""
    allowed = max(TOLERANCE * abs(value), min(_rounding(claim.value), _ROUNDING_CAP * abs(value)))
    beyond = claim.value - value
    if claim.modifier == "over":
        return -_OPEN_REACH * abs(value) <= beyond <= allowed
    if claim.modifier == "under":
        return -allowed <= beyond <= _OPEN_REACH * abs(value)
    return abs(beyond) <= allowed


_OPEN_REACH = 0.2
""""More than 10" is said of 11, hardly of 20: how far the value may lie beyond, as a share of it."""


def _rounding(value: float) -> float:
    """Half a unit of the last digit that a number shows: 12.4 billion -> 50 million."""
    mantissa, _, power = f"{abs(value):.12e}".partition("e")
    digits = len(mantissa.rstrip("0").replace(".", ""))
    return 0.5 * 10.0 ** (int(power) - digits + 1)


def _off(value: float, level: Level) -> float | None:
    return 100 * (value - level.value) / abs(level.value) if level.value else None


def _shown(level: Level) -> str:
    beside = ", ".join(part for part in (level.period, level.reporter, level.definition) if part)
    return f"{_plain(level.value)} ({beside})"


def _plain(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= _WHOLE else f"{value:.4g}"


_WHOLE = 1000
"""From here on a value is shown without decimals."""
