"""A dyad among all dyads of either state, and all dyads of a data set by period."""

# ruff: noqa: S608 - the parts of each query are constants of this room; what a user gives is a parameter

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.analysis.dyad_series import QUAD_COLUMNS, days_asked, number_sql, period_days, period_name, type_columns

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from bilateral.analysis.dyad_series import Question, Rows, When

__all__ = ["build_dyad_table", "rank_peers"]

_PEERS = """
    WITH acts AS (
        SELECT CASE WHEN actor = $state THEN recipient ELSE actor END AS peer, quad_code, n_events
        FROM {events} AS event WHERE (actor = $state OR recipient = $state) AND actor <> recipient {days}
    ), counted AS (
        SELECT peer, sum(n_events)::BIGINT AS n,
            coalesce(sum(n_events) FILTER (quad_code <= 2), 0)::BIGINT AS cooperation,
            coalesce(sum(n_events) FILTER (quad_code > 2), 0)::BIGINT AS conflict
        FROM acts GROUP BY peer
    )
    SELECT $state AS state, peer, n, n / sum(n) OVER () AS share, rank() OVER (ORDER BY n DESC)::BIGINT AS rank,
        (cooperation - conflict) / nullif(cooperation + conflict, 0) AS balance,
        rank() OVER (ORDER BY (cooperation - conflict) / nullif(cooperation + conflict, 0) DESC NULLS LAST)::BIGINT AS balance_rank,
        count(*) OVER ()::BIGINT AS n_peers
    FROM counted ORDER BY rank, peer
"""


def rank_peers(connection: duckdb.DuckDBPyConnection, question: Question, rows: Rows) -> pa.Table:
    """The partners of each of the two states by their events, both directions together.

    Does not rank the coded incidents of a record: those are only of what was added.

    Args:
        connection: A connection to DuckDB.
        question: The dyad and the days; its step does not matter.
        rows: Where the events are, of one data set.

    Returns:
        One row a state of the dyad and partner, by rank: `state`, `peer`, `n` (events), `share` of
        the state's events with any partner, `rank`, `balance` (-1 to 1), `balance_rank`, `n_peers`.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    query = _PEERS.format(events=rows.events, days=days_asked(question))
    tables = [connection.sql(query, params={"state": state}).to_arrow_table() for state in question.dyad]
    return pa.concat_tables(tables)


def build_dyad_table(connection: duckdb.DuckDBPyConnection, question: When, rows: Rows) -> pa.Table:
    """Counts of every directed dyad in every period in which it has events.

    Silent periods are left out, as most dyads are silent most of the time. Events
    wider than one period are not counted, nor those whose two sides are not both known.

    Args:
        connection: A connection to DuckDB.
        question: The step and the days.
        rows: Where the events are, of one data set.

    Returns:
        One row a period and directed dyad, by period, actor and recipient: `period`, `period_start`,
        `actor`, `recipient`, `n`, counts by quad class, `intensity_sum`, `intensity_mean` and counts
        by event type.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    first, last = number_sql(question.by)
    quads = [f"coalesce(sum(n_events) FILTER (quad_code = {quad}), 0)::BIGINT AS {name}" for quad, name in QUAD_COLUMNS.items()]
    types = [f"coalesce(sum(n_events) FILTER (event_type = '{name}'), 0)::BIGINT AS {column}" for name, column in type_columns().items()]
    found = connection.sql(f"""
        SELECT {first} AS number, actor, recipient, sum(n_events)::BIGINT AS n, {", ".join(quads)},
            sum(intensity * n_events) AS intensity_sum,
            sum(intensity * n_events) / nullif(sum(n_events) FILTER (intensity IS NOT NULL), 0) AS intensity_mean, {", ".join(types)}
        FROM {rows.events} AS event
        WHERE actor IS NOT NULL AND recipient IS NOT NULL AND {first} = {last} {days_asked(question)}
        GROUP BY ALL ORDER BY number, actor, recipient
    """).to_arrow_table()
    numbers = found.column("number").to_pylist()
    names = {number: period_name(int(number), question.by) for number in set(numbers)}
    starts = {number: period_days(int(number), question.by)[0] for number in set(numbers)}
    named = {
        "period": pa.array([names[number] for number in numbers], pa.string()),
        "period_start": pa.array([starts[number] for number in numbers], pa.date32()),
    }
    return pa.table(named | {name: found.column(name) for name in found.column_names if name != "number"})
