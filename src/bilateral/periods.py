"""Dates with precision, as text: `2010`, `2010-09`, `2010-09-12`, `2010-01/2010-09`.

The one place that knows how such a period is written and what days it spans.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

__all__ = ["as_period", "bounds", "is_period", "precision"]

_ONE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_PERIOD = re.compile(rf"({_ONE})(?:/({_ONE}))?")  # 2010-09 | 2010-01/2010-09


def _first_day(text: str) -> date:
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)


def _last_day(text: str) -> date:
    numbers = [int(part) for part in text.split("-")]
    if len(numbers) == 1:
        return date(numbers[0], 12, 31)
    if len(numbers) == 2:  # noqa: PLR2004 - year and month
        return date(numbers[0], numbers[1], calendar.monthrange(*numbers)[1])
    return date(*numbers)


def bounds(period: str) -> tuple[date, date]:
    """The first and the last day of a period.

    Args:
        period: ISO 8601 year, month or day, or two of them with a slash.

    Returns:
        First and last day, both inside the period.

    Raises:
        ValueError: If the text is no such period.

    Example:
        >>> bounds("2010-01/2010-09")
        (datetime.date(2010, 1, 1), datetime.date(2010, 9, 30))
    """
    found = _PERIOD.fullmatch(period)
    if not found:
        message = f"got {period!r}, expected a date such as 2010, 2010-09, 2010-09-12 or 2010-01/2010-09"
        raise ValueError(message)
    first, last = _first_day(found[1]), _last_day(found[2] or found[1])
    if first > last:
        message = f"got {period!r}, whose start lies after its end"
        raise ValueError(message)
    return first, last


def is_period(text: str) -> bool:
    """Whether a text is a period that `bounds` can read.

    Example:
        >>> is_period("2010-13"), is_period("2010-11")
        (False, True)
    """
    try:
        bounds(text)
    except ValueError:
        return False
    return True


def precision(period: str) -> str:
    """How exact a period is: `day`, `month`, `year` or `interval`.

    Example:
        >>> precision("2010-09")
        'month'
    """
    if "/" in period:
        return "interval"
    return ("year", "month", "day")[period.count("-")]


def as_period(first: date, last: date) -> str:
    """The shortest text for the days from `first` to `last`.

    Example:
        >>> as_period(date(2010, 9, 1), date(2010, 9, 30)), as_period(date(2010, 1, 1), date(2010, 9, 30))
        ('2010-09', '2010-01/2010-09')
    """
    if first == last:
        return first.isoformat()
    whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if not whole_months:
        return f"{first.isoformat()}/{last.isoformat()}"
    if first.month == 1 and last.month == 12:  # noqa: PLR2004 - January to December
        return f"{first.year:04d}" if first.year == last.year else f"{first.year:04d}/{last.year:04d}"
    start, end = f"{first:%Y-%m}", f"{last:%Y-%m}"
    return start if start == end else f"{start}/{end}"
