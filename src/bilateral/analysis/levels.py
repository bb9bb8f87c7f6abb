"""From the observations of official series to the levels that one claim is checked by.

Each reporter, definition and series keeps its own levels. Only what belongs
together is summed: exports and imports of one reporter in one series, and
months or quarters that fill a longer period.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from typing import TYPE_CHECKING

from bilateral.analysis.claims import Level
from bilateral.periods import as_period, bounds

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from bilateral.records import Observation

__all__ = ["FLOWS", "add_up", "known_on", "levels_of", "trade_parts"]

FLOWS = {"export": "exports", "import": "imports", "total": "trade turnover"}
"""What a flow is called among the indicators of figures."""
_TURNOVER = FLOWS["total"]


def known_on(observations: Iterable[Observation], day: dt.date | None = None) -> list[Observation]:
    """Of each value the newest edition, or the newest that was known on a day.

    Args:
        observations: Rows of every edition.
        day: The day; None: now. A row of which nobody knows when it was published is then left out.

    Returns:
        One row a series, reporter, partner, indicator, period, unit and definition.
    """
    newest: dict[tuple[object, ...], Observation] = {}
    for row in observations:
        if day is not None and (row.known_from is None or row.known_from > day):
            continue
        key = (row.series_name, row.reporter, row.partner, row.indicator, row.period_start, row.period_end, row.unit, row.valuation, row.prices, row.definition)
        if key not in newest or _edition(row) > _edition(newest[key]):
            newest[key] = row
    return list(newest.values())


def _edition(row: Observation) -> tuple[dt.date, dt.datetime]:
    known: dt.date = row.known_from or row.retrieved.date()
    return known, row.retrieved


def levels_of(observations: Sequence[Observation], indicator: str, dyad: tuple[str, str], *, direction: str | None = None) -> list[Level]:
    """The levels of an indicator of a pair, each reporter's own.

    Goods from A to B are what A exports to B and what B imports from A. Does not
    take figures of one direction for the other, and finds nothing for exports whose
    direction is not known.

    Args:
        observations: Rows, one edition each.
        indicator: An indicator of figures.
        dyad: The pair.
        direction: AAA>BBB for exports and imports.

    Returns:
        Levels of that indicator; turnover also where a series gives exports and imports alone.
    """
    pair = [row for row in observations if {row.reporter, row.partner} == set(dyad)]
    if indicator in (FLOWS["export"], FLOWS["import"]):
        return [_level(row, indicator) for row in pair if direction is not None and _direction(row) == direction]
    own = [_level(row, indicator) for row in pair if row.indicator == indicator]
    if indicator == _TURNOVER:
        there = {(level.reporter, level.series_name, bounds(level.period), level.unit) for level in own}
        sums = [level for level in _turnovers(pair) if (level.reporter, level.series_name, bounds(level.period), level.unit) not in there]
        return own + sums
    return own or [_level(row, indicator) for row in observations if row.partner is None and row.indicator == indicator and row.reporter in dyad]


def _direction(row: Observation) -> str | None:
    return {"export": f"{row.reporter}>{row.partner}", "import": f"{row.partner}>{row.reporter}"}.get(row.flow or "")


def _level(row: Observation, indicator: str) -> Level:
    beside = (row.valuation if row.valuation != "unknown" else None, "real" if row.prices == "real" else None, row.definition)
    definition = ", ".join(part for part in beside if part) or None
    return Level(row.period, row.value, row.unit, indicator, row.reporter, definition, row.series_name, (row.observation_id,))


def _turnovers(pair: Sequence[Observation]) -> list[Level]:
    """Exports and imports of one reporter in one series, added."""
    halves: defaultdict[tuple[object, ...], dict[str, Observation]] = defaultdict(dict)
    for row in pair:
        if row.flow in ("export", "import"):
            halves[row.series_name, row.reporter, row.period_start, row.period_end, row.unit, row.prices, row.definition][row.flow] = row
    levels = []
    for both in halves.values():
        if len(both) == 2:  # noqa: PLR2004 - exports and imports
            out, into = both["export"], both["import"]
            level = _level(out, _TURNOVER)
            levels.append(
                dataclasses.replace(
                    level, value=out.value + into.value, definition=_without_valuation(out), observation_ids=(out.observation_id, into.observation_id)
                )
            )
    return levels


def _without_valuation(row: Observation) -> str:
    return ", ".join(part for part in ("exports plus imports", "real" if row.prices == "real" else None, row.definition) if part)


def trade_parts(observations: Sequence[Observation], dyad: tuple[str, str]) -> list[Level]:
    """Goods of either direction as each reporter has them, for a turnover whose total is not known; the indicator tells the direction."""
    pair = [(row, _direction(row)) for row in observations if {row.reporter, row.partner} == set(dyad)]
    return [_level(row, f"goods from {direction.replace('>', ' to ')}") for row, direction in pair if direction is not None]


def add_up(levels: Sequence[Level], period: str) -> list[Level]:
    """Months or quarters that fill a period, as one level of it.

    Args:
        levels: Levels of flows.
        period: The period asked for.

    Returns:
        One level for each reporter, definition, series and unit that has all parts; empty where it has the period itself.
    """
    first, last = bounds(period)
    groups: defaultdict[tuple[object, ...], list[Level]] = defaultdict(list)
    for level in levels:
        start, end = bounds(level.period)
        if first <= start and end <= last:
            groups[level.reporter, level.definition, level.series_name, level.unit].append(level)
    found = []
    for parts in groups.values():
        days = sum((bounds(part.period)[1] - bounds(part.period)[0]).days + 1 for part in parts)
        if len(parts) > 1 and days == (last - first).days + 1:
            ids = tuple(one for part in parts for one in part.observation_ids)
            found.append(dataclasses.replace(parts[0], period=as_period(first, last), value=sum(part.value for part in parts), observation_ids=ids))
    return found
