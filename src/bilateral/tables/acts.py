"""What states did to each other, counted from the events of a whole record in SQL, so that no event becomes a Python value.

Reports of one act with equal days are one by a GROUP BY; those whose days only overlap are joined by a function that is given
(`analysis.incidents.join_by_time`), which sees one row for each act and span of days, and only where a vague one could join another.
"""

# ruff: noqa: S608 - the parts of each query are constants of this file

from __future__ import annotations

from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from bilateral.tables.pairs import STATES_OF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import duckdb
    import pyarrow as pa

__all__ = ["DatedAct", "JoinedActs", "collect_acts", "count_directed", "join_acts", "vague_groups"]

_EPOCH = date(1970, 1, 1)
_A_BATCH = 10_000

_REPORTS = f"""
    SELECT event_type, mode, quad_code, event_date_start AS first, coalesce(event_date_end, event_date_start) AS last,
        list_sort(list_distinct({STATES_OF.format(column="actor")})) AS actors, list_sort(list_distinct({STATES_OF.format(column="recipient")})) AS recipients,
        list_contains($mutual, event_type) AND mode IS DISTINCT FROM 'visit' AS is_mutual,
        (coalesce(published_start, DATE '9999-12-31'), coalesce(published_end, published_start, DATE '9999-12-31'), doc_id, start_char, record_id) AS told_order
    FROM events LEFT JOIN (SELECT doc_id, published_start, published_end FROM documents) USING (doc_id)
    WHERE realis = 'happened' AND event_date_start IS NOT NULL
"""
_ACTS = f"""
    SELECT row_number() OVER () AS act, * FROM (
        SELECT event_type, mode, CASE WHEN is_mutual THEN list_sort(list_distinct(actors || recipients)) ELSE actors END AS one_side,
            CASE WHEN is_mutual THEN [] ELSE recipients END AS other_side, first, last,
            min(told_order) AS told_order, arg_min({{'actors': actors, 'recipients': recipients, 'quad_code': quad_code}}, told_order) AS told
        FROM ({_REPORTS}) GROUP BY ALL
    )
"""
_VAGUE = """
    SELECT alike, act, first, last FROM (
        SELECT dense_rank() OVER (ORDER BY event_type, mode, one_side, other_side) AS alike, act, first, last FROM dated_acts
        SEMI JOIN (
            SELECT event_type AS kind, mode AS how, one_side AS ones, other_side AS others FROM dated_acts GROUP BY ALL
            HAVING count(*) > 1 AND bool_or(first <> last)
        ) ON event_type = kind AND mode IS NOT DISTINCT FROM how AND one_side = ones AND other_side = others
    ) ORDER BY alike, act
"""
_JOINED = """
    CREATE OR REPLACE TEMP TABLE dated_acts AS
    SELECT min(act) AS act, coalesce(any_value(new_first), any_value(first)) AS first, coalesce(any_value(new_last), any_value(last)) AS last, arg_min(told, told_order) AS told
    FROM (
        SELECT dated_acts.*, coalesce(joined.cluster, act) AS cluster, DATE '1970-01-01' + joined.first::INTEGER AS new_first, DATE '1970-01-01' + joined.last::INTEGER AS new_last
        FROM dated_acts LEFT JOIN joined_acts AS joined USING (act)
    ) GROUP BY cluster
"""
_DIRECTED = """
    SELECT actor, recipient, quad_code, event_date_start, event_date_end, count(*) AS n_events FROM (
        SELECT unnest(told.actors) AS actor, CASE WHEN len(told.recipients) > 0 THEN told.recipients ELSE told.actors END AS others,
            told.quad_code AS quad_code, first AS event_date_start, last AS event_date_end
        FROM dated_acts
    ), unnest(others) AS side(recipient)
    WHERE actor <> recipient GROUP BY ALL
"""


class DatedAct(NamedTuple):
    """All reports of one kind of act between the same parties with the same days."""

    act: int
    event_date_start: date
    event_date_end: date


class JoinedActs(NamedTuple):
    """Acts of different days that are one, and the days on which it can have occurred."""

    acts: tuple[int, ...]
    first: date
    last: date


def collect_acts(connection: duckdb.DuckDBPyConnection, mutual: Collection[str]) -> None:
    """Make the temporary table `dated_acts`: what happened on known days, one row for each act and span of days.

    Args:
        connection: A connection of a record.
        mutual: Types of acts that both sides do, so that it does not matter who is named first.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE dated_acts AS {_ACTS}", {"mutual": sorted(mutual)})


def vague_groups(connection: duckdb.DuckDBPyConnection) -> Iterator[list[DatedAct]]:
    """Acts that differ by their days alone, where at least one spans several days.

    Args:
        connection: A connection on which `collect_acts` was called.

    Yields:
        The acts of one kind between the same parties.
    """
    connection.execute(_VAGUE)
    for _, rows in groupby(_each_row(connection), key=itemgetter(0)):
        yield [DatedAct(*row[1:]) for row in rows]


def _each_row(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, int, date, date]]:
    while rows := connection.fetchmany(_A_BATCH):
        yield from rows


def join_acts(connection: duckdb.DuckDBPyConnection, joined: Iterable[JoinedActs]) -> None:
    """Make one act of those that are one; the earliest published report tells who did it to whom.

    Args:
        connection: A connection on which `collect_acts` was called.
        joined: Acts of different days that are one, each act once.
    """
    import numpy as np  # noqa: PLC0415 - heavy
    import pyarrow as pa  # noqa: PLC0415 - heavy

    rows = [(act, one.acts[0], (one.first - _EPOCH).days, (one.last - _EPOCH).days) for one in joined for act in one.acts]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
    connection.register("joined_acts", pa.table({name: columns[:, place] for place, name in enumerate(("act", "cluster", "first", "last"))}))
    connection.execute(_JOINED)
    connection.unregister("joined_acts")


def count_directed(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Acts of each state or body on each other, by quad class and days; what several do without a recipient counts both ways.

    Args:
        connection: A connection on which `collect_acts` and `join_acts` were called.

    Returns:
        A table with actor, recipient, quad_code, event_date_start, event_date_end and n_events.
    """
    return connection.sql(_DIRECTED).to_arrow_table()
