"""Counts of what an act brought about are of the act's time: "two diplomats were expelled on Monday"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.records import Event, Figure

__all__ = ["date_counts"]

_MONTH = len("2018-03")
"""Length of a date that is at least as exact as a month; an act known by its year alone dates no count."""


def date_counts(figures: Iterable[Figure], events: Sequence[Event]) -> list[Figure]:
    """Give counts without a time of their own that of the act in whose words they stand.

    Does not date levels, shares or sums, which may be of another time than the act that tells them.

    Args:
        figures: Figures of a document.
        events: Its events.

    Returns:
        The figures in the order given.
    """
    dated = sorted(
        (event for event in events if event.realis == "happened" and event.event_date and len(event.event_date) >= _MONTH),
        key=lambda event: (event.end_char - event.start_char, event.record_id),
    )
    return [_dated(row, dated) for row in figures]


def _dated(row: Figure, events: Sequence[Event]) -> Figure:
    if row.period is not None or (row.figure_type, row.unit) != ("count", "count"):
        return row
    act = next((event for event in events if event.start_char < row.end_char and row.start_char < event.end_char), None)
    if act is None:
        return row
    return replace(row, period=act.event_date, period_start=act.event_date_start, period_end=act.event_date_end)
