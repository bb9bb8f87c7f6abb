"""Axes of time: ticks on whole days, months or years, so that no two of them read alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["leave_margin", "place_in_time", "tick_days"]

_MONTHS = 12
_DAY_STEPS = (1, 2, 4, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6)
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_MONTH_DAYS, _YEAR_DAYS = 30.44, 365.25
_LEAST_MARGIN = 14  # days
_MORE_YEARS = 1.5  # a year alone is short: more of them stand side by side
_MARGIN = 0.025  # of the stretch: wider than half a mark
_MOST_TICKS = 8
"""As many as stand beside each other with day, month and year in a drawing 700 points wide."""


def tick_days(first: date, after: date, most: int = _MOST_TICKS) -> tuple[list[date], str]:
    """Where the ticks of a stretch of time stand, and how they are written.

    Args:
        first: First day.
        after: The day after the last.
        most: About as many ticks as there is room for.

    Returns:
        Days, and the format that tells them apart: of years, months or days.

    Example:
        >>> [str(day) for day in tick_days(date(2018, 3, 5), date(2019, 2, 1))[0]]
        ['2018-05-01', '2018-07-01', '2018-09-01', '2018-11-01', '2019-01-01']
        >>> tick_days(date(1990, 1, 1), date(2020, 1, 1))[1]
        '%Y'
    """
    days = (after - first).days
    by_day = next((step for step in _DAY_STEPS if days / step <= most), 0)
    if by_day:
        return [first + timedelta(days=past) for past in range(0, days, by_day)], "%-d %b %Y"
    by_month = next((step for step in _MONTH_STEPS if days / _MONTH_DAYS / step <= most), 0)
    if by_month:
        return _firsts(first, after, by_month), "%b %Y"
    by_year = next((step for step in _YEAR_STEPS if days / _YEAR_DAYS / step <= most * _MORE_YEARS), _YEAR_STEPS[-1])
    return _firsts(first, after, by_year * _MONTHS), "%Y"


def _firsts(first: date, after: date, months: int) -> list[date]:
    """First days of each so many months, counted from a whole multiple of them: of each quarter, each fifth year."""
    begin = (first.year * _MONTHS + first.month - 1) // months * months
    end = after.year * _MONTHS + after.month
    days = (date(number // _MONTHS, number % _MONTHS + 1, 1) for number in range(max(begin, _MONTHS), end, months))
    return [day for day in days if first <= day <= after]


def leave_margin(days: Iterable[date]) -> tuple[date, date]:
    """A stretch of time that holds some days, none of them on its edge.

    Example:
        >>> [str(day) for day in leave_margin([date(2018, 12, 5), date(2018, 11, 30)])]
        ['2018-11-16', '2018-12-19']
    """
    known = sorted(days) or [date(2000, 1, 1)]
    margin = max(_LEAST_MARGIN, int((known[-1] - known[0]).days * _MARGIN))
    first, last = max(known[0].toordinal() - margin, 1), min(known[-1].toordinal() + margin, date.max.toordinal())
    return date.fromordinal(first), date.fromordinal(last)


def place_in_time(field: str, span: tuple[date, date], *, most: int = _MOST_TICKS) -> dict[str, Any]:
    """The horizontal place of a mark in time, as an encoding of Vega-Lite.

    Days are read and written as days of the calendar, whatever the time zone of the machine.

    Args:
        field: Field of the day.
        span: First day, and the day after the last.
        most: About as many ticks as there is room for.
    """
    days, written = tick_days(*span, most)
    values = [{"year": day.year, "month": day.month, "date": day.day, "utc": True} for day in days]
    return {
        "field": field, "type": "temporal", "scale": {"type": "utc", "domain": [day.isoformat() for day in span], "nice": False},
        "axis": {"title": None, "format": written, "values": values, "grid": True, "labelOverlap": True},
    }  # fmt: skip
