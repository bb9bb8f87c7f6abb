"""Changes of a pair over time, the two sides against each other, and the pair among its peers, as tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.analysis.change_points import find_changes
from bilateral.analysis.dyad_series import build_dyad_series
from bilateral.analysis.explaining import Span, explain_change
from bilateral.analysis.peers import build_dyad_table, rank_peers
from bilateral.analysis.reciprocity import measure_asymmetry, measure_lags, measure_likeness
from bilateral.answers.coded_rows import CODED
from bilateral.answers.indicators import ask, ask_when, choose_data, opened_rows
from bilateral.errors import SettingsError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import duckdb
    import pyarrow as pa

    from bilateral.analysis.change_points import Change
    from bilateral.analysis.dyad_series import Question, Rows

__all__ = ["compare_sides", "find_dyad_changes", "list_dyad_periods", "list_peers"]


def find_dyad_changes(  # noqa: PLR0913 - options
    record: str | Path, state_a: str, state_b: str, *, by: str = "week", data: Sequence[str] | None = None,
    span: tuple[str | None, str | None] = (None, None),
) -> pa.Table:  # fmt: skip
    """When the events between two states changed their level or burst, and what they were.

    Both directions are taken together. Periods at either end that the data cover only
    in part are left out. Finds no gradual trend, and few changes below a doubling.

    Args:
        record: Folder of the record.
        state_a: A state by ISO code, name or capital.
        state_b: The other.
        by: Length of a period, one of `STEPS`.
        data: Names of data sets; see `choose_data`.
        span: First and last date.

    Returns:
        One row a change: `kind` (rise, fall, burst), `period_start` and `period_end` (of the burst or the
        new level), `earliest` and `latest` (of the start, with 90 % probability), `before` and `after`
        (events a period), `ratio` with `ratio_low` and `ratio_high` (90 %), `p_value`, `coverage_ratio` (the same ratio for
        all events of the data set: far from 1 it is the data that changed), `what` (kinds of acts, n and
        n expected), `incidents` (single acts), `record_ids`, `data_name`.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    question = ask((state_a, state_b), by, span=span)
    found = []
    for name in choose_data(Path(record), data):
        with opened_rows(Path(record), name, question.dyad) as (connection, rows):
            found += _changes(connection, question, rows)
    return pa.Table.from_pylist(found, schema=_change_schema())


def _change_schema() -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    numbers = ("before", "after", "ratio", "ratio_low", "ratio_high", "p_value", "coverage_ratio")
    days = ("period_start", "period_end", "earliest", "latest")
    lists = ("what", "incidents", "record_ids")
    fields = [("kind", pa.string()), *((name, pa.date32()) for name in days), *((name, pa.float64()) for name in numbers)]
    return pa.schema([*fields, *((name, pa.list_(pa.string())) for name in lists), ("data_name", pa.string())])


def _changes(connection: duckdb.DuckDBPyConnection, question: Question, rows: Rows) -> list[dict[str, Any]]:
    """The changes of one data set."""
    periods = _both_directions(build_dyad_series(connection, question, rows))
    return [_told(connection, question, rows, periods, change) for change in find_changes(periods["n"])]


def _both_directions(series: pa.Table) -> dict[str, Any]:
    """Counts of both directions together, without periods at either end that are covered in part."""
    first = series.slice(0).take(list(range(0, series.num_rows, 2)))
    second = series.take(list(range(1, series.num_rows, 2)))
    columns = {name: first.column(name).to_pylist() for name in ("period_start", "period_end", "days_covered", "n_coverage")}
    counts = first.column("n").to_numpy() + second.column("n").to_numpy()
    lengths = np.array([(end - start).days + 1 for start, end in zip(columns["period_start"], columns["period_end"], strict=True)])
    full = np.asarray(columns["days_covered"]) >= lengths
    daily = len(full) > 0 and float(full.mean()) > 0.5  # noqa: PLR2004 - a data set of single days covers most periods whole
    kept = np.flatnonzero(full if daily else np.asarray(columns["n_coverage"]) > 0)
    chosen = slice(int(kept[0]), int(kept[-1]) + 1) if len(kept) else slice(0, 0)
    return {"n": counts[chosen], **{name: values[chosen] for name, values in columns.items()}}


