"""Daily counts of the most active pairs of a data set, for forecasts that learn from all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from bilateral.analysis.counts_pooled import Panel

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import duckdb

    from bilateral.analysis.dyad_series import Rows

__all__ = ["MOST_PAIRS", "DailyCounts", "build_panels", "read_daily_counts"]

MOST_PAIRS = 300
"""Directed pairs that are learned from: enough for some twenty coefficients; more cost time alone."""

DailyCounts = dict[tuple[str, str], np.ndarray[Any, np.dtype[np.float64]]]
"""Events of each directed pair by day."""

_DAILY = """
    WITH acts AS (
        SELECT actor, recipient, event_date_start AS day, sum(n_events) AS n FROM {events} AS event
        WHERE actor <> recipient AND event_date_start = event_date_end AND event_date_start BETWEEN $first AND $last GROUP BY ALL
    ), ranked AS (
        SELECT actor, recipient, row_number() OVER (ORDER BY sum(n) DESC, actor, recipient) AS place FROM acts GROUP BY actor, recipient
    ), chosen AS (
        SELECT actor, recipient FROM ranked
        WHERE place <= $most OR (actor = $one AND recipient = $other) OR (actor = $other AND recipient = $one)
    ), sides AS (
        SELECT actor, recipient FROM chosen UNION SELECT recipient, actor FROM chosen
    )
    SELECT actor, recipient, datediff('day', $first, day) AS day, n FROM acts SEMI JOIN sides USING (actor, recipient)
"""


def read_daily_counts(connection: duckdb.DuckDBPyConnection, rows: Rows, *, dyad: tuple[str, str], span: tuple[dt.date, dt.date]) -> DailyCounts:
    """Events by day of a pair and of the most active pairs, each with its other direction.

    Events that are not dated to a day are left out.

    Args:
        connection: A connection to DuckDB.
        rows: Where the events are, of one data set.
        dyad: The pair that is among them in any case.
        span: First and last day.

    Returns:
        One row of days a directed pair, those of `dyad` always.
    """
    first, last = span
    asked = {"first": first, "last": last, "most": MOST_PAIRS, "one": dyad[0], "other": dyad[1]}
    found = connection.execute(_DAILY.format(events=rows.events), asked).fetchnumpy()
    days = (last - first).days + 1
    counts: DailyCounts = {dyad: np.zeros(days), dyad[::-1]: np.zeros(days)}
    for actor, recipient, day, n in zip(found["actor"], found["recipient"], found["day"], found["n"], strict=True):
        counts.setdefault((str(actor), str(recipient)), np.zeros(days))[int(day)] += float(n)
    return counts


def build_panels(counts: DailyCounts, dyad: tuple[str, str], ends: Sequence[int]) -> tuple[Panel, Panel]:
    """The directed pairs, those of `dyad` first, and the pairs with both directions together, `dyad` first.

    Args:
        counts: Events by day.
        dyad: The pair that is asked for.
        ends: Days up to the end of each period.

    Returns:
        The panel of directions (rows 0 and 1 are those of `dyad`) and that of pairs (row 0).
    """
    none = np.zeros(len(counts[dyad]))
    own = [dyad, dyad[::-1]]
    directed = [*own, *sorted(pair for pair in counts if pair not in own)]
    pairs = [dyad, *sorted({(min(pair), max(pair)) for pair in directed[2:]})]
    sides = Panel(np.stack([counts[pair] for pair in directed]), tuple(ends), np.stack([counts.get(pair[::-1], none) for pair in directed]))
    both = Panel(np.stack([counts.get(pair, none) + counts.get(pair[::-1], none) for pair in pairs]), tuple(ends))
    return sides, both
