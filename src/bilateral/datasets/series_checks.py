"""What must hold among the values of official series before they are stored: one value a cell, and scales that can be true."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from bilateral.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.records import Observation

__all__ = ["check_against", "check_observations"]

_MOST_RATIO = 100.0
"""Mirror values of two reporters differ by a factor of a few (freight, transit trade); by 100 over several years, and a scale is wrong."""
_SUM_RATIO = 2.0
"""A total that is beyond this factor of its exports and imports together is of another unit or another pair."""
_FEWEST = 2
"""Values that two series must share before their scales are compared."""


def check_observations(rows: Sequence[Observation]) -> None:
    """Refuse two values of one cell, and totals that are not of their exports and imports.

    Args:
        rows: The values of one table.

    Raises:
        SchemaError: With the rows that contradict each other.
    """
    seen: dict[tuple[object, ...], Observation] = {}
    for row in rows:
        before = seen.setdefault((*_cell(row), row.vintage), row)
        if before is not row:
            message = (
                f"got two values of {row.indicator} of {row.reporter} with {row.partner or 'no partner'} for {row.period}: {before.value:g} ({before.address}) and {row.value:g} ({row.address}); "
                "expected one a period; tell them apart by vintage, valuation or definition, or take one out"
            )
            raise SchemaError(message)
    _check_totals(rows)


def _cell(row: Observation) -> tuple[object, ...]:
    return row.series_name, row.reporter, row.partner, row.indicator, row.period_start, row.period_end, row.unit, row.valuation if row.flow != "total" else "", row.prices, row.definition


def _check_totals(rows: Iterable[Observation]) -> None:
    groups: defaultdict[tuple[object, ...], dict[str, Observation]] = defaultdict(dict)
    for row in rows:
        if row.flow:
            groups[row.series_name, row.reporter, row.partner, row.period, row.unit, row.vintage, row.definition][row.flow] = row
    for group in groups.values():
        if len(group) == 3:  # noqa: PLR2004 - exports, imports, total
            total, both = group["total"].value, group["export"].value + group["import"].value
            if not (both and 1 / _SUM_RATIO <= total / both <= _SUM_RATIO) and (total or both):
                row = group["total"]
                message = f"got a total of {total:g} for {row.period} where exports and imports make {both:g} ({row.address}); expected about their sum: check the unit and the scale of each column"
                raise SchemaError(message)


def check_against(rows: Sequence[Observation], stored: Iterable[Observation]) -> None:
    """Refuse values whose scale cannot be that of what is stored on the same trade.

    Does not refuse mirror values that merely differ, nor newer editions.

    Args:
        rows: New values.
        stored: What the record holds.

    Raises:
        SchemaError: If the new values are some hundred times as large or as small.
    """
    known: defaultdict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for row in stored:
        known[_trade(row)].append(row)
    ratios: defaultdict[str, list[tuple[float, Observation]]] = defaultdict(list)
    for row in rows:
        for other in known.get(_trade(row), ()):
            if row.value > 0 and other.value > 0:
                ratios[other.series_name].append((row.value / other.value, row))
    for name, pairs in ratios.items():
        middle = median(ratio for ratio, _ in pairs)
        if len(pairs) >= _FEWEST and not 1 / _MOST_RATIO < middle < _MOST_RATIO:
            row = pairs[0][1]
            message = f"got values {middle:,.4g} times those of the series {name!r} on the same {row.indicator} (such as {row.value:g} {row.unit} for {row.period}); expected the same order: check unit and scale in the mapping"
            raise SchemaError(message)


def _trade(row: Observation) -> tuple[object, ...]:
    """What a value is of, whoever reports it: exports of one are imports of the other."""
    giver, taker = (row.partner, row.reporter) if row.flow == "import" else (row.reporter, row.partner)
    what = "goods" if row.flow in ("export", "import") else row.indicator
    sides = tuple(sorted(map(str, (giver, taker)))) if row.flow == "total" else (giver, taker)
    return what, sides, row.period_start, row.period_end, row.unit
