"""When the acts of a pair took place: single acts where they are few, counts where they are many, uncertain dates as uncertain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bilateral.tables.queries import dyad_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

__all__ = ["MOST_SINGLE", "STEPS", "DateCount", "Window", "choose_step", "count_dates", "find_span", "next_start", "read_acts"]

MOST_SINGLE = 250
"""Acts that are drawn one by one; of more, those of a day, month or year are counted together: strokes would hide each other."""

_MOST_UNCERTAIN = 60
"""Bars for months and years that are drawn a lane and length; of more, those that most acts share."""

_MOST_BINS = 130
STEPS = {"day": 1, "week": 7, "month": 30.44, "quarter": 91.3, "year": 365.25, "decade": 3652.5}
"""Lengths of a bin in days."""


@dataclass(frozen=True, slots=True)
class Window:
    """What of a pair's acts is looked at: the stretch of time and conditions on the rows of `dyad_query`."""

    dyad: tuple[str, str]
    first: date
    after: date  # the day after the last
    where: str = "true"
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def query(self) -> str:
        """The dated acts that can have been in the stretch."""
        return f"""
            SELECT *, coalesce(event_date_end, event_date_start) + 1 AS after_day
            FROM ({dyad_query("events")}) LEFT JOIN review_marks USING (record_id)
            WHERE event_date_start IS NOT NULL AND event_date_start < $after_span AND coalesce(event_date_end, event_date_start) >= $first_span AND {self.where}
        """  # noqa: S608 - constants and names of tables

    @property
    def parameters(self) -> dict[str, Any]:
        """The values of the query."""
        return {"state_a": self.dyad[0], "state_b": self.dyad[1], "first_span": self.first, "after_span": self.after, **dict(self.values)}


@dataclass(frozen=True, slots=True)
class DateCount:
    """Acts of one kind on the same days, or in one bin."""

    quad_code: int
    start: date
    after: date
    n: int
    is_counted: bool


def find_span(connection: duckdb.DuckDBPyConnection, dyad: tuple[str, str], *, where: str, values: Mapping[str, Any]) -> tuple[date, date] | None:
    """The first day of a pair's dated acts, and the day after the last; None where none is dated.

    Args:
        connection: A connection with the journal of review laid over it.
        dyad: The two states.
        where: Conditions on the rows of `dyad_query("events")`.
        values: Their parameters.
    """
    query = f"""
        SELECT min(event_date_start), max(coalesce(event_date_end, event_date_start)) + 1
        FROM ({dyad_query("events")}) LEFT JOIN review_marks USING (record_id) WHERE event_date_start IS NOT NULL AND {where}
    """  # noqa: S608 - constants and names of tables
    first, after = connection.execute(query, {"state_a": dyad[0], "state_b": dyad[1], **values}).fetchall()[0]
    return (first, after) if first else None


def choose_step(days: int) -> str:
    """The shortest bin of which not too many lie in so many days.

    Example:
        >>> choose_step(90), choose_step(3 * 365), choose_step(60 * 365)
        ('day', 'month', 'year')
    """
    return next((name for name, length in STEPS.items() if days / length <= _MOST_BINS), "decade")


def next_start(day: date, step: str) -> date:
    """The first day of the bin after the one that begins on a day.

    Example:
        >>> next_start(date(2019, 12, 1), "month"), next_start(date(2010, 1, 1), "decade")
        (datetime.date(2020, 1, 1), datetime.date(2020, 1, 1))
    """
    if step in ("day", "week"):
        return day + timedelta(days=7 if step == "week" else 1)
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}[step]
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def count_dates(connection: duckdb.DuckDBPyConnection, window: Window, step: str) -> list[DateCount]:
    """Count the acts of a stretch of time: those of a known day by bin, the others by the days on which they can have been.

    Args:
        connection: A connection with the journal of review laid over it.
        window: What is looked at.
        step: One of `STEPS`.

    Returns:
        Counts, in order of time.
    """
    sure = f"""
        SELECT quad_code, date_trunc('{step}', event_date_start)::DATE AS bin, count(*) FROM ({window.query}) WHERE after_day - event_date_start = 1 GROUP BY ALL
    """  # noqa: S608 - one of STEPS
    counted = [DateCount(quad, day, next_start(day, step), n, is_counted=True) for quad, day, n in connection.execute(sure, window.parameters).fetchall()]
    unsure = f"""
        SELECT quad_code, event_date_start, after_day, n
        FROM (SELECT quad_code, event_date_start, after_day, count(*) AS n FROM ({window.query}) WHERE after_day - event_date_start > 1 GROUP BY ALL)
        QUALIFY row_number() OVER (PARTITION BY quad_code, after_day - event_date_start > 32 ORDER BY n DESC, event_date_start) <= {_MOST_UNCERTAIN}
    """  # noqa: S608 - constants
    bars = [DateCount(quad, start, after, n, is_counted=False) for quad, start, after, n in connection.execute(unsure, window.parameters).fetchall()]
    return sorted([*counted, *bars], key=lambda one: (one.start, one.after, one.quad_code))


def read_acts(connection: duckdb.DuckDBPyConnection, window: Window, *, most: int = MOST_SINGLE) -> tuple[int, list[dict[str, Any]]]:
    """How many acts lie in a stretch of time, and the acts, the earliest first; none of them where there are more than `most`.

    Args:
        connection: A connection with the journal of review laid over it.
        window: What is looked at.
        most: How many are listed.
    """
    total = connection.execute(f"SELECT count(*) FROM ({window.query})", window.parameters).fetchall()[0][0]  # noqa: S608 - see the query
    if total > most:
        return total, []
    columns = "record_id, doc_id, quote, actor, recipient, event_type, quad_code, realis, event_date, event_date_start, after_day, place_name, publisher, published"
    found = connection.execute(f"SELECT {columns} FROM ({window.query}) ORDER BY event_date_start, after_day, record_id", window.parameters)  # noqa: S608
    names = [one[0] for one in found.description]
    return total, [dict(zip(names, row, strict=True)) for row in found.fetchall()]
