"""A claimed figure against a series of values: supported, off by how much, of another period or definition, or not checkable and why.

Whoever calls this brings the values (a file of the user's, an answer of a
statistical service); nothing is fetched here. One value is one period of one
reporter by one definition, so mirror data stand beside each other and are
never averaged.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from bilateral.analysis.change_checks import check_change
from bilateral.analysis.claims import VERDICTS, Claim, Level, Verdict, agrees, off_by, same_time, show_level, show_value
from bilateral.analysis.target_checks import check_target
from bilateral.errors import SchemaError
from bilateral.periods import bounds, is_period

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["VERDICTS", "Claim", "Level", "Verdict", "check_claim"]

_PART_TOLERANCE = 0.25
"""How far a part of a year, or a year that does not begin in January, may be from its even share of the years' totals: seasons move trade by less."""
_RECENT_YEARS = 3
"""A figure without a period is one of the last years before it was said: "trade was $15 billion" tells of no decade ago."""
_MISTAKEN_YEARS = 3
"""Years by which a claim that fits another year may have mistaken it; in a long series some year always fits."""
_YEAR_DAYS = 366


def check_claim(claim: Claim, levels: Sequence[Level], *, parts: Sequence[Level] = ()) -> Verdict:  # noqa: PLR0911 - one return a rule, in order
    """Judge a claimed figure by values of the same indicator.

    Does not convert currencies or prices, and does not judge ranks, shares and
    costs: those are not checkable here.

    Args:
        claim: The figure.
        levels: Values, of any indicator; only those of the claim's are used.
        parts: Goods of either direction whose sum the claim is about, for targets whose sum has no value; see `levels.trade_parts`.

    Returns:
        The verdict with its reason and the values that it rests on.

    Raises:
        SchemaError: If two values are of one series, period, reporter and definition, or a period cannot be read.

    Source:
        Issue "What was said and what was claimed", Checks; Vlachos and Riedel 2015 on closeness without the period.

    Example:
        >>> series = [Level("2010", 17.7e9, "USD", "trade turnover"), Level("2009", 10e9, "USD", "trade turnover")]
        >>> check_claim(Claim("trade turnover", 17e9, "USD", "2010", modifier="over"), series).verdict
        'supported'
        >>> check_claim(Claim("trade turnover", 25e9, "USD", "2010"), series).reason
        '41 % above 17.7 billion USD (2010)'
    """
    series = [level for level in levels if level.indicator == claim.indicator]
    _refuse_unsound(series)
    if claim.kind in ("rank", "share", "cost"):
        return Verdict("not checkable", f"a {claim.kind} is not judged by levels")
    if not series:
        return Verdict("no data", f"no values of {claim.indicator!r}")
    if claim.period is not None and not is_period(claim.period):
        return Verdict("not checkable", f"the period {claim.period!r} cannot be read")
    if claim.kind in ("target", "forecast"):
        return check_target(claim, series, parts)
    if claim.unit == "times" or claim.kind == "change":
        return check_change(claim, series)
    same_unit = [level for level in series if level.unit == claim.unit]
    if not same_unit:
        return Verdict("not checkable", f"the claim is in {claim.unit}, the values are in {', '.join(sorted({level.unit for level in series}))}")
    return _check_level(claim, same_unit) if claim.period is not None else _check_undated(claim, same_unit)


def _refuse_unsound(series: Sequence[Level]) -> None:
    keys = Counter((level.period, level.reporter, level.definition, level.unit, level.series_name) for level in series)
    twice = [key for key, count in keys.items() if count > 1]
    if twice:
        message = f"got {keys[twice[0]]} values of {series[0].indicator!r} for {twice[0][0]} by one reporter; expected one a series, period, reporter and definition"
        raise SchemaError(message)
    unread = [level.period for level in series if not is_period(level.period)]
    if unread:
        message = f"got the period {unread[0]!r} in the values of {series[0].indicator!r}; expected ISO 8601 such as 2010 or 2010-01/2010-09"
        raise SchemaError(message)


def _check_level(claim: Claim, series: Sequence[Level]) -> Verdict:
    """A level: of its own period first, then in another, then as part of a year."""
    own = [level for level in series if same_time(level.period, claim.period or "")]
    if not own:
        return _check_part(claim, series)
    asked = [level for level in own if claim.reporter in (None, level.reporter) and claim.definition in (None, level.definition)]
    fits = next((level for level in asked if agrees(claim, level.value)), None)
    if fits is not None:
        return Verdict("supported", show_level(fits), off_by(claim.value, fits), fits, (fits,))
    beside = next((level for level in own if agrees(claim, level.value)), None)
    if beside is not None:
        is_reporter = claim.reporter not in (None, beside.reporter)
        return Verdict("other reporter" if is_reporter else "other definition", f"fits {show_level(beside)}", off_by(claim.value, beside), beside, (beside,))
    nearest = _nearest(claim, asked or own)
    if claim.is_by_reporter and claim.reporter not in {level.reporter for level in series}:
        return Verdict("not checkable", f"the claim is by figures of {claim.reporter}, of which there are none; {nearest.reason}", nearest.off_pct, nearest.found, nearest.used)
    if not asked and claim.reporter is not None:
        nearest = dataclasses.replace(nearest, reason=f"{nearest.reason}, the mirror figure: {claim.reporter} has none")
    elsewhere = _elsewhere(claim, series)
    if elsewhere is None:
        return nearest
    return Verdict("other period", f"{nearest.reason}; fits {show_level(elsewhere)}", nearest.off_pct, nearest.found, (*nearest.used, elsewhere))


