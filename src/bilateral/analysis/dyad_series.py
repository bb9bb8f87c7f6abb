"""Events of a directed dyad in each period: counts, intensity and balance, beside what the data set covers."""

# ruff: noqa: S608 - the parts of each query are constants of this file, known codes of states and days

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.analysis.arrow_columns import day_column, number_column, text_column
from bilateral.vocabulary.codebook import load_event_types

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    import pyarrow as pa

__all__ = ["QUAD_COLUMNS", "STEPS", "Question", "Rows", "When", "build_dyad_series", "days_asked", "next_periods", "number_sql", "period_days", "period_name", "type_columns"]

STEPS = ("day", "week", "month", "quarter", "year")
"""Lengths of a period; weeks begin on Monday and are named after ISO 8601."""

QUAD_COLUMNS = {1: "verbal_cooperation", 2: "material_cooperation", 3: "verbal_conflict", 4: "material_conflict"}
"""Column that counts each quad class."""

_NUMBER = {
    "day": "datediff('day', DATE '1970-01-01', {day})",
    "week": "floor((datediff('day', DATE '1970-01-01', {day}) + 3) / 7)::BIGINT",
    "month": "year({day}) * 12 + month({day}) - 1",
    "quarter": "year({day}) * 4 + quarter({day}) - 1",
    "year": "year({day})",
}
"""Running number of the period that a day lies in; 1970-01-01 was a Thursday."""

_EPOCH = dt.date(1970, 1, 1)
_THURSDAY = 3
_MONTHS, _QUARTERS, _WEEKDAYS = 12, 4, 7


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a dyad, a step, the days, and weights that take the place of the stored ones."""

    dyad: tuple[str, str]
    by: str
    start: dt.date | None = None
    end: dt.date | None = None
    weights: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A step and the days of a question that is about no one dyad."""

    by: str
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows are: SQL that can stand after FROM, of the events and of the days they cover."""

    data_name: str
    events: str
    days: str


def type_columns() -> dict[str, str]:
    """Column that counts each event type; statements of CAMEO have the last one.

    Example:
        >>> list(type_columns().items())[0], list(type_columns())[-1]
        (('AGREE', 'agree'), 'STATEMENT')
    """
    return {name: name.lower() for name in (*load_event_types(), "STATEMENT")}


def period_days(number: int, by: str) -> tuple[dt.date, dt.date]:
    """First and last day of a period by its running number.

    Example:
        >>> period_days(2018 * 12 + 5, "month")
        (datetime.date(2018, 6, 1), datetime.date(2018, 6, 30))
    """
    if by == "day":
        day = _EPOCH + dt.timedelta(days=number)
        return day, day
    if by == "week":
        monday = _EPOCH + dt.timedelta(days=number * _WEEKDAYS - _THURSDAY)
        return monday, monday + dt.timedelta(days=_WEEKDAYS - 1)
    if by == "year":
        return dt.date(number, 1, 1), dt.date(number, 12, 31)
    months = 1 if by == "month" else _MONTHS // _QUARTERS
    year, place = divmod(number, _MONTHS // months)
    last_month = (place + 1) * months
    return dt.date(year, place * months + 1, 1), dt.date(year, last_month, calendar.monthrange(year, last_month)[1])


def period_name(number: int, by: str) -> str:
    """Name of a period by its running number: 2018-06-23, 2018-W25, 2018-06, 2018-Q2 or 2018.

    Example:
        >>> period_name(2018 * 4 + 1, "quarter"), period_name(2529, "week")
        ('2018-Q2', '2018-W25')
    """
    first, _ = period_days(number, by)
    if by == "week":
        year, week, _ = first.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if by == "quarter":
        return f"{first.year:04d}-Q{number % _QUARTERS + 1}"
    return first.isoformat()[: {"day": 10, "month": 7, "year": 4}[by]]


def _number_of(day: dt.date, by: str) -> int:
    """Running number of the period that a day lies in."""
    days = (day - _EPOCH).days
    return {
        "day": days,
        "week": (days + _THURSDAY) // _WEEKDAYS,
        "month": day.year * _MONTHS + day.month - 1,
        "quarter": day.year * _QUARTERS + (day.month - 1) // 3,
        "year": day.year,
    }[by]


def next_periods(day: dt.date, by: str, n: int) -> tuple[tuple[str, dt.date, dt.date], ...]:
    """Name, first and last day of the periods after the one that a day lies in.

    Example:
        >>> [name for name, _, _ in next_periods(dt.date(2018, 11, 30), "month", 2)]
        ['2018-12', '2019-01']
    """
    number = _number_of(day, by)
    return tuple((period_name(after, by), *period_days(after, by)) for after in range(number + 1, number + 1 + n))


_WEIGHTED = "coalesce(by_code.weight, by_type.weight, intensity)"
_JOINED = """
    LEFT JOIN weights AS by_code ON by_code.code = cameo_code
    LEFT JOIN weights AS by_type ON by_type.code = event_type
