"""The record's own coded incidents as rows of directed dyads, so that they can be counted like a data set."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.analysis.incidents import MUTUAL_TYPES, group_events, join_by_time
from bilateral.answers.heads import read_copies, read_heads
from bilateral.findings import state_of
from bilateral.records import Event, column_names
from bilateral.tables import delta
from bilateral.tables.acts import JoinedActs, collect_acts, count_directed, join_acts, vague_groups
from bilateral.tables.imported import warm_connection
from bilateral.tables.queries import connect, dyad_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from bilateral.findings import Incident
    from bilateral.tables.acts import DatedAct

__all__ = ["CODED", "coded_tables", "every_coded_table"]

CODED = "coded"
"""Name of the record's own coded incidents among the data sets."""


_UNREAD = ("quote", "trigger", "rule")
"""Columns of text that grouping does not look at: of a million events they would fill the memory."""


def _columns() -> str:
    return ", ".join(f"'' AS {name}" if name in _UNREAD else name for name in column_names("events"))


def coded_tables(record: Path, dyad: tuple[str, str]) -> tuple[pa.Table, pa.Table]:
    """The pair's coded incidents as rows of directed dyads, and the reports of all dyads by day."""
    with connect(record) as connection:
        query = f"SELECT {_columns()} FROM ({dyad_query('events')}) ORDER BY record_id"  # noqa: S608 - our own names
        events = [Event(*row) for row in connection.execute(query, {"state_a": dyad[0], "state_b": dyad[1]}).fetchall()]
        days = connection.sql(_CODED_DAYS).to_arrow_table()
    incidents = group_events(events, read_heads(record), read_copies(record))
    return _as_table([row for incident in incidents for row in _directed(incident, dyad)]), days


def every_coded_table(record: Path) -> tuple[pa.Table, pa.Table]:
    """Acts of the coded incidents of all pairs by direction, quad class and days, and the reports by day; without undated ones.

    Counted in SQL: only acts that differ by their days alone, some of them vague, become Python values, kind by kind. Kept for each state of the record: it is the same for all pairs.
    """
    path = Path(record).resolve()
    return _every_coded_table(path, tuple(tuple(delta.list_files(path, table)) for table in ("documents", "events")))


@lru_cache(maxsize=1)
def _every_coded_table(record: Path, files: tuple[tuple[str, ...], ...]) -> tuple[pa.Table, pa.Table]:
    del files  # only a key
    with connect(record) as connection:
        collect_acts(connection, MUTUAL_TYPES)
        join_acts(connection, _joined(vague_groups(connection)))
        return count_directed(connection), connection.sql(_CODED_DAYS).to_arrow_table()


def _joined(groups: Iterable[list[DatedAct]]) -> Iterator[JoinedActs]:
    """Acts of different days that are one, as `group_events` finds them."""
    for acts in groups:
        for cluster in join_by_time(acts):
            if len(cluster.events) > 1 and cluster.first and cluster.last:
                yield JoinedActs(tuple(one.act for one in cluster.events), cluster.first, cluster.last)


_CODED_DAYS = f"""
    SELECT '{CODED}' AS data_name, event_date_start, event_date_end, count(*) AS n_events
    FROM events WHERE realis = 'happened' AND event_date_start IS NOT NULL AND event_date_end IS NOT NULL GROUP BY ALL
"""  # noqa: S608 - our own name


def _directed(incident: Incident, dyad: tuple[str, str]) -> Iterator[dict[str, Any]]:
    """One row a direction of an incident; what both do without a recipient counts both ways."""
    actors, recipients = ({state_of(party) for party in side} for side in (incident.actor, incident.recipient))
    for actor, recipient in (dyad, dyad[::-1]) if incident.realis == "happened" else ():
        if actor in actors and recipient in (recipients or actors):
            yield {
                "record_id": incident.incident_id, "actor": actor, "recipient": recipient, "event_type": incident.event_type,
                "mode": incident.mode, "quad_code": incident.quad_code, "intensity": incident.intensity, "realis": incident.realis,
                "event_date_start": incident.event_date_start, "event_date_end": incident.event_date_end,
                "event_date": incident.event_date,
            }  # fmt: skip


_AS_TABLE = """
    SELECT '{name}' AS data_name, 1::BIGINT AS n_events, NULL::VARCHAR AS cameo_code, actor AS actor_name, recipient AS recipient_name,
        row_number() OVER () - 1 + $first AS native_row, record_id AS native_id, *
    FROM (SELECT unnest(from_json($rows, '[{kinds}]'), recursive := true))
"""
_KINDS = {
    **dict.fromkeys(("record_id", "actor", "recipient", "event_type", "mode", "realis", "event_date"), "VARCHAR"),
    "quad_code": "BIGINT", "intensity": "DOUBLE", "event_date_start": "DATE", "event_date_end": "DATE",
}  # fmt: skip


_AT_ONCE = 100_000
"""Rows that are made into a table at once: 30 MB as JSON."""


def _as_table(rows: list[dict[str, Any]]) -> pa.Table:
    """Rows as a table, by DuckDB: pyarrow loads pandas where it makes arrays of Python values."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    query = _AS_TABLE.format(name=CODED, kinds=json.dumps(_KINDS))
    with warm_connection() as connection:
        parts = [
            connection.sql(query, params={"rows": json.dumps(rows[first : first + _AT_ONCE], default=str), "first": first}).to_arrow_table()
            for first in range(0, max(1, len(rows)), _AT_ONCE)
        ]
    return pa.concat_tables(parts)