def _told(
    connection: duckdb.DuckDBPyConnection, question: Question, rows: Rows, periods: dict[str, Any], change: Change
) -> dict[str, Any]:
    """One change with its days and what stands behind it."""
    starts: list[dt.date] = periods["period_start"]
    ends: list[dt.date] = periods["period_end"]
    is_burst = change.kind == "burst"
    since = starts[0]
    until = ends[-1] if is_burst else ends[change.start - 1]
    acts = explain_change(connection, question.dyad, rows, span=Span(starts[change.start], ends[change.end], since, until))
    cover = np.asarray(periods["n_coverage"], dtype=float)
    inside = cover[change.start : change.end + 1].mean()
    outside = np.delete(cover, range(change.start, change.end + 1)).mean() if is_burst else cover[: change.start].mean()
    return {
        "kind": change.kind, "period_start": starts[change.start], "period_end": ends[change.end],
        "earliest": starts[change.earliest], "latest": starts[min(change.latest, len(starts) - 1)],
        **{name: _rounded(getattr(change, name)) for name in ("before", "after", "ratio", "ratio_low", "ratio_high")},
        "p_value": change.p_value, "coverage_ratio": _rounded(inside / outside if outside else None),
        "what": [f"{act.name}: {act.n} (expected {act.expected})" for act in acts],
        "incidents": [example for act in acts for example in act.examples],
        "record_ids": [record_id for act in acts for record_id in act.ids], "data_name": rows.data_name,
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 3)


def compare_sides(  # noqa: PLR0913 - options
    record: str | Path, state_a: str, state_b: str, *, by: str = "week", data: Sequence[str] | None = None,
    span: tuple[str | None, str | None] = (None, None),
) -> pa.Table:  # fmt: skip
    """The two directions of a pair against each other: asymmetry, reciprocity, lead and lag.

    Arguments as for `find_dyad_changes`.

    Returns:
        One row a measure: `measure` (asymmetry, reciprocity, and a lag for each number of periods, the first
        state leading above zero), `kind` of acts (all, cooperation, conflict), `value`, `low` and `high` (90 %), `p_value` for
        lags, `n_periods`, `n_events`, `data_name`. No interval where there are too few periods.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    question = ask((state_a, state_b), by, span=span)
    found: list[dict[str, Any]] = []
    for name in choose_data(Path(record), data):
        with opened_rows(Path(record), name, question.dyad) as (connection, rows):
            series = build_dyad_series(connection, question, rows)
        for kind, columns in _KINDS.items():
            found += [{"kind": kind, **row, "data_name": name} for row in _measures(series, columns)]
    names = (("measure", pa.string()), ("kind", pa.string()), *((name, pa.float64()) for name in ("value", "low", "high", "p_value")))
    counts = (("n_periods", pa.int64()), ("n_events", pa.int64()), ("data_name", pa.string()))
    return pa.Table.from_pylist(found, schema=pa.schema([*names, *counts]))


_KINDS = {
    "all": ("n",),
    "cooperation": ("verbal_cooperation", "material_cooperation"),
    "conflict": ("verbal_conflict", "material_conflict"),
}


def _measures(series: pa.Table, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """Every measure of one kind of acts."""
    counts = sum(series.column(name).to_numpy() for name in columns)
    first, second = np.asarray(counts)[0::2], np.asarray(counts)[1::2]
    told = [measure_asymmetry(first, second), measure_likeness(first, second)]
    sizes = {"n_periods": len(first), "n_events": int(first.sum() + second.sum())}
    rows = [
        {"measure": one.name, "value": one.value, "low": one.low, "high": one.high, "p_value": None, **sizes} for one in told
    ]
    return rows + [
        {"measure": f"lag {lag.lag:+d}", "value": lag.correlation, "low": lag.low, "high": lag.high, "p_value": lag.p_value, **sizes}
        for lag in measure_lags(first, second)
    ]


def list_peers(
    record: str | Path, state_a: str, state_b: str, *, data: Sequence[str] | None = None,
    span: tuple[str | None, str | None] = (None, None),
) -> pa.Table:  # fmt: skip
    """The pair among the partners of either state, in one data set.

    Arguments as for `find_dyad_changes`; `data` names one imported data set.

    Returns:
        The rows of `rank_peers`.

    Raises:
        SettingsError: If the data are the record's own incidents, or several.
    """
    question = ask((state_a, state_b), "year", span=span)
    name = _imported(Path(record), data)
    with opened_rows(Path(record), name, question.dyad) as (connection, rows):
        return rank_peers(connection, question, rows)


def list_dyad_periods(
    record: str | Path, *, by: str = "month", data: Sequence[str] | None = None, span: tuple[str | None, str | None] = (None, None)
) -> pa.Table:
    """Counts of all directed dyads of one data set by period, to be written for other programs.

    Args:
        record: Folder of the record.
        by: Length of a period, one of `STEPS`.
        data: Name of one imported data set.
        span: First and last date.

    Returns:
        The rows of `build_dyad_table`.

    Raises:
        SettingsError: If the data are the record's own incidents, or several.
    """
    when = ask_when(by, span)
    name = _imported(Path(record), data)
    with opened_rows(Path(record), name) as (connection, rows):
        return build_dyad_table(connection, when, rows)


def _imported(record: Path, data: Sequence[str] | None) -> str:
    """The one imported data set that is meant."""
    names = choose_data(record, data)
    if len(names) != 1 or names[0] == CODED:
        message = f"got the data {', '.join(names)}, expected one imported data set: name it with --data"
        raise SettingsError(message)
    return names[0]