"""


def number_sql(by: str) -> tuple[str, str]:
    """SQL for the running numbers of the periods in which an event's first and last day lie."""
    first, last = (_NUMBER[by].format(day=f"event_date_{end}") for end in ("start", "end"))
    return first, last


def _direction(question: Question, rows: Rows, dyad: tuple[str, str]) -> str:
    """Query for one direction.

    Codes stand in it as they are, so that whole groups of rows are passed over when it
    is planned: with parameters it takes twice as long.
    """
    actor, recipient = (code.replace("'", "''") for code in dyad)
    first, last = number_sql(question.by)
    weights = (_WEIGHTED, _JOINED) if question.weights else ("intensity", "")
    return f"""
        SELECT CASE WHEN {first} = {last} THEN {first} END AS number, actor, event_type, quad_code, sum(n_events) AS n,
            coalesce(sum({weights[0]} * n_events), 0) AS intensity_sum,
            coalesce(sum(n_events) FILTER ({weights[0]} IS NOT NULL), 0) AS n_weighted
        FROM {rows.events} AS event {weights[1]}
        WHERE actor = '{actor}' AND recipient = '{recipient}' {days_asked(question)}
        GROUP BY ALL
    """


def days_asked(question: Question | When) -> str:
    """Conditions on the days, where any were asked for."""
    start = f"AND event_date_start >= DATE '{question.start}'" if question.start else ""
    return start + (f" AND event_date_end <= DATE '{question.end}'" if question.end else "")


def _register_weights(connection: duckdb.DuckDBPyConnection, weights: Mapping[str, float]) -> None:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    connection.register("weights", pa.table({"code": list(weights), "weight": [float(weight) for weight in weights.values()]}))


def _ask(connection: duckdb.DuckDBPyConnection, question: Question, rows: Rows) -> dict[str, Any]:
    """The sums of both directions, column by column."""
    if question.weights:
        _register_weights(connection, question.weights)
    first, second = question.dyad
    query = f"{_direction(question, rows, (first, second))} UNION ALL {_direction(question, rows, (second, first))}"
    found: dict[str, Any] = connection.execute(query).fetchnumpy()
    return found


def _ask_coverage(connection: duckdb.DuckDBPyConnection, question: Question, rows: Rows) -> dict[str, Any]:
    """Events of all dyads and days with any, in each period."""
    first, last = number_sql(question.by)
    query = f"""
        SELECT {first} AS number, sum(n_events) AS n, count(DISTINCT event_date_start) AS n_days
        FROM {rows.days} WHERE {first} = {last} {days_asked(question)}
        GROUP BY ALL
    """
    found: dict[str, Any] = connection.execute(query).fetchnumpy()
    return found


def build_dyad_series(connection: duckdb.DuckDBPyConnection, question: Question, rows: Rows) -> pa.Table:
    """Count the events of a pair of states, period by period and direction by direction.

    What is planned, hypothetical or denied is not counted, nor an event whose
    dates are wider than one period: those are told in the schema's metadata under
    `undated_left_out`. A period without events of the dyad is there, with `n` 0.

    Args:
        connection: A connection to DuckDB.
        question: What is asked.
        rows: Where the events are, of one data set.

    Returns:
        One row a period and direction, by period, the first state's acts first:
        `period`, `actor`, `recipient`, `n` (events), a count for each quad class,
        `intensity_mean` and `intensity_sum` (Goldstein scale), `balance` (cooperation less
        conflict as a share of both, -1 to 1), `n_coverage` (events of all dyads in the
        period), `per_thousand` (n in a thousand of them), `status` ("events", "silent" or "no
        coverage" where the data set has nothing at all), `days_covered`,
        `period_start`, `period_end`, `rank` (1 for the period with most events of both directions:
        the peak), `data_name`, and a count for each event type.
    """
    found, coverage = _ask(connection, question, rows), _ask_coverage(connection, question, rows)
    placed = ~np.ma.getmaskarray(found["number"])
    numbers = np.asarray(found["number"])[placed].astype(np.int64)
    covered = np.asarray(coverage["number"]).astype(np.int64)
    span = _span(question, [*numbers.tolist(), *covered.tolist()])
    place = (numbers - span.start) * 2 + (np.asarray(found["actor"])[placed] != question.dyad[0])
    sums = _pivoted({name: column[placed] for name, column in found.items()}, place, len(span) * 2)
    cover = {name: _on_grid(np.ma.filled(coverage[name], 0), covered - span.start, len(span)).astype(np.int64) for name in ("n", "n_days")}
    undated = int(np.asarray(found["n"])[~placed].sum())
    told = {"undated_left_out": str(undated)}
    return _columns(question, rows.data_name, span, sums, cover).replace_schema_metadata(told)