def _elsewhere(claim: Claim, series: Sequence[Level]) -> Level | None:
    """The value of a neighbouring year that a claim fits, as one that took the wrong year; a bound fits too many."""
    if claim.modifier in ("over", "under"):
        return None
    first, last = bounds(claim.period or "")
    near = [
        level
        for level in series
        if not same_time(level.period, claim.period or "")
        and min(abs((bounds(level.period)[0] - last).days), abs((first - bounds(level.period)[1]).days)) < _MISTAKEN_YEARS * _YEAR_DAYS
    ]
    return next((level for level in near if agrees(claim, level.value)), None)


def _check_undated(claim: Claim, series: Sequence[Level]) -> Verdict:  # noqa: PLR0911 - one return a rule, in order
    """A level without a period: one of the last years before it was said, or between two of them in a row."""
    if claim.said is None or not is_period(claim.said):
        fits = next((level for level in series if agrees(claim, level.value)), None)
        if fits is None:
            return Verdict("not checkable", "no period told, and when it was said is not known")
        return Verdict("supported", f"no period told; {show_level(fits)}", off_by(claim.value, fits), fits, (fits,))
    ended = bounds(claim.said)[1]
    past = sorted((level for level in series if 0 <= (ended - bounds(level.period)[1]).days < (_RECENT_YEARS + 1) * _YEAR_DAYS and _is_year(level)), key=lambda level: level.period)
    if not past:
        return Verdict("no data", f"no period told, and no yearly value up to {claim.said}")
    fitting = [level for level in past if agrees(claim, level.value)]
    if fitting:
        return Verdict("supported", f"no period told; {show_level(fitting[-1])}", off_by(claim.value, fitting[-1]), fitting[-1], (fitting[-1],))
    for before, after in _in_a_row(past):
        if min(before.value, after.value) <= claim.value <= max(before.value, after.value):
            nearest = min((before, after), key=lambda level: abs(level.value - claim.value))
            return Verdict("in line", f"no period told; between {show_level(before)} and {show_level(after)}", off_by(claim.value, nearest), nearest, (before, after))
    last_year = str(ended.year - 1)
    if not any(same_time(level.period, last_year) for level in past):
        return Verdict("no data", f"no period told; it fits no value up to {past[-1].period}, and {last_year} has none")
    nearest = _nearest(claim, past).found or past[-1]
    off = off_by(claim.value, nearest)
    return Verdict("off", f"no period told; of the last years the nearest is {show_level(nearest)}", off, nearest, (nearest,))


def _is_year(level: Level) -> bool:
    first, last = bounds(level.period)
    return _YEAR_DAYS - 2 < (last - first).days + 1 <= _YEAR_DAYS


def _in_a_row(past: Sequence[Level]) -> list[tuple[Level, Level]]:
    """Two years of one reporter, definition and series, one after the other."""
    keys = {(level.reporter, level.definition, level.series_name) for level in past}
    rows = [[level for level in past if (level.reporter, level.definition, level.series_name) == key] for key in sorted(keys, key=str)]
    return [pair for row in rows for pair in pairwise(row) if (bounds(pair[1].period)[0] - bounds(pair[0].period)[1]).days == 1]


def _check_part(claim: Claim, series: Sequence[Level]) -> Verdict:
    """A part of a year, or a fiscal year, against its even share of the years' totals."""
    first, last = bounds(claim.period or "")
    n_days = (last - first).days + 1
    groups: dict[tuple[str | None, ...], list[Level]] = {}
    for level in series:
        start, end = bounds(level.period)
        if start <= last and first <= end:
            groups.setdefault((level.reporter, level.definition, level.series_name), []).append(level)
    for held in groups.values():
        shares = [_share(level, claim.period or "") for level in held]
        if sum(days for days, _ in shares) != n_days:
            continue  # a gap, or values that overlap
        even = sum(level.value * share for level, (_, share) in zip(held, shares, strict=True))
        off = 100 * (claim.value - even) / even if even else None
        verdict = "in line" if abs(claim.value - even) <= _PART_TOLERANCE * abs(even) else "off"
        told = " and ".join(f"{share:.0%} of {show_level(level)}" for level, (_, share) in zip(held, shares, strict=True))
        return Verdict(verdict, f"{told} would be {show_value(even, claim.unit)}", off, held[0], tuple(held))
    dated = sorted(level.period for level in series)
    return Verdict("no data", f"no value for {claim.period}; values from {dated[0]} to {dated[-1]}")


def _share(level: Level, period: str) -> tuple[int, float]:
    """Days of a period that a level covers, and which share of the level's own time that is."""
    (first, last), (start, end) = bounds(period), bounds(level.period)
    days = (min(last, end) - max(first, start)).days + 1
    return days, days / ((end - start).days + 1)


def _nearest(claim: Claim, series: Sequence[Level]) -> Verdict:
    """`off`, by the value that comes nearest."""
    level = min(series, key=lambda item: (abs(item.value - claim.value), item.period))
    off = off_by(claim.value, level)
    text = f"{abs(off):.0f} % {'above' if off > 0 else 'below'} {show_level(level)}" if off is not None else f"found {show_level(level)}"
    return Verdict("off", text, off, level, (level,))
