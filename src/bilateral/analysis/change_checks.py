"""A growth rate or a multiple, recomputed from levels."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from bilateral.analysis.claims import Claim, Level, Verdict, same_time, show_level, show_value
from bilateral.periods import bounds, is_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["check_change", "year_before"]

_POINTS = 2.0
"""Percentage points within which a growth rate is supported, and per cent of the factor where that is more:
two levels that are each rounded to 1 % move it by as much."""
_PART_POINTS = 15.0
"""Points by which a part of a year may grow faster or slower than the whole of it and still be in line."""


def check_change(claim: Claim, series: Sequence[Level]) -> Verdict:
    """Recompute a growth rate or a multiple from levels.

    The levels are of one reporter, definition and series; where the time of the
    claim has no value, the level that the claimant tells for it stands in. A
    growth rate of a part of a year is held against that of the year.

    Args:
        claim: A change in per cent (below nought: a fall), or a multiple.
        series: Values of its indicator.

    Returns:
        `supported`, `in line`, `off`, `not checkable` or `no data` with the levels used.

    Example:
        >>> series = [Level("2009", 10e9, "USD", "exports"), Level("2010", 12e9, "USD", "exports")]
        >>> check_change(Claim("exports", 20, "percent", "2010", "change"), series).verdict
        'supported'
    """
    if claim.period is None:
        return _check_undated(claim, series)
    if claim.is_by_reporter:
        series = [level for level in series if level.reporter == claim.reporter]
        if not series:
            return Verdict("not checkable", f"the claim is by figures of {claim.reporter}, of which there are none")
    if claim.unit not in ("percent", "times"):
        return Verdict("not checkable", f"a change in {claim.unit}")
    base_period = claim.base_period or year_before(claim.period)
    if base_period is None:
        return Verdict("not checkable", "a change without a base")
    found = [_judge(claim, before, now) for before, now in _pairs(claim, series, base_period)]
    if found:
        return min(found, key=lambda verdict: (verdict.verdict != "supported", abs(verdict.off_pct or 0)))
    return _check_part(claim, series, base_period)


def _check_undated(claim: Claim, series: Sequence[Level]) -> Verdict:
    """A change without a period: that of the last whole year before it was said where it fits, else nothing is told."""
    told = Verdict("not checkable", "a change without a period")
    if claim.said is None or not is_period(claim.said):
        return told
    year = bounds(claim.said)[1].year - 1
    found = check_change(dataclasses.replace(claim, period=f"{year:04d}", told=None), series)
    return dataclasses.replace(found, reason=f"no period told; {found.reason}") if found.verdict == "supported" else told


def _pairs(claim: Claim, series: Sequence[Level], base_period: str) -> Iterator[tuple[Level, Level]]:
    """Base and end of a change, both of one reporter, definition, series and unit."""
    for before in series:
        if not same_time(before.period, base_period) or not before.value:
            continue
        own = [now for now in series if same_time(now.period, claim.period or "") and _kind(now) == _kind(before)]
        told = [claim.told] if claim.told is not None and claim.told.unit == before.unit else []
        yield from ((before, now) for now in own or told)


def _kind(level: Level) -> tuple[str | None, ...]:
    return level.reporter, level.definition, level.series_name, level.unit


def _judge(claim: Claim, before: Level, now: Level) -> Verdict:
    factor = now.value / before.value
    real = factor if claim.unit == "times" else 100 * (factor - 1)
    beyond = claim.value - real
    allowed = 2 * claim.tolerance * factor if claim.unit == "times" else max(_POINTS, _POINTS * factor)
    is_met = {"over": -_REACH * factor <= beyond * (1 if claim.unit == "times" else 0.01) <= allowed, "under": beyond >= -allowed}.get(claim.modifier or "", abs(beyond) <= allowed)
    told = f"{real:.2f} times" if claim.unit == "times" else f"{real:+.1f} %"
    side = "" if is_met else f", the growth comes out {'higher' if real > claim.value else 'lower'}"
    off = beyond if claim.unit == "percent" else 100 * beyond / real if real else None
    return Verdict("supported" if is_met else "off", f"from {show_level(before)} to {show_level(now)}: {told}{side}", off, now, (before, now) if now.observation_ids else (before,))


_REACH = 0.2
""""By more than 20 per cent" is said of 25, hardly of 60: how far the factor may lie beyond."""


def _check_part(claim: Claim, series: Sequence[Level], base_period: str) -> Verdict:
    """A growth rate of a part of a year beside that of the whole year."""
    for now in series:
        before = [level for level in series if _kind(level) == _kind(now) and same_time(level.period, year_before(now.period) or "")]
        if _is_within(claim.period or "", now.period) and before and _is_within(base_period, before[0].period) and before[0].value and claim.unit == "percent":
            real = 100 * (now.value / before[0].value - 1)
            told = f"the whole of {now.period} was {real:+.1f} % from {show_value(before[0].value, now.unit)} to {show_level(now)}"
            if abs(claim.value - real) <= _PART_POINTS:
                return Verdict("in line", told, claim.value - real, now, (before[0], now))
            return Verdict("not checkable", f"no values for {claim.period}; {told}, which a part of the year need not follow", None, now, (before[0], now))
    return Verdict("no data", f"no pair of values for {base_period} and {claim.period}")


def _is_within(part: str, whole: str) -> bool:
    (first, last), (start, end) = bounds(part), bounds(whole)
    return start <= first and last <= end and (first, last) != (start, end)


def year_before(period: str) -> str | None:
    """The same time one year earlier, None before the year 1.

    Example:
        >>> year_before("2010-01/2010-09")
        '2009-01/2009-09'
    """
    earlier = re.sub(r"\d{4}", lambda found: f"{int(found[0]) - 1:04d}", period).replace("-02-29", "-02-28")
    return None if "0000" in earlier else earlier