def _pivoted(found: Mapping[str, Any], place: Any, size: int) -> dict[str, np.ndarray[Any, Any]]:
    """One column for each sum, quad class and event type, on the grid of periods and directions."""
    events = np.ma.filled(found["n"], 0)
    quads, types = np.ma.filled(found["quad_code"], 0), np.ma.filled(found["event_type"], "")
    sums = {name: _on_grid(np.ma.filled(found[name], 0), place, size) for name in ("n", "n_weighted", "intensity_sum")}
    for quad, name in QUAD_COLUMNS.items():
        sums[name] = _on_grid(events[quads == quad], place[quads == quad], size)
    for kind, name in type_columns().items():
        sums[name] = _on_grid(events[types == kind], place[types == kind], size)
    return {name: column if name == "intensity_sum" else column.astype(np.int64) for name, column in sums.items()}


def _on_grid(values: Any, place: Any, size: int) -> np.ndarray[Any, Any]:
    """Values added up at their places, 0 everywhere else."""
    column: np.ndarray[Any, Any] = np.bincount(place, weights=values.astype(float), minlength=size)
    return column


def _span(question: Question, numbers: list[int]) -> range:
    """Running numbers of the periods asked for, else of those that the data set covers."""
    first = _number_of(question.start, question.by) if question.start else min(numbers, default=0)
    last = _number_of(question.end, question.by) if question.end else max(numbers, default=-1)
    return range(first, last + 1)


def _columns(
    question: Question, data_name: str, span: range, sums: Mapping[str, Any], cover: Mapping[str, Any]
) -> pa.Table:
    """The sums of all periods and both directions as a table."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    n_periods = len(span)
    both = np.repeat(np.arange(n_periods), 2)
    names = [period_name(number, question.by) for number in span]
    bounds = [period_days(number, question.by) for number in span]
    covered = cover["n"][both]
    columns = {
        "period": text_column([names[place] for place in both]),
        "actor": text_column(list(question.dyad) * n_periods),
        "recipient": text_column(list(reversed(question.dyad)) * n_periods),
        "n": number_column(sums["n"]),
        **{name: number_column(sums[name]) for name in QUAD_COLUMNS.values()},
        "intensity_mean": _ratio(sums["intensity_sum"], sums["n_weighted"]),
        "intensity_sum": number_column(np.round(sums["intensity_sum"], 6), empty=(sums["n"] > 0) & (sums["n_weighted"] == 0)),
        "balance": _balance(sums),
        "n_coverage": number_column(covered),
        "per_thousand": _ratio(sums["n"] * 1000.0, covered),
        "status": text_column(np.where(sums["n"] > 0, "events", np.where(covered > 0, "silent", "no coverage")).tolist()),
        "days_covered": number_column(cover["n_days"][both]),
        "period_start": day_column([bounds[place][0] for place in both]),
        "period_end": day_column([bounds[place][1] for place in both]),
        "rank": number_column(_ranks(sums["n"][0::2] + sums["n"][1::2])[both]),
        "data_name": text_column([data_name] * (n_periods * 2)),
        **{name: number_column(sums[name]) for name in type_columns().values()},
    }
    return pa.table(columns)


def _ranks(counts: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Rank of each count, 1 for the largest; equal ones share the better rank."""
    ordered = np.sort(-counts)
    return np.searchsorted(ordered, -counts) + 1


def _ratio(over: np.ndarray[Any, Any], under: np.ndarray[Any, Any]) -> pa.Array:
    """A quotient to six digits, null where there is nothing to divide by."""
    empty = under == 0
    return number_column(np.round(over / np.where(empty, 1, under), 6), empty=empty)


def _balance(counts: Mapping[str, np.ndarray[Any, Any]]) -> pa.Array:
    """Cooperation less conflict as a share of both."""
    conflict = counts["verbal_conflict"] + counts["material_conflict"]
    cooperation = counts["verbal_cooperation"] + counts["material_cooperation"]
    return _ratio((cooperation - conflict).astype(float), cooperation + conflict)
