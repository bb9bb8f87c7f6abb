"""Incidents over time: how many of which quad class in each period, and the balance."""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date
from math import exp, lgamma, log
from typing import TYPE_CHECKING

from bilateral import periods
from bilateral.findings import Direction, Incident, PeriodCount, Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["build_series", "chance_of_rise", "choose_step", "count_period"]

_QUARTERS_UP_TO_YEARS = 3
"""Spans of up to three years are shown by quarter: at most sixteen bars."""

_YEARS_UP_TO = 60
"""Longer spans are shown by decade, so that a chart stays readable."""

_FEWEST_A_HALF = 5
"""Fewest incidents in either half for a direction to be told; with fewer, one report turns it."""

_HELD_WITHIN = 0.1
"""Change of the balance (-1 to 1) that counts as none: with ten incidents, half of one that turns."""

_COLUMNS = {1: "verbal_cooperation", 2: "material_cooperation", 3: "verbal_conflict", 4: "material_conflict"}


def count_period(period: str, incidents: Iterable[Incident]) -> PeriodCount:
    """Count incidents by quad class under the name of a period."""
    counted = sorted(incidents, key=lambda one: (one.event_date_start or date.max, one.incident_id))
    numbers = dict.fromkeys(_COLUMNS.values(), 0)
    for incident in counted:
        numbers[_COLUMNS[incident.quad_code]] += 1
    return PeriodCount(period, **numbers, incident_ids=tuple(one.incident_id for one in counted))


def choose_step(incidents: Sequence[Incident]) -> str:
    """Quarter, year or decade: what the span of the dated incidents asks for."""
    days = [day for one in incidents if (day := one.event_date_start)]
    years = max(days).year - min(days).year if days else 0
    if years <= _QUARTERS_UP_TO_YEARS:
        return "quarter"
    return "year" if years <= _YEARS_UP_TO else "decade"


def _period_of(day: date, step: str) -> tuple[int, str]:
    """Running number and name of the period that a day lies in."""
    if step == "year":
        return day.year, f"{day.year:04d}"
    if step == "decade":
        start = day.year // 10 * 10
        return day.year // 10, f"{max(start, 1):04d}/{start + 9:04d}"
    quarter = (day.month - 1) // 3
    return day.year * 4 + quarter, f"{day.year:04d}-{quarter * 3 + 1:02d}/{day.year:04d}-{quarter * 3 + 3:02d}"


def _name_of(number: int, step: str) -> str:
    if step == "quarter":
        return _period_of(date(number // 4, number % 4 * 3 + 1, 1), step)[1]
    return _period_of(date(max(number * 10, 1) if step == "decade" else number, 1, 1), step)[1]


def _place(incident: Incident, step: str) -> int | None:
    """The one period that holds all days of an incident, None where there is none."""
    if incident.event_date_start is None or incident.event_date_end is None:
        return None
    first, last = (_period_of(day, step)[0] for day in (incident.event_date_start, incident.event_date_end))
    return first if first == last else None


def _tell_direction(dated: Sequence[Incident]) -> Direction | None:
    """Compare the balance of the earlier with that of the later half of the incidents."""
    ordered = sorted(dated, key=lambda one: (one.event_date_start or date.max, one.incident_id))
    middle = len(ordered) // 2
    if middle < _FEWEST_A_HALF:
        return None
    earlier, later = (_count_span(half) for half in (ordered[:middle], ordered[middle:]))
    change = (later.balance or 0.0) - (earlier.balance or 0.0)
    trend = "held" if abs(change) <= _HELD_WITHIN else "rose" if change > 0 else "fell"
    return Direction(earlier, later, trend, chance_of_rise(earlier, later))


def chance_of_rise(earlier: PeriodCount, later: PeriodCount) -> float:
    """The probability that cooperation has a larger share later than earlier.

    Each half is taken for draws from a share of its own, of which nothing is known
    before (a uniform prior). Does not know that one event brings several incidents,
    so that it is surer than it should be where they come in bursts.

    Args:
        earlier: Incidents of the earlier half.
        later: Incidents of the later half.

    Returns:
        From 0 to 1; a half where nothing is known.

    Source:
        The closed form for two Beta posteriors, Cook 2005, Exact calculation of beta inequalities.

    Example:
        >>> few, many = PeriodCount("", 2, 0, 8, 0), PeriodCount("", 8, 0, 2, 0)
        >>> round(chance_of_rise(few, many), 3), round(chance_of_rise(few, few), 3)
        (0.996, 0.5)
    """
    a, b = earlier.cooperation + 1, earlier.conflict + 1
    c, d = later.cooperation + 1, later.conflict + 1
    return sum(exp(_log_beta(a + i, b + d) - log(d + i) - _log_beta(1 + i, d) - _log_beta(a, b)) for i in range(c))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _count_span(incidents: Sequence[Incident]) -> PeriodCount:
    days = [day for one in incidents if (day := one.event_date_start)]
    first, last = min(days), max(days)
    last_day = calendar.monthrange(last.year, last.month)[1]
    return count_period(periods.as_period(first.replace(day=1), last.replace(day=last_day)), incidents)


def build_series(incidents: Sequence[Incident], *, step: str | None = None) -> Series:
    """Count the incidents that happened, period by period.

    An incident whose date is not known, or is wider than one period, is counted in
    the total alone. What is planned, hypothetical or denied is not counted at all.

    Args:
        incidents: Incidents of one pair, in any order.
        step: "quarter", "year" or "decade"; None chooses by the span of time.

    Returns:
        Counts for every period from the first to the last, those without incidents
        among them.
    """
    happened = [one for one in incidents if one.realis == "happened"]
    chosen = step or choose_step(happened)
    placed: defaultdict[int, list[Incident]] = defaultdict(list)
    undated: list[str] = []
    for incident in happened:
        number = _place(incident, chosen)
        if number is None:
            undated.append(incident.incident_id)
        else:
            placed[number].append(incident)
    span = range(min(placed), max(placed) + 1) if placed else range(0)
    return Series(
        step=chosen,
        counts=tuple(count_period(_name_of(number, chosen), placed[number]) for number in span),
        total=count_period("", happened),
        undated=tuple(sorted(undated)),
        direction=_tell_direction([one for one in happened if one.event_date_start]),
    )
