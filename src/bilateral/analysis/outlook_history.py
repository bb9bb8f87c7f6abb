"""The past that an outlook rests on: what a pair did in each whole period, by direction and kind of act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.analysis.arrow_columns import numbers_of
from bilateral.analysis.dyad_series import QUAD_COLUMNS, next_periods, type_columns

if TYPE_CHECKING:
    import datetime as dt

    import pyarrow as pa

    from bilateral.analysis.dyad_series import Question

__all__ = ["BOTH", "History", "read_history"]

BOTH = "both"
"""Direction of counts of both directions together."""

_COOPERATION, _CONFLICT = ("verbal_cooperation", "material_cooperation"), ("verbal_conflict", "material_conflict")


@dataclass(frozen=True, slots=True)
class History:
    """Counts of a pair in whole periods that the data cover, one kind of act a row.

    `keys` tell each row's direction and measure. `gaps` are periods between the first and the last that
    the data do not cover; they are left out. `coming` are the names and days of the periods to foretell.
    """

    dyad: tuple[str, str]
    step: str
    keys: tuple[tuple[str, str], ...]
    counts: np.ndarray[Any, np.dtype[np.float64]]
    days: tuple[tuple[dt.date, dt.date], ...]
    gaps: int
    coming: tuple[tuple[str, dt.date, dt.date], ...]


def read_history(series: pa.Table, question: Question, covered: tuple[dt.date, dt.date], *, horizon: int) -> History:
    """The past of a pair from its series.

    A period that the data cover only in part at either end is left out, so the first
    period to come is the one after the last whole one.

    Args:
        series: The rows of `build_dyad_series`, two a period.
        question: The pair, in the order of the series, and the step.
        covered: First day that the data cover, and last day that counts.
        horizon: Periods to foretell.

    Returns:
        The past.
    """
    dyad, step, (first, last) = question.dyad, question.by, covered
    starts, ends = (series.column(name).to_pylist()[0::2] for name in ("period_start", "period_end"))
    seen = numbers_of(series.column("n_coverage"))[0::2] > 0
    whole = np.array([start >= first and end <= last for start, end in zip(starts, ends, strict=True)], dtype=bool)
    inside = np.flatnonzero(whole & seen)
    if len(inside) == 0:
        return History(dyad, step, (), np.zeros((0, 0)), (), 0, next_periods(first, step, horizon))
    keys, counts = _count(series, dyad)
    stop = int(np.flatnonzero(whole)[-1]) + 1
    between = whole[int(inside[0]) : stop].sum()
    days = tuple((starts[place], ends[place]) for place in inside)
    return History(dyad, step, keys, counts[:, inside], days, int(between - len(inside)), next_periods(ends[stop - 1], step, horizon))


def _count(series: pa.Table, dyad: tuple[str, str]) -> tuple[tuple[tuple[str, str], ...], Any]:
    """Every row of counts with its direction and measure."""
    names = ("n", *QUAD_COLUMNS.values(), *type_columns().values())
    columns = {name: numbers_of(series.column(name)).astype(float) for name in names}
    columns |= {name: sum((columns[part] for part in parts), np.zeros(series.num_rows)) for name, parts in (("cooperation", _COOPERATION), ("conflict", _CONFLICT))}
    rows = {(BOTH, name): column[0::2] + column[1::2] for name, column in columns.items()}
    for place, direction in enumerate((f"{dyad[0]}>{dyad[1]}", f"{dyad[1]}>{dyad[0]}")):
        rows |= {(direction, name): columns[name][place::2] for name in ("n", *QUAD_COLUMNS.values())}
    return tuple(rows), np.stack(list(rows.values()))
